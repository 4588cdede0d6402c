using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Tests.Simulation;

/// <summary>What fleets do beyond replicas side by side; each also comes out the same step by step.</summary>
[Trait("Speed", "Slow")]
public sealed class FleetTests
{
    private static readonly EngineLimits Blocks = new() { KvBlocks = 1500, Reuse = PrefixReuse.OfBlocks };

    [Fact]
    public void Prompts_that_begin_alike_are_computed_once_and_a_router_that_looks_finds_them()
    {
        var trace = SampleTraces.Chats(1, 25, 2500);
        SimulationResult With(PrefixReuse reuse, Router router, long blocks = 1500) =>
            Same(trace, Fleets.Of(Fleets.Kind(limits: Blocks with { Reuse = reuse, KvBlocks = blocks }), 3, router));
        double Hits(SimulationResult result) => result.Outcomes().Sum(one => one.Cached.Count) / result.Outcomes().Sum(one => one.Input.Count);

        var (off, turn, aware) = (With(PrefixReuse.Nothing, Router.RoundRobin), With(PrefixReuse.OfBlocks, Router.RoundRobin), With(PrefixReuse.OfBlocks, Router.PrefixAware));
        Assert.Equal(0, Hits(off));
        Assert.True(Hits(turn) > 0.1);
        Assert.True(Hits(aware) > Hits(turn));
        Assert.True(turn.Ttft.Mean < off.Ttft.Mean);
        Assert.True(Hits(With(PrefixReuse.OfBlocks, Router.RoundRobin, 30_000)) > Hits(turn), "what does not fit is forgotten, the oldest first");
    }

    [Fact]
    public void A_shared_part_is_neither_found_beyond_the_prompt_nor_charged_as_prompt_time()
    {
        var trace = SampleTraces.Chats(2, 5, 300);
        var half = Same(trace, Fleets.Of(Fleets.Kind(limits: new() { Reuse = new PrefixReuse.Share(Ratio.FromPercent(50)) })));
        Assert.All(half.Outcomes(), one => Assert.Equal(Math.Floor(one.Input.Count / 2), one.Cached.Count));
        Assert.True(half.Ttft.Mean < Same(trace, Fleets.Of(Fleets.Kind(limits: new() { Reuse = PrefixReuse.Nothing }))).Ttft.Mean);
    }

    [Fact]
    public void Prompts_and_tokens_on_replicas_of_their_own()
    {
        var (whole, trace) = (Fleets.Kind(), SampleTraces.Chats(3, 20, 1500));
        SimulatedFleet Split(Duration latency) => new([new(whole with { Role = ReplicaRole.Prefill }, 2, Fleets.FourDollars), new(whole with { Role = ReplicaRole.Decode }, 2, Fleets.FourDollars)], Router.LeastOutstanding)
        {
            Transfer = new(Bytes.FromCount(131_072), BytesPerSecond.FromGigabytes(50), latency),
        };
        var (near, far) = (Same(trace, Split(Duration.FromMilliseconds(1))), Same(trace, Split(Duration.FromSeconds(1))));
        Assert.Equal(1500, near.Served);
        Assert.Equal(near.Ttft, far.Ttft);
        Assert.Equal(1, (far.E2e.Mean - near.E2e.Mean).Seconds, 0.05);
        var mixed = Same(trace, Fleets.Of(whole, 4, Router.LeastOutstanding));
        Assert.True(near.Tpot.P90 < mixed.Tpot.P90, "no prompt comes between tokens");
    }

    [Fact]
    public void Replicas_follow_the_traffic_and_what_starts_is_paid()
    {
        var trace = SampleTraces.Of("wave", [.. Enumerable.Range(0, 6000).Select(index => (index < 3000 ? index / 10.0 : 300 + ((index - 3000) / 100.0), 400, 150))]);
        var group = new ReplicaGroup(Fleets.Kind(), 1, Fleets.FourDollars)
        {
            Scaling = new(1, 6, new ScalingSignal.InFlight(16), Duration.FromSeconds(5), Duration.FromSeconds(30)),
            Provision = Duration.FromSeconds(20),
            Load = Duration.FromSeconds(10),
        };
        var scaled = Same(trace, new([group], Router.LeastOutstanding));
        var (one, six) = (Same(trace, Fleets.Of(group.Kind, 1, Router.LeastOutstanding)), Same(trace, Fleets.Of(group.Kind, 6, Router.LeastOutstanding)));
        Assert.True(six.E2e.Mean <= scaled.E2e.Mean && scaled.E2e.Mean <= one.E2e.Mean);
        Assert.True(scaled.Cost.Total <= six.Cost.Total);
        Assert.True(scaled.Cost.ColdStart > default(Usd));
        var waiting = Same(trace, new([group with { Scaling = group.Scaling with { Signal = new ScalingSignal.Waiting(2) } }], Router.LeastOutstanding));
        Assert.Equal(6000, waiting.Served);
    }

    [Fact]
    public void What_was_in_hand_when_a_replica_failed_is_done_again_and_spares_stand_in()
    {
        var trace = SampleTraces.Chats(4, 20, 4000);
        ReplicaGroup Group(int spares) => new(Fleets.Kind(), 3, Fleets.FourDollars) { Losses = [new Loss.Failure(Duration.FromSeconds(60))], Load = Duration.FromSeconds(40), Spares = spares };
        var (bare, spared) = (Same(trace, new([Group(0)], Router.LeastOutstanding)), Same(trace, new([Group(2)], Router.LeastOutstanding)));
        Assert.Equal(4000, bare.Served);
        Assert.Contains(bare.Outcomes(), one => one.Retries > 0);
        Assert.True(bare.Cost.Repeated > default(Usd));
        Assert.True(spared.E2e.P99 < bare.E2e.P99);
        Assert.True(spared.Cost.Spares > default(Usd));
    }

    [Fact]
    public void Spot_machines_come_and_go_as_the_trace_says()
    {
        var trace = SampleTraces.Chats(5, 10, 2000);
        var loss = new Loss.Availability(Duration.FromSeconds(30), [2, 2, 0, 1]);
        var group = new ReplicaGroup(Fleets.Kind(), 2, Fleets.FourDollars) { Losses = [loss], Provision = Duration.FromSeconds(5), Load = Duration.FromSeconds(5) };
        var spot = Same(trace, new([group], Router.RoundRobin));
        Assert.Equal(2000, spot.Served);
        Assert.Contains(spot.Outcomes(), one => one.Retries > 0);
        Assert.True(spot.Ttft.P99 > Duration.FromSeconds(20), "nothing answers while nothing can run");
        var rate = Same(trace, new([group with { Losses = [new Loss.Interruption(Duration.FromSeconds(45))] }], Router.LeastOutstanding));
        Assert.Equal(2000, rate.Served);
        Assert.True(rate.Cost.ColdStart > default(Usd));
    }

    [Fact]
    public void Nothing_waits_for_machines_that_never_come()
    {
        var group = new ReplicaGroup(Fleets.Kind(), 1, Fleets.FourDollars) { Losses = [new Loss.Availability(Duration.FromHours(1), [0])] };
        var result = Same(SampleTraces.Chats(6, 10, 20), new([group], Router.RoundRobin));
        Assert.Equal(20, result.Unfinished);
    }

    [Fact]
    public void What_would_wait_too_long_goes_to_the_api_and_is_billed()
    {
        var trace = SampleTraces.Chats(7, 60, 3000);
        var fleet = Fleets.Of(Fleets.Kind(limits: new() { KvBlocks = 900, MaxSequences = 16 }), 1, Router.LeastOutstanding);
        var without = Same(trace, fleet);
        foreach (var rule in new OverflowRule[] { new OverflowRule.QueueLength(4), new OverflowRule.Wait(Duration.FromSeconds(1)), new OverflowRule.PredictedTtft(Duration.FromSeconds(1)) })
        {
            var api = Fleets.Api(rule);
            var result = Same(trace, fleet with { Overflow = api });
            Assert.InRange(result.Overflowed, 1, 2999);
            Assert.True(result.Ttft.P99 < without.Ttft.P99);
            var bill = result.Outcomes().Where(one => one.Ending == Ending.Overflowed).Aggregate(default(Usd), (sum, one) => sum + api.Tariff.PriceOf(new(one.Input, one.Output, Ratio.Zero), asBatch: false));
            Assert.Equal(bill, result.Cost.Api);
        }
    }

    [Fact]
    public void Each_class_has_its_own_api_or_none_and_a_group_takes_only_its_classes()
    {
        var trace = SampleTraces.Chats(11, 40, 3000);
        var kind = Fleets.Kind(limits: new() { KvBlocks = 1200, MaxSequences = 16 });
        var share = Fleets.Api(new OverflowRule.Share(Ratio.FromPercent(25))) with { AsBatch = true };
        var fleet = new SimulatedFleet([new(kind, 1, Fleets.FourDollars) { Only = ["chat"] }, new(kind, 1, Fleets.FourDollars)], Router.LeastWork)
        {
            Classes = [new("chat", ServiceLevel.None, null, false), new("report", ServiceLevel.None, null, false) { Overflow = share }],
        };
        var result = Same(trace, fleet);
        var (chats, reports) = (result.Outcomes().Where(one => one.Class == 0).ToList(), result.Outcomes().Where(one => one.Class == 1).ToList());
        Assert.All(chats, one => Assert.Equal(Ending.Served, one.Ending));
        Assert.Equal(Math.Floor(reports.Count / 4.0), reports.Count(one => one.Ending == Ending.Overflowed));
        Assert.Equal(result.Classes[1].Overflowed, result.Overflowed);
        Assert.All(reports.Where(one => one.Ending == Ending.Served), one => Assert.Equal(1, one.Replica));
        Assert.Contains(chats, one => one.Replica == 0);
        var bill = reports.Where(one => one.Ending == Ending.Overflowed).Aggregate(default(Usd), (sum, one) => sum + share.Tariff.PriceOf(new(one.Input, one.Output, Ratio.Zero), asBatch: true));
        Assert.Equal(bill, result.Cost.Api);
    }

    [Fact]
    public void A_step_that_allows_fewer_in_hand_sends_more_to_the_api()
    {
        var trace = SampleTraces.Chats(12, 20, 3000);
        var fleet = Fleets.Of(Fleets.Kind(limits: new() { MaxSequences = 32 }), 1, Router.LeastWork);
        fleet = fleet with { Groups = [fleet.Groups[0] with { FullRate = RequestsPerSecond.FromPerSecond(25) }], Overflow = Fleets.Api(new OverflowRule.Planned(Duration.FromSeconds(30), Duration.FromSeconds(20), [Ratio.One, Ratio.FromPercent(25)])) };
        var sent = Same(trace, fleet).Outcomes().Where(one => one.Ending == Ending.Overflowed).CountBy(one => (int)(one.Arrival.Seconds / 20) % 2).ToDictionary();
        Assert.True(sent.GetValueOrDefault(1) > sent.GetValueOrDefault(0) + 100, $"{sent.GetValueOrDefault(1)} {sent.GetValueOrDefault(0)}");
    }

    [Fact]
    public void What_no_memory_holds_goes_to_the_api_where_there_is_one()
    {
        var trace = SampleTraces.Of("long", [(0, 100, 10), (1, 50_000, 10)]);
        var fleet = Fleets.Of(Fleets.Kind(limits: new() { KvBlocks = 900 }), 1, Router.LeastOutstanding);
        Assert.Equal(1, Same(trace, fleet).TooLong);
        Assert.Equal((0, 1), (Same(trace, fleet with { Overflow = Fleets.Api(new OverflowRule.QueueLength(4)) }).TooLong, Same(trace, fleet with { Overflow = Fleets.Api(new OverflowRule.QueueLength(4)) }).Overflowed));
    }

    [Fact]
    public void Batch_gives_way_to_those_who_wait_for_an_answer()
    {
        var trace = SampleTraces.Chats(8, 40, 2500);
        var kind = Fleets.Kind(limits: new() { KvBlocks = 1200, MaxSequences = 24 });
        var level = new ServiceLevel(Duration.FromSeconds(5), null);
        SimulatedFleet With(params ServiceClass[] classes) => Fleets.Of(kind, 1, Router.LeastOutstanding) with { Classes = classes, Level = level };
        var equal = Same(trace, With());
        var ranked = Same(trace, With(new("chat", level, null, false), new("report", ServiceLevel.None, Duration.FromHours(1), true)));
        Assert.True(ranked.Classes[0].Ttft.P99 < equal.Classes[0].Ttft.P99);
        Assert.True(ranked.Classes[0].Attainment > equal.Classes[0].Attainment);
        Assert.Equal(Ratio.One, ranked.Classes[1].Attainment);
        Assert.Equal(2500, ranked.Served);
    }

    [Fact]
    public void Kinds_side_by_side_share_the_work_by_what_they_finish()
    {
        var trace = SampleTraces.Chats(9, 25, 2000);
        var fleet = new SimulatedFleet([new(Fleets.Kind(), 1, Fleets.FourDollars), new(Fleets.Kind(device: "l40s"), 2, Fleets.FourDollars)], Router.LeastOutstanding);
        var counts = Same(trace, fleet).Outcomes().CountBy(one => one.Replica).ToDictionary();
        Assert.True(counts[0] > counts[1] && counts[0] > counts[2]);
    }

    [Fact]
    public void A_run_that_is_stopped_says_so_and_tells_what_was_done()
    {
        using var stop = new CancellationTokenSource();
        var trace = SampleTraces.Chats(10, 20, 1000);
        var stopping = trace with
        {
            Requests = trace.Requests.Select((request, index) =>
        {
            if (index == 400)
            {
                stop.Cancel();
            }

            return request;
        })
        };
        var result = Simulator.Run(stopping, Fleets.Of(Fleets.Kind(), 2, Router.LeastOutstanding), new(), stop.Token);
        Assert.True(result.Stopped);
        Assert.InRange(result.Requests, 399, 402);
        Assert.Equal(result.Requests, result.Served + result.Unfinished);
    }

    /// <summary>The result, which must be the same step by step.</summary>
    internal static SimulationResult Same(Trace trace, SimulatedFleet fleet)
    {
        var fast = Simulator.Run(trace, fleet, new(), TestContext.Current.CancellationToken);
        var plain = Simulator.Run(trace, fleet, new() { StepByStep = true }, TestContext.Current.CancellationToken);
        foreach (var (expected, found) in plain.Outcomes().Zip(fast.Outcomes()))
        {
            Assert.Equal(expected, found);
        }

        Assert.Equal(plain.Hash, fast.Hash);
        Assert.Equal(plain.Cost.Busy, fast.Cost.Busy);
        Assert.Equal(plain.Cost.Repeated, fast.Cost.Repeated);
        return fast;
    }
}
