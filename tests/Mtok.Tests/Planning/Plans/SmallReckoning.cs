using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>
/// A small demand in a few steps of one span or two, one kind of machine in one zone or several, and an API: drawn from a seed, so that every run
/// tries the same. Waits, minimum runs, scale limits, spares, overheads, tightened steps and prices by the hour are each in some.
/// </summary>
internal sealed record SmallReckoning(FleetProblem Problem, MachineSet Machines, ApiChoice Api)
{
    private static readonly Provenance Source = new(AsOf.Of(new(2026, 11, 2)), "s", new("f", 1, 1));
    private static readonly Provenance Older = Source with { AsOf = AsOf.Of(new(2026, 10, 1)) };
    private static readonly Ratio[] Shares = [Ratio.FromValue(0.25), Ratio.FromValue(0.75)];
    private static readonly double[] Starts = [0, 0.25, 0.5, 1.5];

    public static ApiTariff Tariff { get; } = new(
        new("provider", "model", "theirs", new(UsdPerMtok.FromDollars(1), UsdPerMtok.FromDollars(3)), null, null, null, default, Older), []);

    public static Model Model { get; } = new("model", "Model", "maker", [], Tokens.FromCount(100_000), null, null, null, null, Source);

    public int Steps => Problem.Demand.Spans.Sum(span => span.Steps);

    public Reckoning Reckoning => new(Problem, Workload);

    /// <summary>Its mean mix and no limits.</summary>
    public Workload Workload => new(
        "w", [Model], new(Problem.Demand.Mean(), HourlyShape.Steady), Problem.Demand.Classes[0].Mix, ServiceLevel.None, true, false, Allowed.All,
        FleetRules.DefaultFor(ServiceLevel.None), Overheads.None, []);

    public override string ToString() => string.Join(
        " | ",
        $"step {Problem.Demand.Step}, deadlines {string.Join(' ', Problem.Demand.Classes.Select(kind => kind.Deadline))}",
        string.Join(" / ", Problem.Demand.Spans.Select(span => string.Join(" + ", span.Rates.Select(rates => string.Join(' ', rates.Select(rate => rate.PerSecond)))))),
        $"rates {string.Join(' ', Machines.First.Rates)}, {Machines.Zones.Count} zones, {Problem.Spares} spares, start {Problem.StartUp}",
        $"usable {string.Join(" / ", Problem.Usable.Select(span => string.Join(' ', span)))}",
        $"minimum run {Problem.Rules.MinimumRun}, scale up {Problem.Rules.ScaleUp}");

    /// <param name="seed">The seed.</param>
    /// <param name="waits">Whether some requests may wait.</param>
    /// <param name="zones">Whether machines stand in several zones, any of which may be lost.</param>
    public static SmallReckoning Of(int seed, bool waits = false, bool zones = false)
    {
        var random = new Random(seed);
        var step = Duration.FromMinutes(random.Next(2) == 0 ? 60 : 30);
        List<DemandClass> classes = [.. Enumerable.Range(0, random.Next(1, 4)).Select(kind => new DemandClass(
            $"class {kind}", new(Tokens.FromCount(100 + (50 * kind)), Tokens.FromCount(20 + (7 * kind)), Ratio.Zero), true,
            step * Ratio.FromValue(!waits ? random.Next(2) * 0.5 : kind == 0 ? random.Next(1, 5) : random.Next(5) * 0.75)))];
        var count = random.Next(1, 3);
        List<DemandSpan> spans = [.. Enumerable.Range(0, count).Select(at => Span($"span {at}", count == 1 ? Ratio.One : Shares[at], classes.Count, random.Next(1, 7), random))];
        var tightened = random.Next(3) == 0;
        var price = random.Next(5, 40) / 10m;
        var rates = classes.ConvertAll(_ => RequestsPerSecond.FromPerSecond(random.Next(1, 12) / 2.0));
        var machines = Enumerable.Range(0, zones ? random.Next(2, 5) : 1).Select(zone => Machine($"m{zone}", price + (zone * 0.3m), rates, $"z{zone}")).ToList();
        var hasRules = random.Next(2) == 0;
        var api = new ApiChoice("api", [.. classes.Select(_ => (Usd?)Usd.FromDollars(random.Next(10, 90) / 100_000m))]);
        var timed = random.Next(2) == 0;
        var problem = new FleetProblem(
            new(step, classes, spans), machines, [], new(null, Duration.FromHours(hasRules ? random.Next(4) : 0), hasRules && random.Next(2) == 0 ? random.Next(1, 3) : null, []),
            zones ? 0 : random.Next(3), Duration.FromHours(Starts[random.Next(4)]))
        {
            AllMachines = machines,
            SparesBy = zones ? SparesBy.Zone : SparesBy.Machine,
            Fixed = UsdPerMonth.FromDollars(random.Next(2) * 123m),
            Multiplier = Ratio.FromValue(1 + (random.Next(2) * 0.25)),
            PerRequest = random.Next(2) == 0 ? [] : [.. classes.Select(_ => Usd.FromDollars(random.Next(9) / 100_000m))],
            Usable = tightened ? [.. spans.Select(span => (IReadOnlyList<Ratio>)[.. Enumerable.Range(0, span.Steps).Select(_ => Ratio.FromValue(random.Next(3, 9) / 8.0))])] : [],
        };
        return new(problem, new("set", machines), api with
        {
            Tariff = Tariff,
            Model = Model,
            Doubts = [new Doubt.Undated()],
            ByStep = timed ? [.. classes.Select(_ => spans.ConvertAll(span => (IReadOnlyList<Usd>)[.. Enumerable.Range(0, span.Steps).Select(_ => Usd.FromDollars(random.Next(10, 90) / 100_000m))]))] : [],
        });
    }

    /// <summary>One class on machines of $1 an hour that serve one request a second.</summary>
    /// <param name="rates">Requests a second of each hour.</param>
    /// <param name="deadline">Hours that they may wait.</param>
    public static SmallReckoning Plain(IReadOnlyList<double> rates, double deadline = 0)
    {
        var demand = new Demand(
            Duration.Hour, [new("only", new(Tokens.FromCount(100), Tokens.FromCount(20), Ratio.Zero), true, Duration.FromHours(deadline))],
            [new("day", Ratio.One, [[.. rates.Select(RequestsPerSecond.FromPerSecond)]])]);
        var machine = Machine("m", 1, [RequestsPerSecond.FromPerSecond(1)], "z");
        return new(new(demand, [machine], [], PlanRules.None, 0, default), MachineSet.Of(machine), new("api", [Usd.FromDollars(0.001m)]));
    }

    /// <summary>Machines with a fleet behind them, whose throughput may turn out to be 0.6 to 1.5 of the figure.</summary>
    public static MachineChoice Machine(string name, decimal price, IReadOnlyList<RequestsPerSecond> rates, string zone)
    {
        var offer = new Offer("seller", "i", "gpu", 2, false, "r", zone, Pricing.OnDemand, "", UsdPerHour.FromDollars(price), Source);
        var full = rates[0].PerSecond / 0.8;
        var capacity = new ReplicaCapacity(
            Model, new("gpu", 1, new("fp8"), ""),
            new(RequestsPerSecond.FromPerSecond(full * 0.3), RequestsPerSecond.FromPerSecond(full / 2), RequestsPerSecond.FromPerSecond(full * 0.75), Evidence.Modelled), null, 0, Ratio.One, "");
        var rules = FleetRules.DefaultFor(ServiceLevel.None) with { PeakUtilization = Ratio.FromValue(0.8) };
        return MachineChoice.Of(new(offer, capacity, 2, offer.Price, byTheHour: false, rules, Evidence.Modelled, [new OptionNote.Throughput("t")]), name, Ratio.One, rates)
            with
        { Billing = rates[0].PerSecond % 1 == 0 ? SmallFleets.WholeHours : null };
    }

    private static DemandSpan Span(string name, Ratio share, int classes, int steps, Random random) => new(name, share, [.. Enumerable.Range(0, classes).Select(kind =>
        (IReadOnlyList<RequestsPerSecond>)[.. Enumerable.Range(0, steps).Select(step => RequestsPerSecond.FromPerSecond(
            (kind + step == 0 ? 1 : 0) + (random.Next(4) == 0 ? 0 : random.Next(1, 10))))])]);
}
