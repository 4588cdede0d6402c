using Mtok.Planning;

namespace Mtok.Tests;

[Trait("Speed", "Slow")]
public sealed class MixedTests
{
    /// <summary>The best base fleet found from the levels of demand is the best of all numbers of machines.</summary>
    [Theory]
    [InlineData(5, 3)]
    [InlineData(40, 5)]
    [InlineData(200, 10)]
    public void The_base_fleet_is_the_best_of_all_sizes(double rate, double peak)
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(rate), HourlyShape.Spiky(Ratio.FromValue(peak)), ServiceLevel.None);
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var mixed = decision.Options.Where(option => option is { Kind: OptionKind.Mixed, Feasible: true, Fleet.Most: int.MaxValue }).ToList();
        Assert.NotEmpty(mixed);
        foreach (var option in mixed)
        {
            var fleet = option.Fleet!;
            var usable = fleet.MachineRate.PerSecond * fleet.Rules.PeakUtilization.Value;
            var api = option.Api!.PriceOf(decision.Workload.Mix, asBatch: false);
            var best = Enumerable.Range(1, 2000).Min(machines =>
            {
                var served = workload.Traffic.Shape.Levels.Sum(level => level.Share.Value * Math.Min(rate * level.Demand.Value, machines * usable));
                return (double)fleet.Price.PerMonth(machines).Dollars + ((rate - served) * Duration.Month.Seconds * (double)api.Dollars);
            });
            Assert.Equal(best, (double)option.Cost!.Bill.Value.Dollars, best * 1e-6);
        }
    }

    /// <summary>A mix brings no kind of machine back that is not named; where none is, any may be its base that cannot be interrupted.</summary>
    [Theory]
    [InlineData(new[] { OptionKind.Api, OptionKind.OnDemand, OptionKind.Mixed }, new[] { OptionKind.OnDemand })]
    [InlineData(new[] { OptionKind.Reserved, OptionKind.Mixed }, new[] { OptionKind.Reserved })]
    [InlineData(new[] { OptionKind.Mixed }, new[] { OptionKind.OnDemand, OptionKind.Reserved, OptionKind.Owned })]
    [InlineData(new[] { OptionKind.Api, OptionKind.Spot }, new[] { OptionKind.Spot })]
    public void A_mix_is_of_machines_that_are_named(OptionKind[] kinds, OptionKind[] machines)
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(20), HourlyShape.Spiky(Ratio.FromValue(5)), ServiceLevel.None) with { Allowed = Allowed.All with { Kinds = kinds } };
        var decided = Decision.For(workload, Workloads.Built, Workloads.Capacity).Options.Where(option => option.Fleet is not null).Select(option => option.Fleet!.Offer);
        var planned = PlanChoices.For(workload, Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity).Machines.Select(machine => machine.Offer);
        Assert.All(decided.Concat(planned), offer => Assert.Contains(Candidates.KindOf(offer.Pricing), machines));
        Assert.Equal(machines.Order(), planned.Select(offer => Candidates.KindOf(offer.Pricing)).Distinct().Order());
    }

    /// <summary>Neither machines nor an API may serve alone, so a mix need not be cheaper than they are.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(4)]
    public void Where_only_mixes_are_allowed_the_cheapest_is_the_answer(double rate)
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(rate), HourlyShape.Spiky(Ratio.FromValue(5)), ServiceLevel.None) with
        {
            Allowed = Allowed.All with { Kinds = [OptionKind.Mixed] },
        };
        var best = Decision.For(workload, Workloads.Built, Workloads.Capacity).Recommended;
        Assert.Equal(OptionKind.Mixed, best?.Kind);
        var plan = FleetProgram.Solve(PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity), new(Ratio.FromPercent(1), Duration.FromSeconds(5)));
        Assert.True(plan.LowerBound!.Value <= best!.Cost!.Bill.Value, $"{plan.LowerBound} {plan.BestPlan?.Bill} {best.Cost.Bill.Value} {best.Name}");
    }

    /// <summary>At today's volume a mix wins; past each of its edges it does no more.</summary>
    [Fact]
    public void The_flips_of_a_mix_are_where_it_stops_winning()
    {
        // Which rate a mix wins at moves with prices and throughput: the first of these that one does.
        var workload = Enumerable.Range(10, 40)
            .Select(rate => Workloads.Of(RequestsPerSecond.FromPerSecond(rate), HourlyShape.Steady, new(Duration.FromSeconds(2), Duration.FromMilliseconds(200))) with { Interruptible = false })
            .First(served => Decision.For(served, Workloads.Built, Workloads.Capacity).Recommended!.Kind == OptionKind.Mixed);
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        bool MixWins(double scale) =>
            At(decision, scale).First(option => option.MayWin).Kind == OptionKind.Mixed;
        var flips = decision.Flips;
        var below = flips.OfType<Flip.MixVolume>().Single(flip => !flip.Upwards);
        var above = flips.OfType<Flip.MixVolume>().Single(flip => flip.Upwards);
        Assert.True(below.Threshold < below.Today && above.Threshold > above.Today);
        Assert.True(MixWins(1) && MixWins((below.Threshold.Value / below.Today).Value * 1.001) && MixWins((above.Threshold.Value / above.Today).Value * 0.999));
        Assert.False(MixWins((below.Threshold.Value / below.Today).Value * 0.9995) || MixWins((above.Threshold.Value / above.Today).Value * 1.0005));
    }

    [Fact]
    public void Decide_and_break_even_give_one_volume_past_which_machines_stay_cheaper()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(10), HourlyShape.Steady, ServiceLevel.None);
        var stays = Decision.For(workload, Workloads.Built, Workloads.Capacity).Flips.OfType<Flip.VolumeStays>().Single();
        Assert.NotNull(stays.Threshold);
        Assert.Equal(ProvedBreakEven.Staircase(workload, Workloads.Capacity).Best!.Volume, stays.Threshold);
    }

    [Fact]
    public void Below_the_first_crossing_an_API_costs_less()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(3), HourlyShape.BusinessHours, ServiceLevel.None);
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var volume = decision.Flips.OfType<Flip.Volume>().Single();
        Assert.NotNull(volume.Threshold);
        var factor = (volume.Threshold.Value / volume.Today).Value;
        bool ApiWins(double scale) => At(decision, scale).First(option => option.Kind != OptionKind.Mixed).Kind == OptionKind.Api;

        // Below the first crossing no machines cost less, of one kind or several; past it those of several may be the first that do.
        Assert.All([0.1, 0.3, 0.5, 0.7, 0.9, 0.9995], below => Assert.True(ApiWins(factor * below)));
    }

    /// <summary>The options at a multiple of today's demand, with today's room for bursts and today's choice among estimates (Y10, U10), as flips keep them.</summary>
    private static List<RankedOption> At(Decision decision, double scale)
    {
        var (times, workload) = (Ratio.FromValue(scale), decision.Workload);
        var traffic = workload.Traffic with { Mean = workload.Traffic.Mean * times };
        return new RankedWays(decision.Problem with { Demand = decision.Problem.Demand.Times(times) }, workload with { Traffic = traffic }, null).All();
    }
}
