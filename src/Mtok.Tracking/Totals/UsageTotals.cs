namespace Mtok.Tracking;

/// <summary>
/// Usage added up by hour and key, each request once: a repeated id counts as the most complete of its statements, whatever their order.
/// </summary>
internal sealed class UsageTotals(int inMemory = UsageTotals.InMemory) : IDisposable
{
    /// <summary>Requests kept in memory, about 400 bytes each; more are kept on disk.</summary>
    private const int InMemory = 50_000;

    private readonly Dictionary<(DateTimeOffset?, UsageKey), UsageHour> _counted = [];
    private readonly Dictionary<UInt128, Usage> _byId = [];
    private UsageSpill? _spill;

    /// <summary>Statements of requests that were already counted; of those on disk, once <see cref="Hours"/> was asked for.</summary>
    public long Repeated { get; private set; }

    public void Add(Usage usage)
    {
        if (usage.Id.Length == 0)
        {
            Sum(_counted, usage);
            return;
        }

        if (_spill is not null)
        {
            _spill.Add(usage);
            return;
        }

        var id = IdHash.Of(usage.Id);
        if (!_byId.TryAdd(id, usage))
        {
            Repeated++;
            _byId[id] = MoreComplete(_byId[id], usage);
        }
        else if (_byId.Count > inMemory)
        {
            Spill();
        }
    }

    /// <summary>Usage by hour and key; asked for once, when everything is in.</summary>
    public IReadOnlyList<UsageHour> Hours()
    {
        var hours = new Dictionary<(DateTimeOffset?, UsageKey), UsageHour>(_counted);
        foreach (var usage in _byId.Values)
        {
            Sum(hours, usage);
        }

        if (_spill is not null)
        {
            var (spilled, repeated) = _spill.AddUp();
            Repeated += repeated;
            spilled.ToList().ForEach(hour => Sum(hours, hour));
        }

        return UsageOrder.Of(hours.Values);
    }

    /// <inheritdoc/>
    public void Dispose() => _spill?.Dispose();

    private void Spill()
    {
        _spill = new();
        foreach (var usage in _byId.Values)
        {
            _spill.Add(usage);
        }

        _byId.Clear();
    }

    private static void Sum(Dictionary<(DateTimeOffset?, UsageKey), UsageHour> hours, Usage usage)
    {
        var hour = UsageHour.HourOf(usage.At);
        var failed = usage.Status == RequestStatus.Ok ? usage.Requests is null ? (long?)null : 0 : usage.Requests;
        Sum(hours, new UsageHour(hour, usage.Key, usage.Requests, failed, usage.Tokens));
    }

    private static void Sum(Dictionary<(DateTimeOffset?, UsageKey), UsageHour> hours, UsageHour row) =>
        hours[(row.Hour, row.Key)] = hours.TryGetValue((row.Hour, row.Key), out var known) ? known.Plus(row) : row;

    /// <summary>The statement that tells more output, then more input, then the later; of equals the first by key, so that order does not matter.</summary>
    private static Usage MoreComplete(Usage left, Usage right)
    {
        var order = (right.Tokens.Output ?? -1).CompareTo(left.Tokens.Output ?? -1);
        order = order != 0 ? order : (right.Tokens.Input ?? -1).CompareTo(left.Tokens.Input ?? -1);
        order = order != 0 ? order : Nullable.Compare(right.At, left.At);
        order = order != 0 ? order : string.CompareOrdinal(left.ToString(), right.ToString());
        return order > 0 ? right : left;
    }
}

/// <summary>Hours in one order: by time, then by key, those without a time first.</summary>
internal static class UsageOrder
{
    public static IReadOnlyList<UsageHour> Of(IEnumerable<UsageHour> hours) =>
        [
            .. hours.OrderBy(hour => hour.Hour ?? DateTimeOffset.MinValue).ThenBy(hour => hour.Key.Model, StringComparer.Ordinal)
                .ThenBy(hour => hour.Key.Team, StringComparer.Ordinal).ThenBy(hour => hour.Key.Deployment, StringComparer.Ordinal),
        ];
}
