namespace Mtok.Tracking;

/// <summary>
/// Finds series that are one and the same under fewer labels: what Prometheus' API answers lacks the external labels that remote-write adds. Labels alone
/// prove nothing, so both must also tell the same values at the same milliseconds.
/// </summary>
internal static class SameSeries
{
    private const int Proof = 2;

    /// <summary>The series without those that are another one's with fewer labels; their samples go to the other.</summary>
    public static List<CounterSeries> Merged(IEnumerable<CounterSeries> all)
    {
        var kept = new List<CounterSeries>();
        foreach (var alike in all.Select(Labelled.Of).GroupBy(series => (series.Text.Name, series.Text.Instance, series.Series.Id.Of, series.Series.Id.Class)))
        {
            var wide = new List<Labelled>();
            foreach (var series in alike.OrderByDescending(series => series.Text.Labels.Count).ThenBy(series => series.Series.Id.Text, StringComparer.Ordinal))
            {
                if (wide.Find(other => IsSame(series, other)) is { } same)
                {
                    same.Series.Take(series.Series);
                }
                else
                {
                    wide.Add(series);
                }
            }

            kept.AddRange(wide.Select(series => series.Series));
        }

        return kept;
    }

    /// <summary>The series that may be the same as another with fewer labels, or with more; only their samples can tell.</summary>
    /// <param name="all">Series with their numbers, names and what they count.</param>
    public static IEnumerable<int> Alike(IEnumerable<(int Number, string Name, string Counts)> all) =>
        all.Select(series => (series.Number, series.Counts, Text: LabelledText.Of(series.Name)))
            .GroupBy(series => (series.Text.Name, series.Text.Instance, series.Counts))
            .SelectMany(alike => alike.Where(series => alike.Any(other => other.Text.Labels.Count != series.Text.Labels.Count
                && (other.Text.Labels.IsSubsetOf(series.Text.Labels) || series.Text.Labels.IsSubsetOf(other.Text.Labels)))))
            .Select(series => series.Number);

    private static bool IsSame(Labelled narrow, Labelled wide) =>
        narrow.Text.Labels.Count < wide.Text.Labels.Count
        && narrow.Text.Labels.IsSubsetOf(wide.Text.Labels)
        && TellTheSame(narrow.Series.InOrder(), wide.Series.InOrder());

    /// <summary>Whether they share moments and never differ at one.</summary>
    private static bool TellTheSame(CounterSample[] narrow, CounterSample[] wide)
    {
        var shared = 0;
        var at = 0;
        foreach (var sample in narrow.Where(sample => !sample.IsStale))
        {
            while (at < wide.Length && wide[at].At < sample.At)
            {
                at++;
            }

            if (at < wide.Length && wide[at].At == sample.At)
            {
                if (wide[at].Value != sample.Value)
                {
                    return false;
                }

                shared++;
            }
        }

        return shared >= Math.Min(Proof, narrow.Length) && shared > 0;
    }

    /// <summary>A series with its labels apart.</summary>
    private sealed record Labelled(LabelledText Text, CounterSeries Series)
    {
        public static Labelled Of(CounterSeries series) => new(LabelledText.Of(series.Id.Text), series);
    }

    /// <summary>The text of a series with its labels apart.</summary>
    private sealed record LabelledText(string Name, string Instance, HashSet<KeyValuePair<string, string>> Labels)
    {
        public static LabelledText Of(string series) => ExpositionLine.TryRead(series + " 0", out var line, out _, out _)
            ? new(line.Name, new Labels(line.Labels)["instance"], [.. line.Labels])
            : new(series, "", []);
    }
}
