using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Reports how far what was paid is from a plan, and why.</summary>
internal static class PlanGapReport
{
    /// <summary>The answer, and the share of each reason.</summary>
    public static IEnumerable<Block> Blocks(PlanGap gap)
    {
        var (more, amount) = (gap.Gap.Dollars >= 0, UsdPerMonth.FromDollars(Math.Abs(gap.Gap.Dollars)));
        yield return new Block.Line(
            $"Planned: {MoneyText.Money(gap.Plan.Bill)} a month ({gap.Plan.Way}); paid: {MoneyText.Money(gap.Actual)} for a month of 730 hours, "
                + $"{MoneyText.Money(amount)} {(more ? "more" : "less")}.",
            Strong: true);
        yield return new Block.Rows(new(
            "Why",
            [new("Because of"), new("Planned", Numbers: true), new("Actual", Numbers: true), new("$ a month", Numbers: true)],
            [
                .. gap.Factors.Select(factor => new[] { factor.Name, factor.Planned, factor.Actual, Signed(factor.Share) }),
                ["all", "", "", Signed(gap.Gap)],
            ]));
        if (!gap.IsOfMachines)
        {
            yield return new Block.Line("Machines were not both planned and tracked, so the price has what differs between the two ways of serving.");
        }
    }

    /// <summary>The same for programs; amounts are decimal strings that add up.</summary>
    public static JsonObject Json(PlanGap gap) => new()
    {
        ["file"] = gap.Plan.File,
        ["way"] = gap.Plan.Way,
        ["planned_usd_per_month"] = Exact(gap.Plan.Bill),
        ["actual_usd_per_month"] = Exact(gap.Actual),
        ["gap_usd_per_month"] = Exact(gap.Gap),
        ["of_machines"] = gap.IsOfMachines,
        ["shares"] = new JsonArray([.. gap.Factors.Select(factor => new JsonObject
        {
            ["what"] = factor.Name,
            ["planned"] = factor.Planned,
            ["actual"] = factor.Actual,
            ["usd_per_month"] = Exact(factor.Share),
        })]),
    };

    private static string Signed(UsdPerMonth amount) => amount.Dollars.Shown("+#,##0;-#,##0;0");

    private static string Exact(UsdPerMonth amount) => amount.Dollars.Shown("0.####################");
}
