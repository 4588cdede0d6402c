namespace Mtok.Tracking;

/// <summary>Usage and cost of a deployment on a day, or over all days.</summary>
/// <param name="Tokens">Input and output tokens; null where any usage does not state them.</param>
/// <param name="All">What machines and tokens cost.</param>
/// <param name="Busy">What work alone cost.</param>
internal sealed record DayFigures(long? Tokens, decimal All, decimal Busy)
{
    private static readonly CostKind[] Served = [CostKind.Busy, CostKind.Idle, CostKind.ColdStart, CostKind.Failed];

    /// <summary>What a million tokens cost; null where no tokens or no cost is known.</summary>
    public UsdPerMtok? PerMtok => Per(All);

    /// <summary>What the work of a million tokens cost; null likewise.</summary>
    public UsdPerMtok? WorkPerMtok => Per(Busy);

    /// <summary>The figures of rows; of a currency that is not the dollar there are none.</summary>
    public static DayFigures Of(IEnumerable<UsageHour> usage, IEnumerable<CostRow> costs)
    {
        var sum = usage.Aggregate(TokenClasses.Unknown, (all, row) => all + row.Tokens);
        var rows = costs.Where(row => Served.Contains(row.Kind) && row.Amount.Currency == "USD").ToList();
        return new(
            sum is { Input: not null, Output: not null } ? sum.Total : null,
            rows.Sum(row => row.Amount.Amount),
            rows.Where(row => row.Kind == CostKind.Busy).Sum(row => row.Amount.Amount));
    }

    /// <summary>The figures of each day that has usage and cost, in order.</summary>
    public static IReadOnlyList<(DateOnly Day, DayFigures Figures)> ByDay(IReadOnlyList<UsageHour> usage, IReadOnlyList<CostRow> costs)
    {
        var costsByDay = costs.ToLookup(row => Day(row.Hour));
        return
        [
            .. usage.GroupBy(row => Day(row.Hour)).Where(day => day.Key is not null).OrderBy(day => day.Key)
                .Select(day => (day.Key!.Value, Of(day, costsByDay[day.Key]))).Where(day => day.Item2.PerMtok is not null),
        ];
    }

    private static DateOnly? Day(DateTimeOffset? hour) => hour is { } known ? DailyCosts.DayOf(known) : null;

    private UsdPerMtok? Per(decimal cost) => Tokens is > 0 and { } tokens && All != 0
        ? Usd.FromDollars(cost) / Mtok.Tokens.FromCount(tokens)
        : null;
}
