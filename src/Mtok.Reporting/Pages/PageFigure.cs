using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mtok.Reporting;

/// <summary>A chart within a page: drawn for wide screens and for phones, one of which the page's style shows.</summary>
internal static partial class PageFigure
{
    private const int Wide = 900;
    private const int Narrow = 360;

    /// <summary>The chart with its message.</summary>
    /// <param name="picture">The chart.</param>
    /// <param name="tips">Whether the points of the wide one say their figures where a pointer rests on them; false by default.</param>
    public static XElement Of(Picture picture, bool tips = false) =>
        Html.Tag("figure", Html.Tag("figcaption", picture.Says), Drawn(picture, Wide, "wide", tips), Drawn(picture, Narrow, "narrow", tips: false));

    private static XElement Drawn(Picture picture, int width, string kind, bool tips)
    {
        var height = ChartFile.UsualHeight(picture.Chart, width);
        var bytes = tips ? ChartFile.RenderWithTips(picture.Chart, width, height) : ChartFile.Render(picture.Chart, ChartFormat.Svg, width, height);
        // Clips are named again in each file; on a page each name may stand only once.
        var svg = XElement.Parse(ClipName().Replace(Encoding.UTF8.GetString(bytes), $"{picture.Name}-{kind}-$0"), LoadOptions.None);
        svg.Attribute("width")?.Remove();
        svg.Attribute("height")?.Remove();
        svg.Attribute(XNamespace.Xmlns + "xlink")?.Remove();
        svg.SetAttributeValue("class", kind);
        return svg;
    }

    [GeneratedRegex("(?<= id=\"|\"url\\(#)clip[0-9]+(?=\"|\\))")]
    private static partial Regex ClipName();
}
