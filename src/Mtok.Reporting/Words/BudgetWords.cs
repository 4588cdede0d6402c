using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>What a year costs and what doubles it, in words.</summary>
internal static class BudgetWords
{
    /// <summary>The year and the nearest figure that doubles it.</summary>
    public static string Short(YearlyBudget budget) =>
        $"${Number(budget.Year.Value.Dollars)}, ${Number(budget.Year.Low.Dollars)} to ${Number(budget.Year.High.Dollars)} in 90% of draws"
            + (budget.Doubles.Count > 0 ? $"; twice that at {Of(budget.Doubles[0])}" : "");

    /// <summary>The year and all that doubles it.</summary>
    public static string Of(YearlyBudget budget) =>
        $"a year costs ${Number(budget.Year.Value.Dollars)}, ${Number(budget.Year.Low.Dollars)} to ${Number(budget.Year.High.Dollars)} in 90% of draws; "
            + (budget.Doubles.Count > 0
                ? $"what alone doubles it: {string.Join(", ", budget.Doubles.Select(Of))}"
                : "no figure alone doubles it, even at ten times today's");

    private static string Of(Doubling doubling) => $"{UncertainFigureWords.Of(doubling.Figure)} {CountText.Times(doubling.At)}";
}
