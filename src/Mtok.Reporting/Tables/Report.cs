using System.Globalization;
using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>A part of a report.</summary>
public abstract record Block
{
    private Block()
    {
    }

    /// <summary>A line of text.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="Strong">Whether it is the answer itself.</param>
    public sealed record Line(string Text, bool Strong = false) : Block;

    /// <summary>Lines that belong together under a heading.</summary>
    /// <param name="Title">The heading.</param>
    /// <param name="Lines">The lines.</param>
    public sealed record List(string Title, IReadOnlyList<string> Lines) : Block;

    /// <summary>A table with its title.</summary>
    /// <param name="Table">The title, columns and rows.</param>
    public sealed record Rows(Table Table) : Block
    {
        /// <summary>Where the cell of a row and a column leads on a page; null for nowhere, and by default for all.</summary>
        public Func<int, int, string?>? Link { get; init; }
    }

    /// <summary>Short paragraphs, each with a label at the margin.</summary>
    /// <param name="All">The paragraphs, in order.</param>
    public sealed record Facts(IReadOnlyList<Fact> All) : Block;
}

/// <summary>What a screen says of one thing.</summary>
/// <param name="Label">The thing, in a word or two.</param>
/// <param name="Lines">What there is to say of it, the most important first; each begins on a line of its own.</param>
public sealed record Fact(string Label, IReadOnlyList<string> Lines);

/// <summary>An answer, ready to be shown in any format.</summary>
/// <param name="Title">The question it answers.</param>
/// <param name="Blocks">The text, in order.</param>
/// <param name="Data">The answer for programs, made when it is asked for: the table that CSV writes, with every row, and the JSON document.</param>
/// <param name="Draw">Makes its chart, where one is asked for; null where there is none.</param>
public sealed record Report(string Title, IReadOnlyList<Block> Blocks, Lazy<(Table Main, JsonNode Json)> Data, Func<Chart?>? Draw = null)
{
    /// <summary>A report whose data is made.</summary>
    /// <param name="title">The question it answers.</param>
    /// <param name="blocks">The text, in order.</param>
    /// <param name="main">The table that CSV writes, with every row.</param>
    /// <param name="json">The JSON document.</param>
    /// <param name="draw">Makes its chart, where one is asked for; null where there is none.</param>
    public Report(string title, IReadOnlyList<Block> blocks, Table main, JsonNode json, Func<Chart?>? draw = null)
        : this(title, blocks, new Lazy<(Table Main, JsonNode Json)>((main, json)), draw)
    {
    }

    /// <summary>The table that CSV writes, with every row.</summary>
    public Table Main => Data.Value.Main;

    /// <summary>The JSON document.</summary>
    public JsonNode Json => Data.Value.Json;

    /// <summary>Its chart; null where there is none.</summary>
    public Chart? Chart => Draw?.Invoke();

    /// <summary>The same report, stating that it uses the prices of that day; unchanged for null.</summary>
    public Report WithPricesOf(DateOnly? day)
    {
        if (day is not { } known)
        {
            return this;
        }

        return this with
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{Title}, with the prices known on {known:yyyy-MM-dd}"),
            Data = new(() => (Main, Dated(Json.DeepClone(), known))),
        };
    }

    private static JsonNode Dated(JsonNode json, DateOnly day)
    {
        if (json is JsonObject answer)
        {
            answer["prices_as_of"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return json;
    }
}

/// <summary>How a report is written out.</summary>
public enum ReportFormat
{
    /// <summary>Text for a terminal; the default.</summary>
    Table,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>The main table as CSV, with every row.</summary>
    Csv,

    /// <summary>Markdown with tables.</summary>
    Markdown,
}
