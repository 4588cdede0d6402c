using System.Text.RegularExpressions;
using Mtok.Reporting;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>What is zero, or is shown as zero, has no minus.</summary>
public sealed partial class FigureTextTests
{
    private static readonly string[] Formats =
    [
        "0", "0%", "0.0%", "#,##0", "#,##0.00", "0.####", "0.##x", "+0.0;-0.0;0.0", "+0.0 %;-0.0 %", "+#,##0;-#,##0;0", "+0%;-0%", "0.############",
    ];

    [Fact]
    public void No_figure_of_any_size_is_minus_zero_in_any_format()
    {
        var random = new Random(11);
        var values = Enumerable.Range(0, 4000).Select(_ => -random.NextDouble() * Math.Pow(10, random.Next(-30, 6)))
            .Concat([-0.0, 0, -double.Epsilon, -0.5, -0.4999, -1e-12, -5e-13, -4.9e-13]).ToList();
        foreach (var value in values)
        {
            var exact = (decimal)value;
            foreach (var text in Formats.SelectMany(format => new[] { value.Shown(format), exact.Shown(format) }).Concat(
            [
                Ratio.FromValue(value).ToString(), Usd.FromDollars(exact).ToString(), Duration.FromSeconds(value).ToString(), UsdPerMtok.FromDollars(exact).ToString(),
                Watts.FromWatts(value).ToString(), TrackWords.Of(new Money(exact, "USD")), TrackWords.Of(new Money(exact, "EUR")), TrackWords.Short(new Money(exact, "XXX")),
                MoneyText.Money(UsdPerMonth.FromDollars(exact)), JsonFigures.Of(value)!.ToJsonString(), JsonFigures.Of((decimal?)exact)!.ToJsonString(),
            ]))
            {
                Assert.True(!text.Contains('-', StringComparison.Ordinal) || NotZero().IsMatch(text), $"{value:R} is shown as {text}");
                Assert.DoesNotContain("$0000", text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(-0.6, "0", "-1")]
    [InlineData(-1234.5, "#,##0.0", "-1,234.5")]
    [InlineData(double.NegativeInfinity, "0", "-Infinity")]
    public void What_is_shown_as_less_than_zero_keeps_its_minus(double value, string format, string expected) => Assert.Equal(expected, value.Shown(format));

    /// <summary>Another way to write a figure of a report would be one that forgets this.</summary>
    [Fact]
    public void Reports_write_figures_in_this_way_alone() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Snapshot.PathOf("src/Mtok.Reporting"), "*.cs", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file) != "FigureText.cs").SelectMany(file => File.ReadLines(file).Select(line => $"{file}: {line}")),
            line => OwnFormat().IsMatch(line));

    [GeneratedRegex("[1-9]|Infinity")]
    private static partial Regex NotZero();

    [GeneratedRegex("""\.ToString\([^)]*"[#0+]""")]
    private static partial Regex OwnFormat();
}
