using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mtok.Reporting;

namespace Mtok.Tests;

public sealed class ChartFileTests
{
    [Theory]
    [InlineData(900, 500)]
    [InlineData(420, 360)]
    public void Svg_holds_every_label_and_unit_as_text(int width, int height)
    {
        var texts = Texts(Svg(Charts.Costs(), width, height));
        var all = string.Join(' ', texts);
        var chart = Charts.Costs();
        string[] expected = [chart.Title, "Tokens a month (tok/month)", "Cost ($/Mtok)", chart.Note, .. chart.Series.Select(series => series.Name), .. chart.ReferenceLines.Select(line => line.Name)];
        Assert.All(expected, text => Assert.Contains(text, all, StringComparison.Ordinal));
        Assert.All((string[])["10B", "100B", "0"], mark => Assert.Contains(mark, texts));
    }

    [Fact]
    public void Svg_tells_screen_readers_what_it_shows_and_scales()
    {
        var svg = XDocument.Parse(Svg(Charts.Costs(), 900, 500)).Root!;
        Assert.Equal("0 0 900 500", svg.Attribute("viewBox")!.Value);
        Assert.Equal(Charts.Costs().Title, svg.Elements().First(element => element.Name.LocalName == "title").Value);
        Assert.Equal(Charts.Note, svg.Elements().First(element => element.Name.LocalName == "desc").Value);
    }

    [Fact]
    public void Every_text_is_set_in_the_bundled_font()
    {
        var svg = Svg(Charts.Costs(), 900, 500);
        Assert.All(Regex.Matches(svg, "font-family=\"([^\"]*)\"").Select(match => match.Groups[1].Value), family => Assert.StartsWith("DejaVu Sans,", family, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ChartFormat.Svg)]
    [InlineData(ChartFormat.Png)]
    public void The_same_chart_gives_the_same_bytes_and_dark_gives_others(ChartFormat format)
    {
        var light = ChartFile.Render(Charts.Costs(), format, 900, 500);
        Assert.Equal(light, ChartFile.Render(Charts.Costs(), format, 900, 500));
        Assert.NotEqual(light, ChartFile.Render(Charts.Costs(), format, 900, 500, dark: true));
    }

    [Theory]
    [InlineData(900, 500)]
    [InlineData(421, 360)]
    public void Png_has_the_size_asked_for(int width, int height)
    {
        var png = ChartFile.Render(Charts.Costs(), ChartFormat.Png, width, height).AsSpan();
        Assert.Equal(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }, png[..4].ToArray());
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(png[16..]));
        Assert.Equal(height, BinaryPrimitives.ReadInt32BigEndian(png[20..]));
    }

    [Fact]
    public void No_text_reaches_past_the_edges()
    {
        foreach (var text in XDocument.Parse(Svg(Charts.Costs(), 420, 360)).Descendants().Where(element => element.Name.LocalName == "text" && element.Attribute("x") is not null))
        {
            var starts = text.Attribute("x")!.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(x => double.Parse(x, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.InRange(starts.Min(), -60, 412);
            Assert.InRange(starts.Max(), -60, 412);
        }
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(-3, 1e-9)]
    [InlineData(1e18, 1e-15)]
    [InlineData(1e99, -1e99)]
    public void Any_finite_point_alone_is_drawn_with_marks_on_both_axes(double x, double y)
    {
        var texts = Texts(Svg(Charts.Of(new ChartPoint(x, y)), 420, 360));
        Assert.True(texts.Count(text => Regex.IsMatch(text, @"^-?[\d.,]+(e-?\d+)?[kMBT]?$")) >= 2);
    }

    [Fact]
    public void Points_need_no_order_and_may_have_ranges_of_their_own() =>
        Assert.NotEmpty(Svg(Charts.Of(new(8, 20, 15, 30), new(1, 12), new(64, 55, 50, 90)), 420, 360));

    private static string Svg(Chart chart, int width, int height) => Encoding.UTF8.GetString(ChartFile.Render(chart, ChartFormat.Svg, width, height));

    private static List<string> Texts(string svg) =>
        [.. XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())];
}
