namespace Mtok.Planning;

/// <summary>The cheapest plan of a workload, and its proof by replay where there is a trace.</summary>
/// <param name="Problem">What the plan could choose from.</param>
/// <param name="Outcome">The plan with its bound, or why there is none.</param>
/// <param name="Replay">The plan replayed; null where there is no trace or no plan.</param>
public sealed record PlanAnswer(FleetProblem Problem, PlanOutcome Outcome, Replay? Replay)
{
    /// <summary>What replays prove of fleets of one kind of machine; null where nothing was replayed.</summary>
    public ProvedRates? Proved { get; init; }

    /// <summary>Whether there is a plan that meets the service level as far as it was replayed.</summary>
    public bool Holds => Outcome.BestPlan is not null && Replay is not { Holds: false };

    /// <summary>
    /// Plans, and where the traffic has requests to replay sizes the kinds of machine by them first, then proves the plan; the same for the same
    /// input and seed. No option that is ranked costs less than the plan.
    /// </summary>
    /// <param name="workload">What is served.</param>
    /// <param name="traffic">What comes.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="limits">How well and how long to solve.</param>
    /// <param name="replays">How to replay, and who is told.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    public static PlanAnswer For(
        Workload workload, VerdictTraffic traffic, Capacities capacities, SolveLimits limits, ReplayOptions replays, DateOnly? today = null)
    {
        var problem = PlanChoices.For(workload, traffic.Demand, capacities.Catalog, capacities, today);
        var served = traffic.ServedOf(workload, capacities.Catalog);
        if (traffic.Trace is not { } trace)
        {
            var ways = new RankedWays(problem, served, null);
            var planned = FleetProgram.Solve(problem, limits, replays.TellSolving);
            return new(problem, planned.OrBetter(Cheapest(ways, _ => true), limits.Gap), null) { Served = served, Ways = ways };
        }

        var proved = RankingProof.Of(
            problem, workload, trace, capacities, RankingProof.CheapestApi(problem, workload), seed: replays.Seed);
        var sized = problem.With(proved, workload.Fleet);
        var options = new RankedWays(sized, served, proved);
        var outcome = FleetProgram.Solve(sized, limits, replays.TellSolving).OrBetter(Cheapest(options, _ => true), limits.Gap);
        var (kept, replay) = Replays.Prove(workload, sized, outcome, trace, capacities, limits, replays, OfOneKind(options));
        return new(sized, kept, replay) { Proved = proved, Served = served, Ways = options };
    }

    /// <summary>The options that the plan was compared with.</summary>
    internal RankedWays Ways { get; init; } = null!;

    /// <summary>The workload of the demand: its mean mix, groups of requests and limits.</summary>
    public required Workload Served { get; init; }

    /// <summary>The cheapest proved fleet of one kind of machine as a plan; null where an API takes what exceeds it anyway.</summary>
    private static Plan? OfOneKind(RankedWays ways) => ways.Problem.ApiServesAll
        ? null
        : Cheapest(ways, option => option is { Tokens: null, Machines: not null, Fleet.ByTheHour: false, Standing: KindStanding.Proved });

    /// <summary>The cheapest of the options that may be recommended, as a plan; null where there is none.</summary>
    private static Plan? Cheapest(RankedWays ways, Func<RankedOption, bool> takes) => ways.All()
        .Where(option => option.MayWin && takes(option)).OrderBy(option => option.Cost!.Bill.Value)
        .Select(ways.Reckoning.PlanOf).OfType<Plan>().FirstOrDefault();
}
