namespace Mtok.Tracking;

/// <summary>
/// Growth of one series, epoch by epoch. An epoch ends where the value falls, where the start that is stated changes, or where the series ended; the value
/// after it counts from 0. The first value counts only where its start is stated and lies in the time observed.
/// </summary>
/// <param name="series">The series.</param>
/// <param name="startAt">When it began, as stated at a moment; null where it is not.</param>
/// <param name="observed">Where the time observed begins, Unix milliseconds.</param>
/// <param name="neighbour">The last moment before a given one at which anything was observed; null where nothing was.</param>
internal sealed class SeriesEpochs(CounterSeries series, Func<long, long?> startAt, long observed, Func<long, long?> neighbour)
{
    /// <summary>Starts are stated with fractions of a second that differ between sources.</summary>
    private const long SameStart = 1000;

    private readonly List<Unobserved> _unobserved = [];
    private readonly Dictionary<long, decimal> _hours = [];
    private (double Growth, long Time) _fastest;
    private (double Growth, long Time) _fastestEver;

    /// <summary>Growth by hour.</summary>
    public IReadOnlyDictionary<long, decimal> Hours => _hours;

    /// <summary>What nobody observed.</summary>
    public IReadOnlyList<Unobserved> Unobserved => _unobserved;

    /// <summary>Walks through the samples, by time.</summary>
    public void Walk(CounterSample[] samples)
    {
        CounterSample? last = null;
        long? ended = null;
        foreach (var sample in samples)
        {
            if (sample.IsStale)
            {
                ended ??= last is null ? null : sample.At;
                continue;
            }

            if (last is not { } before)
            {
                Begin(sample);
            }
            else
            {
                GoOn(before, sample, ended is not null);
            }

            last = sample;
            ended = null;
        }

        if (last is { } final && ended is { } end)
        {
            Lose(EpochChange.Stale, final.At, end, 0);
        }
    }

    private void Begin(CounterSample first)
    {
        var value = CounterSeries.Exactly(first.Value);
        if (startAt(first.At) is { } start && start <= first.At && (series.OwnStarts is not null || start >= observed))
        {
            Grow(start, first.At, value);
        }
        else if (neighbour(first.At) is { } before && value > 0)
        {
            _unobserved.Add(Break(EpochChange.NewSeries, before, first.At, (long)decimal.Ceiling(value)));
        }
    }

    private void GoOn(CounterSample last, CounterSample next, bool wasStale)
    {
        var start = startAt(next.At);
        var isOther = start is { } stated && (stated > last.At + SameStart || (startAt(last.At) is { } old && Math.Abs(stated - old) > SameStart));
        var grown = CounterSeries.Exactly(next.Value) - CounterSeries.Exactly(last.Value);
        if (isOther || grown < 0)
        {
            var began = start is { } known && known > last.At && known <= next.At ? known : next.At;
            Lose(isOther ? EpochChange.StartChanged : EpochChange.Reset, last.At, began, 0);
            _fastest = default;
            Grow(began == next.At ? last.At : began, next.At, CounterSeries.Exactly(next.Value));
            return;
        }

        if (wasStale && start is null)
        {
            Lose(EpochChange.Stale, last.At, next.At, last.Value);
        }

        Grow(last.At, next.At, grown);
        Note((double)grown, next.At - last.At);
    }

    private void Grow(long from, long to, decimal amount)
    {
        foreach (var (hour, part) in HourSplit.Of(from, to, amount))
        {
            _hours[hour] = _hours.GetValueOrDefault(hour) + part;
        }
    }

    private void Note(double growth, long time)
    {
        _fastest = Faster(_fastest, growth, time);
        _fastestEver = Faster(_fastestEver, growth, time);
    }

    private static (double Growth, long Time) Faster((double Growth, long Time) old, double growth, long time) =>
        old.Time == 0 || growth * old.Time > old.Growth * time ? (growth, time) : old;

    /// <summary>Time in which the counter went on unobserved, at most at the highest rate of its epoch.</summary>
    private void Lose(EpochChange why, long from, long until, double more)
    {
        var (growth, time) = _fastest.Time > 0 ? _fastest : _fastestEver;
        var bound = Math.Ceiling((growth * (until - from) / time) + more);
        _unobserved.Add(Break(why, from, until, bound < CounterSeries.Largest ? (long)bound : null));
    }

    private Unobserved Break(EpochChange why, long from, long until, long? atMost) =>
        new(
            series.First.Where,
            series.Id.Text,
            series.First.Key,
            series.Id.Of,
            series.Id.Class,
            why,
            DateTimeOffset.FromUnixTimeMilliseconds(from),
            Duration.FromSeconds((until - from) / 1000.0),
            atMost)
        {
            Target = series.First.Target,
        };
}
