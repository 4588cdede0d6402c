using Mtok.Simulation;

namespace Mtok.Planning;

/// <summary>One step of a plan as replayed.</summary>
/// <param name="Span">The plan's span it belongs to.</param>
/// <param name="Step">The step of it.</param>
/// <param name="Begin">From the trace's beginning.</param>
/// <param name="Requests">Requests that arrived in it.</param>
/// <param name="Kept">Of them those that met the service level.</param>
/// <param name="Overflowed">Of them those that went to an API.</param>
public sealed record ReplayedStep(int Span, int Step, Duration Begin, long Requests, long Kept, long Overflowed)
{
    /// <summary>Of those that arrived; one where none did.</summary>
    public Ratio Attainment => Requests == 0 ? Ratio.One : Ratio.FromValue(Kept / (double)Requests);

    /// <summary>Whether too few requests met it; one request may always miss, so that a step with few requests does not fail because of one.</summary>
    /// <param name="share">The share of requests that must meet it.</param>
    public bool Misses(Ratio share) => Requests - Kept > MayMiss(Requests, share) || Shortfall > Ratio.Zero;

    /// <summary>How far the limits on figures of any class are missed, as a share of the requests, or of the mean; zero where all are kept.</summary>
    public Ratio Shortfall { get; init; }

    /// <summary>Of a step's requests how many may miss the service level.</summary>
    internal static long MayMiss(long requests, Ratio share) => AttainmentPart.MayMiss(requests, share);
}

/// <summary>One plan and its simulation.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Result">The simulation of its fleet on the trace.</param>
/// <param name="Steps">Step by step.</param>
/// <param name="Missed">Steps in which too few requests of a class met their service level.</param>
public sealed record ReplayRound(Plan Plan, SimulationResult Result, IReadOnlyList<ReplayedStep> Steps, IReadOnlyList<ReplayedStep> Missed)
{
    /// <summary>The replayed cost, per month.</summary>
    public UsdPerMonth Replayed { get; init; }
}

/// <summary>A replica as planned and as simulated.</summary>
/// <param name="Choice">What it runs on.</param>
/// <param name="Planned">The rate that the plan assumes at the service level, fully used.</param>
/// <param name="Modelled">The rate of the step model there.</param>
/// <param name="Slower">The factor on the model's step times with which the simulator serves the planned rate.</param>
/// <param name="MostInWork">The most requests that run at once at the service level.</param>
/// <param name="MostTokens">Tokens of one step: the engine's limit, or less where the TPOT limit requires it.</param>
public sealed record ReplayedReplica(
    MachineChoice Choice, RequestsPerSecond Planned, RequestsPerSecond Modelled, Ratio Slower, int MostInWork, Tokens MostTokens);

/// <summary>A plan simulated on the trace it was made for, and tightened where it missed its service level.</summary>
/// <param name="Rounds">Each plan that was tried, the first as solved; the last is the result. Empty where the plan cannot be simulated.</param>
/// <param name="Planned">The planned cost of the last plan over the trace's time, per month.</param>
/// <param name="Replayed">The replayed cost, per month.</param>
/// <param name="WhyNot">Why the service level is still not met; null where it is.</param>
public sealed record Replay(IReadOnlyList<ReplayRound> Rounds, UsdPerMonth Planned, UsdPerMonth Replayed, ReplayFailure? WhyNot)
{
    /// <summary>Whether the plan meets the service level.</summary>
    public bool Holds => WhyNot is null;

    /// <summary>Whether the plan could be simulated.</summary>
    public bool IsSimulated => Rounds.Count > 0;

    /// <summary>The plan where it could not be simulated.</summary>
    public Plan? Unsimulated { get; init; }

    /// <summary>What the last plan was made from; null by default.</summary>
    internal FleetProblem? Problem { get; init; }

    /// <summary>The last plan.</summary>
    public Plan Plan => IsSimulated ? Rounds[^1].Plan : Unsimulated!;

    /// <summary>The simulation of the last plan; only where it could be simulated.</summary>
    public SimulationResult Result => Rounds[^1].Result;

    /// <summary>The service level requested; none by default.</summary>
    public ServiceLevel Level { get; init; } = ServiceLevel.None;

    /// <summary>How much of the trace was replayed.</summary>
    public Duration Time { get; init; }

    /// <summary>The last plan's replicas as they were simulated.</summary>
    public IReadOnlyList<ReplayedReplica> Replicas { get; init; } = [];

    /// <summary>What the replay leaves out or assumes.</summary>
    public IReadOnlyList<ReplayNote> Notes { get; init; } = [];

    /// <summary>What the replay says of the plan.</summary>
    public ReplayStanding Standing => WhyNot switch
    {
        { } why when !IsSimulated => new ReplayStanding.NotSimulated(why),
        { } why => new ReplayStanding.Misses(why),
        _ when Level.Figures.Count > 0 => new ReplayStanding.MeetsFigures(Result.Requests, Level, Planned, Replayed, Tried),
        _ when Level.HasLimits => new ReplayStanding.Meets(Result.Requests, Result.Attainment, Level.Share, Planned, Replayed, Tried),
        _ => new ReplayStanding.Answers(Result.Requests, Result.Completed, Planned, Replayed, Tried),
    };

    private TriedPlans? Tried =>
        Rounds.Count > 1 ? new(Rounds.Count, Rounds[0] is { Missed.Count: > 0, Plan.Bill: var bill } && bill < Plan.Bill ? bill : null) : null;

    /// <summary>The share of requests that went to an API.</summary>
    public Ratio ApiShare => IsSimulated && Result.Requests > 0 ? Ratio.FromValue(Result.Overflowed / (double)Result.Requests) : Ratio.Zero;

    /// <summary>The planned cost over the trace's time.</summary>
    public Usd PlannedInTime => Usd.FromDollars(Planned.Dollars) * (Time / Duration.Month);

    /// <summary>The replayed cost over the trace's time.</summary>
    public Usd ReplayedInTime => Usd.FromDollars(Replayed.Dollars) * (Time / Duration.Month);
}
