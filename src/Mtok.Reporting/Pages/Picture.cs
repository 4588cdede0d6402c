namespace Mtok.Reporting;

/// <summary>A chart of an answer, with its message.</summary>
/// <param name="Name">What its file is called, without an ending.</param>
/// <param name="Chart">The chart.</param>
/// <param name="Says">Its message in a sentence.</param>
public sealed record Picture(string Name, Chart Chart, string Says);

/// <summary>Charts as files.</summary>
public static class PictureFiles
{
    private const int Width = 900;

    /// <summary>Each as SVG and as PNG.</summary>
    /// <param name="pictures">The charts.</param>
    /// <returns>Each file's name and bytes.</returns>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> Of(IEnumerable<Picture> pictures) =>
        [.. pictures.SelectMany(picture => new[] { Drawn(picture, ChartFormat.Svg, ".svg"), Drawn(picture, ChartFormat.Png, ".png") })];

    private static KeyValuePair<string, byte[]> Drawn(Picture picture, ChartFormat format, string ending) =>
        KeyValuePair.Create(picture.Name + ending, ChartFile.Render(picture.Chart, format, Width, ChartFile.UsualHeight(picture.Chart, Width)));
}
