using Mtok.Planning;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Alerts hold if and only if their figure is beyond the limit; what cannot be checked says why.</summary>
public sealed class TrackChecksTests
{
    [Fact]
    public void A_jump_is_a_day_beyond_the_median_of_the_days_before()
    {
        var random = new Random(21);
        for (var round = 0; round < 60; round++)
        {
            var costs = Enumerable.Range(0, random.Next(4, 15)).Select(_ => (decimal)random.Next(50, 200)).ToList();
            var jump = Ratio.FromPercent(random.Next(0, 150));
            var tracked = TrackedCases.Of(
                [.. costs.Index().Select(day => TrackedCases.Day(day.Index, day.Item))],
                [.. Enumerable.Range(0, costs.Count).SelectMany(day => TrackedCases.Hours(day, 900_000, 100_000))]);
            var days = Enumerable.Range(3, costs.Count - 3).Where(at => costs[at] > Median([.. costs.Take(at)]) * (1 + (decimal)jump.Value)).ToList();
            var checks = TrackedCases.Checks(tracked, new(null, jump, null)).OfType<TrackCheck.CostJump>().ToList();
            Assert.Equal(days.Count > 0, checks.Exists(check => check.Holds == true));
            Assert.Equal(days, checks.Where(check => check.Holds == true).SelectMany(check => Enumerable.Range(Day(check.Since), Day(check.Until) - Day(check.Since) + 1)));
            Assert.All(checks, check => Assert.Equal(check.Holds, check.Value > check.Limit));
        }
    }

    [Fact]
    public void A_jump_states_dollars_a_million_tokens()
    {
        var tracked = TrackedCases.Of(
            [.. Enumerable.Range(0, 4).Select(day => TrackedCases.Day(day, day == 3 ? 48 : 24))],
            [.. Enumerable.Range(0, 4).SelectMany(day => TrackedCases.Hours(day, 900_000, 100_000))]);
        var check = Assert.Single(TrackedCases.Checks(tracked, new(null, Ratio.FromPercent(50), null)).OfType<TrackCheck.CostJump>());
        Assert.Equal((2m, 1m, 1.5m, 3, true), (check.Value.Dollars, check.Median.Dollars, check.Limit.Dollars, check.DaysBefore, check.Holds == true));
    }

    [Theory]
    [InlineData(1.01, false)]
    [InlineData(1, false)]
    [InlineData(0.99, true)]
    public void Machines_dearer_than_the_best_api_are_below_break_even(decimal api, bool alert)
    {
        var check = Assert.Single(TrackedCases.Checks(OfOneDollar(), AlertLimits.None, rivals: (_, _) => TrackedCases.Api(api)).OfType<TrackCheck.BreakEven>());
        Assert.Equal(alert, check.Holds);
        Assert.Equal(alert, check.Utilization < check.Limit);
        Assert.Equal(1m, check.Own.Dollars, 9);
    }

    [Fact]
    public void Break_even_is_judged_by_the_tokens_that_were_served()
    {
        TokenMix? asked = null;
        TrackedCases.Checks(OfOneDollar(), AlertLimits.None, rivals: (_, mix) =>
        {
            asked = mix;
            return null;
        });
        Assert.Equal((90_000, 10_000, 0), ((int)asked!.Input.Count, (int)asked.Output.Count, asked.CachedShare.Value));
    }

    [Fact]
    public void Break_even_holds_since_the_first_of_the_last_dear_days()
    {
        var tracked = TrackedCases.Of(
            [.. new[] { 100m, 24, 10, 80, 90 }.Index().Select(day => TrackedCases.Day(day.Index, day.Item))],
            [.. Enumerable.Range(0, 5).SelectMany(day => TrackedCases.Hours(day, 900_000, 100_000))]);
        var check = Assert.Single(TrackedCases.Checks(tracked, AlertLimits.None, rivals: (_, _) => TrackedCases.Api(1.5m)).OfType<TrackCheck.BreakEven>());
        Assert.Equal((true, new DateOnly(2026, 9, 4)), (check.Holds, check.Since));
    }

    /// <summary>The month's machines and tokens are known to the generator; the API's price is that of a comparison made for another command.</summary>
    [Fact]
    public void The_month_of_the_examples_is_below_break_even()
    {
        var all = MonthExample.Hours.Select(hour => hour.All).Aggregate((left, right) => left + right);
        var requests = all.Requests + MonthExample.Hours.Sum(hour => hour.Aborted);
        var check = Assert.Single(
            TrackedCases.Checks(TrackedCases.Month(), AlertLimits.None, rivals: Cheapest).OfType<TrackCheck.BreakEven>());
        Assert.Equal((double)(MonthExample.Machines / (all.Input + all.Output) * 1_000_000), (double)check.Own.Dollars, 1e-6);
        var compared = Comparison.Of(
            CompareRequest.Default with
            {
                Models = [MonthExample.Own],
                Input = Tokens.FromCount(all.Input / (double)requests),
                Output = Tokens.FromCount(all.Output / (double)requests),
                Cached = Ratio.FromValue(all.Cached / (double)all.Input),
            },
            Workloads.Capacity, new RequestProblems(new Problems(), name => name))!;
        var best = compared.Options.Where(option => option is { Kind: OptionKind.Api, MayWin: true }).Min(option => option.PerMtok.Value);
        Assert.Equal((double)best.Dollars, (double)check.Api.Dollars, 1e-4);
        Assert.Equal(check.Own > best, check.Holds);
    }

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(0.96, true)]
    public void Coverage_below_the_least_is_an_alert(double least, bool alert)
    {
        var asked = MonthExample.Sum("search") + MonthExample.Sum("support") + MonthExample.Sum("summaries");
        var all = MonthExample.Hours.Select(hour => hour.All).Aggregate((left, right) => left + right);
        var check = Assert.Single(TrackedCases.Checks(TrackedCases.Month(), new(null, null, Ratio.FromValue(least))).OfType<TrackCheck.LowCoverage>());
        Assert.Equal((asked.Input + asked.Output) / (double)(all.Input + all.Output), check.Share.Value, 0.002);
        Assert.Equal(alert, check.Holds);
    }

    [Fact]
    public void A_model_that_nobody_bills_and_nobody_sells_has_no_price()
    {
        var tracked = TrackedCases.Of([], [.. TrackedCases.Hours(2, 10, 5, "in-house-9b"), .. TrackedCases.Hours(0, 10, 5)]);
        var check = Assert.Single(TrackedCases.Checks(tracked, AlertLimits.None).OfType<TrackCheck.Unpriced>());
        Assert.Equal(("in-house-9b", 360d, new DateOnly(2026, 9, 3)), (check.Model, check.Used!.Value.Count, check.Since));
    }

    [Fact]
    public void A_model_whose_machines_are_billed_has_a_price()
    {
        var tracked = TrackedCases.Of([TrackedCases.Day(0, 10)], [.. TrackedCases.Hours(0, 10, 5, "in-house-9b")]);
        Assert.Equal(1, Assert.Single(TrackedCases.Checks(tracked, AlertLimits.None).OfType<TrackCheck.AllPriced>()).Models);
    }

    [Theory]
    [InlineData("in-house-9b", "USD", UncheckedReason.UnknownModel)]
    [InlineData("llama-3.3-70b", "USD", UncheckedReason.NoApi)]
    [InlineData("llama-3.3-70b", "EUR", UncheckedReason.OtherCurrency)]
    public void What_has_no_break_even_says_why(string model, string currency, UncheckedReason why)
    {
        var tracked = TrackedCases.Of([TrackedCases.Day(0, 10, currency)], [.. TrackedCases.Hours(0, 10, 5, model)]);
        Assert.Equal(why, Unchecked(tracked, AlertKind.BreakEven).Why);
    }

    [Fact]
    public void Without_a_bill_a_limit_or_a_deployment_nothing_is_checked_and_each_says_why()
    {
        var usage = TrackedCases.Of([], [.. TrackedCases.Hours(0, 10, 5)]);
        Assert.Equal(UncheckedReason.NoCost, Unchecked(usage, AlertKind.BreakEven).Why);
        Assert.All([AlertKind.Budget, AlertKind.Jump, AlertKind.Coverage], kind => Assert.Equal(UncheckedReason.NoLimit, Unchecked(usage, kind).Why));
        Assert.Equal(UncheckedReason.NoDeployment, Unchecked(TrackedCases.Of([], [], DeploymentFile.Empty), AlertKind.BreakEven).Why);
    }

    private static Tracked OfOneDollar() => TrackedCases.Of([TrackedCases.Day(0, 24)], [.. TrackedCases.Hours(0, 900_000, 100_000)]);

    private static ApiRival? Cheapest(Model model, TokenMix mix) =>
        CheapestApi.Of(TrackedCases.Facts, model, mix, null) is { } api ? new(api.Name, api.Price, api.AsOf) : null;

    private static TrackCheck.Unchecked Unchecked(Tracked tracked, AlertKind kind) =>
        Assert.Single(TrackedCases.Checks(tracked, AlertLimits.None).OfType<TrackCheck.Unchecked>(), check => check.Kind == kind);

    private static int Day(DateOnly day) => day.DayNumber - new DateOnly(2026, 9, 1).DayNumber;

    private static decimal Median(List<decimal> values)
    {
        var ordered = values.Order().ToList();
        return ordered.Count % 2 == 1 ? ordered[ordered.Count / 2] : (ordered[(ordered.Count / 2) - 1] + ordered[ordered.Count / 2]) / 2;
    }
}
