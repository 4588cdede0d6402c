using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>A bill in two formats is one bill; two short bills that are alike are two.</summary>
public sealed class BillFilesTests
{
    [Theory]
    [InlineData(12, 12)]
    [InlineData(3, 6)]
    public void A_file_with_the_rows_of_another_counts_once_where_they_are_many(int rows, int counted)
    {
        var files = new BillFiles();
        Add(files, "a.csv", Enumerable.Range(0, rows), "team");
        Assert.Null(files.EndFile());
        Add(files, "b.parquet", Enumerable.Range(0, rows).Reverse(), "");
        Assert.Equal(rows == counted ? "a.csv" : null, files.EndFile());
        Assert.Equal(counted, files.Rows.Count);
    }

    [Fact]
    public void One_row_that_differs_makes_another_bill()
    {
        var files = new BillFiles();
        Add(files, "a.csv", Enumerable.Range(0, 12), "");
        Assert.Null(files.EndFile());
        Add(files, "b.csv", Enumerable.Range(1, 12), "");
        Assert.Null(files.EndFile());
        Assert.Equal(24, files.Rows.Count);
    }

    private static void Add(BillFiles files, string path, IEnumerable<int> amounts, string team)
    {
        foreach (var amount in amounts)
        {
            files.Add(new(new(path, amount + 2, 1), "AWS", "2026-09-01", null, null, BillItem.Used, new("", team, ""), Money.Usd(amount + 0.50m), null));
        }
    }
}
