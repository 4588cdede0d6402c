using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Tornado chart: the month's bill with one uncertain figure at its low and at its high end, the largest swing first.</summary>
internal static class SwingsChart
{
    private const int Most = 8;

    public static Picture? Of(Verdict verdict)
    {
        if (verdict.Robustness is not { Swings.Count: > 0 } robustness)
        {
            return null;
        }

        var swings = robustness.Swings.Take(Most).ToList();
        List<ChartSeries> series =
        [
            new("between its ends", [.. swings.Select((swing, at) => Between(at, swing))], SeriesStyle.Bars),
            new("at its low end", [.. swings.Select((swing, at) => new ChartPoint(at, Dollars(swing.BillAtLow)))], SeriesStyle.Points),
            new("at its high end", [.. swings.Select((swing, at) => new ChartPoint(at, Dollars(swing.BillAtHigh)))], SeriesStyle.Points),
        ];
        var middle = robustness.Recommended.Middle;
        var chart = new Chart(
            "Sensitivity of the bill, one figure at a time", ChartAxis.Of(
                "Figure, from its low to its high end",
                [.. swings.Select(swing => $"{UncertainFigureWords.Of(swing.Figure)}: {CountText.Times(swing.Low)} to {CountText.Times(swing.High)}")]), new(
                    $"Cost of {robustness.Recommended.Name}", "$/month"), series,
            [new($"every figure at its middle, {MoneyText.Money(middle)} a month", ReferenceAxis.Y, Dollars(middle))],
            $"Everything else at its middle. Modelled. {string.Join(' ', robustness.Assumed.Take(2).Select(AssumptionWords.Of).Select(Sentences.Of))}");
        return new("tornado", chart, Says(swings, robustness.Recommended.Name));
    }

    private static ChartPoint Between(int at, Swing swing)
    {
        var (low, high) = (Dollars(swing.BillAtLow), Dollars(swing.BillAtHigh));
        return new(at, low, Math.Min(low, high), Math.Max(low, high));
    }

    private static double Dollars(UsdPerMonth cost) => (double)cost.Dollars;

    private static string Says(List<Swing> swings, string recommended)
    {
        var first = swings[0];
        var turning = swings.Where(swing => swing.Turns(recommended)).ToList();
        var change = turning.Count == 0
            ? "none of them alone makes another option the cheapest"
            : $"{string.Join(" and ", turning.Select(swing => UncertainFigureWords.Of(swing.Figure)))} alone can make another option the cheapest";
        return $"The bill is most sensitive to {UncertainFigureWords.Of(first.Figure)}: {MoneyText.Money(first.BillAtLow)} a month "
            + $"at {CountText.Times(first.Low)}, {MoneyText.Money(first.BillAtHigh)} at {CountText.Times(first.High)}; {change}.";
    }
}
