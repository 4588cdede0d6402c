namespace Mtok.Planning;

/// <summary>The break-even of one kind of machine, running all month (C9 over whole machines).</summary>
/// <param name="Name">Its name.</param>
/// <param name="ModelId">The model it serves.</param>
/// <param name="Machine">What one costs a month, overheads that follow it included.</param>
/// <param name="TokensPerMachine">Tokens of the mix one serves in a month of this shape, sized for the busiest hour.</param>
/// <param name="Volume">The tokens a month past which it stays cheaper than the API; null where it never is.</param>
public sealed record MachineBreakEven(string Name, string ModelId, UsdPerMonth Machine, Tokens TokensPerMachine, Tokens? Volume);

/// <summary>Where whole machines become cheaper than the cheapest API for a workload's mix, shape and service level.</summary>
/// <param name="Api">The cheapest API; null where none serves the workload.</param>
/// <param name="ApiPrice">Its price of the mix.</param>
/// <param name="Today">The workload's own tokens a month.</param>
/// <param name="Steps">Each kind of machine, earliest break-even first, those that never break even last.</param>
/// <param name="Never">Why nothing breaks even; null where something does.</param>
public sealed record StaircaseBreakEven(ApiTariff? Api, UsdPerMtok? ApiPrice, Tokens Today, IReadOnlyList<MachineBreakEven> Steps, NoBreakEven? Never)
{
    /// <summary>The machine that breaks even first; null where none does.</summary>
    public MachineBreakEven? Best => Steps.Count > 0 && Steps[0].Volume is not null ? Steps[0] : null;

    /// <summary>Provisioned throughput, one unit in place of a machine, earliest break-even first.</summary>
    public IReadOnlyList<MachineBreakEven> Provisioned { get; init; } = [];

    /// <summary>Finds the break-even of every machine that serves the workload.</summary>
    public static StaircaseBreakEven For(Workload workload, Catalog catalog, Capacities capacity) =>
        For(workload, new Candidates(workload, catalog, capacity, everyPlace: false));

    /// <summary>The same, for candidates already built.</summary>
    internal static StaircaseBreakEven For(Workload workload, Candidates candidates)
    {
        var pricer = new Pricer(workload);
        var today = workload.Traffic.MonthlyTokens(workload.Mix);
        var alone = candidates.CredibleAtAnyVolume.Where(fleet => workload.Allowed.Kinds.Contains(Candidates.KindOf(fleet.Offer.Pricing))).ToList();
        var cheapest = candidates.Apis
            .Where(api => api.IsCredible)
            .Select(api => pricer.Price(api.Model, api.Tariff))
            .Where(api => workload.Allowed.Kinds.Contains(api.Kind))
            .MinBy(api => api.Cost!.Bill.Value);
        if (cheapest is null)
        {
            return new(null, null, today, [], new NoBreakEven.NoApi());
        }

        var price = cheapest.Cost!.PerMtok.Allocation;
        IReadOnlyList<MachineBreakEven> provisioned = [.. candidates.Provisioned.Select(each => Step(each.Price, workload, price))
            .OrderBy(step => step.Volume is null).ThenBy(step => step.Volume?.Count).ThenBy(step => step.Name, StringComparer.Ordinal)];
        if (alone.Count == 0)
        {
            return new(cheapest.Api, price, today, [], new NoBreakEven.NoMachines()) { Provisioned = provisioned };
        }

        var steps = alone
            .Where(fleet => !fleet.ByTheHour)
            .Select(fleet => Step(fleet, pricer, workload, price))
                .OrderBy(step => step.Volume is null)
                .ThenBy(step => step.Volume?.Count)
                .ThenBy(step => step.Machine / step.TokensPerMachine)
                .ThenBy(step => step.Name, StringComparer.Ordinal)
            .ToList();
        var least = steps.Min(step => step.Machine / step.TokensPerMachine);
        return new(cheapest.Api, price, today, steps, steps[0].Volume is null ? new NoBreakEven.FullMachinesCostMore(least, price) : null)
        {
            Provisioned = provisioned,
        };
    }

    private static MachineBreakEven Step(ProvisionedPrice price, Workload workload, UsdPerMtok api)
    {
        var one = RequestsPerSecond.FromPerSecond(1);
        var perUnit = one * (Ratio.One / (ProvisionedThroughput.Load(price.Rates, workload.ServedGroups, one) * workload.ServedShape.Peak));
        var tokens = workload.Mix.Total * perUnit * Duration.Month;
        return new(
            WayNames.Of(price), price.ModelId, ProvisionedThroughput.Bill(price, 1), tokens, ProvisionedThroughput.BreakEvenVolume(price, tokens, api));
    }

    private static MachineBreakEven Step(Fleet fleet, Pricer pricer, Workload workload, UsdPerMtok api)
    {
        var busiest = fleet.MachineRate * fleet.Rules.PeakUtilization;
        var tokens = workload.Mix.Total * (busiest * (Ratio.One / workload.ServedShape.Peak)) * Duration.Month;
        var rent = fleet.Bill(1);
        var nothing = workload.Overheads.Total(default, RequestsPerSecond.FromPerSecond(0), workload.Mix);
        var perToken = workload.Overheads.Total(default, RequestsPerSecond.FromPerSecond(1), workload.Mix) - nothing;
        var perMtok = UsdPerMonth.FromDollars(perToken.Dollars) / (workload.Mix.Total * RequestsPerSecond.FromPerSecond(1) * Duration.Month);
        var machine = rent * workload.Overheads.Multiplier;
        var fixedCost = nothing + (machine * fleet.Rules.Spares);
        var volume = api > perMtok ? BreakEven.StaircaseVolume(machine, fixedCost, tokens, api - perMtok) : null;
        return new(pricer.NameOf(fleet), fleet.Capacity.Model.Id, machine, tokens, volume);
    }
}
