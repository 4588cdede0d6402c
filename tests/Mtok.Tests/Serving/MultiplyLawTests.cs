using CsCheck;

namespace Mtok.Tests;

/// <summary>S1: the time of a multiply.</summary>
public sealed class MultiplyLawTests
{
    private const double Peak = 1e15;
    private const double Bandwidth = 3e12;

    private static readonly Gen<MultiplyLaw> Laws =
        from launch in Gen.Double[0, 20e-6]
        from read in Gen.Double[0.05, 1]
        from arithmetic in Gen.Double[0.05, 1]
        from power in Gen.Double[1, 20]
        from capped in Gen.Double[0.3, 1]
        select new MultiplyLaw(Duration.FromSeconds(launch), Ratio.FromValue(read), Ratio.FromValue(arithmetic), Ratio.FromValue(power), Ratio.FromValue(arithmetic * capped));

    private static readonly Gen<(MultiplyLaw Law, double Outputs, double Inputs)> Multiplies =
        Gen.Select(Laws, Gen.Double[64, 40_000], Gen.Double[64, 40_000]);

    /// <summary>The laws of the catalog, steps of kernels among them.</summary>
    private static readonly Gen<MultiplyLaw> Fitted = Gen.OneOf([.. Workloads.Built.Kernels
        .SelectMany(kernels => kernels.Multiplies.Values.Concat(kernels.Grouped.Values)).Select(Gen.Const)]);

    [Fact]
    public void No_multiply_is_faster_than_the_arithmetic_or_the_memory_allow() => Gen.Select(Multiplies, Gen.Double[1, 100_000]).Sample((multiply, tokens) =>
    {
        var seconds = Seconds(multiply, tokens);
        var weights = multiply.Outputs * multiply.Inputs;
        Assert.True(seconds >= 2 * weights * tokens / Peak);
        Assert.True(seconds >= ((weights * 2) + (2 * (multiply.Inputs + multiply.Outputs) * tokens)) / Bandwidth);
    });

    [Fact]
    public void No_overlap_makes_it_slower_than_one_after_the_other() => Gen.Select(Multiplies, Gen.Double[1, 100_000]).Sample((multiply, tokens) =>
        Assert.True(Seconds(multiply, tokens) <= Seconds(multiply with { Law = multiply.Law with { Power = Ratio.One } }, tokens) * (1 + 1e-12)));

    [Fact]
    public void More_tokens_never_take_less_time() => Gen.Select(Multiplies, Fitted, Gen.Bool, Gen.Double[1, 20_000], Gen.Double[1, 4]).Sample((multiply, fitted, made, tokens, more) =>
    {
        var one = made ? multiply : multiply with { Law = fitted };
        Assert.True(Seconds(one, tokens * more) >= Seconds(one, tokens) * (1 - 1e-12));
    }, iter: 5000);

    [Fact]
    public void Within_a_tile_only_the_tokens_own_bytes_add() => Gen.Select(Multiplies, Gen.Int[1, 128], Gen.Int[1, 128]).Sample((multiply, one, other) =>
    {
        var law = multiply.Law with { Power = Ratio.One, Tiles = [new(128, multiply.Law.Arithmetic)] };
        var bytes = 2 * (multiply.Inputs + multiply.Outputs) * (other - one) / (law.Read.Value * Bandwidth);
        var found = Seconds(multiply with { Law = law }, other) - Seconds(multiply with { Law = law }, one);
        Assert.Equal(bytes, found, 1e-9 * Seconds(multiply, 128));
    });

    [Fact]
    public void A_step_of_the_kernel_is_a_step_of_the_time()
    {
        var law = new MultiplyLaw(default, Ratio.One, Ratio.FromPercent(50), Ratio.FromValue(3), Ratio.FromPercent(50)) { Tiles = [new(64, Ratio.FromPercent(50)), new(128, Ratio.FromPercent(50))] };
        Assert.Equal(2 * law.Seconds(64, 1e9, 0, 0, Peak, Bandwidth), law.Seconds(65, 1e9, 0, 0, Peak, Bandwidth), 1e-12);
    }

    [Fact]
    public void Long_work_takes_the_sustained_share_and_short_work_the_burst() => Laws.Sample(law =>
    {
        double Share(double tokens) => 2e9 * tokens / (law with { Launch = default }).Seconds(tokens, 2e9, 0, 0, Peak, Bandwidth) / Peak;
        Assert.Equal(law.Arithmetic.Value, Share(1), 1e-3);
        Assert.Equal(law.Sustained.Value, Share(100_000), 1e-3);
    });

    [Fact]
    public void A_multiple_slows_and_never_passes_the_datasheet() => Gen.Select(Multiplies, Gen.Double[0.2, 5], Gen.Double[0.2, 5], Gen.Double[1, 5000]).Sample((multiply, arithmetic, read, tokens) =>
    {
        var law = multiply.Law.Slower(arithmetic, read, 1);
        Assert.True(law.Read <= Ratio.One && law.Arithmetic <= Ratio.One && law.Sustained <= Ratio.One);
        if (arithmetic >= 1 && read >= 1)
        {
            var (before, after) = (Seconds(multiply, tokens), Seconds(multiply with { Law = law }, tokens));
            Assert.InRange(after, before * (1 - 1e-9), before * Math.Max(arithmetic, read) * (1 + 1e-9));
        }
    });

    private static double Seconds((MultiplyLaw Law, double Outputs, double Inputs) multiply, double tokens)
    {
        var weights = multiply.Outputs * multiply.Inputs;
        return multiply.Law.Seconds(tokens, 2 * weights, 2 * weights, 2 * (multiply.Inputs + multiply.Outputs), Peak, Bandwidth);
    }
}
