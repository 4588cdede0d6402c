using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Tests.Simulation;

/// <summary>Traces too long for the memory: outcomes are forgotten, and replayed again where they are asked for.</summary>
public sealed class ForgottenOutcomesTests
{
    private static readonly Trace Long = SampleTraces.Poisson(3, 12, 40_000, random => (random.Next(50, 1500), random.Next(1, 60)));

    private static SimulationOptions Forgetful { get; } = new() { MostHeld = 2000, MostTimes = 60_000 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Replicas_on_their_own_give_the_same(int cores) => AssertSame(Long, Fleets.Of(Fleets.Kind(), 3), cores);

    [Fact]
    public void Replicas_that_fail_overflow_and_serve_classes_give_the_same()
    {
        var trace = Long with { Classes = ["chat", "report"], Requests = Long.Requests.Select((request, index) => request with { Class = index % 3 == 0 ? 1 : 0 }) };
        ReplicaGroup group = new(Fleets.Kind(), 2, Fleets.FourDollars) { Losses = [new Loss.Failure(Duration.FromMinutes(4))], Load = Duration.FromSeconds(20) };
        var fleet = new SimulatedFleet([group], Router.LeastOutstanding) { Overflow = Fleets.Api(new OverflowRule.QueueLength(6)) };
        var whole = AssertSame(trace, fleet, 1);
        Assert.True(whole.Overflowed > 100);
        Assert.Contains(whole.Outcomes(), one => one.Retries > 0);
    }

    [Fact]
    public void Prefill_apart_from_decode_gives_the_same()
    {
        ReplicaGroup Of(ReplicaRole role) => new(Fleets.Kind() with { Role = role }, 2, Fleets.FourDollars);
        AssertSame(Long, new([Of(ReplicaRole.Prefill), Of(ReplicaRole.Decode)], Router.LeastOutstanding), 1);
    }

    [Theory]
    [InlineData(Router.RoundRobin)]
    [InlineData(Router.LeastOutstanding)]
    public void A_run_that_is_stopped_gives_the_same(Router router)
    {
        SimulationResult Stopped(SimulationOptions options)
        {
            using var stop = new CancellationTokenSource();
            var passes = 0;
            return Simulator.Run(Long with { Requests = new Passes(Stopping) }, Fleets.Of(Fleets.Kind(), 2, router), options, stop.Token);

            IEnumerable<TraceRequest> Stopping()
            {
                var first = passes++ == 0;
                foreach (var (index, request) in Long.Requests.Index())
                {
                    if (first && index == 23_456)
                    {
                        stop.Cancel();
                    }

                    yield return request;
                }
            }
        }

        var result = Stopped(Forgetful);
        Assert.True(result.Stopped);
        Assert.Equal(23_456, result.Requests);
        AssertEqual(Stopped(new()), result);
    }

    private static SimulationResult AssertSame(Trace trace, SimulatedFleet fleet, int cores)
    {
        var whole = Simulator.Run(trace, fleet, new() { Cores = cores });
        AssertEqual(whole, Simulator.Run(trace, fleet, Forgetful with { Cores = cores }));
        return whole;
    }

    private static void AssertEqual(SimulationResult expected, SimulationResult found)
    {
        Assert.Equal(expected.Hash, found.Hash);
        Assert.Equal((expected.Ttft, expected.Tpot, expected.E2e), (found.Ttft, found.Tpot, found.E2e));
        Assert.Equal(expected.Classes, found.Classes);
        Assert.Equal(expected.Cost, found.Cost);
        Assert.Equal(expected.Outcomes(), found.Outcomes());
        Assert.Equal(expected.Timeline(40), found.Timeline(40));
        Assert.Equal(expected.AttainmentParts(Duration.FromMinutes(10), 5), found.AttainmentParts(Duration.FromMinutes(10), 5));
    }

    /// <summary>Requests that come from the start each time.</summary>
    private sealed class Passes(Func<IEnumerable<TraceRequest>> pass) : IEnumerable<TraceRequest>
    {
        public IEnumerator<TraceRequest> GetEnumerator() => pass().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
