using System.Globalization;

namespace Mtok.Fitting;

/// <summary>Rounds to the precision of the data: two significant digits, three from ten on.</summary>
internal static class Digits
{
    public static double Round(double value) => double.Parse(Write(value), CultureInfo.InvariantCulture);

    public static string Write(double value)
    {
        var decimals = Math.Max(0, (value >= 10 ? 2 : 1) - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return ((decimal)value).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }
}
