namespace Mtok.Tracking;

/// <summary>
/// Metrics that a client sends of its own calls (OTLP). Where it sends the calls as well, as spans or a log, these count and the metrics
/// only check them: they are the same calls.
/// </summary>
internal static class ClientMetrics
{
    /// <summary>The metrics of calls that nothing else tells, and what the others say of what is stated.</summary>
    /// <param name="metrics">What clients' metrics count, by hour.</param>
    /// <param name="stated">Usage that is stated outright.</param>
    public static (IReadOnlyList<UsageHour> Untold, IReadOnlyList<Coverage> Coverage) Of(IReadOnlyList<UsageHour> metrics, IReadOnlyList<UsageHour> stated)
    {
        var calls = stated.ToLookup(CallerOf);
        var untold = metrics.Where(hour => !calls.Contains(CallerOf(hour))).ToList();
        var coverage = metrics.Except(untold).GroupBy(CallerOf)
            .Select(group => new Coverage(
                group.Key.Deployment,
                group.Key.Model,
                Sum(group).Tokens.Total,
                Sum(calls[group.Key]).Tokens.Total))
            .Where(each => each.Counted is not null)
            .OrderBy(each => each.Deployment, StringComparer.Ordinal).ThenBy(each => each.Model, StringComparer.Ordinal);
        return (untold, [.. coverage]);
    }

    /// <summary>The service that calls; its metrics may name the model asked for and its calls the one that answered. Else the model.</summary>
    private static (string Deployment, string Model) CallerOf(UsageHour hour) =>
        hour.Key.Deployment.Length > 0 ? (hour.Key.Deployment, "") : ("", hour.Key.Model);

    private static UsageHour Sum(IEnumerable<UsageHour> hours) => hours.Aggregate((left, right) => left.Plus(right));
}
