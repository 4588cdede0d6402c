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
            var planned = FleetProgram.Solve(problem, limits, replays.TellSolving);
            return new(problem, planned.OrBetter(BestOption(problem, served), limits.Gap), null) { Served = served };
        }

        var proved = RankingProof.Of(
            problem, workload, trace, capacities, RankingProof.CheapestApi(problem, workload), seed: replays.Seed);
        var sized = problem.With(proved, workload.Fleet);
        var best = BestOption(sized, served);
        var outcome = FleetProgram.Solve(sized, limits, replays.TellSolving).OrBetter(best, limits.Gap);
        var (kept, replay) = Replays.Prove(workload, sized, outcome, trace, capacities, limits, replays, OfOneKind(sized, served, proved));
        return new(sized, kept, replay) { Proved = proved, Served = served };
    }

    /// <summary>The workload of the demand: its mean mix, groups of requests and limits.</summary>
    public required Workload Served { get; init; }

    /// <summary>The cheapest option that may be recommended, as a plan; null where there is none.</summary>
    private static Plan? BestOption(FleetProblem problem, Workload served) => Plans(problem, served, _ => true).MinBy(plan => plan.Bill);

    /// <summary>The cheapest proved fleet of one kind of machine as a plan; null where an API takes what exceeds it anyway.</summary>
    private static Plan? OfOneKind(FleetProblem problem, Workload served, ProvedRates proved) => problem.ApiServesAll
        ? null
        : Plans(problem, served, option => option is { Tokens: null, Machines: { First: var machine }, Fleet.ByTheHour: false }
            && proved.Of(machine.Model!.Id, machine.Deployment)?.Standing is KindStanding.Proved).MinBy(plan => plan.Bill);

    private static IEnumerable<Plan> Plans(FleetProblem problem, Workload served, Func<RankedOption, bool> takes)
    {
        var ways = new RankedWays(problem, served, null);
        return ways.All()
            .Where(option => option.MayWin && takes(option)).OrderBy(option => option.Cost!.Bill.Value)
            .Select(ways.Reckoning.PlanOf).OfType<Plan>().Take(1);
    }
}
