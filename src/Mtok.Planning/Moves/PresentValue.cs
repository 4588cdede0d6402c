namespace Mtok.Planning;

/// <summary>H1: what later payments are worth now, with a yearly cost of capital c: (1 + c)^-t of a dollar after t years.</summary>
internal static class PresentValue
{
    /// <summary>Of a dollar after some years.</summary>
    public static double After(double years, double costOfCapital) => Math.Pow(1 + costOfCapital, -years);

    /// <summary>Of a dollar a year, spread evenly between two years: the integral of <see cref="After"/>.</summary>
    public static double Between(double from, double to, double costOfCapital)
    {
        var rate = Math.Log(1 + costOfCapital);
        return rate < 1e-12 ? to - from : (After(from, costOfCapital) - After(to, costOfCapital)) / rate;
    }
}
