using CsCheck;

namespace Mtok.Tests;

/// <summary>What the time of a step must obey on every model, device and load.</summary>
public sealed class StepLaws
{
    private static readonly Catalog Built = Workloads.Built;

    private static readonly Gen<(Network Network, Accelerator Accelerator, KernelConstants Kernels, int Gpus, Precision Precision)> Replicas =
        from model in Gen.OneOf([.. Built.Models.Where(model => model.Network is not null).Select(Gen.Const)])
        from kernels in Gen.OneOf([.. Built.Kernels.Where(kernels => kernels.AllReduces.Count > 0).Select(Gen.Const)])
        from gpus in Gen.Int[0, 3].Select(power => 1 << power)
        from precision in Gen.Bool.Select(wide => new Precision(wide ? "bf16" : "fp8"))
        select (model.Network!, Built.FindAccelerator(kernels.AcceleratorId)!, kernels, gpus, precision);

    private static readonly Gen<StepLoad> Loads =
        from decode in Gen.Double[1, 2000]
        from context in Gen.Double[1, 100_000]
        from prefill in Gen.Double[0, 16_000]
        select new StepLoad(Tokens.FromCount(decode), Tokens.FromCount(context), Tokens.FromCount(prefill), Tokens.FromCount(context / 2));

    [Fact]
    public void No_step_is_faster_than_the_arithmetic_or_the_memory_allow() => Gen.Select(Replicas, Loads).Sample((replica, load) =>
    {
        var (network, accelerator, kernels, gpus, precision) = replica;
        var time = ModelOf(replica).Of(load).Total.Seconds;
        var tokens = load.Decode.Count + load.Prefill.Count;
        var perToken = 2.0 * network.Layers * network.CountAttention();
        var flops = perToken * tokens;
        var weights = network.Layers * (double)network.CountAttention() * precision.BytesPerValue;
        Assert.True(time >= flops / (gpus * accelerator.DensePeak.Values.Max().PerSecond));
        Assert.True(time >= weights / (gpus * accelerator.MemoryBandwidth!.Value.PerSecond));
        Assert.True(kernels.Decode.Values.All(law => law.Share <= Ratio.One) && kernels.Multiplies.Values.All(law => law.Read <= Ratio.One && law.Arithmetic <= Ratio.One));
    });

    [Fact]
    public void More_work_never_takes_less_time() => Gen.Select(Replicas, Loads, Gen.Double[1, 4]).Sample((replica, load, factor) =>
    {
        var model = ModelOf(replica);
        var time = model.Of(load).Total;
        var more = Ratio.FromValue(factor);
        Assert.True(model.Of(load with { Decode = load.Decode * more }).Total >= time);
        Assert.True(model.Of(load with { Context = load.Context * more }).Total >= time);
        Assert.True(model.Of(load with { Prefill = load.Prefill * more }).Total >= time);
        Assert.True(model.Of(load with { PrefillContext = load.PrefillContext * more }).Total >= time);
    });

    [Fact]
    public void A_deeper_network_takes_longer() => Gen.Select(Replicas, Loads).Sample((replica, load) =>
        ModelOf(replica with { Network = replica.Network with { Layers = replica.Network.Layers * 2 } }).Of(load).Total >= ModelOf(replica).Of(load).Total);

    [Fact]
    public void Littles_law_and_the_limits_hold_in_every_steady_state() => Gen.Select(Replicas, Gen.Double[50, 5000], Gen.Double[20, 3000], Gen.Double[20, 500], Gen.Double[0, 0.9]).Sample((replica, input, output, limit, cached) =>
    {
        var model = Built.Models.First(model => model.Network == replica.Network);
        var mix = new TokenMix(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.FromValue(cached));
        var memory = MemoryFit.Of(model, replica.Network, replica.Accelerator, replica.Gpus, replica.Precision, replica.Precision, MemoryPolicy.ShareOfAll);
        var serving = new ServingModel(ModelOf(replica), memory, EngineCalibration.None, mix);
        if (!memory.Fits || serving.MaxBatch.Count < 1)
        {
            return;
        }

        var level = new ServiceLevel(null, Duration.FromMilliseconds(limit));
        foreach (var state in new[] { serving.Saturated(), serving.AtConcurrency(Tokens.FromCount(8)), serving.Within(level) }.OfType<SteadyState>())
        {
            Assert.Equal(state.Concurrency.Count, state.Requests.PerSecond * (((output - 1) * state.Tpot.Seconds) + state.Ttft.Seconds), state.Concurrency.Count * 1e-6);
            Assert.Equal(state.Output.PerSecond, state.Requests.PerSecond * output, state.Output.PerSecond * 1e-9);
        }

        if (serving.Within(level) is { } within)
        {
            Assert.True(within.Tpot <= level.Tpot!.Value);
            Assert.True(serving.Within(new(null, level.Tpot.Value * Ratio.FromValue(1.5)))!.Requests >= within.Requests * Ratio.FromValue(0.999));
        }
    });

    private static StepModel ModelOf((Network Network, Accelerator Accelerator, KernelConstants Kernels, int Gpus, Precision Precision) replica) =>
        new(replica.Network, replica.Accelerator, replica.Kernels, replica.Gpus, replica.Precision, replica.Precision);
}
