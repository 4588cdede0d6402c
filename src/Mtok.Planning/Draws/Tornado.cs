namespace Mtok.Planning;

/// <summary>Moves one figure at a time to the ends of its interval, all others at their middle.</summary>
internal sealed class Tornado(IReadOnlyList<Finalist> ranked, Outlook outlook)
{
    /// <summary>Of each figure that changes the recommended candidate's bill, or which candidate is cheapest, the largest change first.</summary>
    public IReadOnlyList<Swing> Swings() =>
        [.. Enumerable.Range(0, outlook.Count).Select(Of)
            .Where(swing => swing.BillAtLow != swing.BillAtHigh || swing.CheapestAtLow != swing.CheapestAtHigh || swing.CheapestAtLow != ranked[0].Name)
            .OrderByDescending(Size).ThenBy(swing => swing.Figure.Key, StringComparer.Ordinal)];

    private static decimal Size(Swing swing) => Math.Abs((swing.BillAtHigh - swing.BillAtLow).Dollars);

    private Swing Of(int figure)
    {
        var (low, high) = (Factors(figure, -Spread.Ends), Factors(figure, Spread.Ends));
        return new(outlook.Figure(figure), Ratio.FromValue(low[figure]), Ratio.FromValue(high[figure]), Bill(low), Bill(high), Cheapest(low), Cheapest(high));
    }

    private double[] Factors(int figure, double normal) => outlook.At(at => at == figure ? normal : 0);

    private UsdPerMonth Bill(double[] factors) => UsdPerMonth.FromDollars(Math.Round((decimal)ranked[0].BillAt(factors).Total, 6));

    private string Cheapest(double[] factors) => ranked.MinBy(finalist => finalist.BillAt(factors).Total)!.Name;
}
