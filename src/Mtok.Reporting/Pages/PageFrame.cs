using System.Globalization;
using System.Xml.Linq;

namespace Mtok.Reporting;

/// <summary>What every page has in common: one self-contained file, the answer first, then its parts, then how it was made.</summary>
internal static class PageFrame
{
    /// <summary>The page as HTML.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="about">What it is about, under the title.</param>
    /// <param name="answer">The answer: what stands before everything else.</param>
    /// <param name="sections">The parts.</param>
    /// <param name="made">How it was made.</param>
    public static string Write(string title, string about, IEnumerable<XElement?> answer, IReadOnlyList<PageSection> sections, PageContext made) =>
        Html.Write(Html.Tag(
            "html",
            Html.With("lang", "en"),
            Html.Tag(
                "head",
                Html.Tag("meta", Html.With("charset", "utf-8")),
                Html.Tag("meta", Html.With("name", "viewport"), Html.With("content", "width=device-width, initial-scale=1")),
                Html.Tag("meta", Html.With("name", "color-scheme"), Html.With("content", "light dark")),
                Html.Tag("title", title),
                Html.Tag("style", PageStyle.Text)),
            Html.Tag(
                "body",
                Html.Tag("header", Html.Tag("h1", title), Html.Tag("p", Html.With("class", "quiet"), about)),
                Html.Tag(
                    "main",
                    Html.Tag("section", Html.With("class", "answer"), Html.With("aria-label", "The answer"), answer),
                    Html.Tag(
                        "nav",
                        Html.With("aria-label", "Contents"),
                        Html.Tag("ul", sections.Select(section => Html.Tag("li", Html.Tag("a", Html.With("href", "#" + section.Id), section.Title))))),
                    sections.Select(section => Written(section))),
                Html.Tag(
                    "footer",
                    Html.Tag(
                        "p",
                        Html.With("class", "quiet"),
                        string.Create(CultureInfo.InvariantCulture, $"Made by Mtok {made.Version} on {made.Day:yyyy-MM-dd} with:")),
                    Html.Tag("pre", Html.Tag("code", made.Command))))));

    /// <summary>The answer's sentence.</summary>
    public static XElement Lead(string text) => Html.Tag("p", Html.With("class", "lead"), text);

    /// <summary>Key figures beside each other; nothing where there are none.</summary>
    public static XElement? Strip(IReadOnlyList<(string What, string Value, string Basis)> figures) => figures.Count == 0
        ? null
        : Html.Tag(
            "dl",
            figures.Select(figure => Html.Tag(
                "div",
                Html.Tag("dt", figure.What),
                Html.Tag("dd", Html.With("class", "figure"), figure.Value),
                Html.Tag("dd", Html.With("class", "quiet"), figure.Basis))));

    /// <summary>A part with its heading.</summary>
    /// <param name="section">The part.</param>
    /// <param name="tips">Whether points of charts say their figures where a pointer rests on them; false by default.</param>
    public static XElement Written(PageSection section, bool tips = false) => Html.Tag(
        "section",
        Html.With("id", section.Id),
        section.Title.Length > 0 ? Html.Tag("h2", section.Title) : null,
        section.Pictures.OfType<Picture>().Select(picture => PageFigure.Of(picture, tips)),
        section.Blocks.Count == 0 && section.Otherwise.Length > 0 ? Html.Tag("p", section.Otherwise) : null,
        section.Blocks.SelectMany(block => Html.Of(block, 3)));
}

/// <summary>How a page was made.</summary>
/// <param name="Day">The day.</param>
/// <param name="Command">The command that reproduces it.</param>
/// <param name="Version">The version of the program.</param>
public sealed record PageContext(DateOnly Day, string Command, string Version);
