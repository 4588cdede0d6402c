namespace Mtok.Tracking;

/// <summary>A whole hour in which a replica served one model alone.</summary>
/// <param name="Target">The replica's target.</param>
/// <param name="Usage">What it served.</param>
/// <param name="IsSaturated">Whether requests waited all hour; null where its queue was not watched.</param>
internal sealed record ReplicaHour(string Target, UsageHour Usage, bool? IsSaturated)
{
    private const double Seconds = 3600;

    public DateTimeOffset Hour => Usage.Hour!.Value;

    public TokensPerSecond Output => Rate(Usage.Tokens.Output!.Value);

    public TokensPerSecond Input => Rate(Usage.Tokens.Input!.Value);

    /// <summary>Null where not stated.</summary>
    public TokensPerSecond? Cached => Usage.Tokens.CacheRead is { } cached ? Rate(cached) : null;

    private static TokensPerSecond Rate(long tokens) => TokensPerSecond.FromPerSecond(tokens / Seconds);
}

/// <summary>What engine counters tell of whole hours of single replicas.</summary>
internal static class ReplicaHours
{
    /// <summary>Above this share of failed requests an hour shows how errors are served.</summary>
    private const double MostFailures = 0.05;

    /// <summary>The hours of these counters that can be used, in order; their deployment does not matter.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="counted">Hours of the targets in question, of all models.</param>
    /// <param name="queues">The queues of all targets.</param>
    public static IReadOnlyList<ReplicaHour> Of(Tracked tracked, IEnumerable<CountedHour> counted, QueueHours queues)
    {
        var observed = tracked.Counters.Observed.ToDictionary(target => target.Target, StringComparer.Ordinal);
        var unobserved = tracked.Counters.Unobserved.Where(lost => lost.Of == CounterOf.Tokens).ToLookup(lost => lost.Target, StringComparer.Ordinal);
        return
        [
            .. counted.Where(hour => hour.Hour is not null && hour.Tokens.Total > 0).GroupBy(hour => (hour.Target, Hour: hour.Hour!.Value))
                .Where(group => IsWhole(group.Key.Hour, observed.GetValueOrDefault(group.Key.Target), unobserved[group.Key.Target])
                    && group.Select(hour => hour.Key.Model).Distinct(StringComparer.Ordinal).Count() == 1)
                .Select(group => new ReplicaHour(group.Key.Target, Sum(group), queues.IsSaturated(group.Key.Target, group.Key.Hour)))
                .Where(hour => IsUsable(hour.Usage))
                .OrderBy(hour => hour.Hour).ThenBy(hour => hour.Target, StringComparer.Ordinal),
        ];
    }

    private static bool IsWhole(DateTimeOffset hour, ObservedTarget? observed, IEnumerable<Unobserved> unobserved)
    {
        var end = hour.AddHours(1);
        return observed is not null && observed.From <= hour && observed.Until >= end
            && !unobserved.Any(lost => lost.From < end && lost.From.AddSeconds(lost.Length.Seconds) > hour);
    }

    private static UsageHour Sum(IEnumerable<CountedHour> hours) =>
        hours.Select(hour => new UsageHour(hour.Hour, hour.Key, hour.Requests, hour.Failed, hour.Tokens)).Aggregate((left, right) => left.Plus(right));

    /// <summary>Whether requests have a length, a token at least of either kind, and hardly any failed.</summary>
    private static bool IsUsable(UsageHour usage) =>
        usage is { Requests: > 0 and var requests, Tokens: { Input: { } input, Output: { } output } tokens }
        && Math.Min(input - (tokens.CacheRead ?? 0), output) >= requests && !(usage.Failed > MostFailures * requests);
}
