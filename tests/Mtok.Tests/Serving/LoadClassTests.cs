using CsCheck;

namespace Mtok.Tests;

/// <summary>Classes of load, and the intervals that they are given (E3).</summary>
public sealed class LoadClassTests
{
    [Theory]
    [InlineData(1000, 1000, 8, false, "few users")]
    [InlineData(1000, 1000, 9, false, "many users")]
    [InlineData(4000, 1000, 9, false, "prompt-heavy")]
    [InlineData(3999, 1000, 9, false, "many users")]
    [InlineData(4000, 1000, 8, false, "few users")]
    [InlineData(4000, 1000, 8, true, "interactive")]
    public void A_load_is_of_one_class(int input, int output, int users, bool bound, string found) =>
        Assert.Equal(found, LoadClass.Of(new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero), Tokens.FromCount(users), bound));

    [Fact]
    public void Cached_tokens_make_no_load_prompt_heavy() =>
        Assert.Equal("many users", LoadClass.Of(new(Tokens.FromCount(4000), Tokens.FromCount(1000), Ratio.FromPercent(50)), Tokens.FromCount(100), bound: false));

    [Fact]
    public void Every_measurement_is_of_a_class()
    {
        foreach (var row in Workloads.Built.Measurements)
        {
            var interactive = row.Scenario is Scenario.Server or Scenario.Interactive;
            Assert.Equal(interactive, LoadClass.Of(row, Tokens.FromCount(1)) == "interactive");
            Assert.Equal(interactive, LoadClass.Of(row, Tokens.FromCount(1000)) == "interactive");
        }
    }

    private static readonly Gen<ErrorInterval> Intervals =
        from network in Gen.OneOf(Gen.Const("dense"), Gen.Const("experts"))
        from vendor in Gen.OneOf(Gen.Const("NVIDIA"), Gen.Const("AMD"), Gen.Const(""))
        from load in vendor.Length == 0 ? Gen.Const("") : Gen.OneOf(Gen.Const("few users"), Gen.Const("many users"), Gen.Const(""))
        from low in Gen.Int[-5000, -1]
        from high in Gen.Int[1, 5000]
        from rows in Gen.Int[0, 100_000]
        from publications in Gen.Int[0, 1000]
        select new ErrorInterval(network, vendor, load, Ratio.FromValue(low / 1000.0), Ratio.FromValue(high / 1000.0), rows, publications);

    [Fact]
    public void What_is_written_is_read_again() => Intervals.List[0, 12].Sample(intervals =>
    {
        var problems = new Problems();
        var read = ErrorInterval.Read(FileOf(ErrorInterval.Write(intervals)), problems).ToList();
        Assert.Empty(problems.All);
        Assert.Equal(intervals, read);
    });

    [Theory]
    [InlineData("dense,NVIDIA,many users,-9,0.1,3,2", "low")]
    [InlineData("dense,NVIDIA,many users,-0.1,x,3,2", "high")]
    [InlineData("dense,NVIDIA,many users,-0.1,0.1,-3,2", "rows")]
    public void What_is_no_interval_is_reported_with_its_line(string row, string column)
    {
        var problems = new Problems();
        _ = ErrorInterval.Read(FileOf($"network,vendor,load,low,high,rows,publications\n{row}\n"), problems).ToList();
        var problem = Assert.Single(problems.All);
        Assert.Equal(2, problem.Where.Line);
        Assert.Contains(column, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_without_an_interval_takes_that_of_the_wider_one()
    {
        static ErrorInterval Named(string network, string vendor, string load) => new(network, vendor, load, Ratio.FromValue(-0.1), Ratio.FromValue(0.1), 1, 1);
        List<ErrorInterval> known = [Named("", "", ""), Named("dense", "", ""), Named("dense", "NVIDIA", ""), Named("dense", "NVIDIA", "few users")];
        Assert.Equal(known[3], ErrorInterval.For(known, "dense", "NVIDIA", "few users"));
        Assert.Equal(known[2], ErrorInterval.For(known, "dense", "NVIDIA", "many users"));
        Assert.Equal(known[1], ErrorInterval.For(known, "dense", "AMD", "few users"));
        Assert.Equal(known[0], ErrorInterval.For(known, "experts", "NVIDIA", "few users"));
        Assert.Equal(ErrorInterval.Unknown, ErrorInterval.For(known[1..], "experts", "NVIDIA", "few users"));
    }

    private static CatalogFile FileOf(string text) => new("engines", "intervals", "engines/intervals.csv", text);
}
