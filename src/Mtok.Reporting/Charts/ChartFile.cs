using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Mtok.Reporting;

/// <summary>The kind of file a chart is written as.</summary>
public enum ChartFormat
{
    /// <summary>Vector graphics whose text stays text, in UTF-8.</summary>
    Svg,

    /// <summary>Pixels.</summary>
    Png,
}

/// <summary>Draws a chart into a file. The same chart gives the same bytes, with or without fonts installed.</summary>
public static partial class ChartFile
{
    private const int Smallest = 240;
    private const int Largest = 8000;

    /// <summary>The bytes of the file.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="format">As which kind of file.</param>
    /// <param name="width">Its width in pixels, 240 to 8000.</param>
    /// <param name="height">Its height in pixels, 240 to 8000; text is never clipped, so long texts on small charts are refused.</param>
    /// <param name="dark">Whether it is for a dark page.</param>
    /// <exception cref="ArgumentException">The chart holds nothing to draw, a number that is not finite, or more text than fits; the
    /// message says which.</exception>
    public static byte[] Render(Chart chart, ChartFormat format, int width, int height, bool dark = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, Smallest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Largest);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, Smallest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Largest);
        ChartChecks.Check(chart);
        using var drawing = new ChartDrawing(chart, width, dark ? ChartColours.Dark : ChartColours.Light);
        return format == ChartFormat.Svg ? Svg(drawing, chart, width, height) : Png(drawing, width, height);
    }

    /// <summary>The same as SVG in light colours, whose points say their figures where a pointer rests on them.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="width">Its width in pixels, 240 to 8000.</param>
    /// <param name="height">Its height in pixels, 240 to 8000.</param>
    internal static byte[] RenderWithTips(Chart chart, int width, int height)
    {
        ChartChecks.Check(chart);
        using var drawing = new ChartDrawing(chart, width, ChartColours.Light);
        var svg = Encoding.UTF8.GetString(Svg(drawing, chart, width, height));
        var tips = string.Concat(drawing.Tips.Select(tip => Tip(tip.Place, SecurityElement.Escape(XmlText.Clean(tip.Figures)))));
        var end = svg.LastIndexOf("</svg>", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(tips.Length == 0 ? svg : svg.Insert(end, $"<g fill=\"none\" pointer-events=\"all\">{tips}</g>"));
    }

    private static string Tip(SKPoint place, string figures) =>
        string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{place.X:0.#}\" cy=\"{place.Y:0.#}\" r=\"8\"><title>{figures}</title></circle>");

    /// <summary>The height in pixels at which a chart looks well: all its texts, every name, and room for the plot.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="width">Its width in pixels, 240 to 8000.</param>
    /// <exception cref="ArgumentException">The chart holds nothing to draw or a number that is not finite; the message says which.</exception>
    public static int UsualHeight(Chart chart, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, Smallest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Largest);
        ChartChecks.Check(chart);
        using var drawing = new ChartDrawing(chart, width, ChartColours.Light);
        return Math.Clamp(drawing.UsualHeight, Smallest, Largest);
    }

    private static byte[] Png(ChartDrawing drawing, int width, int height)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        drawing.DrawOn(surface.Canvas, height);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static byte[] Svg(ChartDrawing drawing, Chart chart, int width, int height)
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
        {
            drawing.DrawOn(canvas, height);
        }

        // Read aloud by screen readers; and where the font is missing, the nearest relatives of its design.
        var svg = Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n");
        var inside = svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1;
        svg = svg.Insert(
            inside,
            $"\n<title>{SecurityElement.Escape(XmlText.Clean(chart.Title))}</title>\n<desc>{SecurityElement.Escape(XmlText.Clean(chart.Note))}</desc>");
        svg = svg.Replace("<svg ", $"<svg role=\"img\" viewBox=\"0 0 {width} {height}\" ", StringComparison.Ordinal);
        svg = svg.Replace($"font-family=\"{ChartFont.Family}\"", $"font-family=\"{ChartFont.Family}, Verdana, sans-serif\"", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(Rounded(Renumbered(svg)));
    }

    /// <summary>Names of clips count up through the life of the process; here they count from one, so that the same chart gives the same file.</summary>
    private static string Renumbered(string svg)
    {
        var names = new Dictionary<string, string>();
        return ClipName().Replace(svg, match =>
        {
            if (!names.TryGetValue(match.Value, out var name))
            {
                names[match.Value] = name = $"clip{names.Count + 1}";
            }

            return name;
        });
    }

    /// <summary>Places to a hundredth of a pixel, which nobody sees and which halves the file.</summary>
    private static string Rounded(string svg) => Places().Replace(svg, match => LongNumber().Replace(match.Value, "$1"));

    [GeneratedRegex("(?<= (?:x|y|d|cx|cy|points)=\")[^\"]*(?=\")")]
    private static partial Regex Places();

    [GeneratedRegex(@"(\.\d\d)\d+")]
    private static partial Regex LongNumber();

    [GeneratedRegex("(?<= id=\"|\"url\\(#)cl_[0-9a-f]+(?=\"|\\))")]
    private static partial Regex ClipName();
}
