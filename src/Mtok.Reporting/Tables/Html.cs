using System.Xml.Linq;

namespace Mtok.Reporting;

/// <summary>Writes the blocks of reports as HTML that is also well-formed XML; every text is escaped.</summary>
internal static class Html
{
    /// <summary>Cells with no more letters than this, a date or a word, stay on one line.</summary>
    private const int ShortCell = 12;

    /// <summary>An element; texts and attributes are cleaned of what HTML cannot hold.</summary>
    public static XElement Tag(string name, params object?[] content) => new(name, content.Select(part => part is string text ? XmlText.Clean(text) : part));

    /// <summary>
    /// The page's text. Browsers take <c>&lt;td /&gt;</c> as left open, so what is empty is closed by its name, but for what never
    /// holds anything.
    /// </summary>
    public static string Write(XElement html) => "<!DOCTYPE html>\n" + Part(html) + "\n";

    /// <summary>The text of a part of a page.</summary>
    public static string Part(XElement html)
    {
        var isOpen = html.DescendantsAndSelf().Where(element => element.IsEmpty && element.Name.Namespace == XNamespace.None && element.Name != "meta");
        foreach (var element in isOpen.ToList())
        {
            element.Value = "";
        }

        return html.ToString(SaveOptions.DisableFormatting);
    }

    public static XAttribute With(string name, string value) => new(name, XmlText.Clean(value));

    /// <summary>A block, with its heading at that level.</summary>
    public static IEnumerable<XElement> Of(Block block, int level) => block switch
    {
        Block.Line line => [Tag("p", line.Strong ? Tag("strong", line.Text) : line.Text)],
        Block.List list => [Tag($"h{level}", list.Title), Tag("ul", list.Lines.Select(line => Tag("li", line)))],
        Block.Rows { Table.Rows.Count: > 0 } rows => Of(rows.Table, rows.Link),
        Block.Facts facts => facts.All.Select(fact => Tag(
            "div",
            With("class", "fact"),
            Tag("strong", fact.Label),
            Tag("div", fact.Lines.Select(line => Tag("p", line))))),
        _ => [],
    };

    /// <summary>A table whose rows become lists on narrow screens; roles are named because such styles take them away.</summary>
    private static IEnumerable<XElement> Of(Table table, Func<int, int, string?>? link)
    {
        yield return Tag(
            "table",
            With("role", "table"),
            table.Title.Length > 0 ? Tag("caption", table.Title) : null,
            Tag(
                "thead",
                With("role", "rowgroup"),
                Tag(
                    "tr",
                    With("role", "row"),
                    table.Columns.Select(column => Tag("th", With("role", "columnheader"), With("scope", "col"), Numbers(column), column.Title)))),
            Tag(
                "tbody",
                With("role", "rowgroup"),
                table.Rows.Select((row, line) => Tag(
                    "tr",
                    With("role", "row"),
                    row.Select((cell, at) => Cell(table.Columns[at], OneLine(cell), isFirst: at == 0, link?.Invoke(line, at)))))));
    }

    private static string OneLine(string cell) => cell.Replace("\n", ", ", StringComparison.Ordinal);

    private static XElement Cell(Column column, string cell, bool isFirst, string? link) => isFirst && cell.Length > 0
        ? Tag(
            "th",
            With("role", "rowheader"),
            With("scope", "row"),
            With("class", (column.Numbers ? "n " : "") + (cell.Length <= ShortCell ? "short" : "long")),
            With("data-of", column.Title),
            link is null ? cell : Tag("a", With("href", link), cell))
        : Tag(
            "td",
            With("role", "cell"),
            With("class", (column.Numbers, cell.Length) switch
            {
                (true, 0) =>
                "n none",
                (true, _) => "n",
                (_, 0) => "none",
                (_, <= ShortCell) => "short",
                _ => "long"
            }),
            With("data-of", column.Title),
            link is null ? cell : Tag("a", With("href", link), cell));

    private static XAttribute? Numbers(Column column) => column.Numbers ? With("class", "n") : null;
}
