using System.Globalization;

namespace Mtok.Fitting;

/// <summary>The ranges of sizes by which errors are reported.</summary>
internal static class Ranges
{
    /// <summary>The power of ten at or below it, such as <c>from 1e+06 B</c>; sizes outside the limits count to the nearest range.</summary>
    public static string OfSize(double size, int lowest, int highest, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"from 1e{Math.Clamp(Math.Floor(Math.Log10(size)), lowest, highest)} {unit}");
}
