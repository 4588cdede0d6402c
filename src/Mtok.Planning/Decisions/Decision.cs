using Mtok.Simulation;

namespace Mtok.Planning;

/// <summary>What to run for a workload: every option ranked, the winner, and what would change the answer.</summary>
/// <param name="Workload">What has to be served.</param>
/// <param name="Options">Every option: those that may be recommended by cost, then those whose price is doubtful by cost, then the others by name.</param>
/// <param name="Flips">What would change the answer between an API and machines; empty where only one side can serve.</param>
/// <param name="Robustness">
/// Draws over the best option of each kind and of the best devices, and the plan where there is one; null where nothing may be recommended.
/// </param>
public sealed record Decision(Workload Workload, IReadOnlyList<RankedOption> Options, IReadOnlyList<Flip> Flips, Robustness? Robustness)
{
    /// <summary>How often the recommendation stays the cheapest; null where there is nothing to compare it with.</summary>
    public Confidence<UsdPerMonth>? Confidence => Robustness?.Confidence;

    /// <summary>The cheapest option that serves the workload at credible prices; null where none does.</summary>
    public RankedOption? Recommended => Options.Count > 0 && Options[0].MayWin ? Options[0] : null;

    /// <summary>The next that is another way, not the same machines paid otherwise at the same bill; null where there is none.</summary>
    public RankedOption? RunnerUp => Recommended is { } best ? Options.FirstOrDefault(option => option.MayWin && !option.IsAs(best)) : null;

    /// <summary>Whether an API serves what failing machines do not, so that spares are none of them.</summary>
    public bool ApiStandsIn => Problem is { ApiStandsIn: true };

    /// <summary>The cheapest credible option of each kind, by cost.</summary>
    public IEnumerable<RankedOption> BestOfEachKind => Options.Where(option => option.MayWin).DistinctBy(option => option.Kind);

    /// <summary>Options that cost less than the recommended one, or all that serve where there is none, and whose price is doubtful; by cost.</summary>
    public IEnumerable<RankedOption> Doubtful =>
        Options.Where(option => option is { Feasible: true, MayWin: false } && !(option.Cost!.Bill.Value >= Recommended?.Cost!.Bill.Value));

    /// <summary>The demand that the options are priced for, and what may be chosen from.</summary>
    internal FleetProblem Problem { get; init; } = null!;

    /// <summary>What to do first, and when to do something else; null where nothing serves.</summary>
    public FirstMove? FirstMove { get; init; }

    /// <summary>A share of the requests at another model, the rest at the workload's; null where the workload routes none, or that serves nothing.</summary>
    public RoutedWay? Routed { get; init; }

    /// <summary>What replays prove of fleets of one kind of machine; null where nothing was replayed.</summary>
    public ProvedRates? Proved { get; init; }

    /// <summary>Replays the recommended machines at the number that was proved, for the times of every request; gives null where none was.</summary>
    public Func<SimulationResult?> Replay { get; init; } = () => null;

    /// <summary>Doubts about the prices that decide the answer and do not rule it out; empty by default.</summary>
    public IReadOnlyList<PriceDoubt> Warnings { get; init; } = [];

    /// <summary>Prices and ranks every option for the workload's own traffic.</summary>
    /// <param name="workload">What has to be served.</param>
    /// <param name="catalog">The prices.</param>
    /// <param name="capacity">What replicas serve.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static Decision For(Workload workload, Catalog catalog, Capacities capacity, DateOnly? today = null, int seed = 1) =>
        For(WaysOf(workload, catalog, capacity, today), catalog, seed) with
        {
            Routed = RoutedWay.Of(workload, side => WaysOf(side, catalog, capacity, today).Best),
        };

    private static RankedWays WaysOf(Workload workload, Catalog catalog, Capacities capacity, DateOnly? today) =>
        new(PlanChoices.For(workload, Demand.Of(workload), catalog, capacity, today), WithLengths(workload, catalog), null);

    /// <summary>Prices and ranks every option of a problem.</summary>
    /// <param name="problem">The demand, and what may be chosen from.</param>
    /// <param name="served">The workload of that demand.</param>
    /// <param name="catalog">Prices of several dates, and the lives of machines.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="proved">What replays prove of kinds of replica, which the problem is sized by; null where nothing was replayed.</param>
    /// <param name="plan">The plan that is recommended; null for the options alone.</param>
    /// <param name="replayed">What the plan costs as it was replayed; null for what it was planned to cost.</param>
    public static Decision For(
        FleetProblem problem, Workload served, Catalog catalog, int seed = 1, ProvedRates? proved = null, Plan? plan = null, UsdPerMonth? replayed = null) =>
        For(new RankedWays(problem, served, proved), catalog, seed, plan, replayed);

    /// <summary>The same of options that are priced already.</summary>
    internal static Decision For(
        RankedWays ways, Catalog catalog, int seed = 1, Plan? plan = null, UsdPerMonth? replayed = null, bool withVolumes = true)
    {
        var (options, given) = (ways.All(), Uncertainties.Of(ways.Served, catalog));
        var credible = options.FindAll(option => option.MayWin);
        return new(
            ways.Served,
            options,
            Planning.Flips.Of(ways, credible.FirstOrDefault(), withVolumes),
            Planning.Robustness.Of(options, ways.Served, ways.Problem, plan, catalog, given, seed, replayed))
        {
            Problem = ways.Problem,
            Proved = ways.Proved,
            FirstMove = FirstMoveSearch.Of(options, ways.Problem, ways.Reckoning, ways.Served, catalog, given),
            Warnings = credible.Count == 0 ? [] : WarningsOf(credible[0]),
        };
    }

    /// <summary>Where only the means of lengths are known, their distribution is assumed.</summary>
    private static Workload WithLengths(Workload workload, Catalog catalog) => workload with
    {
        Mix = AssumedLengths.Of(workload.Mix, workload, catalog),
        Groups = [.. workload.Groups.Select(group => group with { Mix = AssumedLengths.Of(group.Mix, workload, catalog) })],
    };

    private static IReadOnlyList<PriceDoubt> WarningsOf(RankedOption winner) => [.. winner.Doubts.Select(doubt => new PriceDoubt(winner.Name, doubt))];
}
