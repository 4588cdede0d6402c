using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>How a plan is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>The most plans that are tried, the first included.</summary>
    public int Rounds { get; init; } = 12;

    /// <summary>Of them the most that are tried after one held, to find a cheaper one.</summary>
    public int MoreAfterHold { get; init; } = 3;

    /// <summary>Which requests stand for growth that is not a whole multiple.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Receives the progress of each replay; null for none.</summary>
    public Action<ReplayProgress>? Tell { get; init; }

    /// <summary>Receives the progress of each solution; null for none.</summary>
    public Action<SolveProgress>? TellSolving { get; init; }
}

/// <summary>How far a replay is.</summary>
/// <param name="Round">Which plan, from 1.</param>
/// <param name="Requests">Requests that have arrived.</param>
/// <param name="Of">Requests there are.</param>
/// <param name="Done">The round, once it is over; null before.</param>
public sealed record ReplayProgress(int Round, long Requests, long Of, ReplayRound? Done);

/// <summary>
/// Proves a plan by replaying its trace on it (Y1 to Y5): where a step misses the service level less of each machine's rate is
/// planned with there, and the program is re-solved, until the service level is met or nothing more helps.
/// </summary>
public static class Replays
{
    /// <summary>Requests of a trace that are held in memory; a longer one is read again for each replay.</summary>
    public const int MostHeld = VerdictTraffic.MostHeld;

    /// <summary>The plan that meets the service level in the replay, and the replay; the same for the same input and seed.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="problem">What the plan was made from, with the trace's demand.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="trace">The trace; it is read several times, so hold it in memory where it fits (<see cref="TraceChange.InMemory"/>).</param>
    /// <param name="capacities">Throughput of replicas, with the catalog.</param>
    /// <param name="limits">The gap, and the time of all solutions together.</param>
    /// <param name="options">How to replay.</param>
    /// <param name="start">A plan that is replayed first, to be beaten; null for none.</param>
    public static (PlanOutcome Outcome, Replay? Replay) Prove(
        Workload workload, FleetProblem problem, PlanOutcome outcome, Trace trace, Capacities capacities, SolveLimits limits,
        ReplayOptions options, Plan? start = null) =>
        outcome.BestPlan is null ? (outcome, null) : new Proof(workload, problem, trace, capacities, limits.Begun(), options).Of(outcome, start);
}
