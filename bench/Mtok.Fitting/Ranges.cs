using System.Globalization;

namespace Mtok.Fitting;

/// <summary>The ranges of sizes by which errors are reported.</summary>
internal static class Ranges
{
    public static string OfTokens(double tokens) => tokens switch
    {
        <= 16 => "m 1-16",
        <= 128 => "m 17-128",
        <= 1024 => "m 129-1024",
        _ => "m 1025-16384",
    };

    /// <summary>The power of ten at or below it, such as <c>from 1e+06 B</c>; sizes outside the limits count to the nearest range.</summary>
    public static string OfSize(double size, int lowest, int highest, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"from 1e{Math.Clamp(Math.Floor(Math.Log10(size)), lowest, highest)} {unit}");
}
