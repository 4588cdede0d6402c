namespace Mtok.Planning;

/// <summary>What to run: the options ranked, the cheapest plan, its replay, its robustness, and the volume above which machines are cheaper.</summary>
/// <param name="Decision">The options ranked.</param>
/// <param name="Problem">What the plan could choose from.</param>
/// <param name="Outcome">The cheapest plan with its bound, or why there is none.</param>
/// <param name="Replay">The plan replayed on the trace; null where there is no trace or no plan.</param>
/// <param name="Robustness">Its robustness; null where nothing serves.</param>
/// <param name="Curve">$/Mtok against volume; null where nothing serves.</param>
public sealed record Verdict(Decision Decision, FleetProblem Problem, PlanOutcome Outcome, Replay? Replay, Robustness? Robustness, VolumeCurve? Curve)
{
    private const int MostLatencyCurves = 3;

    /// <summary>The plan that is recommended: the replayed one where there is one; null where there is none.</summary>
    public Plan? Plan => Replay?.Plan ?? Outcome.BestPlan;

    /// <summary>How sure the plan is; null where there is none.</summary>
    public Certainty? Certainty => Planning.Certainty.Of(this);

    /// <summary>How far the plan's bill can be relied on; null where there is none.</summary>
    public PlanChances? Chances { get; init; }

    /// <summary>What the best machines cost at other latencies; empty where unknown.</summary>
    public IReadOnlyList<LatencyCurve> CostByLatency { get; init; } = [];

    /// <summary>What was replayed, or why nothing was.</summary>
    public TrafficSource? Traffic { get; init; }

    /// <summary>Ranks, plans, replays and tests the robustness; the same for the same input and seed.</summary>
    /// <param name="asked">The workload.</param>
    /// <param name="traffic">The demand, and its trace where there is one.</param>
    /// <param name="capacities">Throughput of replicas, with the catalog of prices.</param>
    /// <param name="options">How well and how long.</param>
    public static Verdict For(Workload asked, VerdictTraffic traffic, Capacities capacities, VerdictOptions options)
    {
        var answer = PlanAnswer.For(
            asked, traffic, capacities, options.Limits, new() { Seed = options.Seed, Tell = options.TellReplay, TellSolving = options.TellSolving },
            options.Today);
        var (problem, replay) = (answer.Problem, answer.Replay);
        var decision = Decision.For(
            answer.Ways!, capacities.Catalog, options.Seed, answer.Outcome.BestPlan,
            replay is { IsSimulated: true, Holds: true } ? replay.Replayed : null);
        return new(decision, problem, answer.Outcome, replay, decision.Robustness, VolumeCurve.For(answer.Ways!.Alone, tell: options.TellCurve))
        {
            CostByLatency = Planning.CostByLatency.Of(decision, capacities, MostLatencyCurves),
            Traffic = traffic.Source,
            Chances = answer.Chances,
        };
    }
}

/// <summary>How a verdict is made.</summary>
/// <param name="Limits">The gap and time of plans.</param>
public sealed record VerdictOptions(SolveLimits Limits)
{
    /// <summary>The day to which the age of prices is counted; null where it is not.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>The seed of all draws.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Receives the progress of solutions; null, the default, for none.</summary>
    public Action<SolveProgress>? TellSolving { get; init; }

    /// <summary>Receives the progress of replays; null, the default, for none.</summary>
    public Action<ReplayProgress>? TellReplay { get; init; }

    /// <summary>Receives the progress of the curve against volume; null, the default, for none.</summary>
    public Action<SolveProgress>? TellCurve { get; init; }
}
