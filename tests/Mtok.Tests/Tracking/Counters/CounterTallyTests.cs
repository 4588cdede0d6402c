using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>From the values of counters to usage: epochs, hours, ranks.</summary>
public sealed class CounterTallyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0:100 10:150 20:150 30:230", 130)]
    [InlineData("0:100 10:150 20:30 30:80", 50 + 30 + 50)]
    [InlineData("0:100", 0)]
    [InlineData("0:100 10:150 10:150 20:160", 60)]
    [InlineData("0:0 10:5 20:3 30:1", 5 + 3 + 1)]
    public void Growth_is_between_samples_and_from_zero_after_a_reset(string samples, int tokens) =>
        Assert.Equal(tokens, Total(Of(Points("a", samples))));

    [Fact]
    public void Sums_never_come_before_growth()
    {
        var answer = Of([.. Points("a{i=\"1\"}", "0:100 10:200 20:10"), .. Points("a{i=\"2\"}", "0:5000 10:5100 20:5200")]);
        Assert.Equal(100 + 10 + 200, Total(answer));
    }

    [Theory]
    [InlineData(EpochChange.Reset, "0:100 10:150 20:30", null)]
    [InlineData(EpochChange.StartChanged, "0:100 10:150 20:160", 14)]
    public void A_restart_is_told_with_what_it_hides_at_most(EpochChange why, string samples, int? restart)
    {
        var tally = new CounterTally();
        Points("a", samples).ForEach(tally.Add);
        if (restart is { } seconds)
        {
            tally.Add(new CounterStart(new("f", 1, 1), "a", Noon, Noon.AddHours(-3)));
            tally.Add(new CounterStart(new("f", 1, 1), "a", Noon.AddSeconds(20), Noon.AddSeconds(seconds)));
        }

        var answer = tally.Close();
        var lost = Assert.Single(answer.Unobserved);
        Assert.Equal((why, Noon.AddSeconds(10)), (lost.Why, lost.From));
        Assert.Equal(restart is null ? (10.0, 50) : (4.0, 20), (lost.Length.Seconds, lost.AtMost));
        Assert.Equal(restart is null ? 80 : 210, Total(answer));
    }

    [Fact]
    public void A_series_seen_once_counts_where_its_start_is_told_in_the_time_observed()
    {
        var other = Points("b", "0:0 10:0 20:0 30:0");
        Assert.Equal(0, Total(Of([.. other, .. Points("a", "30:70")])));
        Assert.Equal(70, Total(Of([.. other, .. Points("a", "30:70")], new CounterStart(new("f", 1, 1), "a", Noon.AddSeconds(30), Noon.AddSeconds(25)))));
        Assert.Equal(0, Total(Of([.. other, .. Points("a", "30:70")], new CounterStart(new("f", 1, 1), "a", Noon.AddSeconds(30), Noon.AddSeconds(-25)))));
    }

    [Fact]
    public void A_replica_that_appears_later_is_told_with_its_first_value_as_the_bound()
    {
        var answer = Of([.. Points("a{i=\"1\"}", "0:0 10:10 20:20 30:30"), .. Points("a{i=\"2\"}", "30:70 40:90")]);
        Assert.Equal(30 + 20, Total(answer));
        var lost = Assert.Single(answer.Unobserved);
        Assert.Equal((EpochChange.NewSeries, Noon.AddSeconds(20), 10.0, 70), (lost.Why, lost.From, lost.Length.Seconds, lost.AtMost));
    }

    [Fact]
    public void A_series_that_ended_loses_at_most_what_it_made_until_the_marker()
    {
        var answer = Of([.. Points("a", "0:0 10:100"), Point("a", 12, 0) with { IsStale = true }]);
        Assert.Equal((100, 20), (Total(answer), Assert.Single(answer.Unobserved).AtMost));
    }

    [Fact]
    public void Growth_goes_to_the_hour_of_the_later_sample_and_is_split_over_more_than_an_hour()
    {
        var near = Of([Point("a", 3590, 0), Point("a", 3605, 15)]);
        Assert.Equal([(Noon.AddHours(1), 15L)], near.Hours.Select(hour => (hour.Hour!.Value, hour.Tokens.Output!.Value)));
        var exact = Of([Point("a", 0, 0), Point("a", 3600, 15)]);
        Assert.Equal(Noon, Assert.Single(exact.Hours).Hour);
        var far = Of([Point("a", 1800, 0), Point("a", 9000, 10)]);
        Assert.Equal([3L, 5L, 2L], far.Hours.Select(hour => hour.Tokens.Output!.Value));
    }

    [Fact]
    public void A_better_counter_replaces_another_of_its_target_in_the_hours_in_which_it_is_there()
    {
        var old = new[] { Point("hits{t=\"1\"}", 0, 0), Point("hits{t=\"1\"}", 10, 30), Point("hits{t=\"1\"}", 7200, 30), Point("hits{t=\"1\"}", 7210, 90) }
            .Select(point => point with { Rank = 2, Target = "{t=\"1\"}", Caveat = "counts again" });
        var better = new[] { Point("source{t=\"1\"}", 7200, 0), Point("source{t=\"1\"}", 7210, 50) }.Select(point => point with { Target = "{t=\"1\"}" });
        var answer = Of([.. old, .. better]);
        Assert.Equal(80, Total(answer));
        Assert.Equal("hits: counts again", Assert.Single(answer.Warnings).Message);
    }

    [Fact]
    public void Growth_told_outright_counts_once_by_the_time_it_covers()
    {
        var delta = Point("a", 60, 40) with { IsDelta = true, Start = Noon };
        Assert.Equal(90, Total(Of([delta, delta, Point("a", 120, 50) with { IsDelta = true, Start = Noon.AddSeconds(60) }])));
    }

    [Fact]
    public void Totals_with_a_start_of_their_own_count_from_it_and_once()
    {
        var exports = new[] { Point("a", 0, 4250), Point("a", 60, 5250), Point("a", 60, 5250) }.Select(point => point with { Start = Noon }).ToList();
        Assert.Equal(5250, Total(Of(exports)));
        Assert.Equal(5250 + 7, Total(Of([.. exports, Point("a", 120, 7) with { Start = Noon.AddSeconds(90) }])));
    }

    [Fact]
    public void Totals_are_exact_beyond_the_digits_of_a_float()
    {
        Assert.Equal(900_719_925_474_099, Total(Of([Point("a", 0, 0), Point("a", 10, 900_719_925_474_099)])));
        Assert.Equal(3, Total(Of([Point("a", 0, 0), Point("a", 10, 0.75), Point("a", 3700, 1.5), Point("a", 7300, 3.25)])));
    }

    [Fact]
    public void A_value_that_counts_nothing_is_said_and_skipped()
    {
        var answer = Of([.. Points("a", "0:0 10:5"), Point("a", 20, -1), Point("a", 30, double.PositiveInfinity), Point("a", 40, 1e300)]);
        Assert.Equal((5, 3), (Total(answer), answer.Warnings.Count));
    }

    internal static CounterPoint Point(string series, double seconds, double value) =>
        new(new("f", 1, 1), series, CounterOf.Tokens, TokenClass.Output, UsageKey.Unknown, Noon.AddSeconds(seconds), new(value));

    private static List<CounterPoint> Points(string series, string samples) =>
        [.. samples.Split(' ').Select(sample => sample.Split(':')).Select(sample => Point(series, double.Parse(sample[0], null), double.Parse(sample[1], null)))];

    private static CounterAnswer Of(IEnumerable<CounterPoint> points, params CounterStart[] starts)
    {
        var tally = new CounterTally();
        foreach (var point in points)
        {
            tally.Add(point);
        }

        Array.ForEach(starts, tally.Add);
        return tally.Close();
    }

    private static long Total(CounterAnswer answer) => answer.Hours.Sum(hour => hour.Tokens.Output) ?? 0;
}
