using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>Shows how far a recommendation can be trusted: who wins how often, what matters, and whether a commitment pays as prices fall.</summary>
public static class RobustnessReport
{
    private static readonly Column[] Standings =
    [
        new("Candidate"), new("Cheapest", Numbers: true), new("$/month", Numbers: true), new("5 %", Numbers: true), new("95 %", Numbers: true), new("Regret", Numbers: true), new("in 95 %", Numbers: true),
    ];

    private static readonly Column[] Swings =
    [
        new("Figure"), new("Low", Numbers: true), new("$/month", Numbers: true), new("High", Numbers: true), new("$/month", Numbers: true), new("Cheapest then"),
    ];

    private static readonly Column[] Commitments =
    [
        new("Commitment"), new("Years", Numbers: true), new("$", Numbers: true), new("Without, $", Numbers: true), new("Evens at", Numbers: true), new("Without it"),
    ];

    /// <summary>All of it, for a report of one's own.</summary>
    public static IEnumerable<Block> Blocks(Robustness robustness)
    {
        yield return new Block.List("How far to trust it", [.. Answer(robustness)]);
        yield return new Block.Rows(new($"Candidates over {robustness.Draws.ToString("#,##0", CultureInfo.InvariantCulture)} draws: mean bill, 5 % and 95 % of draws, mean regret and that of 95 %", Standings, [.. robustness.Standings.Select(Row)]));
        if (robustness.Swings.Count > 0)
        {
            yield return new Block.Rows(new($"What matters: one figure at a time at 5 % and 95 % of chances, bill of {robustness.Recommended.Name}", Swings, [.. robustness.Swings.Select(swing => Row(swing, robustness.Recommended.Name))]));
        }

        if (robustness.Commitments.Count > 0)
        {
            yield return new Block.Rows(new($"Commitments held against the cheapest without, prices falling by {robustness.Commitments[0].Yearly} a year", Commitments, [.. robustness.Commitments.Select(Row)]));
        }

        yield return new Block.List("The draws take as given", robustness.Assumed);
    }

    /// <summary>In words: how often the recommended one is the cheapest, what it costs where it is not, and whether another regrets less.</summary>
    public static IEnumerable<string> Answer(Robustness robustness)
    {
        var best = robustness.Recommended;
        yield return string.Create(CultureInfo.InvariantCulture, $"{best.Name} is the cheapest in {best.Cheapest.Value:0%} of the draws: {Money(best.Bill.Value)} a month on average, {Money(best.Bill.Low)} to {Money(best.Bill.High)} in nine of ten; it costs {Money(best.ExpectedRegret)} more than the cheapest of each draw on average, at most {Money(best.Regret95)} in 95 % of them");
        if (robustness.LeastExpected is var least && least.Name != best.Name)
        {
            yield return $"{least.Name} costs less on average: {Money(least.Bill.Value)} a month, with {Money(least.ExpectedRegret)} of regret";
        }

        if (robustness.LeastRegret is var safest && safest.Name != best.Name)
        {
            yield return $"{safest.Name} has the least to regret: {Money(safest.Regret95)} a month at most in 95 % of the draws";
        }

        if (robustness.Swings.Count > 0)
        {
            var flips = robustness.Swings.Where(swing => swing.CheapestAtLow != best.Name || swing.CheapestAtHigh != best.Name).Select(swing => swing.What).ToList();
            yield return $"what matters most is {robustness.Swings[0].What}; {(flips.Count == 0 ? "no figure alone changes who is cheapest" : $"who is cheapest changes with {string.Join(", ", flips)}")}";
        }
    }

    /// <summary>For programs.</summary>
    public static JsonObject Json(Robustness robustness) => new()
    {
        ["draws"] = robustness.Draws,
        ["recommended"] = robustness.Recommended.Name,
        ["least_expected"] = robustness.LeastExpected.Name,
        ["least_regret_95"] = robustness.LeastRegret.Name,
        ["candidates"] = new JsonArray([.. robustness.Standings.Select(Json)]),
        ["swings"] = new JsonArray([.. robustness.Swings.Select(Json)]),
        ["commitments"] = new JsonArray([.. robustness.Commitments.Select(Json)]),
        ["given"] = JsonFigures.Of(robustness.Assumed),
    };

    /// <summary>A row for each candidate, for spreadsheets.</summary>
    public static Table Rows(Robustness robustness) => JsonFigures.Rows(new JsonArray([.. robustness.Standings.Select(Json)]));

    private static JsonObject Json(CandidateStanding standing) => new()
    {
        ["name"] = standing.Name,
        ["kind"] = Allowed.KindWords.First(word => word.Value == standing.Kind).Key,
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
        ["figure"] = swing.What,
        ["low"] = swing.Low,
        ["high"] = swing.High,
        ["usd_per_month_at_low"] = JsonFigures.Of(swing.BillAtLow.Dollars),
        ["usd_per_month_at_high"] = JsonFigures.Of(swing.BillAtHigh.Dollars),
        ["cheapest_at_low"] = swing.CheapestAtLow,
        ["cheapest_at_high"] = swing.CheapestAtHigh,
    };

    private static JsonObject Json(CommitmentTest test) => new()
    {
        ["name"] = test.Name,
        ["years"] = JsonFigures.Of(Years(test)),
        ["yearly_fall"] = JsonFigures.Of(test.Yearly.Value),
        ["committed_usd"] = JsonFigures.Of(test.Committed.Dollars),
        ["without"] = test.FlexibleName,
        ["without_usd"] = JsonFigures.Of(test.Flexible.Dollars),
        ["pays"] = test.Pays,
        ["evens_at_yearly_fall"] = JsonFigures.Of(test.Evens?.Value),
    };

    private static string[] Row(CandidateStanding standing) =>
    [
        standing.Name, standing.Cheapest.Value.ToString("0%", CultureInfo.InvariantCulture), Number(standing.Bill.Value), Number(standing.Bill.Low), Number(standing.Bill.High),
        Number(standing.ExpectedRegret), Number(standing.Regret95),
    ];

    private static string[] Row(Swing swing, string recommended)
    {
        var others = new[] { swing.CheapestAtLow, swing.CheapestAtHigh }.Distinct().ToList();
        var then = others is [var only] ? only == recommended ? "the same" : only : $"low: {swing.CheapestAtLow}; high: {swing.CheapestAtHigh}";
        return [swing.What, swing.Low, Number(swing.BillAtLow), swing.High, Number(swing.BillAtHigh), then];
    }

    private static string[] Row(CommitmentTest test) =>
    [
        test.Name, Years(test).ToString("0.#", CultureInfo.InvariantCulture), Number(test.Committed.Dollars), Number(test.Flexible.Dollars),
        test.Evens is { } evens ? $"{evens.Value.ToString("0.#%", CultureInfo.InvariantCulture)} a year" : test.Pays ? "always pays" : "never pays", test.FlexibleName,
    ];

    private static double Years(CommitmentTest test) => (test.Term / Duration.FromYears(1)).Value;
}
