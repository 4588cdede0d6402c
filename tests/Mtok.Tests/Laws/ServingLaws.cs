using CsCheck;
using Mtok.Simulation;
using Mtok.Tests.Simulation;

namespace Mtok.Tests;

/// <summary>What bursts, closed loops and arrivals must obey on every replica, and how close they come to the simulated run.</summary>
public sealed class ServingLaws
{
    private static readonly string[] Models = ["llama-3.1-8b", "qwen3-32b", "llama-3.3-70b"];

    private static readonly Gen<ReplicaKind> Kinds =
        from model in Gen.Int[0, Models.Length - 1]
        from sequences in Gen.Int[1, 300]
        from batched in Gen.Int[512, 16_384]
        select Fleets.Kind(
            Models[model], "h200-sxm", model == 2 ? 4 : 1, "bf16",
            new() { MaxSequences = sequences, MaxBatchedTokens = batched, KvBlocks = 10_000_000, Reuse = PrefixReuse.Nothing }, EngineCalibration.None);

    /// <summary>Replicas whose multiplies take as long for 65 tokens as for 128, and so on.</summary>
    private static readonly Gen<ReplicaKind> Eights =
        from model in Gen.Int[0, Models.Length - 1]
        from sequences in Gen.Int[1, 300]
        from batched in Gen.Int[512, 16_384]
        select Fleets.Kind(
            Models[model], "h200-sxm", model == 2 ? 4 : 1, "fp8",
            new() { MaxSequences = sequences, MaxBatchedTokens = batched, KvBlocks = 10_000_000, Reuse = PrefixReuse.Nothing }, EngineCalibration.None);

    [Fact]
    public void A_burst_takes_as_long_as_simulated() =>
        Gen.Select(Kinds, Gen.Int[1, 1000], Gen.Int[10, 8000], Gen.Int[1, 600]).Sample((kind, requests, input, output) =>
        {
            var simulated = Simulator.Run(SampleTraces.Of("burst", Enumerable.Repeat((0.0, input, output), requests)), Fleets.Of(kind), new(), TestContext.Current.CancellationToken);
            var burst = Serving(kind, input, output).Burst(Tokens.FromCount(requests));
            var duration = simulated.Outcomes().Max(one => one.E2e!.Value.Seconds);
            Assert.InRange(burst.Duration.Seconds / duration, 0.97, 1.03);
            Assert.InRange(burst.Ttft.Seconds / simulated.Ttft.Mean.Seconds, 0.8, 1.2);
            Assert.Equal(requests / burst.Duration.Seconds, burst.Rate.PerSecond, 1e-9 * burst.Rate.PerSecond);
        }, iter: 200);

    [Fact]
    public void Arrivals_wait_as_long_as_simulated()
    {
        var errors = new System.Collections.Concurrent.ConcurrentBag<double>();
        Gen.Select(Kinds, Gen.Double[0.1, 0.95], Gen.Int[10, 4000], Gen.Int[2, 400]).Sample((kind, share, input, output) =>
        {
            kind = kind with { Limits = kind.Limits with { PlansAhead = false } };
            var serving = Serving(kind, input, output);
            var rate = serving.Saturated().Requests * Ratio.FromValue(share);
            var simulated = Simulator.Run(SampleTraces.Poisson(1, rate.PerSecond, 1500, _ => (input, output)), Fleets.Of(kind), new());
            errors.Add(Math.Log(serving.AtRate(rate)!.Ttft.Seconds / simulated.Ttft.Mean.Seconds));
        }, iter: 100);
        var sorted = errors.Select(Math.Abs).Order().ToList();
        Assert.True(sorted[50] <= 0.25, $"{sorted[50]}");
    }

    [Fact]
    public void More_users_or_arrivals_never_wait_less_and_looser_limits_never_serve_less() =>
        Gen.Select(Kinds, Gen.Double[1, 3000], Gen.Double[1, 3], Gen.Int[10, 8000], Gen.Int[2, 1000], Gen.Double[0.02, 30], Gen.Double[0.005, 0.5]).Sample((kind, users, factor, input, output, ttft, tpot) =>
        {
            var serving = Serving(kind, input, output);
            var (few, many) = (serving.AtConcurrency(Tokens.FromCount(users)), serving.AtConcurrency(Tokens.FromCount(users * factor)));
            Assert.True(many.Ttft >= few.Ttft * Ratio.FromValue(0.99), $"{few} {many}");
            Assert.Equal(few.Concurrency.Count, few.Requests.PerSecond * (few.Ttft.Seconds + ((output - 1) * few.Tpot.Seconds)), 1e-6 * few.Concurrency.Count);
            Assert.Equal(users, few.Concurrency.Count, 0.02 * users);
            var level = new ServiceLevel(Duration.FromSeconds(ttft), Duration.FromSeconds(tpot));
            if (serving.Within(level) is { } within)
            {
                var looser = Ratio.FromValue(factor);
                Assert.True(serving.Within(level with { Ttft = level.Ttft!.Value * looser })!.Requests >= within.Requests * Ratio.FromValue(0.998));
                Assert.True(serving.Within(level with { Tpot = level.Tpot!.Value * looser })!.Requests >= within.Requests * Ratio.FromValue(0.998));
                Assert.True(serving.Within(level with { Share = Ratio.FromPercent(90) })!.Requests >= within.Requests * Ratio.FromValue(0.998));
                Assert.True(serving.AtRate(within.Requests * Ratio.FromValue(1 / factor))!.Ttft <= within.Ttft * Ratio.FromValue(1.01));
            }
        });

    [Fact]
    public void Users_beyond_the_batch_wait_in_line()
    {
        var serving = Serving(Fleets.Kind(limits: new() { MaxSequences = 128, KvBlocks = 10_000_000 }, engine: EngineCalibration.None), 4000, 192);
        var state = serving.AtConcurrency(Tokens.FromCount(2000));
        Assert.Equal(serving.AtBatch(serving.MaxBatch).Requests, state.Requests);
        Assert.Equal(2000 / state.Requests.PerSecond, state.Ttft.Seconds + (191 * state.Tpot.Seconds), 1e-6);
        Assert.True(state.Ttft > Duration.FromSeconds(60), $"{state.Ttft}");
    }

    [Fact]
    public void The_batch_limit_that_serves_most_is_chosen() =>
        Gen.Select(Eights, Gen.Int[10, 8000], Gen.Int[2, 1000], Gen.Double[0, 1]).Sample((kind, input, output, part) =>
        {
            var serving = Serving(kind, input, output);
            var best = serving.Saturated();
            var other = serving.AtBatch(Tokens.FromCount(Math.Max(1, part * serving.Frontier(2)[^1].Batch.Count)));
            Assert.True(best.Requests >= other.Requests * Ratio.FromValue(0.99), $"{best} {other}");
            if (best.Limit is { } limit)
            {
                Assert.Equal(best.Batch, limit.Sequences);
                Assert.Equal(best.Requests.PerSecond, serving.AtBatch(limit.Larger).Requests.PerSecond * (1 + limit.More.Value), 1e-9 * best.Requests.PerSecond);
            }
        });

    [Fact]
    public void A_batch_limit_below_a_kernels_next_tile_beats_the_engines_own()
    {
        var limits = new EngineLimits { MaxSequences = 150, KvBlocks = 10_000_000, Reuse = PrefixReuse.Nothing };
        var serving = Serving(Fleets.Kind("qwen3-32b", "h200-sxm", 1, "fp8", limits, EngineCalibration.None), 200, 1000);
        Assert.Equal((128, 150), ((int)serving.Saturated().Limit!.Sequences.Count, (int)serving.Saturated().Limit!.Larger.Count));
    }

    [Fact]
    public void The_server_adds_its_time_before_the_first_token_once() =>
        Gen.Select(Kinds, Gen.Double[1, 1000], Gen.Int[10, 8000], Gen.Int[2, 1000], Gen.Double[1, 200]).Sample((kind, users, input, output, server) =>
        {
            var (without, with) = (Serving(kind, input, output), Serving(kind with { Engine = kind.Engine with { Server = Duration.FromMilliseconds(server) } }, input, output));
            var batch = Tokens.FromCount(Math.Min(users, without.MaxBatch.Count));
            Assert.Equal(server, (with.AtBatch(batch).Ttft - without.AtBatch(batch).Ttft).Milliseconds, 1e-6);
            Assert.Equal(server, (with.Burst(batch).Ttft - without.Burst(batch).Ttft).Milliseconds, 1e-6);
            var (closed, faster) = (with.AtConcurrency(Tokens.FromCount(users)), without.AtConcurrency(Tokens.FromCount(users)));
            Assert.Equal(closed.Concurrency.Count, closed.Requests.PerSecond * (closed.Ttft.Seconds + ((output - 1) * closed.Tpot.Seconds)), 1e-6 * closed.Concurrency.Count);
            Assert.True(closed.Batch <= faster.Batch * Ratio.FromValue(1.002), $"{closed} {faster}");
        });

    [Fact]
    public void Requests_that_are_sent_together_wait_until_the_server_has_taken_in_all_of_them() =>
        Gen.Select(Kinds, Gen.Int[1, 200], Gen.Int[2, 20], Gen.Int[10, 8000], Gen.Int[2, 600], Gen.Double[0.01, 1]).Sample((kind, users, rounds, input, output, each) =>
        {
            var (without, with) = (Serving(kind, input, output), Serving(Passing(kind, Duration.FromMilliseconds(each)), input, output));
            var (sent, all) = (Tokens.FromCount(users), Tokens.FromCount(users * rounds));
            Assert.Equal(users * each, (with.Burst(sent).Ttft - without.Burst(sent).Ttft).Milliseconds, 1e-6);
            Assert.Equal(users * each, (with.Burst(sent).Duration - without.Burst(sent).Duration).Milliseconds, 1e-6);
            Assert.Equal(users * each, (with.ClosedLoop(sent, all).Duration - without.ClosedLoop(sent, all).Duration).Milliseconds, 0.1 * users * each);
        });

    [Fact]
    public void A_replica_serves_no_more_requests_than_its_server_passes_on() =>
        Gen.Select(Kinds, Gen.Int[1, 2000], Gen.Int[10, 2000], Gen.Int[2, 600], Gen.Double[0.1, 2]).Sample((kind, users, input, output, share) =>
        {
            var most = Serving(kind, input, output).Saturated().Requests;
            var passed = RequestsPerSecond.FromPerSecond(most.PerSecond * share);
            var serving = Serving(Passing(kind, Duration.FromSeconds(1 / passed.PerSecond)), input, output);
            var limit = 1.001 * Math.Min(most.PerSecond, passed.PerSecond);
            Assert.InRange(serving.Saturated().Requests.PerSecond, 0.9 * Math.Min(most.PerSecond, passed.PerSecond), limit);
            Assert.Null(serving.AtRate(RequestsPerSecond.FromPerSecond(1.01 * limit)));
            var state = serving.AtConcurrency(Tokens.FromCount(users));
            Assert.InRange(state.Requests.PerSecond, 0, limit);
            Assert.Equal(users, state.Requests.PerSecond * (state.Ttft.Seconds + ((output - 1) * state.Tpot.Seconds)), 0.02 * users);
        });

    [Fact]
    public void The_first_requests_of_a_closed_loop_wait_as_in_a_burst_and_the_others_as_ever_after() =>
        Gen.Select(Kinds, Gen.Int[1, 200], Gen.Int[2, 20], Gen.Int[10, 8000], Gen.Int[2, 600]).Sample((kind, users, rounds, input, output) =>
        {
            var serving = Serving(kind, input, output);
            var run = serving.ClosedLoop(Tokens.FromCount(users), Tokens.FromCount(users * rounds));
            var (first, later) = (serving.Burst(Tokens.FromCount(users)).Ttft.Seconds, serving.AtConcurrency(Tokens.FromCount(users)).Ttft.Seconds);
            var either = (first + ((rounds - 1) * later)) / rounds;
            Assert.InRange(run.Ttft.Seconds, (users <= serving.MaxBatch.Count ? 0.9 : 0.3) * either, 1.1 * either);
        });

    private static ReplicaKind Passing(ReplicaKind kind, Duration each) => kind with { Engine = kind.Engine with { ServerPerRequest = each } };

    private static ServingModel Serving(ReplicaKind kind, int input, int output) => new(
        kind.Step,
        new(default, default, Bytes.FromCount(kind.Limits.KvTokens.Count), new(Bytes.FromCount(1), default, default, default)),
        kind.Engine with { MaxSequences = kind.Limits.MaxSequences, MaxBatchedTokens = kind.Limits.MaxBatchedTokens },
        new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero));
}
