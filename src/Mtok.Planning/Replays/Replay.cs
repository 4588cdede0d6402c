using Mtok.Simulation;

namespace Mtok.Planning;

/// <summary>What became of one step of a plan when the requests really came.</summary>
/// <param name="Span">The plan's span it belongs to.</param>
/// <param name="Step">The step of it.</param>
/// <param name="Begin">From the trace's beginning.</param>
/// <param name="Requests">Requests that arrived in it.</param>
/// <param name="Kept">Of them those answered within all that they were promised.</param>
/// <param name="Overflowed">Of them those that went to an API.</param>
public sealed record ReplayedStep(int Span, int Step, Duration Begin, long Requests, long Kept, long Overflowed)
{
    /// <summary>Of those that arrived; one where none did.</summary>
    public Ratio Attainment => Requests == 0 ? Ratio.One : Ratio.FromValue(Kept / (double)Requests);
}

/// <summary>One solution of the program and what the simulator made of it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Result">What its fleet made of the trace.</param>
/// <param name="Steps">Step by step.</param>
/// <param name="Missed">Steps in which fewer requests kept their service level than are asked for.</param>
public sealed record ReplayRound(Plan Plan, SimulationResult Result, IReadOnlyList<ReplayedStep> Steps, IReadOnlyList<ReplayedStep> Missed);

/// <summary>A plan proved by replay: simulated on the trace it was made for, and tightened where it missed its service level.</summary>
/// <param name="Rounds">Each plan that was tried, the first as the program gave it; the last is the answer.</param>
/// <param name="Planned">What the last plan was to cost for as long as the trace, per month.</param>
/// <param name="Replayed">What the replay paid, per month.</param>
/// <param name="WhyNot">Why the service level still does not hold; empty where it does.</param>
public sealed record Replay(IReadOnlyList<ReplayRound> Rounds, UsdPerMonth Planned, UsdPerMonth Replayed, string WhyNot)
{
    /// <summary>Whether the service level holds.</summary>
    public bool Holds => WhyNot.Length == 0;

    /// <summary>The plan that is left.</summary>
    public Plan Plan => Rounds[^1].Plan;

    /// <summary>What the simulator made of it.</summary>
    public SimulationResult Result => Rounds[^1].Result;
}
