namespace Mtok.Planning;

/// <summary>All that can be said of what to run: the options ranked, the cheapest plan, its proof by replay, how far it can be trusted, and from which volume machines pay.</summary>
/// <param name="Decision">The options ranked.</param>
/// <param name="Problem">What the plan could choose from.</param>
/// <param name="Outcome">The cheapest plan with its bound, or why there is none.</param>
/// <param name="Replay">The plan replayed on the trace; null where there is no trace or no plan.</param>
/// <param name="Robustness">How far it can be trusted; null where nothing serves.</param>
/// <param name="Curve">$/Mtok against volume; null where nothing serves.</param>
public sealed record Verdict(Decision Decision, FleetProblem Problem, PlanOutcome Outcome, Replay? Replay, Robustness? Robustness, VolumeCurve? Curve)
{
    /// <summary>The plan that is recommended: the replayed one where there is one; null where there is none.</summary>
    public Plan? Plan => Replay?.Plan ?? Outcome.BestPlan;

    /// <summary>What the best machines would cost where users wait more or less; empty where that is not known.</summary>
    public IReadOnlyList<LatencyCurve> CostByLatency { get; init; } = [];
}
