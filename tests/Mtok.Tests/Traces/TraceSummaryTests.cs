using Mtok.Traces;

namespace Mtok.Tests;

public sealed class TraceSummaryTests
{
    [Fact]
    public void Even_requests_have_no_variation_and_exact_percentiles()
    {
        var summary = TraceSummary.Of(Of([.. Enumerable.Range(0, 4 * 3600 + 1).Select(second => Request(second, (second % 100) + 1, 7))]));
        Assert.Equal((14401, 14400), (summary.Requests, summary.Span.Seconds));
        Assert.Equal(0, summary.GapVariation!.Value.Value, 1e-6);
        Assert.Equal(0, summary.MinuteDispersion!.Value.Value, 1e-9);
        Assert.Equal(1, summary.PeakHour!.Value.Value, 1e-9);
        Assert.All(summary.Input.Percentiles, percentile => Assert.Equal(percentile.Key, percentile.Value.Count));
        Assert.Equal(7, summary.Output.Mean.Count);
    }

    [Fact]
    public void The_busiest_hour_is_told_against_the_mean_of_whole_hours()
    {
        var summary = TraceSummary.Of(Of([.. Enumerable.Range(0, 100).Select(at => Request(at, 1, 1)), .. Enumerable.Range(0, 300).Select(at => Request(3600 + at, 1, 1)), Request(7200, 1, 1)]));
        Assert.Equal(1.5, summary.PeakHour!.Value.Value);
        Assert.Equal([100 / 3600.0, 300 / 3600.0, 1], summary.Hours.Select(rate => rate.PerSecond));
    }

    [Fact]
    public void Prefix_hits_are_the_longest_beginning_seen_before()
    {
        var summary = TraceSummary.Of(Of([Request(0, 9, 1, 1, 2, 3), Request(1, 9, 1, 1, 2, 4), Request(2, 9, 1, 5, 2, 3), Request(3, 9, 1, 1, 2, 4, 6)]));
        Assert.Equal((2 + 0 + 3) / 13.0, summary.PrefixHits!.Value.Value, 1e-12);
    }

    [Fact]
    public void Lengths_are_counted_together_by_powers_of_two()
    {
        var summary = TraceSummary.Of(Of([Request(0, 1, 1), Request(1, 1023, 1024), Request(2, 512, 2047), Request(3, 10_000_000, 3)]));
        Assert.Equal((1, 2, 1), (summary.Joint[0][0], summary.Joint[9][10], summary.Joint[23][1]));
    }

    [Fact]
    public void One_request_has_no_rate_and_no_variation()
    {
        var summary = TraceSummary.Of(Of([Request(5, 10, 1)]));
        Assert.Equal((1, 0, null), (summary.Requests, summary.MeanRate.PerSecond, summary.GapVariation));
    }

    [Fact]
    public void Scaling_keeps_the_shape_and_a_window_begins_at_its_beginning()
    {
        var trace = Of([Request(0, 1, 1), Request(10, 2, 1), Request(40, 3, 1)]);
        Assert.Equal([0, 5, 20], TraceChange.Scale(trace, Ratio.FromValue(2)).Requests.Select(request => request.Arrival.Seconds));
        Assert.Equal([(0, 2)], TraceChange.Window(trace, Duration.FromSeconds(10), Duration.FromSeconds(30)).Requests.Select(request => (request.Arrival.Seconds, request.Input.Count)));
    }

    [Fact]
    public void A_sample_keeps_its_share_and_is_the_same_for_the_same_seed()
    {
        var trace = Of([.. Enumerable.Range(0, 100_000).Select(at => Request(at, at + 1, 1))]);
        var kept = TraceChange.Sample(trace, Ratio.FromPercent(10), 7).Requests.ToList();
        Assert.InRange(kept.Count, 9_700, 10_300);
        Assert.Equal(kept, TraceChange.Sample(trace, Ratio.FromPercent(10), 7).Requests);
        Assert.NotEqual(kept, TraceChange.Sample(trace, Ratio.FromPercent(10), 8).Requests);
        Assert.Equal(trace.Requests, TraceChange.Sample(trace, Ratio.One, 8).Requests);
    }

    private static Trace Of(IReadOnlyList<TraceRequest> requests) => new("test", ["all"], null, requests);

    private static TraceRequest Request(double seconds, double input, double output, params long[] blocks) =>
        new(Duration.FromSeconds(seconds), Tokens.FromCount(input), Tokens.FromCount(output), default, 0, blocks.Length > 0 ? blocks : null);
}
