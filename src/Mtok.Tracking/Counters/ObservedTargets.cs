namespace Mtok.Tracking;

/// <summary>When the output of each target was seen first and last.</summary>
internal sealed class ObservedTargets
{
    private readonly SortedDictionary<string, (long From, long Until)> _times = new(StringComparer.Ordinal);

    /// <summary>The times, by target.</summary>
    public IReadOnlyList<ObservedTarget> All =>
        [.. _times.Select(time => new ObservedTarget(
            time.Key, DateTimeOffset.FromUnixTimeMilliseconds(time.Value.From), DateTimeOffset.FromUnixTimeMilliseconds(time.Value.Until)))];

    /// <summary>Takes the samples of a series, in order; what does not count output tells nothing here.</summary>
    public void Add(CounterSeries series, CounterSample[] samples)
    {
        var seen = series.Id is { Of: CounterOf.Tokens, Class: TokenClass.Output } ? Array.FindAll(samples, sample => !sample.IsStale) : [];
        if (seen.Length == 0)
        {
            return;
        }

        var (target, from, until) = (series.First.Target, seen[0].At, seen[^1].At);
        _times[target] = _times.TryGetValue(target, out var known) ? (Math.Min(known.From, from), Math.Max(known.Until, until)) : (from, until);
    }
}
