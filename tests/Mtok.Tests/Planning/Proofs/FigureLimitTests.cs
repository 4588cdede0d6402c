using Mtok.Planning;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Several limits on figures of all requests hold together: in steady states (Q4), in fleets sized by replay and in plans (Y9).</summary>
[Trait("Speed", "Slow")]
public sealed class FigureLimitTests
{
    private static readonly Duration Hour = Duration.Hour;

    [Fact]
    public void Steady_states_keep_the_tightest_of_the_limits()
    {
        var accelerator = Workloads.Built.FindAccelerator("h100-sxm")!;
        var (mean, p99) = (Ttft(new(Milliseconds(150), null, null, null)), Ttft(new(null, null, null, Milliseconds(400))));
        var all = new[] { mean, p99, mean with { TtftFigures = mean.TtftFigures with { P99 = Milliseconds(400) } } }
            .Select(level => Workloads.Capacity.Modelled.Find(Model, accelerator, Mix, level, AllowedPrecisions.Default).ToDictionary(found => found.Deployment)).ToList();
        Assert.NotEmpty(all[2]);
        Assert.All(all[2].Values, both => Assert.Equal(
            Math.Min(all[0][both.Deployment].Requests.Value.PerSecond, all[1][both.Deployment].Requests.Value.PerSecond), both.Requests.Value.PerSecond, 1e-9));
        Assert.Contains(all[2].Keys, one => all[0][one].Requests.Value < all[1][one].Requests.Value);
    }

    [Theory]
    [InlineData(120, 2000)]
    [InlineData(2000, 250)]
    public void A_plan_keeps_every_limit_in_every_step_of_its_replay(double mean, double p99)
    {
        var level = Ttft(new(Milliseconds(mean), null, null, Milliseconds(p99)));
        var replay = Planned(level).Replay!;
        Assert.True(replay.Holds, replay.WhyNot?.ToString());
        Assert.IsType<ReplayStanding.MeetsFigures>(replay.Standing);
        Assert.All(StepsOf(replay), step => Assert.True(step.Mean <= mean && step.P99 <= p99, step.ToString()));
    }

    [Fact]
    public void A_limit_on_the_mean_beside_one_on_a_percentile_needs_more_machines()
    {
        var loose = Planned(Ttft(new(null, null, null, Milliseconds(2000))).AsShare());
        Assert.Contains(StepsOf(loose.Replay!), step => step.Mean > 120);
        Assert.True(Planned(Ttft(new(Milliseconds(120), null, null, Milliseconds(2000)))).Replay!.Replayed > loose.Replay!.Replayed);
    }

    [Fact]
    public void The_cheapest_fleet_without_a_trace_is_sized_for_every_limit()
    {
        int Replicas(LatencyFigures figures) => ProvedDecision.Of(WorkloadOf(Ttft(figures)), Workloads.Capacity).Proved!.Kinds
            .Select(kind => kind.Standing).OfType<KindStanding.Proved>().Max(standing => standing.Replicas);
        var (both, loose) = (Replicas(new(Milliseconds(120), null, null, Milliseconds(2000))), Replicas(new(null, null, null, Milliseconds(2000))));
        Assert.True(both > loose, $"{both} and {loose}");
    }

    private static Model Model => Workloads.Built.FindModel("llama-3.3-70b")!;

    private static TokenMix Mix => new(Tokens.FromCount(300), Tokens.FromCount(300), Ratio.Zero);

    private static ServiceLevel Ttft(LatencyFigures figures) => ServiceLevel.None with { TtftFigures = figures };

    private static Duration Milliseconds(double time) => Duration.FromMilliseconds(time);

    private static Workload WorkloadOf(ServiceLevel level) => Workloads.Of(RequestsPerSecond.FromPerSecond(8), HourlyShape.Steady, level) with
    {
        Interruptible = false,
        Allowed = Allowed.All with { Kinds = [OptionKind.OnDemand], Providers = ["lambda"] },
    };

    private static PlanAnswer Planned(ServiceLevel level)
    {
        var workload = WorkloadOf(level);
        var trace = TraceChange.InMemory(TraceGenerator.Of(workload, Workloads.Built.FindProfile(WorkloadTraffic.UsualProfile)!, Hour * Ratio.FromValue(2), 1), 1_000_000);
        var traffic = VerdictTraffic.OfTrace(new PlanRequest { Step = Hour }, replays: true, workload, trace, new(new Problems()))!;
        return PlanAnswer.For(workload, traffic, Workloads.Capacity, new(Ratio.FromPercent(0.5)), new());
    }

    /// <summary>The figures of each step without its slowest request.</summary>
    private static List<(double Mean, double P99)> StepsOf(Replay replay) =>
        [.. replay.Result.Outcomes().GroupBy(one => Math.Min(1, (int)(one.Arrival / Hour).Value)).Select(step =>
        {
            var times = step.Select(one => one.Ttft!.Value.Milliseconds).Order().SkipLast(1).ToList();
            return (times.Average(), times[(int)Math.Ceiling(times.Count * 0.99) - 1]);
        })];
}
