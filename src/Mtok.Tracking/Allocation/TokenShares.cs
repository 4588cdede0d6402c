namespace Mtok.Tracking;

/// <summary>Who used the tokens that a row of a bill bills, where a log tells it better than the bill: by hour and team.</summary>
internal sealed class TokenShares
{
    private readonly Dictionary<string, List<UsageHour>> _byModel;

    /// <summary>Takes all usage; only what names a team says more than a bill does.</summary>
    public TokenShares(IEnumerable<UsageHour> usage) =>
        _byModel = usage.Where(row => row.Key is { Team.Length: > 0, Model.Length: > 0 })
            .GroupBy(row => Spelling.Fold(row.Key.Model), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => UsageOrder.Of(group).ToList(), StringComparer.Ordinal);

    /// <summary>The usage that a row bills, with its tokens of the row's class; empty where no log tells of any.</summary>
    public IReadOnlyList<(UsageHour Usage, long Tokens)> Of(BillRow row) =>
        row.Class is { } of && _byModel.TryGetValue(Spelling.Fold(row.Key.Model), out var usage)
            ? [.. Within(usage, row).Select(used => (used, TokensOf(used.Tokens, of))).Where(used => used.Item2 > 0)]
            : [];

    /// <summary>The part of the usage, which is in order of time, that a row covers; usage without a time may be of any.</summary>
    private static IEnumerable<UsageHour> Within(List<UsageHour> usage, BillRow row)
    {
        var from = UsageHour.HourOf(row.From);
        var first = usage.BinarySearch(
            new(from ?? DateTimeOffset.MinValue, UsageKey.Unknown, null, null, TokenClasses.Unknown),
            Comparer<UsageHour>.Create((left, right) => (left.Hour ?? DateTimeOffset.MinValue) < (right.Hour ?? DateTimeOffset.MinValue) ? -1 : 1));
        var begin = first < 0 ? ~first : first;
        return usage.TakeWhile(used => used.Hour is null)
            .Concat(usage.Skip(begin).Where(used => used.Hour is not null).TakeWhile(used => row.Until is null || used.Hour < row.Until));
    }

    private static long TokensOf(TokenClasses tokens, TokenClass of) => of switch
    {
        TokenClass.CacheWriteUnsplit => (tokens.CacheWrite5m ?? 0) + (tokens.CacheWrite1h ?? 0) + (tokens.CacheWriteUnsplit ?? 0),
        TokenClass.InputUncached => tokens.InputUncached ?? 0,
        _ => tokens.Of(of) ?? 0,
    };
}
