namespace Mtok.Tracking;

/// <summary>Usage as bills tell it: the tokens that their rows bill.</summary>
public static class BillUsage
{
    /// <summary>
    /// The tokens of bills that no other usage tells of, by key and hour of the beginning of what is billed. A class that a log of the model
    /// does not tell is among what it tells, so it is not counted again.
    /// </summary>
    /// <param name="bills">Rows of bills.</param>
    /// <param name="usage">All other usage.</param>
    /// <param name="deployments">The deployments, and the teams behind keys.</param>
    public static IReadOnlyList<UsageHour> Besides(IReadOnlyList<BillRow> bills, IReadOnlyList<UsageHour> usage, DeploymentFile deployments)
    {
        var logs = new BilledUsage(usage, deployments);
        return
        [
            .. bills.Select(row => (Row: row, Unclaimed: Rest(row, logs))).Where(row => row.Unclaimed is not null)
                .GroupBy(row => (Hour: UsageHour.HourOf(row.Row.From), Key: deployments.KeyOf(row.Row)))
                .Select(group => new UsageHour(
                    group.Key.Hour, group.Key.Key, null, null,
                    group.Aggregate(TokenClasses.Unknown, (sum, row) => sum + TokensOf(row.Row.Class!.Value, row.Unclaimed!.Value)))),
        ];
    }

    /// <summary>What a row bills beyond what logs tell of it; null where nothing is left, or the row bills no tokens.</summary>
    private static long? Rest(BillRow row, BilledUsage logs)
    {
        if (row is not { Class: { } of, Tokens: { } billed })
        {
            return null;
        }

        if (!logs.Knows(row.Key.Model))
        {
            return billed;
        }

        var stated = logs.Of(row).Select(usage => BilledUsage.TokensOf(usage.Tokens, of)).OfType<long>().ToList();
        return stated.Count > 0 && billed > stated.Sum() ? billed - stated.Sum() : null;
    }

    /// <summary>Rows of the classes of a prompt add up to the prompt.</summary>
    private static TokenClasses TokensOf(TokenClass of, long count)
    {
        var own = TokenClasses.Unknown.With(of, count);
        return of is TokenClass.Output or TokenClass.Reasoning ? own : own with { Input = count };
    }
}
