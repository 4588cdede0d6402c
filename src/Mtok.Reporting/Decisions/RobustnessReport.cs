using System.Text.Json.Nodes;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>
/// Reports how robust a recommendation is: what each candidate may cost above the cheapest, the sensitivity to each figure, and whether
/// commitments pay off as prices move.
/// </summary>
public static class RobustnessReport
{
    private static readonly Column[] Standings =
    [
        new("Candidate"), new("Within 5%", Numbers: true), new("Cheapest", Numbers: true), new("$/month", Numbers: true),
        new("p5", Numbers: true), new("p95", Numbers: true), new("Regret", Numbers: true), new("p95 regret", Numbers: true),
    ];

    private static readonly Column[] Swings =
    [
        new("Figure"), new("Low", Numbers: true), new("$/month", Numbers: true), new("High", Numbers: true), new("$/month", Numbers: true),
        new("Cheapest then"),
    ];

    private static readonly Column[] Commitments =
    [
        new("Commitment"), new("Years", Numbers: true), new("$", Numbers: true), new("Without, $", Numbers: true), new("p5", Numbers: true),
        new("p50", Numbers: true), new("p95", Numbers: true), new("Break-even change", Numbers: true), new("Cheapest without"),
    ];

    /// <summary>The whole section, as part of a longer report.</summary>
    public static IEnumerable<Block> Blocks(Robustness robustness)
    {
        yield return new Block.List("Robustness", [.. Answer(robustness)]);
        yield return new Block.Rows(new(
            $"Candidates over {CountText.Of(robustness.Draws, "draw")}: draws within 5% of the cheapest, draws as the cheapest, mean bill, "
                + "its 5th and 95th percentile, mean regret and its 95th percentile",
            Standings,
            [.. robustness.Standings.Select(Row)]));
        if (robustness.Swings.Count > 0)
        {
            yield return new Block.Rows(new(
                $"Sensitivity of the bill of {robustness.Recommended.Name}: one figure at a time at its 5th and 95th percentile",
                Swings,
                [.. robustness.Swings.Select(swing => Row(swing, robustness.Recommended.Name))]));
        }

        if (robustness.Commitments.Count > 0)
        {
            yield return new Block.Rows(new(
                "Commitments compared with the cheapest option without one: its mean over all walks of prices, and their 5th, 50th and 95th percentile",
                Commitments,
                [.. robustness.Commitments.Select(Row)]));
        }

        yield return new Block.List("Assumptions of the draws", [.. robustness.Assumed.Select(AssumptionWords.Of)]);
    }

    /// <summary>What the recommended candidate may cost above the cheapest, its bill, and whether another has less regret.</summary>
    public static IEnumerable<string> Answer(Robustness robustness)
    {
        var best = robustness.Recommended;
        yield return (robustness.Standings.Count > 1 ? $"{best.Name} is {ConfidenceWords.Of(best.Regret)}; it costs " : $"{best.Name} costs ")
            + $"{Money(best.Bill.Value)} a month on average, {Money(best.Bill.Low)} to {Money(best.Bill.High)} in 90% of draws";
        if (robustness.Budget is { } budget)
        {
            yield return BudgetWords.Of(budget);
        }

        if (robustness.LeastExpected is var least && least.Name != best.Name)
        {
            yield return $"{least.Name} costs less on average: {Money(least.Bill.Value)} a month, mean regret {Money(least.ExpectedRegret)}";
        }

        if (robustness.LeastRegret is var safest && safest.Name != best.Name)
        {
            yield return $"{safest.Name} has the lowest regret: at most {Money(safest.Regret95)} a month in 95% of draws";
        }

        if (robustness.Swings.Count > 0)
        {
            var flips = robustness.Swings.Where(swing => swing.Turns(best.Name)).Select(swing => UncertainFigureWords.Of(swing.Figure)).ToList();
            yield return "the bill is most sensitive "
                + $"to {UncertainFigureWords.Of(robustness.Swings[0].Figure)}; {(flips.Count == 0
                    ? "no figure alone changes which candidate is cheapest"
                    : $"which candidate is cheapest changes with {string.Join(", ", flips)}")}";
        }
    }

    /// <summary>A year's bill and what doubles it, as JSON; null where it was not computed.</summary>
    internal static JsonObject? Json(YearlyBudget? budget) => budget is null
        ? null
        : new()
        {
            ["year_usd"] = new JsonObject
            {
                ["p5"] = JsonFigures.Of(budget.Year.Low.Dollars),
                ["p50"] = JsonFigures.Of(budget.Year.Value.Dollars),
                ["p95"] = JsonFigures.Of(budget.Year.High.Dollars),
            },
            ["doubles"] = new JsonArray([.. budget.Doubles.Select(doubling => new JsonObject
            {
                ["what"] = UncertainFigureWords.Of(doubling.Figure),
                ["at"] = JsonFigures.Of(doubling.At.Value),
            })]),
        };

    /// <summary>The draws as JSON.</summary>
    public static JsonObject Json(Robustness robustness) => new()
    {
        ["draws"] = robustness.Draws,
        ["recommended"] = robustness.Recommended.Name,
        ["least_expected"] = robustness.LeastExpected.Name,
        ["least_regret_95"] = robustness.LeastRegret.Name,
        ["candidates"] = new JsonArray([.. robustness.Standings.Select(Json)]),
        ["swings"] = new JsonArray([.. robustness.Swings.Select(Json)]),
        ["commitments"] = new JsonArray([.. robustness.Commitments.Select(Json)]),
        ["given"] = JsonFigures.Of(robustness.Assumed.Select(AssumptionWords.Of)),
    };

    /// <summary>A row for each candidate, as CSV writes them.</summary>
    public static Table Rows(Robustness robustness) => JsonFigures.Rows(new JsonArray([.. robustness.Standings.Select(Json)]));

    private static JsonObject Json(CandidateStanding standing) => new()
    {
        ["name"] = standing.Name,
        ["kind"] = Allowed.KindWords.First(word => word.Value == standing.Kind).Key,
        ["within_5_percent_share"] = JsonFigures.Of(standing.Near.Value),
        ["cheapest_share"] = JsonFigures.Of(standing.Cheapest.Value),
        ["middle_usd_per_month"] = JsonFigures.Of(standing.Middle.Dollars),
        ["mean_usd_per_month"] = JsonFigures.Of(standing.Bill.Value.Dollars),
        ["low_usd_per_month"] = JsonFigures.Of(standing.Bill.Low.Dollars),
        ["high_usd_per_month"] = JsonFigures.Of(standing.Bill.High.Dollars),
        ["mean_regret_usd_per_month"] = JsonFigures.Of(standing.ExpectedRegret.Dollars),
        ["regret_95_usd_per_month"] = JsonFigures.Of(standing.Regret95.Dollars),
    };

    private static JsonObject Json(Swing swing) => new()
    {
        ["figure"] = UncertainFigureWords.Of(swing.Figure),
        ["low"] = CountText.Times(swing.Low),
        ["high"] = CountText.Times(swing.High),
        ["usd_per_month_at_low"] = JsonFigures.Of(swing.BillAtLow.Dollars),
        ["usd_per_month_at_high"] = JsonFigures.Of(swing.BillAtHigh.Dollars),
        ["cheapest_at_low"] = swing.CheapestAtLow,
        ["cheapest_at_high"] = swing.CheapestAtHigh,
    };

    private static JsonObject Json(CommitmentTest test) => new()
    {
        ["name"] = test.Name,
        ["years"] = JsonFigures.Of(Years(test)),
        ["yearly_change"] = JsonFigures.Of(test.Trend.Yearly.Value),
        ["yearly_spread"] = JsonFigures.Of(test.Trend.Spread.Value),
        ["change_lasts_years"] = JsonFigures.Of((test.Trend.Lasts / Duration.FromYears(1)).Value),
        ["committed_usd"] = JsonFigures.Of(test.Committed.Dollars),
        ["without"] = test.FlexibleName,
        ["without_usd"] = JsonFigures.Of(test.Flexible.Dollars),
        ["without_usd_p5"] = JsonFigures.Of(test.FlexibleAt5.Dollars),
        ["without_usd_p50"] = JsonFigures.Of(test.FlexibleAt50.Dollars),
        ["without_usd_p95"] = JsonFigures.Of(test.FlexibleAt95.Dollars),
        ["pays"] = test.Pays,
        ["evens_at_yearly_change"] = JsonFigures.Of(test.Evens?.Value),
    };

    private static string[] Row(CandidateStanding standing) =>
    [
        standing.Name, Share(standing.Near), Share(standing.Cheapest), Number(standing.Bill.Value), Number(standing.Bill.Low),
        Number(standing.Bill.High),
        Number(standing.ExpectedRegret), Number(standing.Regret95),
    ];

    private static string[] Row(Swing swing, string recommended)
    {
        var others = new[] { swing.CheapestAtLow, swing.CheapestAtHigh }.Distinct().ToList();
        var then = others is [var only] ? only == recommended ? "the same" : only : $"low: {swing.CheapestAtLow}; high: {swing.CheapestAtHigh}";
        return
        [
            UncertainFigureWords.Of(swing.Figure), CountText.Times(swing.Low), Number(swing.BillAtLow), CountText.Times(swing.High),
            Number(swing.BillAtHigh), then,
        ];
    }

    private static string[] Row(CommitmentTest test) =>
    [
        test.Name, Years(test).Shown("0.#"), Number(test.Committed.Dollars), Number(test.Flexible.Dollars),
        Number(test.FlexibleAt5.Dollars), Number(test.FlexibleAt50.Dollars), Number(test.FlexibleAt95.Dollars),
        test.Evens is { } evens ? PriceTrendWords.Yearly(evens) : test.Pays
            ? "always cheaper"
            : "never cheaper", test.FlexibleName,
    ];

    private static string Share(Ratio share) => share.Value.Shown("0%");

    private static double Years(CommitmentTest test) => (test.Term / Duration.FromYears(1)).Value;
}
