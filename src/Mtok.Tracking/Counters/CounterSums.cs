namespace Mtok.Tracking;

/// <summary>
/// Adds up what series grew: of all counters of a target that count the same, the best in each hour; rounded to whole units once, at the end, so that hours
/// and total agree.
/// </summary>
internal sealed class CounterSums
{
    private const double JoulesPerKilowattHour = 3_600_000;

    /// <summary>Stands for the hour of totals that no time is stated for.</summary>
    private const long NoTime = long.MinValue;

    private readonly Dictionary<Counted, Dictionary<long, List<Part>>> _parts = [];
    private readonly Dictionary<(string Device, long Hour), decimal> _joules = [];

    /// <summary>Adds what a series grew by hour.</summary>
    public void Add(CounterSeries series, IReadOnlyDictionary<long, decimal> hours)
    {
        foreach (var (hour, amount) in hours)
        {
            Add(series, hour, amount);
        }
    }

    /// <summary>Adds a total that no time is stated for.</summary>
    public void AddTotal(CounterSeries series, decimal total) => Add(series, NoTime, total);

    /// <summary>Hours, energy, and what is wrong with them.</summary>
    public (IReadOnlyList<CountedHour> Hours, IReadOnlyList<DeviceEnergy> Energy, IReadOnlyList<CounterWarning> Warnings) Close()
    {
        var warnings = new List<CounterWarning>();
        var cells = new Dictionary<(string Target, UsageKey Key), TargetUsage>();
        foreach (var (counted, hours) in _parts)
        {
            AddBest(counted, hours, cells, warnings);
        }

        var all = cells.OrderBy(cell => cell.Key.Target, StringComparer.Ordinal).ThenBy(cell => cell.Key.Key.ToString(), StringComparer.Ordinal)
            .SelectMany(cell => cell.Value.Hours(warnings)).ToList();
        var energy = _joules.OrderBy(device => device.Key.Device, StringComparer.Ordinal).ThenBy(device => device.Key.Hour)
            .Select(device => new DeviceEnergy(
                HourAt(device.Key.Hour), device.Key.Device, KilowattHours.FromCount((double)device.Value / JoulesPerKilowattHour)));
        return (all, [.. energy], warnings);
    }

    /// <summary>The hour; null for totals without a time.</summary>
    internal static DateTimeOffset? HourAt(long hour) => hour == NoTime ? null : DateTimeOffset.FromUnixTimeMilliseconds(hour);

    private void Add(CounterSeries series, long hour, decimal amount)
    {
        if (series.Id.Of == CounterOf.Joules)
        {
            _joules[(series.Id.Text, hour)] = _joules.GetValueOrDefault((series.Id.Text, hour)) + amount;
            return;
        }

        var point = series.First;
        var isNameless = point.Target.Length <= "{}".Length;
        var counted = new Counted(point.Target, isNameless ? point.Key.Model : "", series.Id.Of, series.Id.Class);
        if (!_parts.TryGetValue(counted, out var hours))
        {
            _parts.Add(counted, hours = []);
        }

        if (!hours.TryGetValue(hour, out var parts))
        {
            hours.Add(hour, parts = []);
        }

        parts.Add(new(point, amount));
    }

    /// <summary>Of a scrape without a time its reader took the best already; another scrape may be of another server.</summary>
    private static void AddBest(
        Counted counted, Dictionary<long, List<Part>> hours, Dictionary<(string Target, UsageKey Key), TargetUsage> cells, List<CounterWarning> warnings)
    {
        foreach (var (hour, parts) in hours)
        {
            var best = parts.Min(part => part.Point.Rank);
            foreach (var part in parts.Where(part => part.Point.Rank == best || hour == NoTime))
            {
                var key = (counted.Target, part.Point.Key);
                if (!cells.TryGetValue(key, out var cell))
                {
                    cells.Add(key, cell = new(part.Point.Where, counted.Target, part.Point.Key));
                }

                cell.Add(counted.Of, counted.Class, hour, part.Amount);
                if (part.Point.Caveat.Length > 0 && part.Amount > 0)
                {
                    warnings.Add(new(part.Point.Where, $"{part.Point.Series.Split('{')[0]}: {part.Point.Caveat}"));
                }
            }
        }
    }

    /// <summary>What is counted once, whatever number of counters tells it.</summary>
    private readonly record struct Counted(string Target, string Model, CounterOf Of, TokenClass? Class);

    /// <summary>What one series grew in an hour.</summary>
    private readonly record struct Part(CounterPoint Point, decimal Amount);
}
