using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How far long work has come, in a line.</summary>
public static class ProgressWords
{
    /// <summary>A search for plans: what is searched, the time it takes, the best that was found, and how much less another can cost.</summary>
    /// <param name="progress">The newest that is known of it; null before anything is.</param>
    /// <param name="search">Which search it is, from 1.</param>
    /// <param name="elapsed">The time it takes so far.</param>
    /// <param name="limit">The time it may take; null for no limit.</param>
    public static string Of(SolveProgress? progress, int search, Duration elapsed, Duration? limit)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{elapsed.Seconds:0}{(limit is { } most ? $" of {most.Seconds:0}" : "")} s");
        if (progress?.Phase is SolvePhase.Volume curve)
        {
            return string.Create(CultureInfo.InvariantCulture, $"curve, {time}: {curve.Done} of {curve.Of} volumes");
        }

        return $"plan{(search > 1 ? string.Create(CultureInfo.InvariantCulture, $" (search {search})") : "")}, {time}: " + progress switch
        {
            { Best: { } best, Gap.Value: 0 } => $"{best}, none is cheaper",
            { Best: { } best, Gap: { } gap } => $"{best} so far, at most {gap} too dear",
            { Bound: { } bound } => $"none so far, none below {bound} possible",
            _ => "none so far",
        };
    }

    /// <summary>A round of a replay that is done: how many of its requests kept their limits, and where they did not.</summary>
    /// <param name="progress">The replay.</param>
    /// <param name="done">The round.</param>
    public static string Of(ReplayProgress progress, ReplayRound done) => string.Create(
        CultureInfo.InvariantCulture,
        $"replay {progress.Round}: {done.Result.Attainment} of {progress.Of:#,##0} requests within the limits, missed in {done.Missed.Count:#,##0} "
            + $"of {done.Steps.Count:#,##0} steps");
}
