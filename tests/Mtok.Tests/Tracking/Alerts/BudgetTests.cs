using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>The budget of a month (F1 to F3): what was spent of one that is over, a forecast of one that is not.</summary>
public sealed class BudgetTests
{
    /// <summary>What the month of the examples cost its time: all that is billed, less what was paid in advance.</summary>
    private static readonly decimal Whole = MonthExample.Machines + MonthExample.Besides.Where(part => part.Key != "prepaid").Sum(part => part.Value);

    [Theory]
    [InlineData(-0.01, true)]
    [InlineData(0, false)]
    public void A_month_that_is_over_is_an_alert_if_it_cost_more_than_the_budget(decimal beyond, bool alert)
    {
        var check = Month(Whole + beyond);
        Assert.Equal((Usd.FromDollars(Whole), null, alert), (check.Spent, check.Forecast, check.Holds == true));
    }

    [Fact]
    public void An_alert_holds_since_the_day_on_which_the_budget_was_spent()
    {
        var monthly = (555m + 240.5m + 1234.56m - 500m) / 30;
        var day = 1320.96m + 990.72m + monthly;
        Assert.Equal(new DateOnly(2026, 9, 10), Month((9 * day) + 1).Since);
        Assert.Equal(new DateOnly(2026, 9, 9), Month((9 * day) - 1).Since);
    }

    [Fact]
    public void Two_weeks_that_cost_the_same_each_day_are_forecast_without_doubt()
    {
        var day = 1320.96m + 990.72m + ((555m + 240.5m + 1234.56m - 500m) / 30);
        var check = Month(1m, new(null, TrackedCases.Begin.AddDays(14)));
        Assert.Equal(30 * day, check.Value.Dollars, 6);
        Assert.Equal((14, true), (check.Forecast!.Days, check.Forecast.IsByWeekday));
        Assert.Equal(check.Forecast.Low.Dollars, check.Forecast.High.Dollars, 6);
    }

    [Fact]
    public void A_forecast_is_what_was_spent_and_a_mean_day_for_each_that_is_left()
    {
        var random = new Random(11);
        for (var days = 3; days < 30; days++)
        {
            var costs = Enumerable.Range(0, days).Select(_ => (decimal)random.Next(1, 1000)).ToList();
            var check = Budget(TrackedCases.Of([.. costs.Index().Select(day => TrackedCases.Day(day.Index, day.Item))], []), 1);
            var expected = costs.Sum() + Enumerable.Range(days, 30 - days).Sum(at => MeanOf(costs, at));
            Assert.Equal((double)expected, (double)check.Value.Dollars, 1e-6);
            Assert.True(check.Forecast!.Low <= check.Value && check.Value <= check.Forecast.High);
        }
    }

    [Fact]
    public void Nine_of_ten_months_end_within_the_interval()
    {
        var random = new Random(12);
        var within = 0;
        const int Months = 2_000;
        for (var month = 0; month < Months; month++)
        {
            var days = Enumerable.Range(0, 30).Select(_ => 1000 + (200 * Gaussian(random))).ToList();
            var known = days.Take(10).Select((cost, at) => new DayCost(new(2026, 9, at + 1), Usd.FromDollars((decimal)cost))).ToList();
            var left = Enumerable.Range(11, 20).Select(day => (new DateOnly(2026, 9, day), Ratio.One)).ToList();
            var forecast = MonthForecast.Of(Usd.FromDollars((decimal)days.Take(10).Sum()), known, left)!;
            within += (decimal)days.Sum() >= forecast.Low.Dollars && (decimal)days.Sum() <= forecast.High.Dollars ? 1 : 0;
        }

        Assert.InRange(within / (double)Months, 0.88, 0.92);
    }

    [Fact]
    public void Too_few_days_are_no_forecast_unless_the_budget_is_spent()
    {
        var two = TrackedCases.Of([TrackedCases.Day(0, 100), TrackedCases.Day(1, 100)], []);
        Assert.Equal(UncheckedReason.TooFewDays, Unchecked(two, 1000).Why);
        Assert.True(Budget(two, 150).Holds);
    }

    [Fact]
    public void A_bill_for_the_whole_month_does_not_end_the_month_and_is_spread_over_it()
    {
        var tax = TrackedCases.Day(0, 300) with { Until = TrackedCases.Begin.AddDays(30), Item = BillItem.Tax, Resource = "" };
        var check = Budget(TrackedCases.Of([tax, .. Enumerable.Range(0, 10).Select(day => TrackedCases.Day(day, 100))], []), 1);
        Assert.Equal(3300m, check.Value.Dollars, 6);
    }

    [Fact]
    public void A_span_takes_its_share_of_a_row_that_crosses_its_end()
    {
        var row = TrackedCases.Day(0, 30) with { Until = TrackedCases.Begin.AddDays(3), Resource = "" };
        var span = new TrackSpan(TrackedCases.Begin.AddHours(12), TrackedCases.Begin.AddHours(54));
        var check = Assert.Single(TrackedCases.Checks(TrackedCases.Of([row], []), new(Usd.FromDollars(1), null, null), span).OfType<TrackCheck.Budget>());
        Assert.Equal(17.5m, check.Spent.Dollars);
    }

    [Fact]
    public void Other_currencies_are_in_no_budget()
    {
        Assert.Equal(UncheckedReason.OtherCurrency, Unchecked(TrackedCases.Of([TrackedCases.Day(0, 100, "EUR")], []), 1).Why);
        Assert.Equal(UncheckedReason.NoCost, Unchecked(TrackedCases.Of([], [.. TrackedCases.Hours(0, 10, 10)]), 1).Why);
    }

    private static decimal MeanOf(List<decimal> costs, int at) => costs.Count >= 14
        ? costs.TakeLast(28).Where((_, day) => ((Math.Max(0, costs.Count - 28) + day) % 7) == at % 7).Average()
        : costs.Average();

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static TrackCheck.Budget Month(decimal budget, TrackSpan? span = null) =>
        Assert.Single(TrackedCases.Checks(TrackedCases.Month(), new(Usd.FromDollars(budget), null, null), span).OfType<TrackCheck.Budget>());

    private static TrackCheck.Budget Budget(Tracked tracked, decimal budget) =>
        Assert.Single(TrackedCases.Checks(tracked, new(Usd.FromDollars(budget), null, null)).OfType<TrackCheck.Budget>());

    private static TrackCheck.Unchecked Unchecked(Tracked tracked, decimal budget) => Assert.Single(
        TrackedCases.Checks(tracked, new(Usd.FromDollars(budget), null, null)).OfType<TrackCheck.Unchecked>(), check => check.Kind == AlertKind.Budget);
}
