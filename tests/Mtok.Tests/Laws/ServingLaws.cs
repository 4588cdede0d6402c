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

    private static ServingModel Serving(ReplicaKind kind, int input, int output) => new(
        kind.Step,
        new(default, default, default, kind.Limits.KvTokens),
        kind.Engine with { MaxSequences = kind.Limits.MaxSequences, MaxBatchedTokens = kind.Limits.MaxBatchedTokens },
        new(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero));
}
