namespace Mtok.Tracking;

/// <summary>
/// The work that a deployment's usage was: replica time where the models and the device are known, else tokens, which divide a cost but
/// do not tell what was idle.
/// </summary>
internal sealed class MeasuredWork
{
    private readonly IReadOnlyDictionary<string, TokenTimes>? _seconds;
    private readonly double _replicasOfMachine;

    private MeasuredWork(IReadOnlyDictionary<string, TokenTimes>? seconds, double replicasOfMachine)
    {
        _seconds = seconds;
        _replicasOfMachine = replicasOfMachine;
    }

    /// <summary>Whether work is replica time.</summary>
    public bool IsTime => _seconds is not null;

    /// <summary>How the work of a deployment is measured, by all its usage.</summary>
    public static MeasuredWork Of(TrackedDeployment deployment, IReadOnlyList<UsageHour> usage, Capacities? capacities)
    {
        if (capacities is null || deployment.Replica is not { } replica || usage.Count == 0)
        {
            return new(null, 0);
        }

        var seconds = new Dictionary<string, TokenTimes>(StringComparer.Ordinal);
        foreach (var model in usage.GroupBy(row => row.Key.Model, StringComparer.Ordinal))
        {
            if (capacities.Catalog.FindModel(model.Key) is not { } known
                || MeanOf(model) is not { } mix
                || TokenTimes.Of(capacities, replica.Deployment, known, mix) is not { } times)
            {
                return new(null, 0);
            }

            seconds[model.Key] = times;
        }

        return new(seconds, replica.MachineGpus / (double)replica.Gpus);
    }

    /// <summary>The work of usage, in seconds of a replica or in tokens; null where its tokens are not stated.</summary>
    public decimal? Of(UsageHour usage)
    {
        if (usage.Tokens is { Input: null, InputUncached: null, Output: null })
        {
            return null;
        }

        var cached = usage.Tokens.CacheRead ?? 0;
        var computed = ComputedOf(usage.Tokens);
        var output = usage.Tokens.Output ?? 0;
        var work = _seconds is null ? computed + output : Seconds(_seconds[usage.Key.Model], computed, cached, output);
        return Math.Max(0, (decimal)work);
    }

    /// <summary>The share of usage whose requests failed, as if a failed one were as much work as any; zero where it is not stated.</summary>
    public static decimal FailedShare(UsageHour usage) =>
        usage is { Requests: > 0 and { } requests, Failed: > 0 and { } failed } ? Math.Min(1, failed / (decimal)requests) : 0;

    /// <summary>The seconds of replicas in an amount of machine time.</summary>
    public decimal Capacity(TimeSpan machines) => (decimal)(machines.TotalSeconds * _replicasOfMachine);

    private static double Seconds(TokenTimes each, long computed, long cached, long output) =>
        (each.Computed.Seconds * computed) + (each.Cached.Seconds * cached) + (each.Output.Seconds * output);

    /// <summary>Prompt tokens that were computed, those written to a cache included; all of them where the split is not stated.</summary>
    private static long ComputedOf(TokenClasses tokens) =>
        tokens.InputUncached is { } uncached
            ? uncached + (tokens.CacheWrite5m ?? 0) + (tokens.CacheWrite1h ?? 0) + (tokens.CacheWriteUnsplit ?? 0)
            : (tokens.Input ?? 0) - (tokens.CacheRead ?? 0);

    /// <summary>The mean request; null where requests or tokens are not stated.</summary>
    private static TokenMix? MeanOf(IEnumerable<UsageHour> usage)
    {
        var stated = usage.Where(row => row.Requests > 0 && row.Tokens.Output is not null).ToList();
        var requests = stated.Sum(row => row.Requests ?? 0);
        var cached = stated.Sum(row => Math.Max(0, row.Tokens.CacheRead ?? 0));
        var computed = stated.Sum(row => Math.Max(0, ComputedOf(row.Tokens)));
        var output = stated.Sum(row => row.Tokens.Output ?? 0);
        return requests > 0 && output > 0 && computed + cached > 0
            ? new(
                Tokens.FromCount((computed + cached) / (double)requests),
                Tokens.FromCount(output / (double)requests),
                Ratio.FromValue(cached / (double)(computed + cached)))
            : null;
    }
}
