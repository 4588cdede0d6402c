using System.Globalization;

namespace Mtok.Tracking;

/// <summary>Whether each month that is tracked keeps its budget; of one that is not over, by its forecast.</summary>
internal static class BudgetChecks
{
    public static IEnumerable<TrackCheck> Of(DailyCosts costs, Usd budget)
    {
        if (costs.IsEmpty || costs.Time is not { } time)
        {
            var why = costs.HasOtherCurrencies ? UncheckedReason.OtherCurrency : UncheckedReason.NoCost;
            return [new TrackCheck.Unchecked(AlertKind.Budget, "", why)];
        }

        var last = DailyCosts.DayOf(time.Until.AddTicks(-1));
        return Months(DailyCosts.DayOf(time.From), last).Select(month => Of(costs, month, last, time.Until, budget));
    }

    private static IEnumerable<DateOnly> Months(DateOnly from, DateOnly last)
    {
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= last; month = month.AddMonths(1))
        {
            yield return month;
        }
    }

    private static TrackCheck Of(DailyCosts costs, DateOnly month, DateOnly last, DateTimeOffset until, Usd budget)
    {
        var end = month.AddMonths(1);
        var days = Days(month, end <= last ? end : last.AddDays(1)).ToList();
        var spent = Usd.FromDollars(days.Sum(costs.Of));
        var name = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var left = Left(days[^1], end, until);
        var forecast = left.Count == 0 ? null : MonthForecast.Of(spent, Known(costs), left);
        return left.Count > 0 && forecast is null && spent <= budget
            ? new TrackCheck.Unchecked(AlertKind.Budget, name, UncheckedReason.TooFewDays, MonthForecast.LeastDays.ToString(CultureInfo.InvariantCulture))
            : new TrackCheck.Budget(name, spent, forecast, budget, Since(costs, days, budget), costs.HasOtherCurrencies);
    }

    private static IReadOnlyList<DayCost> Known(DailyCosts costs) => [.. costs.WholeDays().Select(day => new DayCost(day, Usd.FromDollars(costs.Of(day))))];

    /// <summary>The days after the last that is tracked, and what is left of that one.</summary>
    private static List<(DateOnly Day, Ratio Share)> Left(DateOnly last, DateOnly end, DateTimeOffset until)
    {
        var rest = DailyCosts.Start(last.AddDays(1)) - until;
        var days = Days(last.AddDays(1), end).Select(day => (day, Ratio.One));
        return rest > TimeSpan.Zero ? [(last, Ratio.FromValue(rest / TimeSpan.FromDays(1))), .. days] : [.. days];
    }

    /// <summary>The first day at whose end more than the budget was spent; else the last day.</summary>
    private static DateOnly Since(DailyCosts costs, IReadOnlyList<DateOnly> days, Usd budget)
    {
        var sum = 0m;
        foreach (var day in days)
        {
            sum += costs.Of(day);
            if (sum > budget.Dollars)
            {
                return day;
            }
        }

        return days[^1];
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly end)
    {
        for (var day = from; day < end; day = day.AddDays(1))
        {
            yield return day;
        }
    }
}
