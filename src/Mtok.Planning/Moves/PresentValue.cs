namespace Mtok.Planning;

/// <summary>H1: what later payments are worth now, with a yearly cost of capital c: (1 + c)^-t of a dollar after t years.</summary>
internal static class PresentValue
{
    /// <summary>Of a dollar after some years.</summary>
    public static double After(double years, double costOfCapital) => Math.Exp(-Rate(costOfCapital) * years);

    /// <summary>Of a dollar a year, spread evenly between two years: the integral of <see cref="After"/>.</summary>
    public static double Between(double from, double to, double costOfCapital)
    {
        // Series where a difference of nearly equal numbers would leave few digits.
        var falls = Rate(costOfCapital) * (to - from);
        return After(from, costOfCapital) * (to - from) * (falls < 1e-5 ? 1 - (falls / 2) + (falls * falls / 6) : (1 - Math.Exp(-falls)) / falls);
    }

    /// <summary>ln(1 + c).</summary>
    private static double Rate(double costOfCapital) =>
        costOfCapital < 1e-5 ? costOfCapital - (costOfCapital * costOfCapital / 2) : Math.Log(1 + costOfCapital);
}
