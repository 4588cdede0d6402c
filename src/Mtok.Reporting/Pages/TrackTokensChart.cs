using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Tokens over time, stacked by class.</summary>
internal static class TrackTokensChart
{
    /// <summary>A class of less than a thousandth cannot be seen.</summary>
    private const long LeastShare = 1000;

    /// <summary>Disjoint classes: together they are all tokens in and out.</summary>
    public static IReadOnlyList<(string Name, Func<TokenClasses, long> Count)> Classes { get; } =
    [
        ("input, computed", tokens => tokens.InputUncached ?? 0),
        ("input, read from a cache", tokens => tokens.CacheRead ?? 0),
        ("input, written to a cache", tokens => TrackRow.WrittenOf(tokens) ?? 0),
        ("input, cached or not unknown", Undivided),
        ("output", tokens => (tokens.Output ?? 0) - (tokens.Reasoning ?? 0)),
        ("output, reasoning", tokens => tokens.Reasoning ?? 0),
    ];

    public static Picture? Of(TrackAnswer answer)
    {
        var series = answer.OverTime;
        var least = series.Steps.Sum(step => step.Total.Usage.Tokens.Total ?? 0) / LeastShare;
        var classes = Classes.Where(of => series.Steps.Sum(step => of.Count(step.Total.Usage.Tokens)) is > 0 and var sum && sum >= least).ToList();
        if (classes.Count == 0)
        {
            return null;
        }

        var chart = new Chart(
            $"Tokens by {TrackSteps.Noun(series.Step)}, {TrackWords.Period(answer)}",
            TrackSteps.Axis(series),
            new($"Tokens of each {TrackSteps.Noun(series.Step)}", "tok"),
            [.. classes.Select(of => TrackSteps.Area(series, of.Name, Classes.ToList().IndexOf(of), step => Math.Max(0, of.Count(step.Total.Usage.Tokens))))],
            [],
            Note(answer));
        return new("tokens", chart, Says(series));
    }

    /// <summary>Input of which no source says whether it was cached.</summary>
    private static long Undivided(TokenClasses tokens) =>
        Math.Max(0, (tokens.Input ?? 0) - (tokens.InputUncached ?? 0) - (tokens.CacheRead ?? 0) - (TrackRow.WrittenOf(tokens) ?? 0));

    private static string Says(TrackSeries series)
    {
        var most = series.Steps.MaxBy(step => step.Total.Usage.Tokens.Total ?? 0)!;
        if (series.Longer > 0)
        {
            var all = Tokens.FromCount(series.Steps.Sum(step => step.Total.Usage.Tokens.Total ?? 0));
            return $"{all} in {CountText.Of(series.Steps.Count, TrackSteps.Noun(series.Step))}.";
        }

        return $"The busiest {TrackSteps.Noun(series.Step)}, {TrackSteps.Name(series, most)}, had {Tokens.FromCount(most.Total.Usage.Tokens.Total ?? 0)}.";
    }

    private static string Note(TrackAnswer answer) =>
        $"As counted by engines, or stated by logs and bills. {TrackSteps.Longer(answer.OverTime)}".TrimEnd()
            + (answer.OverTime.Undated.Usage.Tokens.Total is { } undated ? $" {Tokens.FromCount(undated)} have no time and are not shown." : "");
}
