using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Draws a <see cref="Verdict"/>: as many charts as it has figures for.</summary>
public static class VerdictCharts
{
    private const int Width = 900;

    /// <summary>The charts in reading order; empty where nothing serves.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="show">Options drawn in addition to the best of each kind; 10 by default.</param>
    public static IReadOnlyList<Picture> Of(Verdict verdict, int show = 10) =>
    [
        .. new[] { OptionsChart.Of(verdict, show), LatencyChart.Of(verdict) }.OfType<Picture>(),
        .. ScheduleChart.Of(verdict),
        .. new[] { ReplayChart.Of(verdict), SwingsChart.Of(verdict), VolumeChart.Of(verdict) }.OfType<Picture>(),
    ];

    /// <summary>The charts as files, each as SVG and as PNG.</summary>
    /// <param name="pictures">The charts.</param>
    /// <returns>Each file's name and bytes.</returns>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> Files(IEnumerable<Picture> pictures) =>
        [.. pictures.SelectMany(picture => new[] { Drawn(picture, ChartFormat.Svg, ".svg"), Drawn(picture, ChartFormat.Png, ".png") })];

    private static KeyValuePair<string, byte[]> Drawn(Picture picture, ChartFormat format, string ending) =>
        KeyValuePair.Create(picture.Name + ending, ChartFile.Render(picture.Chart, format, Width, ChartFile.UsualHeight(picture.Chart, Width)));
}
