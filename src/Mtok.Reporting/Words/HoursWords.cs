using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>When how many machines run, in as few words as it takes: equal hours and equal days are one.</summary>
internal static class HoursWords
{
    private const int HoursOfDay = 24;
    private const int MostBands = 6;

    /// <summary>A line for each different span; empty where no machine runs.</summary>
    public static IEnumerable<string> Of(Plan plan)
    {
        if (plan.Machines.Count == 0)
        {
            yield break;
        }

        foreach (var (at, span) in plan.Demand.Spans.Index())
        {
            IReadOnlyList<int> counts = [.. Enumerable.Range(0, span.Steps).Select(step => plan.RunningAt(at, step))];
            var share = plan.Demand.Spans.Count > 1 ? $" ({SpanWords.Of(span, plan.Demand.Step)}, {span.Share} of the time)" : "";
            yield return Of(counts, plan.Demand.Step) + share;
        }
    }

    /// <summary>The number of machines in each step of a span.</summary>
    internal static string Of(IReadOnlyList<int> counts, Duration step)
    {
        if (counts.Min() == counts.Max())
        {
            return $"{CountText.Of(counts[0], "machine")} at every hour";
        }

        var perDay = (int)Math.Round(HoursOfDay / step.Hours);
        var days = perDay >= 1 ? counts.Chunk(perDay).Select(day => Day(day, step)).ToList() : [$"{Range(counts)} machines"];
        var groups = new List<(int First, int Last, string Text)>();
        foreach (var (at, day) in days.Index())
        {
            if (groups.Count > 0 && groups[^1].Text == day)
            {
                groups[^1] = groups[^1] with { Last = at };
            }
            else
            {
                groups.Add((at, at, day));
            }
        }

        return groups.Count == 1
            ? groups[0].Text
            : string.Join("; ", groups.Select(group => $"day {Number(group.First + 1)}{(group.Last > group.First ? $"-{group.Last + 1}" : "")}: {group.Text}"));
    }

    /// <summary>Bands of equal numbers; quarters of the day where there are many.</summary>
    private static string Day(int[] counts, Duration step)
    {
        if (counts.Min() == counts.Max())
        {
            return $"{Number(counts[0])} at every hour";
        }

        var bands = Bands(counts, step).ToList();
        return string.Join(", ", bands.Count <= MostBands ? bands : Quarters(counts, step));
    }

    private static IEnumerable<string> Bands(int[] counts, Duration step)
    {
        for (var (from, to) = (0, 0); from < counts.Length; from = to)
        {
            for (to = from; to < counts.Length && counts[to] == counts[from]; to++)
            {
            }

            yield return Band(from, to, Number(counts[from]), step);
        }
    }

    private static IEnumerable<string> Quarters(int[] counts, Duration step)
    {
        var perQuarter = Math.Max(1, (counts.Length + 3) / 4);
        return counts.Chunk(perQuarter).Select((quarter, at) => Band(at * perQuarter, (at * perQuarter) + quarter.Length, Range(quarter), step));
    }

    private static string Band(int from, int to, string count, Duration step) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} at {from * step.Hours:0.##}-{to * step.Hours:0.##} h");

    private static string Range(IReadOnlyCollection<int> counts) =>
        counts.Min() == counts.Max() ? Number(counts.Min()) : $"{Number(counts.Min())}-{Number(counts.Max())}";

    private static string Number(int count) => CountText.Of(count);
}
