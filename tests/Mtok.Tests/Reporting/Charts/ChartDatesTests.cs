using System.Text.RegularExpressions;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>An axis of time has whole hours, days, months or years as its marks.</summary>
public sealed partial class ChartDatesTests
{
    [Theory]
    [InlineData("2026-09-01T00:00Z", 6, "Sep 1 01:00 02:00 03:00 04:00 05:00 06:00")]
    [InlineData("2026-09-01T22:00Z", 6, "22:00 23:00 Sep 2 01:00 02:00 03:00 04:00")]
    [InlineData("2026-09-01T00:00Z", 720, "Sep 1 Sep 8 Sep 15 Sep 22 Sep 29")]
    [InlineData("2026-01-01T00:00Z", 24 * 200, "Jan 2026 Feb 2026 Mar 2026 Apr 2026 May 2026 Jun 2026 Jul 2026")]
    [InlineData("2021-02-01T00:00Z", 24 * 365 * 5, "2022 2023 2024 2025 2026")]
    [InlineData("1999-06-01T00:00Z", 24 * 365 * 8000, "2000 3000 4000 5000 6000 7000 8000 9000")]
    public void Marks_are_round_moments(string zero, double hours, string expected)
    {
        var from = DateTimeOffset.Parse(zero, System.Globalization.CultureInfo.InvariantCulture);
        var chart = new Chart("Cost", ChartAxis.Of(from, from.AddHours(hours)), new("Cost", "$"), [new("busy", [new(0, 1), new(hours, 2)], SeriesStyle.Area)], [], "From bills.");
        var svg = System.Text.Encoding.UTF8.GetString(ChartFile.Render(chart, ChartFormat.Svg, 900, 500));
        Assert.Contains(expected, string.Join(' ', Text().Matches(svg).Select(match => match.Groups[1].Value.Trim())), StringComparison.Ordinal);
    }

    [Fact]
    public void The_axis_shows_all_of_its_time_where_little_of_it_is_plotted()
    {
        var from = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        var chart = new Chart("Cost", ChartAxis.Of(from, from.AddDays(30)), new("Cost", "$"), [new("busy", [new(300, 1), new(302, 2)], SeriesStyle.Points)], [], "From bills.");
        var svg = System.Text.Encoding.UTF8.GetString(ChartFile.Render(chart, ChartFormat.Svg, 900, 500));
        Assert.All((string[])["Sep 1", "Sep 29"], mark => Assert.Contains(mark, Text().Matches(svg).Select(match => match.Groups[1].Value.Trim())));
    }

    [Fact]
    public void A_logarithm_of_time_is_refused()
    {
        var chart = new Chart("Cost", ChartAxis.Of(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)) with { Logarithmic = true }, new("Cost", "$"), [new("busy", [new(1, 1)])], [], "From bills.");
        Assert.Throws<ArgumentException>(() => ChartFile.Render(chart, ChartFormat.Svg, 900, 500));
    }

    [GeneratedRegex("<text[^>]*>([^<]*)</text>")]
    private static partial Regex Text();
}
