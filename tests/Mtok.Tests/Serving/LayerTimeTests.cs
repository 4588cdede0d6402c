using CsCheck;

namespace Mtok.Tests;

/// <summary>S1, S6 and S7: the time of a device's share of all layers.</summary>
public sealed class LayerTimeTests
{
    private static readonly string[] Formats = ["bf16", "fp8", "int8", "int4", "fp4", "mxfp4"];
    private static readonly Catalog Built = Workloads.Built;

    private static readonly Gen<(Network Network, Accelerator Accelerator, KernelConstants Kernels, int Gpus, Precision Weights)> Replicas =
        from model in Gen.OneOf([.. Built.Models.Where(model => model.Network is not null).Select(Gen.Const)])
        from kernels in Gen.OneOf([.. Built.Kernels.SelectMany(kernels => new[] { kernels, kernels.Best }).OfType<KernelConstants>().Select(Gen.Const)])
        from power in Gen.Int[0, 3]
        from weights in Gen.OneOf([.. Formats.Select(Gen.Const)])
        select (model.Network!, Built.FindAccelerator(kernels.AcceleratorId)!, kernels, 1 << power, new Precision(weights));

    [Fact]
    public void Layers_are_no_faster_than_the_datasheet() => Gen.Select(Replicas, Gen.Double[1, 20_000]).Sample((replica, tokens) =>
    {
        var (network, accelerator, kernels, gpus, precision) = replica;
        var seconds = new LayerWork(network, accelerator, kernels, gpus, precision).Seconds(tokens);
        var outside = Arithmetic.OutsideExperts(network, precision);
        var weights = LayerMultiplies.Of(network, gpus).Sum(one => one.Layers * one.Outputs * one.Inputs);
        Assert.True(seconds >= 2 * weights * tokens / accelerator.DensePeak[Arithmetic.Of(accelerator, outside)].PerSecond);
        Assert.True(seconds >= weights * outside.BytesPerValue / accelerator.MemoryBandwidth!.Value.PerSecond);
    });

    [Fact]
    public void Experts_are_no_faster_than_the_datasheet() => Gen.Select(Replicas, Gen.Double[1, 20_000], Gen.Double[1, 2], Gen.Bool).Sample((replica, tokens, imbalance, spread) =>
    {
        var (network, accelerator, kernels, gpus, precision) = replica;
        if (network.Experts is not { } experts)
        {
            return;
        }

        var seconds = new ExpertWork(network, accelerator, kernels, gpus, precision, spread).Seconds(tokens, imbalance);
        var rows = tokens * experts.PerToken;
        Assert.True(seconds >= network.ExpertLayers * 2 * rows * network.CountExpert() / gpus / accelerator.DensePeak[Arithmetic.Of(accelerator, precision)].PerSecond);
        var read = network.ExpertLayers * Math.Min(experts.PerToken, experts.Count) * (double)network.CountExpert() / gpus * precision.BytesPerValue;
        Assert.True(seconds >= read / accelerator.MemoryBandwidth!.Value.PerSecond);
    });

    [Fact]
    public void Experts_without_a_kernel_of_their_own_launch_no_later_than_in_16_bits()
    {
        var kernels = Built.Kernels.Single(kernels => kernels.AcceleratorId == "b200-sxm");
        Assert.DoesNotContain("fp4", kernels.Grouped.Keys);
        Assert.True(kernels.Multiply("fp4").Launch > kernels.Multiply("bf16").Launch);
        Assert.Equal(kernels.Multiply("bf16").Launch, kernels.GroupedMultiply("fp4").Launch);
        Assert.Equal(kernels.Multiply("fp4").Read, kernels.GroupedMultiply("fp4").Read);
    }

    [Fact]
    public void More_tokens_never_take_less_time() => Gen.Select(Replicas, Gen.Double[1, 10_000], Gen.Double[1, 3], Gen.Bool).Sample((replica, tokens, more, spread) =>
    {
        var (network, accelerator, kernels, gpus, precision) = replica;
        var layers = new LayerWork(network, accelerator, kernels, gpus, precision);
        Assert.True(layers.Seconds(tokens * more) >= layers.Seconds(tokens) * (1 - 1e-12));
        if (network.Experts is null)
        {
            return;
        }

        var experts = new ExpertWork(network, accelerator, kernels, gpus, precision, spread);
        Assert.True(experts.Seconds(tokens * more) >= experts.Seconds(tokens) * (1 - 1e-12));
        Assert.True(experts.Seconds(tokens, more) >= experts.Seconds(tokens) * (1 - 1e-12));
        Assert.Equal(0, experts.Seconds(0));
    });

    [Fact]
    public void Spread_and_cut_experts_multiply_as_much() => Gen.Select(Replicas, Gen.Double[4096, 20_000]).Sample((replica, tokens) =>
    {
        var (network, accelerator, kernels, _, precision) = replica;
        if (network.Experts is null)
        {
            return;
        }

        var cut = new ExpertWork(network, accelerator, kernels, 1, precision).Seconds(tokens);
        Assert.Equal(cut, new ExpertWork(network, accelerator, kernels, 1, precision, spread: true).Seconds(tokens), 1e-12 * cut);
    });

    [Fact]
    public void A_device_multiplies_in_a_format_that_it_has() => Gen.OneOf([.. Built.Accelerators.Where(StepModel.Knows).Select(Gen.Const)]).Sample(accelerator =>
    {
        foreach (var weights in Formats.Select(id => new Precision(id)))
        {
            var arithmetic = Arithmetic.Of(accelerator, weights);
            Assert.Contains(arithmetic, accelerator.DensePeak.Keys);
            Assert.True(new Precision(arithmetic).BytesPerValue >= new Precision(weights.Id is "mxfp4" or "int4" ? "fp4" : weights.Id).BytesPerValue * 0.99);
        }
    });

    [Theory]
    [InlineData("h100-sxm", "mxfp4", "bf16")]
    [InlineData("b200-sxm", "mxfp4", "fp4")]
    [InlineData("h100-sxm", "int4", "bf16")]
    [InlineData("b200-sxm", "int4", "bf16")]
    [InlineData("h100-sxm", "fp8", "fp8")]
    [InlineData("a100-sxm-80gb", "fp8", "bf16")]
    [InlineData("h100-sxm", "fp4", "fp8")]
    public void Weights_are_widened_where_the_device_has_no_such_arithmetic(string device, string weights, string arithmetic) =>
        Assert.Equal(arithmetic, Arithmetic.Of(Built.FindAccelerator(device)!, new(weights)));

    [Theory]
    [InlineData("gpt-oss-20b", "mxfp4", "bf16")]
    [InlineData("kimi-k2", "int4", "bf16")]
    [InlineData("llama-3.1-8b", "int4", "int4")]
    [InlineData("gpt-oss-20b", "fp8", "fp8")]
    public void A_format_of_experts_leaves_other_weights_in_16_bits(string model, string weights, string others) =>
        Assert.Equal(others, Arithmetic.OutsideExperts(Built.FindModel(model)!.Network!, new(weights)).Id);
}
