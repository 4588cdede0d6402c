using ScottPlot;

namespace Mtok.Reporting;

/// <summary>
/// Colours for light or dark paper. The series' are distinguishable by people with any colour vision (after Okabe and Ito, and Tol)
/// and stand out from the paper.
/// </summary>
internal sealed record ChartColours(Color Paper, Color Text, Color Quiet, Color Grid, IReadOnlyList<Color> Series, byte BandAlpha, byte AreaAlpha)
{
    public static ChartColours Light { get; } = new(
        Color.FromHex("#ffffff"), Color.FromHex("#1b1f24"), Color.FromHex("#59636e"), Color.FromHex("#e4e7eb"),
        Colours("#0072b2", "#d55e00", "#009e73", "#aa4499", "#332288", "#8a6a00"), 45, 170);

    public static ChartColours Dark { get; } = new(
        Color.FromHex("#14181d"), Color.FromHex("#e6edf3"), Color.FromHex("#a3adb8"), Color.FromHex("#2d343c"),
        Colours("#56b4e9", "#f28e2b", "#2cc295", "#e78ac3", "#f0e442", "#b9b4ff"), 55, 170);

    private static Color[] Colours(params string[] hex) => [.. hex.Select(colour => Color.FromHex(colour))];
}
