using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Mtok.Reporting;

/// <summary>Writes a report as text. The same report gives the same text, whatever the machine.</summary>
public static class ReportText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The report in a format without colour; as a terminal shows it where the format is a table.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="format">In which format.</param>
    /// <param name="width">Columns of the terminal; only for <see cref="ReportFormat.Table"/>.</param>
    /// <param name="raw">Whether cells of CSV are as they are; by default a text that a spreadsheet would take for a formula begins with an apostrophe.</param>
    public static string Write(Report report, ReportFormat format, int width, bool raw = false)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        switch (format)
        {
            case ReportFormat.Json:
                writer.WriteLine(Printable.Json(report.Json.ToJsonString(Indented).ReplaceLineEndings("\n")));
                break;
            case ReportFormat.Csv:
                CsvText.Write(report.Main, writer, raw);
                break;
            case ReportFormat.Markdown:
                WriteMarkdown(report, writer);
                break;
            default:
                TerminalText.Write(report, Plain(writer, width));
                break;
        }

        return format switch
        {
            ReportFormat.Table => WithoutTrailingBlanks(writer.ToString()),
            ReportFormat.Json => writer.ToString(),
            _ => Printable.Text(writer.ToString()),
        };
    }

    private static string WithoutTrailingBlanks(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));

    private static IAnsiConsole Plain(TextWriter writer, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static void WriteMarkdown(Report report, StringWriter writer)
    {
        writer.WriteLine($"# {Escaped(report.Title)}");
        foreach (var block in report.Blocks)
        {
            writer.WriteLine();
            switch (block)
            {
                case Block.Line line:
                    writer.WriteLine(line.Strong ? $"**{Escaped(line.Text)}**" : Escaped(line.Text));
                    break;
                case Block.List list:
                    writer.WriteLine($"## {Escaped(list.Title)}\n");
                    list.Lines.ToList().ForEach(text => writer.WriteLine($"- {Escaped(text)}"));
                    break;
                case Block.Rows rows:
                    WriteMarkdown(rows.Table, writer);
                    break;
                case Block.Facts facts:
                    facts.All.ToList().ForEach(fact => writer.WriteLine($"- **{Escaped(fact.Label)}:** {Escaped(string.Join("; ", fact.Lines))}"));
                    break;
            }
        }
    }

    /// <summary>A table in Markdown, under a heading where it has a title.</summary>
    public static void WriteMarkdown(Table table, TextWriter writer)
    {
        if (table.Title.Length > 0)
        {
            writer.WriteLine($"## {Escaped(table.Title)}\n");
        }

        writer.WriteLine($"| {string.Join(" | ", table.Columns.Select(column => Escaped(column.Title)))} |");
        writer.WriteLine($"| {string.Join(" | ", table.Columns.Select(column => column.Numbers ? "---:" : "---"))} |");
        foreach (var row in table.Rows)
        {
            writer.WriteLine($"| {string.Join(" | ", row.Select(Escaped))} |");
        }
    }

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("\n", ", ", StringComparison.Ordinal);
}
