using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mtok.Reporting;

namespace Mtok.Tests;

public sealed class ChartKindsTests
{
    [Theory]
    [InlineData(900)]
    [InlineData(360)]
    [InlineData(240)]
    public void Names_are_set_whole_however_long_they_are(int width)
    {
        var texts = Elements(Svg(Charts.Named(), width), "text").ToList();
        var all = string.Join(' ', texts.Select(text => text.Value.Trim()));
        Assert.All(Charts.Named().X.Names.SelectMany(name => name.Split(' ')), word => Assert.Contains(word[..Math.Min(word.Length, 10)], all, StringComparison.Ordinal));
        Assert.All((string[])["Option", "Cost ($/month)", "machines", "list price", "budget"], text => Assert.Contains(text, all, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.InRange(Starts(text).Max(), 0, width - 6));
    }

    [Fact]
    public void A_value_alone_in_its_row_is_written_beside_it()
    {
        var texts = Elements(Svg(Charts.Named(), 900), "text").Select(text => text.Value.Trim()).ToList();
        Assert.All((string[])["6,083", "4,519", "3,000"], value => Assert.Contains(value, texts));
    }

    [Fact]
    public void A_bar_without_a_range_starts_at_zero()
    {
        var svg = Svg(Charts.Named(), 900);
        var bar = Elements(svg, "rect").Last(rect => rect.Attribute("fill")!.Value == "#D55E00" && rect.Attribute("height")!.Value == "10");
        var zero = Elements(svg, "text").Single(text => text.Value.Trim() == "0");
        Assert.Equal(Number(bar, "x"), Starts(zero)[0], 6.0);
    }

    [Fact]
    public void On_a_phone_no_line_crosses_a_name()
    {
        var svg = Svg(Charts.Named(), 360);
        var names = Elements(svg, "text").Where(text => text.Value.Contains("gcp a3", StringComparison.Ordinal)).Select(text => Starts(text, "y")[0]).ToList();
        var upright = Elements(svg, "path").Select(path => Regex.Match(path.Attribute("d")!.Value, @"^M([\d.]+) ([\d.]+)L\1 ([\d.]+)$")).Where(match => match.Success).ToList();
        Assert.NotEmpty(names);
        Assert.NotEmpty(upright);
        Assert.All(upright, line => Assert.All(names, name => Assert.False(Parsed(line.Groups[2].Value) < name - 8 && Parsed(line.Groups[3].Value) > name)));
    }

    [Fact]
    public void Areas_stand_on_each_other_and_steps_hold_until_the_next_point()
    {
        var paths = Elements(Svg(Charts.Stacked(), 900), "path").ToList();
        var line = Corners(paths.Last(path => path.Attribute("stroke")?.Value == "#009E73"));
        var upper = Corners(paths.Single(path => path.Attribute("fill")!.Value == "#D55E00"));
        Assert.Equal(5, line.Count);
        Assert.Equal(line[0].Y, line[1].Y, 0.02);
        Assert.Equal(line[1].X, line[2].X, 0.02);
        Assert.Equal(line.Min(corner => corner.Y), upper.Min(corner => corner.Y), 0.02);
        Assert.Equal(line.Max(corner => corner.Y), upper.Where(corner => corner.X > line[2].X).Min(corner => corner.Y), 0.02);
    }

    [Theory]
    [InlineData(900)]
    [InlineData(360)]
    public void The_usual_height_is_enough_and_the_same_chart_gives_the_same_bytes(int width)
    {
        foreach (var chart in (Chart[])[Charts.Named(), Charts.Stacked(), Charts.Costs()])
        {
            var height = ChartFile.UsualHeight(chart, width);
            Assert.Equal(ChartFile.Render(chart, ChartFormat.Svg, width, height), ChartFile.Render(chart, ChartFormat.Svg, width, height));
            Assert.Equal(ChartFile.Render(chart, ChartFormat.Png, width, height, dark: true), ChartFile.Render(chart, ChartFormat.Png, width, height, dark: true));
        }

        Assert.Throws<ArgumentException>(() => ChartFile.Render(Charts.Named(), ChartFormat.Svg, width, ChartFile.UsualHeight(Charts.Named(), width) - 2));
    }

    [Fact]
    public void What_no_file_may_hold_is_replaced()
    {
        var svg = Svg(Charts.Stacked() with { Title = "a\u0001b \ud800 <c> & \ud83d\ude00" }, 900);
        Assert.Equal("a\ufffdb \ufffd <c> & \ud83d\ude00", Elements(svg, "title").Single().Value);
    }

    private static XDocument Svg(Chart chart, int width) => XDocument.Parse(Encoding.UTF8.GetString(ChartFile.Render(chart, ChartFormat.Svg, width, ChartFile.UsualHeight(chart, width))));

    private static IEnumerable<XElement> Elements(XDocument svg, string name) => svg.Descendants().Where(element => element.Name.LocalName == name);

    private static List<double> Starts(XElement text, string axis = "x") => [.. text.Attribute(axis)!.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Parsed)];

    private static List<(double X, double Y)> Corners(XElement path) =>
        [.. Regex.Matches(path.Attribute("d")!.Value, @"[ML]([\d.]+) ([\d.]+)").Select(match => (Parsed(match.Groups[1].Value), Parsed(match.Groups[2].Value)))];

    private static double Number(XElement element, string name) => Parsed(element.Attribute(name)!.Value);

    private static double Parsed(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
