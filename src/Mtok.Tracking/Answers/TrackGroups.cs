namespace Mtok.Tracking;

/// <summary>Adds up hours of usage and rows of cost by what is asked for.</summary>
internal static class TrackGroups
{
    public static IReadOnlyList<UsageGroup> Usage(IEnumerable<UsageHour> hours, IReadOnlyList<TrackBy> by) =>
        [
            .. hours.GroupBy(hour => GroupKey.Of(hour.Key, hour.Hour, by)).Select(group =>
            {
                var sum = group.Aggregate((left, right) => left.Plus(right));
                return new UsageGroup(group.Key, sum.Requests, sum.Failed, sum.Tokens);
            }).OrderBy(group => group.Key, GroupKey.Order),
        ];

    public static IReadOnlyList<CostGroup> Cost(IEnumerable<CostRow> rows, IReadOnlyList<TrackBy> by) =>
        [
            .. rows.GroupBy(row => (Key: GroupKey.Of(row.Key, row.Hour, by), row.Kind, row.Amount.Currency, row.IsEstimate))
                .Select(group => new CostGroup(
                    group.Key.Key, group.Key.Kind, new(group.Sum(row => row.Amount.Amount), group.Key.Currency), group.Key.IsEstimate))
                .OrderBy(group => group.Key, GroupKey.Order).ThenBy(group => group.Kind)
                .ThenBy(group => group.Amount.Currency, StringComparer.Ordinal).ThenBy(group => group.IsEstimate),
        ];

    public static IReadOnlyList<BillTotal> Bills(IEnumerable<BillRow> rows) =>
        [
            .. rows.GroupBy(row => row.Billed.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new BillTotal(
                    new(group.Sum(row => row.Billed.Amount), group.Key),
                    new(group.Sum(row => (row.Effective ?? row.Billed).Amount), group.Key))),
        ];

    /// <summary>Bills of a span that cuts rows of bills: what belongs to its hours, as the rows of cost have it.</summary>
    public static IReadOnlyList<BillTotal> Bills(IEnumerable<CostRow> rows) =>
        [
            .. rows.Where(row => !row.IsEstimate).GroupBy(row => row.Amount.Currency, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new BillTotal(
                    new(group.Sum(row => row.Amount.Amount), group.Key),
                    new(group.Where(row => row.Kind != CostKind.Prepaid).Sum(row => row.Amount.Amount), group.Key))),
        ];

    public static IReadOnlyList<UnitCostOf> UnitCosts(IReadOnlyList<UsageGroup> usage, IReadOnlyList<CostGroup> cost)
    {
        var byKey = cost.ToLookup(group => group.Key);
        return [.. usage.Select(group => Of(group, [.. byKey[group.Key]]))];
    }

    private static readonly CostKind[] Served = [CostKind.Busy, CostKind.Idle, CostKind.ColdStart, CostKind.Failed];

    /// <summary>Prepaid balances, taxes, credits and what nobody used are no cost of tokens; amounts of two currencies have no sum.</summary>
    private static UnitCostOf Of(UsageGroup usage, IReadOnlyList<CostGroup> cost)
    {
        if (usage.Tokens is not { Input: not null, Output: not null, Total: > 0 and { } tokens }
            || !cost.Any(group => Served.Contains(group.Kind))
            || cost.Any(group => group.Amount.Currency != "USD"))
        {
            return new(usage.Key, null, null);
        }

        UsdPerMtok Per(params CostKind[] kinds) =>
            Usd.FromDollars(cost.Where(group => kinds.Contains(group.Kind)).Sum(group => group.Amount.Amount)) / Tokens.FromCount(tokens);

        return new(
            usage.Key,
            Per(Served),
            Per(CostKind.Busy));
    }
}
