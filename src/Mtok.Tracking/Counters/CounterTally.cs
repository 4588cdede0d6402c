using System.Globalization;

namespace Mtok.Tracking;

/// <summary>
/// Turns counters into usage: growth per series first, sums after. The points may come in any order, split over files, and repeated: the answer is the
/// same. In memory are the samples, a few bytes each (<see cref="SampleRun"/>).
/// </summary>
internal sealed class CounterTally
{
    /// <summary>Samples of others that must precede a series before it counts as one that appeared later.</summary>
    private const int Earlier = 3;

    private readonly Dictionary<SeriesId, CounterSeries> _series = [];
    private readonly Dictionary<string, StartTimes> _starts = new(StringComparer.Ordinal);
    private readonly List<CounterWarning> _warnings = [];

    /// <summary>The series of the point before: most points come series by series, and its text need not be compared again.</summary>
    private CounterSeries? _last;

    /// <summary>Takes a point.</summary>
    public void Add(CounterPoint point)
    {
        if (!point.IsStale && !(point.Value.Count is >= 0 and < CounterSeries.Largest))
        {
            _warnings.Add(new(point.Where, string.Create(CultureInfo.InvariantCulture, $"{point.Series} is {point.Value.Count}, which counts nothing")));
            return;
        }

        var id = new SeriesId(point.Series, point.Of, point.Class);
        if (_last is null || !ReferenceEquals(_last.Id.Text, point.Series) || _last.Id != id)
        {
            _last = SeriesOf(id);
        }

        _last.Add(point);
    }

    private CounterSeries SeriesOf(SeriesId id)
    {
        if (!_series.TryGetValue(id, out var series))
        {
            _series.Add(id, series = new(id));
        }

        return series;
    }

    /// <summary>Takes a start.</summary>
    public void Add(CounterStart start)
    {
        if (!_starts.TryGetValue(start.Of, out var starts))
        {
            _starts.Add(start.Of, starts = new());
        }

        starts.Add(start.At.ToUnixTimeMilliseconds(), start.Start.ToUnixTimeMilliseconds());
    }

    /// <summary>What all points together say.</summary>
    public CounterAnswer Close()
    {
        var all = SameSeries.Merged(_series.Values).OrderBy(series => series.Id.Text, StringComparer.Ordinal).ThenBy(series => series.Id.Of)
            .ThenBy(series => series.Id.Class).ToList();
        var observed = new Observation(all);
        var sums = new CounterSums();
        var unobserved = new List<Unobserved>();
        var targets = new ObservedTargets();
        foreach (var series in all)
        {
            if (series.Count > 0)
            {
                var epochs = new SeriesEpochs(series, at => StartOf(series, at), observed.Begin, at => observed.Before(series, at));
                var samples = series.InOrder();
                epochs.Walk(samples);
                targets.Add(series, samples);
                unobserved.AddRange(epochs.Unobserved);
                sums.Add(series, epochs.Hours);
            }

            AddGrowth(series, sums);
            AddTotal(series, sums);
        }

        var (hours, energy, warnings) = sums.Close();
        return new(hours, energy, unobserved, [.. _warnings.Concat(warnings).Distinct()]) { Observed = targets.All };
    }

    private long? StartOf(CounterSeries series, long at) =>
        series.OwnStarts?.At(at) ?? _starts.GetValueOrDefault(series.Id.Text)?.At(at) ?? _starts.GetValueOrDefault(series.First.Target)?.At(at);

    private void AddGrowth(CounterSeries series, CounterSums sums)
    {
        if (series.Growth.Count == 0)
        {
            return;
        }

        if (series.Count > 0)
        {
            _warnings.Add(new(series.First.Where, "a counter is stated as totals and as growth, which is the same again: the totals count"));
            return;
        }

        var hours = series.Growth.SelectMany(grown => HourSplit.Of(grown.Key.From, grown.Key.To, CounterSeries.Exactly(grown.Value)));
        sums.Add(series, hours.GroupBy(part => part.Key).ToDictionary(parts => parts.Key, parts => parts.Sum(part => part.Value)));
    }

    /// <summary>Totals without a time count where no sample with a time tells the same growth.</summary>
    private void AddTotal(CounterSeries series, CounterSums sums)
    {
        if (!series.HasTotals)
        {
            return;
        }

        if (series.Count > 0)
        {
            _warnings.Add(new(series.First.Where, $"{series.Id.Text} is stated with and without times: what has no time is not counted"));
            return;
        }

        if (series.IsAmbiguous)
        {
            _warnings.Add(new(
                series.First.Where,
                $"{series.Id.Text} has several values without a time or a start: the highest counts; give each scrape a time or an instance"));
        }

        sums.AddTotal(series, series.Total);
    }

    /// <summary>The time in which anything was observed.</summary>
    private sealed class Observation
    {
        private readonly Dictionary<string, CounterSeries> _first = new(StringComparer.Ordinal);
        private readonly Dictionary<string, CounterSample[]> _moments = new(StringComparer.Ordinal);

        public Observation(IReadOnlyList<CounterSeries> all)
        {
            var begins = new Dictionary<string, long>(StringComparer.Ordinal);
            Begin = long.MaxValue;
            foreach (var series in all.Where(series => series.Count > 0))
            {
                var begin = series.InOrder()[0].At;
                Begin = series.OwnStarts is null ? Math.Min(Begin, begin) : Begin;
                var name = NameOf(series);
                if (begin < begins.GetValueOrDefault(name, long.MaxValue))
                {
                    begins[name] = begin;
                    _first[name] = series;
                }
            }
        }

        /// <summary>The first moment of all, Unix milliseconds.</summary>
        public long Begin { get; }

        /// <summary>The last moment before this one at which a series of the same name was observed; null where it is among the first.</summary>
        public long? Before(CounterSeries series, long at)
        {
            var name = NameOf(series);
            if (!_moments.TryGetValue(name, out var moments))
            {
                _moments.Add(name, moments = _first[name].InOrder());
            }

            var earlier = moments.TakeWhile(moment => moment.At < at).Count();
            return earlier < Earlier ? null : moments[earlier - 1].At;
        }

        private static string NameOf(CounterSeries series) => series.Id.Text.Split('{')[0];
    }
}
