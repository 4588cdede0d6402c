namespace Mtok.Tracking;

/// <summary>What the machines of deployments cost and how long they ran, by hour; from bills, or from prices until a bill comes.</summary>
internal sealed class CostPools
{
    private readonly Dictionary<PoolKey, decimal> _costs = [];
    private readonly Dictionary<(string Deployment, DateTimeOffset? Hour), long> _ticks = [];
    private readonly Dictionary<string, BilledTime> _billed = new(StringComparer.Ordinal);

    /// <summary>The cost of each deployment, hour and currency, in one order.</summary>
    public IEnumerable<KeyValuePair<PoolKey, decimal>> Costs =>
        _costs.OrderBy(pool => pool.Key.Deployment, StringComparer.Ordinal).ThenBy(pool => pool.Key.Hour)
            .ThenBy(pool => pool.Key.Currency, StringComparer.Ordinal).ThenBy(pool => pool.Key.IsEstimate);

    /// <summary>The time that a deployment's machines were billed for in an hour.</summary>
    public TimeSpan Machines(string deployment, DateTimeOffset? hour) => new(_ticks.GetValueOrDefault((deployment, hour)));

    /// <summary>The time that bills cover of a deployment; null where none has come.</summary>
    public BilledTime? BilledOf(string deployment) => _billed.GetValueOrDefault(deployment);

    /// <summary>Spreads the cost of a row over the hours that it covers.</summary>
    public void Add(TrackedDeployment deployment, BillRow row)
    {
        var hours = CoveredHours.Of(row.From, row.Until);
        var weights = hours.ConvertAll(hour => (decimal)hour.Length.Ticks);
        var costs = MoneyShares.Of(row.Cost.Amount, weights);
        var machine = row.Hours is { } used && row.Cost.Amount >= 0 ? (decimal)Math.Round(used.Seconds * TimeSpan.TicksPerSecond) : 0;
        var ticks = MoneyShares.Of(Math.Truncate(machine), weights);
        for (var at = 0; at < hours.Count; at++)
        {
            Add(new(deployment.Name, hours[at].Hour, row.Cost.Currency, IsEstimate: false), costs[at]);
            AddTicks(deployment.Name, hours[at].Hour, (long)ticks[at]);
        }

        Cover(deployment, row);
    }

    /// <summary>Takes the time that a row bills of a deployment.</summary>
    public void Cover(TrackedDeployment deployment, BillRow row)
    {
        if (row.From is { } from)
        {
            var known = _billed.GetValueOrDefault(deployment.Name);
            var until = row.Until ?? from;
            _billed[deployment.Name] = known is null ? new(from, until) : new(Earlier(known.From, from), Later(known.Until, until));
        }
    }

    /// <summary>Adds the price of a time in which machines ran.</summary>
    public void AddPrice(TrackedDeployment deployment, DateTimeOffset hour, Duration machines, Money perHour)
    {
        var cost = Math.Round(perHour.Amount * (decimal)machines.Hours, Money.Decimals);
        Add(new(deployment.Name, hour, perHour.Currency, IsEstimate: true), cost);
    }

    private void Add(PoolKey key, decimal cost) => _costs[key] = _costs.GetValueOrDefault(key) + cost;

    private void AddTicks(string deployment, DateTimeOffset? hour, long ticks) =>
        _ticks[(deployment, hour)] = _ticks.GetValueOrDefault((deployment, hour)) + ticks;

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}

/// <summary>One pool of cost.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="Hour">The hour; null where not stated.</param>
/// <param name="Currency">The currency.</param>
/// <param name="IsEstimate">Whether it is a price x hours.</param>
internal readonly record struct PoolKey(string Deployment, DateTimeOffset? Hour, string Currency, bool IsEstimate);

/// <summary>The time between the beginning and the end of what bills cover.</summary>
/// <param name="From">The beginning.</param>
/// <param name="Until">The end.</param>
internal sealed record BilledTime(DateTimeOffset From, DateTimeOffset Until);
