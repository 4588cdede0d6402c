using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>A ranking without a trace rests on requests that are made up for the busiest hours (Y7).</summary>
[Trait("Speed", "Slow")]
public sealed class ProvedDecisionTests
{
    private static readonly ServiceLevel Tight = new(Duration.FromSeconds(1), Duration.FromMilliseconds(60));

    [Fact]
    public void Machines_that_may_win_are_sized_by_replay_and_hold_more_than_steady_states_say()
    {
        var workload = Machines(RequestsPerSecond.FromPerSecond(5), HourlyShape.Steady, Tight);
        var (proved, assumed) = (ProvedDecision.Of(workload, Workloads.Capacity), Decision.For(workload, Workloads.Built, Workloads.Capacity));
        var best = proved.Recommended!;
        Assert.IsType<KindStanding.Proved>(best.Standing);
        Assert.True(proved.Proved!.Replays > 0 && proved.Proved.Requests >= 1000);
        Assert.True(best.CountedOn >= assumed.Recommended!.CountedOn);
        Assert.IsType<TrafficSource.Synthetic>(proved.Proved.Traffic);
    }

    [Fact]
    public void Nothing_is_replayed_where_an_API_costs_less_than_any_machines_at_least()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(0.01), HourlyShape.Steady, Tight);
        var decision = ProvedDecision.Of(workload, Workloads.Capacity);
        Assert.Null(decision.Proved);
        Assert.Equal(OptionKind.Api, decision.Recommended!.Kind);
    }

    [Fact]
    public void In_two_parts_it_is_the_same_but_for_volumes_that_come_later()
    {
        foreach (var workload in new[] { Machines(RequestsPerSecond.FromPerSecond(5), HourlyShape.Steady, Tight), Workloads.Of(RequestsPerSecond.FromPerSecond(5), HourlyShape.BusinessHours, Tight) })
        {
            var staged = StagedDecision.Of(workload, Workloads.Capacity);
            Assert.DoesNotContain(staged.First.Flips, flip => flip.IsOfVolume && flip is not Flip.MixVolume);
            Assert.False(staged.IsWhole);
            var atOnce = Decision.For(workload, Workloads.Built, Workloads.Capacity);
            Assert.Equal(atOnce.Flips.Select(flip => flip.GetType()), staged.Whole.Flips.Select(flip => flip.GetType()));
            Assert.Equal(staged.First.Flips, staged.Whole.Flips.Where(flip => flip is not Flip.Volume and not Flip.VolumeStays));
            Assert.True(staged.IsWhole);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_answer()
    {
        var workload = Machines(RequestsPerSecond.FromPerSecond(2), HourlyShape.BusinessHours, Tight);
        var (one, other) = (ProvedDecision.Of(workload, Workloads.Capacity), ProvedDecision.Of(workload, Workloads.Capacity));
        Assert.Equal(one.Options.Select(option => (option.Name, option.CountedOn)), other.Options.Select(option => (option.Name, option.CountedOn)));
        Assert.Equal(one.Proved!.Kinds, other.Proved!.Kinds);
    }

    private static Workload Machines(RequestsPerSecond mean, HourlyShape shape, ServiceLevel level) =>
        Workloads.Of(mean, shape, level) with { Interruptible = false, Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand, OptionKind.Reserved] } };
}
