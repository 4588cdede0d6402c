using CsCheck;

namespace Mtok.Tests;

/// <summary>Every reason for having no figure is true, and more memory or fewer bits never hold fewer tokens.</summary>
public sealed class ReasonLaws
{
    private static readonly Catalog Built = Workloads.Built;
    private static readonly Capacities Capacities = new(Built);

    private static readonly Gen<(Model Model, Deployment Deployment)> Replicas =
        from model in Gen.OneOf([.. Built.Models.Select(Gen.Const)])
        from device in Gen.OneOf([.. Built.Accelerators.Select(Gen.Const)])
        from gpus in Gen.OneOf(Gen.Const(1), Gen.Const(2), Gen.Const(3), Gen.Const(4), Gen.Const(8), Gen.Const(16))
        from stages in Gen.OneOf(Gen.Const(1), Gen.Const(1), Gen.Const(2))
        from precision in Gen.OneOf(Gen.Const("bf16"), Gen.Const("fp8"))
        from engine in Gen.OneOf(Gen.Const("vLLM"), Gen.Const("SGLang"), Gen.Const("TensorRT-LLM"))
        select (model, new Deployment(device.Id, gpus, new(precision), engine) { Parallelism = Parallelism.Plain with { Pipeline = Math.Min(stages, gpus) } });

    private static readonly Gen<ServiceLevel> Levels =
        from tpot in Gen.Double[-1, 2.7]
        from ttft in Gen.Double[-2.5, 2.5]
        from which in Gen.Int[0, 2]
        select new ServiceLevel(
            which == 0 ? null : Duration.FromSeconds(Math.Pow(10, ttft)), which == 1 ? null : Duration.FromMilliseconds(Math.Pow(10, tpot)));

    [Fact]
    public void Every_reason_is_true() => Gen.Select(Replicas, Gen.Int[10, 200_000], Gen.Int[1, 20_000], Levels).Sample((replica, input, output, level) =>
    {
        var (model, deployment) = replica;
        var mix = new TokenMix(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero);
        var engine = Capacities.Modelled.EngineFor(model, Built.FindAccelerator(deployment.AcceleratorId)!, deployment.Engine);
        var fit = Capacities.Model.Fit(model, deployment, engine);
        var held = Tokens.FromCount(input + (engine.Reserve.Value * output));
        var obstacle = Capacities.ObstacleOf(model, deployment, mix, level);
        switch (obstacle?.Kind)
        {
            case null:
                Assert.NotNull(Capacities.Modelled.At(model, deployment, engine, mix, level));
                return;
            case ObstacleKind.NothingPublished:
                Assert.Null(model.Network);
                break;
            case ObstacleKind.DeviceUnknown:
                Assert.False(StepModel.Knows(Built.FindAccelerator(deployment.AcceleratorId)!));
                break;
            case ObstacleKind.Refused:
                Assert.NotNull(Capacities.Model.WhyRefused(model, deployment));
                break;
            case ObstacleKind.WeightsTooLarge:
                Assert.True(fit!.Weights + fit.KvPerToken > fit.Usable * Capacities.Catalog.FamilyOf(deployment.Engine).Memory.FreeShare || !fit.Fits);
                Assert.True(fit.KvTokens.Count < 1);
                break;
            case ObstacleKind.NotJoined:
                Assert.True(fit!.Fits && deployment.Gpus > 1);
                Assert.True(deployment.Gpus > 8 || Built.KernelsOf(Built.FindAccelerator(deployment.AcceleratorId)!)?.AllReduces.Count is null or 0);
                break;
            case ObstacleKind.RequestTooLong:
                Assert.True(fit!.Fits && fit.SequencesOf(held).Count < 1);
                break;
            case ObstacleKind.TooSlow:
                AssertTooSlow(Capacities.Model.Serve(model, deployment, engine, mix)!, level, obstacle.Words);
                break;
            default:
                Assert.Fail("an obstacle without a test");
                break;
        }

        Assert.Null(Capacities.Modelled.At(model, deployment, engine, mix, level));
    }, iter: 1500);

    /// <summary>One request in flight on the mean is too slow; a single request only where the reason says so.</summary>
    private static void AssertTooSlow(ServingModel serving, ServiceLevel level, string words)
    {
        var alone = serving.AtBatch(Tokens.FromCount(1));
        Assert.False(IsWithin(serving.AtRate(alone.Requests)!, level, LatencyTail.OfTtft(level.Share), LatencyTail.OfTpot(level.Share)));
        var single = IsWithin(alone, level, Ratio.One, Ratio.One);
        Assert.Equal(single, !words.StartsWith("even a single request", StringComparison.Ordinal));
        Assert.Equal(single, words.StartsWith("a request alone", StringComparison.Ordinal));
    }

    private static bool IsWithin(SteadyState state, ServiceLevel level, Ratio ttft, Ratio tpot) =>
        (level.Ttft is null || state.Ttft * ttft <= level.Ttft) && (level.Tpot is null || state.Tpot * tpot <= level.Tpot);

    [Theory]
    [InlineData(0.5, "even a single request on 1 h100-sxm misses ")]
    [InlineData(1.02, "a request alone on 1 h100-sxm keeps ")]
    public void A_single_request_is_too_slow_only_if_it_is(double ofAlone, string words)
    {
        var (model, deployment) = (Built.FindModel("llama-3.1-8b")!, new Deployment("h100-sxm", 1, new("bf16"), "vLLM"));
        var mix = new TokenMix(Tokens.FromCount(1000), Tokens.FromCount(500), Ratio.Zero);
        var engine = Capacities.Modelled.EngineFor(model, Built.FindAccelerator(deployment.AcceleratorId)!, deployment.Engine);
        var alone = Capacities.Model.Serve(model, deployment, engine, mix)!.AtBatch(Tokens.FromCount(1));
        var obstacle = Capacities.ObstacleOf(model, deployment, mix, new ServiceLevel(null, alone.Tpot * Ratio.FromValue(ofAlone)));
        Assert.StartsWith(words, obstacle!.Words, StringComparison.Ordinal);
        Assert.Null(Capacities.ObstacleOf(model, deployment, mix, new ServiceLevel(null, alone.Tpot * Ratio.FromValue(1.5))));
    }

    [Fact]
    public void More_memory_and_fewer_bits_never_hold_fewer_tokens() => Gen.Select(Replicas, Gen.Double[0.5, 0.95], Gen.Int[1, 100_000]).Sample((replica, share, context) =>
    {
        var (model, deployment) = replica;
        MemoryFit? Fit(double of, string kv) =>
            Capacities.Model.Fit(model, deployment with { KvPrecision = new(kv) }, EngineCalibration.None, Ratio.FromValue(of));
        if (Fit(share, "bf16") is not { } fit)
        {
            return;
        }

        var tokens = Tokens.FromCount(context);
        foreach (var more in new[] { Fit(share + 0.05, "bf16")!, Fit(share, "fp8")!, Fit(share, "fp4")! })
        {
            Assert.True(more.KvTokens >= fit.KvTokens && more.SequencesOf(tokens) >= fit.SequencesOf(tokens));
        }

        Assert.True(fit.SequencesOf(tokens + Tokens.FromCount(1)) <= fit.SequencesOf(tokens));
        Assert.True(fit.Sequence.Of(tokens) <= fit.Sequence.Fixed + (fit.KvPerToken * context));
    });
}
