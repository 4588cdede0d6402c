namespace Mtok.Planning;

/// <summary>The cheapest plan of a workload, and its proof by replay where there is a trace.</summary>
/// <param name="Problem">What the plan could choose from.</param>
/// <param name="Outcome">The plan with its bound, or why there is none.</param>
/// <param name="Replay">The plan replayed; null where there is no trace or no plan.</param>
public sealed record PlanAnswer(FleetProblem Problem, PlanOutcome Outcome, Replay? Replay)
{
    /// <summary>Whether there is a plan that meets the service level as far as it was replayed.</summary>
    public bool Holds => Outcome.BestPlan is not null && Replay is not { Holds: false };

    /// <summary>Plans, and proves the plan where the traffic has requests to replay.</summary>
    /// <param name="workload">What is served.</param>
    /// <param name="traffic">What comes.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="limits">How well and how long to solve.</param>
    /// <param name="solving">Called with each solution as it is looked for; null for nobody.</param>
    /// <param name="replaying">Called as replays go on; null for nobody.</param>
    public static PlanAnswer For(
        Workload workload, VerdictTraffic traffic, Capacities capacities, SolveLimits limits, Action<SolveProgress>? solving = null,
        Action<ReplayProgress>? replaying = null)
    {
        var problem = PlanChoices.For(workload, traffic.Demand, capacities.Catalog, capacities);
        var outcome = FleetProgram.Solve(problem, limits, solving);
        if (traffic.Trace is not { } trace)
        {
            return new(problem, outcome, null);
        }

        var (proved, replay) = Replays.Prove(workload, problem, outcome, trace, capacities, limits, new() { Tell = replaying });
        return new(problem, proved, replay);
    }
}
