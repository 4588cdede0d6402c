namespace Mtok.Tracking;

/// <summary>Usage as bills tell it: the tokens that rows bill, which count where nothing else tells of them.</summary>
public static class BillUsage
{
    /// <summary>The tokens that rows name, by key and hour of the beginning of what is billed; rows of prompt classes add up to the prompt.</summary>
    public static IReadOnlyList<UsageHour> Of(IEnumerable<BillRow> rows) =>
        [.. rows.Where(row => row is { Class: not null, Tokens: not null })
            .GroupBy(row => (Hour: UsageHour.HourOf(row.From), row.Key))
            .Select(group => new UsageHour(
                group.Key.Hour, group.Key.Key, null, null, group.Aggregate(TokenClasses.Unknown, (sum, row) => sum + TokensOf(row))))];

    private static TokenClasses TokensOf(BillRow row)
    {
        var own = TokenClasses.Unknown.With(row.Class!.Value, row.Tokens);
        return row.Class is TokenClass.Output or TokenClass.Reasoning ? own : own with { Input = row.Tokens };
    }
}
