namespace Mtok.Tracking;

/// <summary>A series and what it counts.</summary>
/// <param name="Text">The series.</param>
/// <param name="Of">What it counts.</param>
/// <param name="Class">The class of tokens, where it counts tokens.</param>
internal readonly record struct SeriesId(string Text, CounterOf Of, TokenClass? Class);

/// <summary>All that is stated of a series, in any order and as often as one likes.</summary>
internal sealed class CounterSeries(SeriesId id)
{
    /// <summary>No counter reaches this: values from here on are damaged.</summary>
    public const double Largest = 1e15;

    private readonly SampleRun _samples = new();
    private readonly Dictionary<long, double> _totals = [];
    private readonly Dictionary<(long From, long To), double> _growth = [];

    /// <summary>Which series it is.</summary>
    public SeriesId Id { get; } = id;

    /// <summary>A point of it: the first in the order of files and lines, whatever the order of reading.</summary>
    public CounterPoint First { get; private set; } = null!;

    /// <summary>When it began, as stated by the source of each sample (OTLP); these starts count wherever they lie.</summary>
    public StartTimes? OwnStarts { get; private set; }

    /// <summary>How many samples with a time it has.</summary>
    public int Count => _samples.Count;

    /// <summary>Growth stated outright, by the time it covers.</summary>
    public IReadOnlyDictionary<(long From, long To), double> Growth => _growth;

    /// <summary>Whether values without a time differ and no start tells them apart.</summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Whether it has totals without a time.</summary>
    public bool HasTotals => _totals.Count > 0;

    /// <summary>Keeps a point.</summary>
    /// <param name="point">The point; of this series.</param>
    public void Add(CounterPoint point)
    {
        First = First is null || (!ReferenceEquals(point.Where, First.Where) && IsBefore(point.Where, First.Where)) ? point : First;
        var start = point.Start?.ToUnixTimeMilliseconds();
        if (point.At is not { } moment)
        {
            AddTotal(start ?? long.MinValue, point.Value.Count);
            return;
        }

        var at = moment.ToUnixTimeMilliseconds();
        if (point.IsDelta)
        {
            var covered = (start ?? at, at);
            _growth[covered] = Math.Max(_growth.GetValueOrDefault(covered), point.Value.Count);
            return;
        }

        _samples.Add(new(at, point.IsStale ? double.NaN : point.Value.Count));
        if (start is { } stated)
        {
            OwnStarts ??= new();
            OwnStarts.Add(at, stated);
        }
    }

    /// <summary>The samples with a time, in order.</summary>
    public CounterSample[] InOrder() => _samples.InOrder();

    /// <summary>Takes over the samples of a series that is the same with fewer labels.</summary>
    public void Take(CounterSeries same)
    {
        foreach (var sample in same.InOrder())
        {
            _samples.Add(sample);
        }
    }

    /// <summary>
    /// The total of what is stated without a time: the highest value of each start. A value without a start belongs to the latest one stated.
    /// </summary>
    public decimal Total
    {
        get
        {
            var latest = _totals.Keys.Max();
            return _totals.GroupBy(total => total.Key == long.MinValue ? latest : total.Key).Sum(epoch => Exactly(epoch.Max(total => total.Value)));
        }
    }

    /// <summary>The value without rounding: whole numbers keep all their digits.</summary>
    public static decimal Exactly(double value) => value == Math.Floor(value) ? (long)value : (decimal)value;

    private void AddTotal(long start, double value)
    {
        IsAmbiguous |= start == long.MinValue && _totals.TryGetValue(start, out var other) && other != value;
        _totals[start] = Math.Max(_totals.GetValueOrDefault(start), value);
    }

    private static bool IsBefore(Location left, Location right) =>
        string.CompareOrdinal(left.File, right.File) is var order && (order < 0 || (order == 0 && left.Line < right.Line));
}
