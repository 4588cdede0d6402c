using CsCheck;
using Mtok.Simulation;

namespace Mtok.Tests.Simulation;

/// <summary>Replicas whose number follows the clock; each also comes out the same step by step.</summary>
[Trait("Speed", "Slow")]
public sealed class ScheduleTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    public void What_is_added_serves_when_its_step_begins_and_its_start_is_paid()
    {
        // Two minutes at one replica, two at three, and so on; a start takes 30 s.
        var trace = SampleTraces.Poisson(1, 6, 2800, random => (random.Next(100, 900), 1 + random.Next(150)));
        var result = FleetTests.Same(trace, Fleet(new(Minute, [1, 1, 3, 3])));
        Assert.Equal(2800, result.Served);
        var starts = Math.Floor((result.Horizon.Seconds - 90) / 240) + 1;
        Assert.Equal(4.0 / 3600 * 30 * 2 * starts, (double)result.Cost.ColdStart.Dollars, 1e-3);

        // Who comes in the first second of a third minute finds three replicas, in the last of a second one.
        var second = result.Outcomes().Where(one => one.Arrival.Seconds % 240 is > 1 and < 118).Select(one => one.Replica).Distinct().ToList();
        var third = result.Outcomes().Where(one => one.Arrival.Seconds is > 120 and < 180).Select(one => one.Replica).Distinct().ToList();
        Assert.Single(second);
        Assert.Equal(3, third.Count);
    }

    [Fact]
    public void What_is_given_back_finishes_what_it_has_in_work_and_is_paid_until_then()
    {
        var trace = SampleTraces.Of("long", [.. Enumerable.Range(0, 8).Select(index => (55.0 + (index / 10.0), 300, 2000)), (200.0, 10, 2)]);
        var result = FleetTests.Same(trace, Fleet(new(Minute, [4, 1, 1, 1, 1, 1])));
        Assert.Equal(9, result.Served);
        Assert.All(result.Outcomes(), one => Assert.Equal(0, one.Retries));
        var ends = result.Outcomes().Take(8).Where(one => one.Replica > 0).GroupBy(one => one.Replica).Sum(replica => replica.Max(one => (one.Arrival + one.E2e!.Value).Seconds));
        // Three answers end at their clients 40 ms after their machines (the server's part of a request).
        Assert.Equal((result.Horizon.Seconds + ends - (3 * Fleets.Kind().Engine.Server.Seconds)) * 4 / 3600, (double)result.Cost.Total.Dollars, 1e-6);
    }

    [Fact]
    public void Who_waits_at_a_replica_that_is_given_back_goes_to_another()
    {
        var trace = SampleTraces.Of("heap", [.. Enumerable.Range(0, 300).Select(index => (50.0 + (index / 100.0), 300, 400))]);
        var result = FleetTests.Same(trace, Fleet(new(Minute, [2, 1, 1, 1, 1, 1, 1, 1, 1, 1]), new() { MaxSequences = 8 }));
        Assert.Equal(300, result.Served);
        Assert.True(result.Outcomes().Count(one => one.Replica == 0) > 200);
        var waited = result.Outcomes().Sum(one => one.Wait.Seconds);
        Assert.Equal(waited, result.MeanWaiting.Value * result.Horizon.Seconds, 1e-4 * waited);
    }

    [Fact]
    public void With_no_replica_up_requests_wait_for_the_next_step_and_that_counts_or_go_to_the_api_at_once()
    {
        var trace = SampleTraces.Of("early", [.. Enumerable.Range(0, 50).Select(index => (index + 0.5, 300, 40))]);
        var fleet = Fleet(new(Minute, [0, 2]));
        var waiting = FleetTests.Same(trace, fleet);
        Assert.Equal(50, waiting.Served);
        Assert.True(waiting.Ttft.P50 > Duration.FromSeconds(30));
        var waited = waiting.Outcomes().Sum(one => one.Wait.Seconds);
        Assert.True(waited > 50 * 30);
        Assert.Equal(waited, waiting.MeanWaiting.Value * waiting.Horizon.Seconds, 1e-4 * waited);
        var sent = FleetTests.Same(trace, fleet with { Overflow = Fleets.Api(new OverflowRule.PredictedTtft(Minute)) });
        Assert.Equal(50, sent.Overflowed);
    }

    [Fact]
    public void A_start_that_takes_longer_than_a_step_is_begun_steps_ahead()
    {
        var trace = SampleTraces.Poisson(2, 4, 2400, random => (random.Next(100, 900), 1 + random.Next(150)));
        var schedule = new Schedule(Duration.FromSeconds(20), [3, 1, 2, 0, 4, 1, 0, 2]);
        var fleet = Fleet(schedule);
        var result = FleetTests.Same(trace, fleet with { Groups = [fleet.Groups[0] with { Load = Duration.FromSeconds(70) }] });
        Assert.Equal(2400, result.Served);
        foreach (var one in result.Outcomes().Where(one => schedule.At((long)(one.Arrival.Seconds / 20)) == 0 && one.Arrival.Seconds % 20 < 19))
        {
            Assert.True((one.Arrival + one.Wait).Seconds >= (Math.Floor(one.Arrival.Seconds / 20) + 1) * 20 - 1e-3, "nothing is begun in a step of none");
        }
    }

    [Fact]
    public void Any_schedule_conserves_requests_and_dollars_and_is_the_same_step_by_step() =>
        Gen.Select(Gen.Int[1, 1000], Gen.Int[0, 4].Array[6], Gen.Int[5, 90], Gen.Int[0, 100], Gen.Int[1, 2], Gen.Bool).Sample((seed, counts, step, start, perMachine, fails) =>
        {
            counts[seed % 6] = 2;
            var trace = SampleTraces.Poisson(seed, 6, 600, random => (random.Next(20, 1500), 1 + random.Next(200)));
            var group = new ReplicaGroup(Fleets.Kind(limits: new() { MaxSequences = 12 }), 0, new(UsdPerHour.FromDollars(4), perMachine, "a test"))
            {
                Schedule = new(Duration.FromSeconds(step), counts),
                Provision = default,
                Load = Duration.FromSeconds(start),
                Losses = fails ? [new Loss.Failure(Duration.FromSeconds(60))] : [],
                Spares = seed % 3 == 0 ? 1 : 0,
            };
            var result = FleetTests.Same(trace, new([group], seed % 2 == 0 ? Router.LeastWork : Router.RoundRobin));
            Assert.Equal(600, result.Served);
            Assert.Equal(result.Cost, result.Hours.Aggregate(SimulatedCost.None, (sum, hour) => sum + hour));
            Assert.True(result.Cost.Idle >= Usd.FromDollars(-0.000001m) && result.Cost.ColdStart >= default(Usd));
            var parts = result.AttainmentParts(Duration.FromSeconds(step), 20);
            Assert.Equal((600, 600), (parts.Sum(part => part.Requests), parts.Sum(part => part.Met)));
        }, iter: 25);

    private static SimulatedFleet Fleet(Schedule schedule, EngineLimits? limits = null) => new(
        [new ReplicaGroup(Fleets.Kind(limits: limits), 0, Fleets.FourDollars) { Schedule = schedule, Provision = default, Load = Duration.FromSeconds(30) }], Router.LeastOutstanding);
}
