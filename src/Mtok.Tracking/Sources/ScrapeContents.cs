namespace Mtok.Tracking;

/// <summary>What a scrape holds as a whole: its names, when its counters began, and which metric tells each class best.</summary>
internal sealed class ScrapeContents
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<Dictionary<string, DateTimeOffset>> _starts = [new(StringComparer.Ordinal)];
    private readonly Dictionary<(string Program, string Target, CounterOf Of, TokenClass? Class), int> _best = [];

    /// <summary>When a series or else its target began, as stated in a scrape of the file or else in one before; null where it is not stated.</summary>
    public DateTimeOffset? StartOf(MetricSeries series, int scrape)
    {
        for (var stated = scrape; stated >= 0; stated--)
        {
            if (_starts[stated].TryGetValue(series.Text, out var start) || _starts[stated].TryGetValue(series.Target, out start))
            {
                return start;
            }
        }

        return null;
    }

    /// <summary>Whether a metric of this name is there.</summary>
    public bool Has(string name) => _names.Contains(name);

    /// <summary>Whether no other metric without a time tells the same of the target better. Counters with times are compared hour by hour later.</summary>
    public bool IsBest(MetricSeries series, Meaning.Counts counts) => !_best.TryGetValue(KeyOf(series, counts), out var best) || counts.Rank <= best;

    /// <summary>Of a file in the text format.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stamp">The time and target of the scrape; null where only the file says.</param>
    public static ScrapeContents Of(SourceFile file, ScrapeStamp? stamp)
    {
        var contents = new ScrapeContents();
        var scrapes = new ScrapeNumber();
        foreach (var (line, _) in file.Lines())
        {
            if (!line.TrimStart().StartsWith('#') && ExpositionLine.TryRead(line, out var sample, out _, out _))
            {
                contents.Add(stamp?.On(sample) ?? sample, scrapes);
            }
        }

        return contents;
    }

    private void Add(ExpositionLine sample, ScrapeNumber scrapes)
    {
        _names.Add(sample.Name);
        if (sample.Time is null)
        {
            var series = MetricSeries.Of(sample.Name, new(sample.Labels), _ => true);
            Add(series, sample.Value, scrapes.Of(sample.Name, series));
        }
    }

    private void Add(MetricSeries series, double value, int scrape)
    {
        while (_starts.Count <= scrape)
        {
            _starts.Add(new(StringComparer.Ordinal));
        }

        if (Moments.OfUnixSeconds(value) is { } start)
        {
            foreach (var started in series.StartOf)
            {
                _starts[scrape][started] = start;
            }
        }

        foreach (var counts in series.Meanings.OfType<Meaning.Counts>())
        {
            var key = KeyOf(series, counts);
            _best[key] = _best.TryGetValue(key, out var best) ? Math.Min(best, counts.Rank) : counts.Rank;
        }
    }

    private static (string Program, string Target, CounterOf Of, TokenClass? Class) KeyOf(MetricSeries series, Meaning.Counts counts) =>
        (series.Program, series.Target, counts.Of, counts.Class);
}
