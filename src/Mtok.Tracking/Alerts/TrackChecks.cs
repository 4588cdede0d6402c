namespace Mtok.Tracking;

/// <summary>Checks what was tracked against limits; the same files and limits give the same checks.</summary>
public static class TrackChecks
{
    /// <summary>Every check, alerts and others, in one order.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="limits">From where on a figure is an alert.</param>
    /// <param name="span">The time asked about; days before a day are looked for in it too.</param>
    /// <param name="capacities">Says what a token takes of a machine's time, and has the catalog.</param>
    /// <param name="rivals">The cheapest API of a model for a mix of tokens; null where none sells it.</param>
    public static IReadOnlyList<TrackCheck> Of(
        Tracked tracked, AlertLimits limits, TrackSpan span, Capacities capacities, Func<Model, TokenMix, ApiRival?> rivals)
    {
        var accounts = TrackAnswers.Accounts(tracked, capacities);
        IReadOnlyList<UsageHour> usage = [.. accounts.Usage.Where(row => span.Holds(row.Hour))];
        IReadOnlyList<CostRow> costs = [.. accounts.Costs.Rows.Where(row => span.Holds(row.Hour))];
        return
        [
            .. limits.Budget is { } budget ? BudgetChecks.Of(new(tracked, accounts, span), budget) : NotAsked(AlertKind.Budget),
            .. new BreakEvenChecks(capacities.Catalog, rivals).Of(tracked.Deployments, usage, costs),
            .. limits.Jump is { } jump ? JumpChecks.Of(usage, costs, jump) : NotAsked(AlertKind.Jump),
            .. PriceChecks.Of(usage, costs, capacities.Catalog),
            .. limits.MinCoverage is { } least ? CoverageChecks.Of(accounts.Coverage, least) : NotAsked(AlertKind.Coverage),
        ];
    }

    private static IEnumerable<TrackCheck> NotAsked(AlertKind kind) => [new TrackCheck.Unchecked(kind, "", UncheckedReason.NoLimit)];
}
