using CsCheck;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Traces with more users keep their hours; traces held in memory are the same.</summary>
public sealed class GrowTests
{
    [Fact]
    public void Each_part_of_the_time_has_as_many_times_its_requests() => Gen.Select(Gen.Int[1, 1000], Gen.Double[0.2, 4]).Sample((seed, factor) =>
    {
        var random = new Random(seed);
        var trace = Simulation.SampleTraces.Of("t", [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble() * 1000).Order().Select(at => (at, 10 + random.Next(5), 1))]);
        var grown = TraceChange.Grow(trace, Ratio.FromValue(factor), Duration.FromSeconds(100), Duration.FromSeconds(1000), seed).Requests.ToList();
        Assert.Equal(grown.Select(request => request.Arrival).Order(), grown.Select(request => request.Arrival));
        for (var part = 0; part < 10; part++)
        {
            int In(IEnumerable<TraceRequest> requests) => requests.Count(request => (int)(request.Arrival.Seconds / 100) == part);
            var expected = factor * In(trace.Requests);
            Assert.InRange(In(grown), expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }, iter: 30);

    [Fact]
    public void Whole_growth_copies_every_request_and_none_stays_where_it_was()
    {
        var trace = Simulation.SampleTraces.Of("t", [(1, 10, 5), (2, 20, 5), (8, 30, 5), (11, 40, 5)]);
        var twice = TraceChange.Grow(trace, Ratio.FromValue(2), Duration.FromSeconds(10), Duration.FromSeconds(12), 1).Requests.ToList();
        Assert.Equal([1, 2, 3, 6, 7, 8, 10, 11], twice.Select(request => request.Arrival.Seconds));
        Assert.Equal([10, 20, 30, 10, 20, 30, 40, 40], twice.Select(request => request.Input.Count));
    }

    [Fact]
    public void A_trace_that_fits_is_read_once_and_a_longer_one_as_it_was()
    {
        var reads = 0;
        IEnumerable<TraceRequest> Requests()
        {
            reads++;
            foreach (var request in Simulation.SampleTraces.Of("t", [(1, 10, 5), (2, 20, 5), (8, 30, 5)]).Requests)
            {
                yield return request;
            }
        }

        var trace = new Trace("t", ["all"], null, Requests());
        var held = TraceChange.InMemory(trace, 3);
        Assert.Equal(6, held.Requests.Concat(held.Requests).Count());
        Assert.Equal(1, reads);
        Assert.Same(trace, TraceChange.InMemory(trace, 2));
    }
}
