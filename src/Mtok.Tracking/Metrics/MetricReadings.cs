using System.Globalization;

namespace Mtok.Tracking;

/// <summary>Turns the samples of metrics, however they came, into readings.</summary>
/// <param name="readings">Where they go.</param>
internal sealed class MetricReadings(IReadings readings)
{
    /// <summary>No counter reaches this: values from here on are damaged.</summary>
    private const double Largest = 1e15;

    private const long Stale = 0x7ff0000000000002;

    /// <summary>Devices and containers stated already, which state themselves once for each of their metrics.</summary>
    private readonly HashSet<string> _stated = new(StringComparer.Ordinal);

    /// <summary>When a series began whose samples have no time; null where it is not stated.</summary>
    public Func<MetricSeries, DateTimeOffset?> StartOf { get; init; } = _ => null;

    /// <summary>Whether a total counts, or another metric of the same scrape tells it better.</summary>
    public Func<MetricSeries, Meaning.Counts, bool> IsBest { get; init; } = (_, _) => true;

    /// <summary>Takes a sample.</summary>
    /// <param name="series">The series it is of.</param>
    /// <param name="where">Where it is stated.</param>
    /// <param name="at">Its moment; null for a scrape without a time.</param>
    /// <param name="value">The value.</param>
    public void Add(MetricSeries series, Location where, DateTimeOffset? at, double value)
    {
        if (double.IsNaN(value))
        {
            AddNothing(series, where, at, BitConverter.DoubleToInt64Bits(value) == Stale);
            return;
        }

        if (at is { } moment && Moments.OfUnixSeconds(value) is { } start)
        {
            foreach (var started in series.StartOf)
            {
                readings.Add(new CounterStart(where, started, moment, start));
            }
        }

        foreach (var meaning in series.Meanings)
        {
            AddMeaning(series, meaning, where, at, value);
        }
    }

    private void AddNothing(MetricSeries series, Location where, DateTimeOffset? at, bool isStale)
    {
        if (!isStale || at is null || !series.Counts)
        {
            readings.LeaveOut(isStale ? "end of a series" : "no value (NaN)", where);
            return;
        }

        foreach (var counts in series.Meanings.OfType<Meaning.Counts>())
        {
            readings.Add(PointOf(series, counts, where, at, 0) with { IsStale = true });
        }
    }

    private void AddMeaning(MetricSeries series, Meaning meaning, Location where, DateTimeOffset? at, double value)
    {
        switch (meaning)
        {
            case Meaning.Counts counts when !(value / counts.PerUnit is >= 0 and < Largest):
                readings.LeaveOut("no count", where);
                readings.Warn(where, string.Create(CultureInfo.InvariantCulture, $"{series.Text} is {value}, which counts nothing"));
                break;
            case Meaning.Counts counts when !IsBest(series, counts):
                readings.LeaveOut("another metric tells it better", where);
                break;
            case Meaning.Counts counts:
                readings.Add(PointOf(series, counts, where, at, value));
                break;
            case Meaning.Measures measures:
                AddLevel(series, measures, where, at, value);
                break;
            case Meaning.Unused unused:
                readings.LeaveOut(unused.Reason, where);
                break;
        }
    }

    private CounterPoint PointOf(MetricSeries series, Meaning.Counts counts, Location where, DateTimeOffset? at, double value) =>
        new(where, series.Text, counts.Of, counts.Class, series.Labels.Key, at, new(value / counts.PerUnit))
        {
            Target = series.Target,
            Rank = counts.Rank,
            Caveat = counts.Caveat,
            Start = at is null ? StartOf(series) : null,
        };

    private void AddLevel(MetricSeries series, Meaning.Measures measures, Location where, DateTimeOffset? at, double value)
    {
        var what = measures.What(series.Labels);
        var of = measures.Of(series.Labels);
        if (measures.Once && !_stated.Add($"{what}\n{of}"))
        {
            readings.LeaveOut(measures == Dcgm.Gpu ? "no usage, power or capacity" : "stated already", where);
            return;
        }

        if (value >= Dcgm.Blank && measures != Dcgm.Gpu)
        {
            readings.LeaveOut("no value (blank)", where);
            return;
        }

        var text = measures == Dcgm.Gpu ? series.Labels["modelName"] : string.Create(CultureInfo.InvariantCulture, $"{value} {measures.Unit}");
        readings.Add(new Level(where, what, of, at, text));
    }
}
