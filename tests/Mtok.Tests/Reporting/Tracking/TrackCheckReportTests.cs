using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>Every check is reported once: as an alert, within its limit, or not checked with the reason.</summary>
public sealed class TrackCheckReportTests
{
    private static readonly TrackCheck.Budget Forecast = new(
        "2026-09", Usd.FromDollars(10), new(Usd.FromDollars(30), Usd.FromDollars(25), Usd.FromDollars(35), 14, true), Usd.FromDollars(29), new(2026, 9, 14), true);

    [Fact]
    public void A_forecast_states_its_interval_and_what_it_is_made_of()
    {
        var alert = TrackCheckReport.Of([Forecast]).Json["alerts"]![0]!;
        Assert.Equal((30m, 25m, 35m, 29m), (alert["value"]!.GetValue<decimal>(), alert["low"]!.GetValue<decimal>(), alert["high"]!.GetValue<decimal>(), alert["limit"]!.GetValue<decimal>()));
        Assert.Equal(
            "$10.00 spent; at the month's end $25.00 to $35.00 (90 %), from 14 whole days by weekday; other currencies are not in it",
            alert["evidence"]!.GetValue<string>());
    }

    [Fact]
    public void Every_reason_has_words_of_its_own()
    {
        var words = Enum.GetValues<UncheckedReason>().Select(why => TrackCheckWords.Of(new TrackCheck.Unchecked(AlertKind.Budget, "x", why, "y"))).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        var missing = new[] { AlertKind.Budget, AlertKind.Jump, AlertKind.Coverage }.Select(kind => TrackCheckWords.Of(new TrackCheck.Unchecked(kind, "", UncheckedReason.NoLimit)));
        Assert.Equal(["no --budget is given", "no --jump is given", "no --min-coverage is given"], missing);
    }

    [Fact]
    public void Each_check_is_in_one_of_three_lists_and_in_the_table()
    {
        TrackCheck[] checks =
        [
            Forecast, Forecast with { Limit = Usd.FromDollars(30) }, new TrackCheck.AllPriced(2), new TrackCheck.Unpriced("", null, null),
            new TrackCheck.LowCoverage(new("d", "m", 10, 5), Ratio.FromPercent(50), Ratio.FromPercent(90)),
            new TrackCheck.CostJump("d", UsdPerMtok.FromDollars(3), UsdPerMtok.FromDollars(1), 5, Ratio.One, new(2026, 9, 6), new(2026, 9, 8)),
            new TrackCheck.BreakEven("d", Ratio.FromPercent(30), UsdPerMtok.FromDollars(2), UsdPerMtok.FromDollars(0.6m), [TrackedCases.Api(1)], UsdPerMtok.FromDollars(1), null),
            new TrackCheck.Unchecked(AlertKind.BreakEven, "e", UncheckedReason.NoApi, "m"),
        ];
        var report = TrackCheckReport.Of(checks);
        Assert.Equal((5, 2, 1), (report.Json["alerts"]!.AsArray().Count, report.Json["within_limits"]!.AsArray().Count, report.Json["not_checked"]!.AsArray().Count));
        Assert.Equal(checks.Length, report.Main.Rows.Count);
        Assert.All(report.Main.Rows, row => Assert.Equal(report.Main.Columns.Count, row.Count));
        Assert.Equal("5 alerts hold; 2 checks within limits.", Assert.IsType<Block.Line>(report.Blocks[0]).Text);
    }
}
