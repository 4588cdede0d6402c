using System.Text.Json.Nodes;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Tables that are wider than the terminal are broken where a reader would break them.</summary>
public sealed class ColumnWidthsTests
{
    private static readonly IReadOnlyList<Column> Columns = [new("Model"), new("Team"), new("Cost in dollars", Numbers: true)];
    private static readonly IReadOnlyList<IReadOnlyList<string>> Rows =
        [["meta-llama/Llama-3.3-70B-Instruct-FP8-dynamic", "invoiceprocessing@acmecorp.example", "$11,615"], ["gpt-5", "search", "$3.20"]];

    [Fact]
    public void A_table_that_fits_stays_as_it_is() => Assert.Same(Rows, ColumnWidths.Fit(Columns, Rows, 120)!.Value.Rows);

    [Theory]
    [InlineData(46)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    public void A_table_that_does_not_is_broken_to_the_width_and_loses_nothing(int width)
    {
        var (columns, rows) = ColumnWidths.Fit(Columns, Rows, width)!.Value;
        var widths = columns.Select((column, at) => rows.Select(row => row[at]).Append(column.Title).SelectMany(cell => cell.Split('\n')).Max(line => line.Length));
        Assert.InRange(widths.Sum() + (3 * columns.Count) + 1, 1, width);
        Assert.Equal(Rows.SelectMany(row => row), rows.SelectMany(row => row).Select(cell => cell.Replace("\n", "", StringComparison.Ordinal)));
        Assert.All(rows.Select(row => row[2]), amount => Assert.DoesNotContain('\n', amount));
    }

    [Fact]
    public void Names_are_broken_after_a_sign() =>
        Assert.Equal("meta-llama/\nLlama-\n3.3-70B-\nInstruct-\nFP8-dynamic", ColumnWidths.Broken("meta-llama/Llama-3.3-70B-Instruct-FP8-dynamic", 11));

    [Fact]
    public void Words_are_broken_between_each_other_and_only_then_within() =>
        Assert.Equal("Prometheus\nAPI answer\nincomprehe\nnsible", ColumnWidths.Broken("Prometheus API answer incomprehensible", 10));

    [Fact]
    public void A_table_with_no_room_for_its_names_does_not_fit() => Assert.Null(ColumnWidths.Fit(Columns, Rows, 40));

    [Theory]
    [InlineData("2026-04-03", 8, "2026-04-03")]
    [InlineData("qwen-1.5b-chat", 9, "qwen-\n1.5b-chat")]
    [InlineData("2026-04-03T10:15:00Z", 20, "2026-04-03T10:15:00Z")]
    public void Dates_and_numbers_are_whole(string text, int width, string expected)
    {
        Assert.Equal(expected.Split('\n').Length > 1, ColumnWidths.Pieces(text).Count() > 1);
        Assert.True(text.Length > width || ColumnWidths.Broken(text, width) == expected);
    }

    /// <summary>Whatever the widths of names, numbers and headings: no line is too long, and no word is broken but after a sign.</summary>
    [Fact]
    public void No_table_of_any_words_is_wider_than_the_terminal_or_breaks_a_word()
    {
        var random = new Random(5);
        for (var round = 0; round < 400; round++)
        {
            List<Column> columns = [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => new Column(Name(), Numbers: random.Next(3) == 0, Wide: random.Next(4) == 0))];
            List<IReadOnlyList<string>> rows = [.. Enumerable.Range(0, 3).Select(_ => columns.ConvertAll(column => column.Numbers ? $"{random.Next()}" : Name()))];
            var width = random.Next(40, 130);
            var report = new Report("T", [new Block.Rows(new("", columns, rows))], new("", columns, rows), new JsonObject());
            var text = ReportText.Write(report, ReportFormat.Table, width);
            Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, $"{width}: {text}"));
            if (!text.Contains('─', StringComparison.Ordinal))
            {
                continue;
            }

            var shown = Enumerable.Range(0, columns.Count).Where(at => width >= 110 || !columns[at].Wide);
            foreach (var piece in shown.SelectMany(at => rows.Select(row => row[at]).Append(columns[at].Title)).SelectMany(cell => cell.Split(' ')).SelectMany(ColumnWidths.Pieces))
            {
                Assert.Contains(piece, text, StringComparison.Ordinal);
            }
        }

        string Name() => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Word() + "-/_:@,. "[random.Next(8)])) + Word();

        string Word() => string.Concat(Enumerable.Range(0, random.Next(2, random.Next(3, 14))).Select(_ => (char)('a' + random.Next(26))));
    }
}
