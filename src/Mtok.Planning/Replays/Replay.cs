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

    /// <summary>Whether fewer kept it than are asked for; one request may always miss, so that a step of few is not judged by one of them.</summary>
    /// <param name="share">The share of requests that must keep it.</param>
    public bool Misses(Ratio share) => Requests - Kept > Math.Max(1, Requests * (1 - share.Value) * (1 + 1e-9));
}

/// <summary>One solution of the program and what the simulator made of it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Result">What its fleet made of the trace.</param>
/// <param name="Steps">Step by step.</param>
/// <param name="Missed">Steps in which fewer requests of a class kept their service level than are asked for.</param>
public sealed record ReplayRound(Plan Plan, SimulationResult Result, IReadOnlyList<ReplayedStep> Steps, IReadOnlyList<ReplayedStep> Missed)
{
    /// <summary>What the replay paid, per month.</summary>
    public UsdPerMonth Replayed { get; init; }
}

/// <summary>A replica as the plan counts on it and as the simulator runs it.</summary>
/// <param name="Choice">What it runs on.</param>
/// <param name="Planned">What the plan takes it to serve at the service level, fully used.</param>
/// <param name="Modelled">What the step model has it serve there.</param>
/// <param name="Slower">What the simulator multiplies the model's times by, so that it serves what is planned.</param>
/// <param name="MostInWork">Requests it works on at once at the service level; no more are let in.</param>
/// <param name="MostTokens">Tokens of one step: as many as the engine takes and the time between tokens allows.</param>
public sealed record ReplayedReplica(MachineChoice Choice, RequestsPerSecond Planned, RequestsPerSecond Modelled, Ratio Slower, int MostInWork, Tokens MostTokens);

/// <summary>A plan proved by replay: simulated on the trace it was made for, and tightened where it missed its service level.</summary>
/// <param name="Rounds">Each plan that was tried, the first as the program gave it; the last is the answer. None where the plan cannot be simulated.</param>
/// <param name="Planned">What the last plan was to cost for as long as the trace, per month.</param>
/// <param name="Replayed">What the replay paid, per month.</param>
/// <param name="WhyNot">Why the service level is still not met; null where it is.</param>
public sealed record Replay(IReadOnlyList<ReplayRound> Rounds, UsdPerMonth Planned, UsdPerMonth Replayed, ReplayFailure? WhyNot)
{
    /// <summary>Whether the service level holds.</summary>
    public bool Holds => WhyNot is null;

    /// <summary>Whether the plan could be simulated.</summary>
    public bool IsSimulated => Rounds.Count > 0;

    /// <summary>The plan where it could not be simulated.</summary>
    public Plan? Unsimulated { get; init; }

    /// <summary>The plan that is left.</summary>
    public Plan Plan => IsSimulated ? Rounds[^1].Plan : Unsimulated!;

    /// <summary>What the simulator made of it; only where it could be simulated.</summary>
    public SimulationResult Result => Rounds[^1].Result;

    /// <summary>What was asked for.</summary>
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
        _ when Level.HasLimits => new ReplayStanding.Meets(Result.Requests, Result.Attainment, Level.Share, Planned, Replayed, Tried),
        _ => new ReplayStanding.Answers(Result.Requests, Result.Completed, Planned, Replayed, Tried),
    };

    private TriedPlans? Tried => Rounds.Count > 1 ? new(Rounds.Count, Rounds[0] is { Missed.Count: > 0, Plan.Bill: var bill } && bill < Plan.Bill ? bill : null) : null;

    /// <summary>The share of requests that went to an API.</summary>
    public Ratio ApiShare => IsSimulated && Result.Requests > 0 ? Ratio.FromValue(Result.Overflowed / (double)Result.Requests) : Ratio.Zero;

    /// <summary>What it was to cost in the trace's own time.</summary>
    public Usd PlannedInTime => Usd.FromDollars(Planned.Dollars) * (Time / Duration.Month);

    /// <summary>What it cost in the trace's own time.</summary>
    public Usd ReplayedInTime => Usd.FromDollars(Replayed.Dollars) * (Time / Duration.Month);
}
