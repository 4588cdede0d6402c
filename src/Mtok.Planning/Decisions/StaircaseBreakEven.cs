namespace Mtok.Planning;

/// <summary>The break-even of one kind of machine, running all month (C9 over whole machines).</summary>
/// <param name="Name">Its name.</param>
/// <param name="ModelId">The model it serves.</param>
/// <param name="Machine">What one costs a month, overheads that follow it included.</param>
/// <param name="TokensPerMachine">Tokens of the mix one serves in a month of this shape, sized for the busiest hour.</param>
/// <param name="Volume">The tokens a month past which it stays cheaper than the API; null where it never is.</param>
public sealed record MachineBreakEven(string Name, string ModelId, UsdPerMonth Machine, Tokens TokensPerMachine, Tokens? Volume);

/// <summary>Where machines become cheaper than the cheapest API for a workload's mix, shape and service level, and each kind of machine alone.</summary>
/// <param name="Api">The cheapest API; null where none serves the workload.</param>
/// <param name="ApiPrice">Its price of the mix.</param>
/// <param name="Crossings">Where machines, several kinds and by the hour if that is cheaper, cost less: the break-even volume.</param>
/// <param name="Steps">Each kind of machine running all month, earliest break-even first, those that never break even last.</param>
public sealed record StaircaseBreakEven(ApiTariff? Api, UsdPerMtok? ApiPrice, VolumeCrossings Crossings, IReadOnlyList<MachineBreakEven> Steps)
{
    /// <summary>The kind of machine that breaks even first, running all month; null where none does.</summary>
    public MachineBreakEven? Best => Steps.Count > 0 && Steps[0].Volume is not null ? Steps[0] : null;

    /// <summary>Provisioned throughput, one unit in place of a machine, earliest break-even first.</summary>
    public IReadOnlyList<MachineBreakEven> Provisioned { get; init; } = [];

    /// <summary>Finds the break-even of every machine that may serve.</summary>
    internal static StaircaseBreakEven For(RankedWays ways)
    {
        var (problem, workload) = (ways.Problem, ways.Served);
        var crossings = VolumeCrossings.Of(ways.Alone);
        if (ways.Apis.FirstOrDefault(api => api.MayWin && ways.IsAsked(api)) is not { } cheapest)
        {
            return new(null, null, crossings, []);
        }

        var price = ways.Reckoning.ApiBill(cheapest.Tokens!) / ways.Reckoning.MonthlyTokens;
        return new(cheapest.Api, price, crossings, Ordered(ways.Machines
            .Where(machine => ways.IsAsked(machine) && machine.Fleet is { Most: int.MaxValue, IsCredible: true, ByTheHour: false })
            .Select(machine => Step(machine, ways, workload, price))))
        {
            Provisioned = Ordered(problem.Provisioned.Select(each => Step(each.Price, workload, ways.Reckoning.ServedPeak, price))),
        };
    }

    private static IReadOnlyList<MachineBreakEven> Ordered(IEnumerable<MachineBreakEven> steps) =>
        [.. steps.OrderBy(step => step.Volume is null).ThenBy(step => step.Volume?.Count).ThenBy(step => step.Machine / step.TokensPerMachine)
            .ThenBy(step => step.Name, StringComparer.Ordinal)];

    private static MachineBreakEven Step(ProvisionedPrice price, Workload workload, Ratio peak, UsdPerMtok api)
    {
        var one = RequestsPerSecond.FromPerSecond(1);
        var perUnit = one * (Ratio.One / (ProvisionedThroughput.Load(price.Rates, workload.ServedGroups, one) * peak));
        var tokens = workload.Mix.Total * perUnit * Duration.Month;
        return new(
            WayNames.Of(price), price.ModelId, ProvisionedThroughput.Bill(price, 1), tokens, ProvisionedThroughput.BreakEvenVolume(price, tokens, api));
    }

    private static MachineBreakEven Step(RankedOption option, RankedWays ways, Workload workload, UsdPerMtok api)
    {
        var (reckoning, machines) = (ways.Reckoning, option.Machines!);
        var tokens = reckoning.MonthlyTokens * reckoning.ServedByOne(machines);
        var perMtok = reckoning.OverheadsOfRequests / reckoning.MonthlyTokens;
        var machine = reckoning.MonthlyRent(machines);
        var fixedCost = reckoning.FixedOverheads + (machine * ways.Problem.SparesOf(machines.First));
        var volume = api > perMtok ? BreakEven.StaircaseVolume(machine, fixedCost, tokens, api - perMtok) : null;
        return new(option.Name, option.ModelId, machine, tokens, volume);
    }
}
