using System.Text;
using System.Xml.Linq;

namespace Mtok.Reporting;

/// <summary>Parts of reports as HTML, for pages that are put together elsewhere; every text in them is escaped.</summary>
public static class PageParts
{
    /// <summary>The style sheet that such parts need.</summary>
    public static string Style => PageStyle.Text;

    /// <summary>A part with its heading, charts and text.</summary>
    public static string Of(PageSection section) => Html.Part(PageFrame.Written(section, tips: true));

    /// <summary>Blocks of a report.</summary>
    /// <param name="blocks">The blocks, in order.</param>
    /// <param name="level">The level of their headings.</param>
    public static string Of(IEnumerable<Block> blocks, int level) => Text(blocks.SelectMany(block => Html.Of(block, level)));

    /// <summary>A chart with its message.</summary>
    public static string Of(Picture picture) => Html.Part(PageFigure.Of(picture, tips: true));

    /// <summary>The answer's sentence.</summary>
    public static string Lead(string text) => Html.Part(PageFrame.Lead(text));

    /// <summary>Key figures beside each other; nothing where there are none.</summary>
    public static string Strip(IReadOnlyList<PageNumber> figures) =>
        PageFrame.Strip([.. figures.Select(figure => (figure.What, figure.Value, figure.Basis))]) is { } strip ? Html.Part(strip) : "";

    private static string Text(IEnumerable<XElement> parts) => parts.Aggregate(new StringBuilder(), (text, part) => text.Append(Html.Part(part))).ToString();
}

/// <summary>A figure at a glance.</summary>
/// <param name="What">What it is of.</param>
/// <param name="Value">The figure with its unit.</param>
/// <param name="Basis">What it rests on.</param>
public sealed record PageNumber(string What, string Value, string Basis);
