using Mtok.Reporting;

namespace Mtok.Tests;

public sealed class ChartRefusalTests
{
    public static TheoryData<Chart, string> Refused => new()
    {
        { Charts.Costs() with { Series = [] }, "the chart has no series" },
        { Charts.Of(), "series \"measured\" has no points" },
        { Charts.Of(new ChartPoint(1, 2), new ChartPoint(double.NaN, 2)), "series \"measured\", point 2: x is not a finite number" },
        { Charts.Of(new ChartPoint(1, double.PositiveInfinity)), "series \"measured\", point 1: y is not a finite number" },
        { Charts.Of(new ChartPoint(1, 2, 1, double.NaN)), "series \"measured\", point 1: high is not a finite number" },
        { Charts.Of(new ChartPoint(1, 2, 1)), "series \"measured\", point 1: low and high come together" },
        { Charts.Of(new ChartPoint(1, 2, 3, 1)), "series \"measured\", point 1: low is above high" },
        { Charts.Of(new ChartPoint(0, 2)) with { X = new("Volume", "tok", Logarithmic: true) }, "series \"measured\", point 1: x is not above zero, which a logarithmic axis needs" },
        { Charts.Costs() with { ReferenceLines = [new("target", ReferenceAxis.Y, double.NaN)] }, "reference line \"target\" is not a finite number" },
        { Charts.Costs() with { Series = [new("back", [new(2, 1), new(1, 1)])] }, "series \"back\", point 2: x goes back; a line goes from left to right" },
        { Charts.Costs() with { Series = [new("half", [new(1, 1, 1, 1), new(2, 1)])] }, "series \"half\", point 2: a line has a low and a high at every point or at none" },
        { Charts.Costs() with { X = new("Volume", "") }, "the x axis needs a unit" },
        { Charts.Named() with { Series = [new("line", [new(0, 1)])] }, "series \"line\": a line needs numbers along x, not names" },
        { Charts.Named() with { Series = [new("nobody", [new(7, 1)], SeriesStyle.Points)] }, "series \"nobody\" has a point at no name" },
        { Charts.Named() with { ReferenceLines = [new("upright", ReferenceAxis.X, 1)] }, "reference line \"upright\" is at no value: x has names" },
        { Charts.Named() with { X = ChartAxis.Of("", ["one"]) }, "the x axis needs a label" },
        { Charts.Stacked() with { X = new("Hour", "h"), Series = [new("bars", [new(1, 1)], SeriesStyle.Bars)] }, "series \"bars\": bars need names along x" },
        { Charts.Stacked() with { Y = new("Rate", "req/s", Logarithmic: true) }, "series \"first\" starts at zero, which a logarithmic axis does not have" },
        { Charts.Stacked() with { Series = [.. Charts.Stacked().Series, new("other hours", [new(0, 1), new(5, 1)], SeriesStyle.Area)] }, "series \"other hours\" is stacked on \"first\" and has points at other places" },
        { Charts.Stacked() with { Series = [new("less than nothing", [new(0, -1)], SeriesStyle.Area)] }, "series \"less than nothing\": an area has no range and is not below zero" },
        { Charts.Costs() with { Note = " " }, "the chart needs a note with evidence and source" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_drawn_right_is_refused_and_named(Chart chart, string why) =>
        Assert.Equal(why, Assert.Throws<ArgumentException>(() => ChartFile.Render(chart, ChartFormat.Svg, 900, 500)).Message);

    [Fact]
    public void More_text_than_fits_is_refused_with_the_height_that_would_do()
    {
        var chart = Charts.Costs() with { Note = string.Join(' ', Enumerable.Repeat(Charts.Note, 5)) };
        var refusal = Assert.Throws<ArgumentException>(() => ChartFile.Render(chart, ChartFormat.Png, 420, 360)).Message;
        var height = int.Parse(refusal.Split(' ')[^3], System.Globalization.CultureInfo.InvariantCulture);
        Assert.NotEmpty(ChartFile.Render(chart, ChartFormat.Png, 420, height));
    }

    [Theory]
    [InlineData(0, 500)]
    [InlineData(900, 100_000)]
    public void Impossible_sizes_are_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartFile.Render(Charts.Costs(), ChartFormat.Png, width, height));
}
