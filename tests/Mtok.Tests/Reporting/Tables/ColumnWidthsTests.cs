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
    [InlineData(40)]
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
        Assert.Equal("meta-llama/\nLlama-3.3-\n70B-\nInstruct-\nFP8-dynamic", ColumnWidths.Broken("meta-llama/Llama-3.3-70B-Instruct-FP8-dynamic", 11));

    [Fact]
    public void Words_are_broken_between_each_other_and_only_then_within() =>
        Assert.Equal("Prometheus\nAPI answer\nincomprehe\nnsible", ColumnWidths.Broken("Prometheus API answer incomprehensible", 10));

    [Fact]
    public void A_table_with_no_room_for_its_names_does_not_fit() => Assert.Null(ColumnWidths.Fit(Columns, Rows, 30));
}
