using System.Globalization;

namespace Mtok.Fitting;

/// <summary>What the data can bear: two significant digits, three where the value is ten or more.</summary>
internal static class Digits
{
    public static double Round(double value) => double.Parse(Write(value), CultureInfo.InvariantCulture);

    public static string Write(double value)
    {
        var decimals = Math.Max(0, (value >= 10 ? 2 : 1) - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return ((decimal)value).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }
}
