namespace Mtok.Tracking;

/// <summary>Usage as bills tell it: the tokens that their rows bill.</summary>
public static class BillUsage
{
    /// <summary>The tokens of bills, of the models that no other usage tells of, by key and hour of the beginning of what is billed.</summary>
    /// <param name="bills">Rows of bills.</param>
    /// <param name="usage">All other usage.</param>
    /// <param name="deployments">The deployments, and the teams behind keys.</param>
    public static IReadOnlyList<UsageHour> Besides(IReadOnlyList<BillRow> bills, IReadOnlyList<UsageHour> usage, DeploymentFile deployments)
    {
        var told = usage.Where(row => row.Tokens.Total is not null).Select(row => Spelling.Fold(row.Key.Model)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. bills.Where(row => row is { Class: not null, Tokens: not null } && !told.Contains(Spelling.Fold(row.Key.Model)))
                .GroupBy(row => (Hour: UsageHour.HourOf(row.From), Key: deployments.KeyOf(row)))
                .Select(group => new UsageHour(
                    group.Key.Hour, group.Key.Key, null, null, group.Aggregate(TokenClasses.Unknown, (sum, row) => sum + TokensOf(row)))),
        ];
    }

    /// <summary>Rows of the classes of a prompt add up to the prompt.</summary>
    private static TokenClasses TokensOf(BillRow row)
    {
        var own = TokenClasses.Unknown.With(row.Class!.Value, row.Tokens);
        return row.Class is TokenClass.Output or TokenClass.Reasoning ? own : own with { Input = row.Tokens };
    }
}
