namespace Mtok.Tracking;

/// <summary>The usage that rows of tokens of a bill may be for: of their model and time, and of no machines of one's own.</summary>
internal sealed class BilledUsage
{
    private readonly Dictionary<string, List<UsageHour>> _byModel;

    /// <summary>Takes all usage.</summary>
    public BilledUsage(IEnumerable<UsageHour> usage, DeploymentFile deployments) =>
        _byModel = usage.Where(row => row.Key.Model.Length > 0 && deployments.Of(row.Key) is null)
            .GroupBy(row => Spelling.Fold(row.Key.Model), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => UsageOrder.Of(group).ToList(), StringComparer.Ordinal);

    /// <summary>Whether any usage is of the model.</summary>
    public bool Knows(string model) => _byModel.ContainsKey(Spelling.Fold(model));

    /// <summary>The usage of a row's model in its time, in order of time; usage without a time may be of any.</summary>
    public IEnumerable<UsageHour> Of(BillRow row)
    {
        var usage = _byModel.GetValueOrDefault(Spelling.Fold(row.Key.Model), []);
        var from = UsageHour.HourOf(row.From) ?? DateTimeOffset.MinValue;
        return usage.TakeWhile(used => used.Hour is null)
            .Concat(usage.Skip(FirstFrom(usage, from)).TakeWhile(used => row.Until is null || used.Hour < row.Until));
    }

    /// <summary>The tokens of a class that a bill has a row for; null where not stated.</summary>
    public static long? TokensOf(TokenClasses tokens, TokenClass of) => of switch
    {
        TokenClass.CacheWriteUnsplit when tokens is not { CacheWrite5m: null, CacheWrite1h: null, CacheWriteUnsplit: null } =>
            (tokens.CacheWrite5m ?? 0) + (tokens.CacheWrite1h ?? 0) + (tokens.CacheWriteUnsplit ?? 0),
        _ => tokens.Of(of),
    };

    /// <summary>Where the first usage lies that has a time, at that or later.</summary>
    private static int FirstFrom(List<UsageHour> usage, DateTimeOffset from)
    {
        var low = 0;
        for (var high = usage.Count; low < high;)
        {
            var middle = (low + high) / 2;
            var isBefore = usage[middle].Hour is not { } hour || hour < from;
            low = isBefore ? middle + 1 : low;
            high = isBefore ? high : middle;
        }

        return low;
    }
}
