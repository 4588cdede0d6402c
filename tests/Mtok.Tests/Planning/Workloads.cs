using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Workloads and catalogs to decide on.</summary>
internal static class Workloads
{
    public static Catalog Built { get; } = CatalogReader.Load(null, new Problems())!;

    public static Capacities Capacity { get; } = new(Built);

    /// <summary>A workload file of a billion tokens a day, day and night, with a service level.</summary>
    public const string Steady = """
        models = ["llama-3.3-70b"]
        [traffic]
        tokens_per_day = 1_000_000_000
        [tokens]
        input = 300
        output = 300
        [service_level]
        ttft = "2s"
        tpot = "200ms"

        """;

    /// <summary>The workload of a file's text.</summary>
    public static Workload Read(string text)
    {
        var problems = new Problems();
        return new WorkloadReader(Built, problems).Read("w.toml", text, []) ?? throw new InvalidOperationException(problems.ToString());
    }

    /// <summary>Workloads of a model that was measured often, from idle to huge, in every shape.</summary>
    public static Gen<Workload> Any { get; } =
        Gen.Select(Gen.Double[-2, 3], Gen.Int[0, 3], Gen.Double[1, 20], Gen.Int[0, 2], Gen.Bool).Select((size, shape, peak, spares, limits) => Of(
            RequestsPerSecond.FromPerSecond(Math.Pow(10, size)),
            shape switch { 0 => HourlyShape.Steady, 1 => HourlyShape.BusinessHours, _ => HourlyShape.Spiky(Ratio.FromValue(peak)) },
            limits ? new(Duration.FromSeconds(2), Duration.FromMilliseconds(200)) : ServiceLevel.None) with
        {
            Fleet = FleetRules.DefaultFor(ServiceLevel.None) with { Spares = spares },
        });

    public static Workload Of(RequestsPerSecond mean, HourlyShape shape, ServiceLevel level) => new(
        "w", [Built.FindModel("llama-3.3-70b")!], new(mean, shape), new(Tokens.FromCount(300), Tokens.FromCount(300), Ratio.Zero), level,
        Interruptible: true, Deferrable: false, Allowed.All, FleetRules.DefaultFor(level), Overheads.None, []);

    /// <summary>A fleet of machines at $2.50/h that serve so many requests a second, with that interval.</summary>
    public static Fleet FleetOf(double low, double value, double high, string engine)
    {
        var offer = new Offer("s", "i", "h100-sxm", 1, false, "", "", Pricing.OnDemand, "", UsdPerHour.FromDollars(2.5m), new(AsOf.Undated, "s", new("f", 1, 1)));
        var requests = new Estimate<RequestsPerSecond>(RequestsPerSecond.FromPerSecond(low), RequestsPerSecond.FromPerSecond(value), RequestsPerSecond.FromPerSecond(high), Evidence.Modelled);
        var capacity = new ReplicaCapacity(Built.FindModel("llama-3.3-70b")!, new("h100-sxm", 1, new("fp8"), engine), requests, null, 1, Ratio.One, "");
        return new(offer, capacity, 1, offer.Price, byTheHour: false, FleetRules.DefaultFor(ServiceLevel.None), Evidence.Modelled, []);
    }

    /// <summary>A workload's traffic with these machines and APIs alone to choose from.</summary>
    public static FleetProblem ProblemOf(Workload workload, IReadOnlyList<Fleet> fleets, params IReadOnlyList<ApiTariff> tariffs)
    {
        var demand = Demand.Of(workload);
        List<MachineChoice> machines = [.. fleets.Select(fleet => MachineChoice.Of(
            fleet, WayNames.Of(fleet, severalModels: false), workload.Overheads.Multiplier, [fleet.MachineRate * fleet.Rules.PeakUtilization]))];
        List<ApiChoice> apis = [.. tariffs.Select(tariff => ApiChoice.Of(tariff, demand, [true]) with { Model = workload.Models[0] })];
        return new(demand, machines, apis, workload.Plan, workload.Fleet.Spares, workload.Fleet.Provision + workload.Fleet.Load)
        {
            AllMachines = machines,
            AllApis = apis,
            Multiplier = workload.Overheads.Multiplier,
            Fixed = workload.Overheads.Total(default, default, workload.Mix),
            PerRequest = [default(Usd)],
        };
    }

    /// <summary>What so many machines at that price cost a month.</summary>
    public static UsdPerMonth PerMonth(this UsdPerHour price, double machines) => UsdPerMonth.FromDollars((price * Duration.FromHours(machines * Duration.Month.Hours)).Dollars);

    /// <summary>The ways of that problem.</summary>
    public static RankedWays WaysOf(Workload workload, IReadOnlyList<Fleet> fleets, params IReadOnlyList<ApiTariff> tariffs) =>
        new(ProblemOf(workload, fleets, tariffs), workload, null);

    /// <summary>A fleet that runs all month with an API for the rest.</summary>
    public static RankedOption MixOf(Workload workload, Fleet fleet, ApiTariff tariff) =>
        WaysOf(workload, [fleet], tariff) is var ways ? ways.Reckoning.PriceMixed(ways.Machines.First(machine => !machine.Fleet!.ByTheHour).Machines!, ways.Problem.AllApis[0])! : null!;
}
