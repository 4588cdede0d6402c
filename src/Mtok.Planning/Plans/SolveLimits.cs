using System.Diagnostics;

namespace Mtok.Planning;

/// <summary>The gap and the time of a solution.</summary>
/// <param name="Gap">The largest gap between cost and bound.</param>
/// <param name="Time">
/// The user's time limit, which bounds all searches together that are given these limits, from when they were made on; null for none: a search then
/// ends by the work done, and the same problem has the same plan.
/// </param>
public sealed record SolveLimits(Ratio Gap, Duration? Time = null)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Whether the time is over: what could still be bettered is not begun.</summary>
    internal bool IsOver => Clock().IsOver();

    /// <summary>The clock of one search.</summary>
    internal SearchClock Clock() => new(Time, _watch);

    /// <summary>To 1 %, with no time limit.</summary>
    public static SolveLimits Default { get; } = new(Ratio.FromPercent(1));
}
