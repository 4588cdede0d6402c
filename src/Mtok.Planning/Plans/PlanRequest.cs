namespace Mtok.Planning;

/// <summary>How the cheapest fleet is planned hour by hour. Each property that has a range has it beside it.</summary>
public record PlanRequest : DemandRequest
{
    /// <summary>Every property at its default.</summary>
    public static PlanRequest Default { get; } = new();

    /// <summary>How far the cost may be from the bound: 0 % to 99 %. The default is 1 %.</summary>
    public Ratio Gap { get; init; } = SolveLimits.Default.Gap;

    /// <summary>The range of <see cref="Gap"/>.</summary>
    public static Limits<Ratio> GapRange { get; } = new(Ratio.Zero, Ratio.FromPercent(99));

    /// <summary>How long to look for a better plan: 0.1 s to 24 h. The default, null, is no limit: the search ends by the work done.</summary>
    /// <remarks>It bounds all searches of an answer together; reading, ranking and one replay are not cut.</remarks>
    public Duration? TimeLimit { get; init; } = SolveLimits.Default.Time;

    /// <summary>The range of <see cref="TimeLimit"/>.</summary>
    public static Limits<Duration> TimeLimitRange { get; } = new(Duration.FromSeconds(0.1), Duration.FromHours(24));

    /// <summary>Whether the plan is replayed on its trace, and tightened where it misses the service level. The default is true.</summary>
    public bool Replay { get; init; } = true;

    /// <summary>How well and how long to solve.</summary>
    public SolveLimits Limits => new(Gap, TimeLimit);

    /// <inheritdoc/>
    public override bool Check(RequestProblems problems)
    {
        problems.CheckRange(nameof(Gap), Gap, GapRange);
        problems.CheckRange(nameof(TimeLimit), TimeLimit, TimeLimitRange);
        return base.Check(problems);
    }
}
