namespace Mtok.Planning;

/// <summary>The gap and the time of a solution.</summary>
/// <param name="Gap">The largest gap between cost and bound.</param>
/// <param name="Time">The user's time limit; null for none: the search then ends by the work done, and the same problem has the same plan.</param>
public sealed record SolveLimits(Ratio Gap, Duration? Time = null)
{
    /// <summary>To 1 %, with no time limit.</summary>
    public static SolveLimits Default { get; } = new(Ratio.FromPercent(1));
}
