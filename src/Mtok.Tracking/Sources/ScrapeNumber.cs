namespace Mtok.Tracking;

/// <summary>Tells scrapes apart that were appended to one file: the next begins where a series repeats.</summary>
internal sealed class ScrapeNumber
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>The number of the scrape that a series is of, from 0, as its lines come one after the other.</summary>
    /// <param name="name">The metric's name as written.</param>
    /// <param name="series">The series.</param>
    public int Of(string name, MetricSeries series)
    {
        var isOfInterest = series.IsUsed || series.StartOf.Count > 0;
        if (isOfInterest && !_seen.Add(name + series.Labels.Text))
        {
            _number++;
            _seen.Clear();
            _seen.Add(name + series.Labels.Text);
        }

        return _number;
    }
}
