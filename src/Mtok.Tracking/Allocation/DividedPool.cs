namespace Mtok.Tracking;

/// <summary>Divides the cost of one deployment among its users, what was idle, starting and failed.</summary>
internal sealed class DividedPool
{
    private readonly TrackedDeployment _deployment;
    private readonly IReadOnlyList<UsageHour> _usage;
    private readonly CostPools _pools;
    private readonly ObservedTime? _observed;
    private readonly CostRows _rows;
    private readonly Action<string> _warn;
    private readonly MeasuredWork _work;
    private readonly bool _isUndated;
    private bool _exceeds;

    /// <summary>Takes a deployment with all its usage.</summary>
    public DividedPool(
        TrackedDeployment deployment,
        IReadOnlyList<UsageHour> usage,
        Capacities? capacities,
        CostPools pools,
        ObservedTime? observed,
        CostRows rows,
        Action<string> warn)
    {
        _deployment = deployment;
        _usage = usage;
        _pools = pools;
        _observed = observed;
        _rows = rows;
        _warn = warn;
        _work = MeasuredWork.Of(deployment, usage, capacities);
        _isUndated = usage.Any(row => row.Hour is null);
    }

    /// <summary>Divides each pool; usage without a time makes all pools of a currency one.</summary>
    public void Divide(IReadOnlyList<KeyValuePair<PoolKey, decimal>> costs)
    {
        var byHour = _usage.ToLookup(row => row.Hour);
        var pools = _isUndated
            ? costs.GroupBy(pool => pool.Key with { Hour = null }).Select(group => KeyValuePair.Create(group.Key, group.Sum(pool => pool.Value)))
            : costs;
        foreach (var (pool, cost) in pools)
        {
            var time = Time(_isUndated ? [.. costs.Select(each => each.Key.Hour).Distinct()] : [pool.Hour]);
            Divide(pool, cost, _isUndated ? _usage : [.. byHour[pool.Hour]], time);
        }

        Say();
    }

    private void Say()
    {
        if (_usage.Count == 0)
        {
            _warn($"{_deployment.Name}: no usage is stated, so what its machines did is unattributed");
            return;
        }

        if (!_work.IsTime)
        {
            _warn($"{_deployment.Name}: model or device is not known to the step model; cost is divided by tokens computed and generated, "
                + "and only hours without usage are idle");
        }

        if (_usage.Any(row => _work.Of(row) is null))
        {
            _warn($"{_deployment.Name}: usage without tokens has no share of the cost");
        }

        if (_exceeds)
        {
            _warn($"{_deployment.Name}: more work was measured than its machines can do by the step model; nothing is idle in those hours");
        }
    }

    private void Divide(PoolKey pool, decimal cost, IReadOnlyList<UsageHour> usage, MachineTime time)
    {
        if (!IsObserved(pool.Hour))
        {
            Add(pool, CostKind.Unattributed, "", "", cost);
            return;
        }

        var works = usage.Select(row => (Row: row, Work: _work.Of(row))).ToList();
        if (works.Count > 0 && works.TrueForAll(each => each.Work is null))
        {
            Add(pool, CostKind.Unattributed, "", "", cost);
            return;
        }

        var parts = Parts(works, time);
        var amounts = MoneyShares.Of(cost, parts.ConvertAll(part => part.Weight));
        for (var at = 0; at < parts.Count; at++)
        {
            Add(pool, parts[at].Kind, parts[at].Model, parts[at].Team, amounts[at]);
        }
    }

    /// <summary>Of hours in which nothing could have been seen, nothing is known.</summary>
    private bool IsObserved(DateTimeOffset? hour) => _usage.Count > 0 && (hour is not { } known || _isUndated || _observed?.Holds(known) == true);

    /// <summary>
    /// Starting machines take their share of the time; of the rest, work takes what it needs and what is left is idle. Without a measure of
    /// time, work takes all of it, and an hour without work is idle.
    /// </summary>
    private List<Part> Parts(List<(UsageHour Row, decimal? Work)> works, MachineTime time)
    {
        var working = works.Sum(each => each.Work ?? 0);
        var capacity = _work.IsTime ? _work.Capacity(time.All - time.Starting) : 0;
        _exceeds |= _work.IsTime && capacity > 0 && working > capacity;
        var idle = working == 0 ? 1 : Math.Max(0, capacity - working);
        var busy = working == 0 ? 1 : Math.Max(capacity, working);
        var starting = time.All > TimeSpan.Zero ? (decimal)time.Starting.Ticks / time.All.Ticks : 0;
        var parts = new List<Part>
        {
            new(CostKind.Idle, "", "", idle / busy * (1 - starting)),
            new(CostKind.ColdStart, "", "", starting),
        };
        foreach (var (row, work) in works)
        {
            var share = (work ?? 0) / busy * (1 - starting);
            var failed = MeasuredWork.FailedShare(row);
            parts.Add(new(CostKind.Busy, row.Key.Model, row.Key.Team, share * (1 - failed)));
            parts.Add(new(CostKind.Failed, row.Key.Model, row.Key.Team, share * failed));
        }

        return parts;
    }

    private MachineTime Time(IReadOnlyList<DateTimeOffset?> hours)
    {
        var starting = TimeSpan.Zero;
        var all = TimeSpan.Zero;
        foreach (var hour in hours)
        {
            all += hour is { } known && _deployment.Runs.Count > 0 ? Total(_deployment.Runs, known) : _pools.Machines(_deployment.Name, hour);
            starting += hour is { } begun ? Total(Starts(), begun) : TimeSpan.Zero;
        }

        return new(all, starting < all ? starting : all);
    }

    private IEnumerable<MachineRun> Starts() =>
        _deployment.Runs.Where(run => run.From is not null)
            .Select(run => run with { Until = Earlier(run.From!.Value.AddSeconds(_deployment.Start.Seconds), run.Until) });

    private static TimeSpan Total(IEnumerable<MachineRun> runs, DateTimeOffset hour) =>
        TimeSpan.FromSeconds(runs.Sum(run => run.In(hour, hour.AddHours(1)).Seconds));

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset? right) => right is { } other && other < left ? other : left;

    private void Add(PoolKey pool, CostKind kind, string model, string team, decimal amount) =>
        _rows.Add(new(pool.Hour, new(model, team, _deployment.Name), kind, new(amount, pool.Currency))
        {
            IsEstimate = pool.IsEstimate,
            IsOfMachines = true,
        });

    private sealed record Part(CostKind Kind, string Model, string Team, decimal Weight);

    private sealed record MachineTime(TimeSpan All, TimeSpan Starting);
}
