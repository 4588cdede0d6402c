using System.Text.Json.Nodes;
using Mtok.Reporting;
using Spectre.Console;

namespace Mtok.Tests;

/// <summary>No text of anybody's is a command to the terminal that shows it.</summary>
public sealed class ControlCharacterTests
{
    private const string Evil = "a\e[2Jb\u009bc\a\u202ed|<";

    [Theory]
    [InlineData(ReportFormat.Table)]
    [InlineData(ReportFormat.Markdown)]
    [InlineData(ReportFormat.Csv)]
    [InlineData(ReportFormat.Json)]
    public void No_format_prints_a_control_character(ReportFormat format)
    {
        var text = ReportText.Write(Of(Evil), format, 120);
        Assert.DoesNotContain(text, letter => (char.IsControl(letter) && letter != '\n') || letter == '\u202e');
        Assert.Contains(format == ReportFormat.Json ? "\\u009B" : "\uFFFD", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_does_a_terminal_or_a_problem()
    {
        using var written = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        TerminalText.Write(Of(Evil), console);
        Assert.DoesNotContain(written.ToString(), letter => letter is '\e' or '\a' or '\u009b');
        Assert.DoesNotContain(new Problem(new(Evil, 1, 1), Severity.Error, "r", Evil).ToString(), char.IsControl);
    }

    [Fact]
    public void Ordinary_text_of_any_script_stays_as_it_is()
    {
        foreach (var text in new[] { "", "plain", "Ångström 3 × 4 ≤ 13 µs", "価格\nzwei", "🙂" })
        {
            Assert.Equal(text, Printable.Text(text));
        }
    }

    private static Report Of(string text) => new(
        text,
        [new Block.Line(text), new Block.List(text, [text]), new Block.Rows(new(text, [new(text)], [[text]])), new Block.Facts([new(text, [text])])],
        new(text, [new(text)], [[text]]),
        new JsonObject { ["x"] = text });
}
