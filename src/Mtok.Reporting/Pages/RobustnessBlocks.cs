using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Shows how far a recommendation can be trusted: who is the cheapest how often, what matters, and commitments while prices fall.</summary>
internal static class RobustnessBlocks
{
    public static IEnumerable<Block> Of(Robustness robustness)
    {
        if (robustness.Standings.Count > 0)
        {
            yield return new Block.Line($"{Sure(robustness)} Where it is not, it costs {DecisionReport.Money(robustness.Standings[0].ExpectedRegret)} a month too much averaged over all draws, {DecisionReport.Money(robustness.Standings[0].Regret95)} or less in 95% of them.");
            yield return new Block.Rows(new(
                $"Who is the cheapest, in {Count(robustness.Draws)} draws", [new("Candidate"), new("Cheapest in", true), new("$/month, mean", true), new("5% to 95%", true), new("Regret, mean", true), new("Regret, 95%", true)],
                [.. robustness.Standings.Select(one => new[] { one.Name, one.Cheapest.ToString(), DecisionReport.Money(one.Bill.Value), $"{DecisionReport.Money(one.Bill.Low)} to {DecisionReport.Money(one.Bill.High)}", DecisionReport.Money(one.ExpectedRegret), DecisionReport.Money(one.Regret95) })]));
        }

        if (robustness.Swings.Count > 0)
        {
            yield return new Block.Rows(new(
                "What matters, one figure at a time", [new("Figure"), new("Low end"), new("$/month there", true), new("Cheapest there"), new("High end"), new("$/month there", true), new("Cheapest there")],
                [.. robustness.Swings.Select(swing => new[] { swing.What, swing.Low, DecisionReport.Money(swing.BillAtLow), swing.CheapestAtLow, swing.High, DecisionReport.Money(swing.BillAtHigh), swing.CheapestAtHigh })]));
        }

        if (robustness.Commitments.Count > 0)
        {
            yield return new Block.Rows(new(
                "Commitments while prices fall, over their term", [new("Commitment"), new("Term", true), new("Prices fall a year", true), new("Committed", true), new("Without", true), new("By"), new("Even at a fall of", true)],
                [.. robustness.Commitments.Select(test => new[] { test.Name, Term(test.Term), test.Yearly.ToString(), Money(test.Committed), Money(test.Flexible), test.FlexibleName, test.Evens?.ToString() ?? "never" })]));
        }

        yield return new Block.List("What the draws take as given", robustness.Assumed);
    }

    /// <summary>How sure the recommendation is, in a sentence.</summary>
    internal static string Sure(Robustness robustness) => $"It is the cheapest in {robustness.Standings[0].Cheapest} of {Count(robustness.Draws)} draws of what may turn out otherwise.";

    private static string Term(Duration term) => (term.Hours / 8760).ToString("0.##", CultureInfo.InvariantCulture) + " years";

    private static string Money(Usd cost) => "$" + cost.Dollars.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Count(int number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
