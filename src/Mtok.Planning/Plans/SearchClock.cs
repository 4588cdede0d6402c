using System.Diagnostics;

namespace Mtok.Planning;

/// <summary>
/// The user's time limit on a search; without one nothing looks at the time. Searches end by the work they have done, so that the same problem
/// has the same plan on any machine.
/// </summary>
internal sealed class SearchClock
{
    private const double LeastSeconds = 0.05;

    private readonly Duration? _limit;
    private readonly Stopwatch _watch;
    private readonly SearchClock? _whole;

    /// <param name="limit">The limit; null for none.</param>
    /// <param name="watch">Runs from the beginning of what the limit bounds.</param>
    /// <param name="whole">The clock of which this one is a part; null if there is none.</param>
    public SearchClock(Duration? limit, Stopwatch watch, SearchClock? whole = null)
    {
        _limit = limit;
        _watch = watch;
        _whole = whole;
    }

    /// <summary>A clock without a limit.</summary>
    public static SearchClock None => new(null, Stopwatch.StartNew());

    /// <summary>Whether the limit ended any part of the search.</summary>
    public bool HasCut { get; private set; }

    /// <summary>What is left; null without a limit.</summary>
    public TimeSpan? Left => _limit is { } most ? TimeSpan.FromSeconds(Math.Max(LeastSeconds, most.Seconds - _watch.Elapsed.TotalSeconds)) : null;

    /// <summary>The clock of a part of the search, which has to end when so much of the whole time is over.</summary>
    public SearchClock Until(Ratio share) => new(_limit * share, _watch, this);

    /// <summary>Whether the time is over; what asks then ends, and the limit has cut it.</summary>
    public bool IsOver()
    {
        var isOver = _limit is { } most && _watch.Elapsed.TotalSeconds >= most.Seconds - LeastSeconds;
        if (isOver)
        {
            Cut();
        }

        return isOver;
    }

    private void Cut()
    {
        HasCut = true;
        _whole?.Cut();
    }
}
