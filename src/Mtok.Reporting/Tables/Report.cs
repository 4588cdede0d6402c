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

    /// <summary>A table.</summary>
    /// <param name="Table">The table.</param>
    public sealed record Rows(Table Table) : Block;
}

/// <summary>An answer, ready to be shown in any format.</summary>
/// <param name="Title">What was asked.</param>
/// <param name="Blocks">What to show to people, in order.</param>
/// <param name="Main">The table that CSV holds, with every row.</param>
/// <param name="Json">What to show to programs.</param>
/// <param name="Chart">The picture of it, where there is one.</param>
public sealed record Report(string Title, IReadOnlyList<Block> Blocks, Table Main, JsonNode Json, Chart? Chart = null)
{
    /// <summary>The same, which says that it rests on the prices of a day; itself where it rests on today's.</summary>
    public Report WithPricesOf(DateOnly? day)
    {
        if (day is not { } known)
        {
            return this;
        }

        var json = Json.DeepClone();
        if (json is JsonObject answer)
        {
            answer["prices_as_of"] = known.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return this with { Title = string.Create(CultureInfo.InvariantCulture, $"{Title}, with the prices known on {known:yyyy-MM-dd}"), Json = json };
    }
}

/// <summary>How a report is written out.</summary>
public enum ReportFormat
{
    /// <summary>For people at a terminal.</summary>
    Table,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>For spreadsheets: the main table.</summary>
    Csv,

    /// <summary>For documents.</summary>
    Markdown,
}
