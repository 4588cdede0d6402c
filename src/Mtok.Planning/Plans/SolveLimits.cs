using System.Diagnostics;

namespace Mtok.Planning;

/// <summary>The gap and the time of a solution.</summary>
/// <param name="Gap">The largest gap between cost and bound.</param>
/// <param name="Time">
/// The user's time limit, which bounds all searches of an answer together; null for none: a search then ends by the work done, and the same problem
/// has the same plan.
/// </param>
public sealed record SolveLimits(Ratio Gap, Duration? Time = null)
{
    /// <summary>Runs from the beginning of an answer; null before it.</summary>
    private Stopwatch? Watch { get; init; }

    /// <summary>Whether the time is over: what could still be bettered is not begun.</summary>
    internal bool IsOver => Clock().IsOver();

    /// <summary>The same limits from now on, for all searches that are given them; as they are where they run already.</summary>
    internal SolveLimits Begun() => Watch is null ? this with { Watch = Stopwatch.StartNew() } : this;

    /// <summary>The clock of one search, which begins with it where nothing else has.</summary>
    internal SearchClock Clock() => new(Time, Watch ?? Stopwatch.StartNew());

    /// <summary>To 1 %, with no time limit.</summary>
    public static SolveLimits Default { get; } = new(Ratio.FromPercent(1));
}
