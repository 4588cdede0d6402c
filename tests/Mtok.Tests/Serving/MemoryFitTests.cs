namespace Mtok.Tests;

public sealed class MemoryFitTests
{
    private static readonly Catalog Built = Workloads.Built;

    [Theory]
    [InlineData("llama-3.3-70b", "h100-sxm", 1, "bf16", false)]
    [InlineData("llama-3.3-70b", "h100-sxm", 2, "bf16", true)]
    [InlineData("llama-3.3-70b", "h200-sxm", 1, "fp8", true)]
    [InlineData("llama-3.1-405b", "h100-sxm", 4, "fp8", false)]
    [InlineData("llama-3.1-405b", "h100-sxm", 8, "fp8", true)]
    [InlineData("deepseek-v3", "h100-sxm", 8, "fp8", false)]
    [InlineData("deepseek-v3", "h200-sxm", 8, "fp8", true)]
    [InlineData("llama-3.1-8b", "l4", 1, "fp8", true)]
    public void Models_fit_where_they_are_known_to_fit(string model, string accelerator, int gpus, string precision, bool fits) =>
        Assert.Equal(fits, Fit(model, accelerator, gpus, precision).Fits);

    [Fact]
    public void A_token_of_llama_70b_takes_320_kibibytes_in_16_bits() =>
        Assert.Equal(320 * 1024, Fit("llama-3.3-70b", "h100-sxm", 2, "bf16").KvPerToken.Count);

    [Fact]
    public void A_token_of_latent_attention_takes_70_kilobytes_in_16_bits_on_each_device() =>
        Assert.Equal(61 * 576 * 2 * 8, Fit("deepseek-v3", "h200-sxm", 8, "bf16").KvPerToken.Count);

    /// <summary>One H100 with a 70B in 8 bits has hardly room for context: 840 tokens a second against 2,200 on each of two.</summary>
    [Fact]
    public void The_model_shows_the_cliff_of_one_h100()
    {
        var answers = new CapacityAnswers(new(Built));
        CapacityAnswer Of(int gpus) => answers.Of(Built.FindModel("llama-3.1-70b")!, Built.FindAccelerator("h100-sxm")!, gpus, new("fp8"), "SGLang", new(Tokens.FromCount(1000), Tokens.FromCount(1000), Ratio.Zero), new(null, ServiceLevel.None));
        var (one, two) = (Of(1), Of(2));
        Assert.Equal(Evidence.Modelled, two.Output!.Evidence);
        Assert.True(one.Output is null || one.Output.Value.PerSecond * 4 < two.Output.Value.PerSecond);
    }

    /// <summary>52 of 62 layers keep 1,024 tokens: 2.9 GB a request of 30,000, not 15.2.</summary>
    [Theory]
    [InlineData("vLLM", 25, 35)]
    [InlineData("SGLang", 5, 9)]
    [InlineData("TensorRT-LLM", 4, 8)]
    public void Windowed_layers_keep_their_window_where_the_engine_frees_the_rest(string engine, double least, double most)
    {
        var model = Built.FindModel("gemma-3-27b")!;
        var fit = new ThroughputModel(Built).Fit(model, new("h100-sxm", 2, new("bf16"), engine) { KvPrecision = new("bf16") }, EngineCalibration.None)!;
        Assert.InRange(fit.SequencesOf(Tokens.FromCount(30_000)).Count, least, most);
    }

    [Fact]
    public void Within_the_window_a_sequence_takes_what_all_layers_keep()
    {
        var fit = Fit("gemma-3-27b", "h100-sxm", 2, "bf16");
        Assert.Equal(512 * fit.KvPerToken.Count, fit.Sequence.Of(Tokens.FromCount(512)).Count, 1);
        Assert.Equal(fit.KvTokens.Count, 512 * fit.SequencesOf(Tokens.FromCount(512)).Count, 1);
        Assert.Contains("more in long requests", fit.Reason, StringComparison.Ordinal);
    }

    private static MemoryFit Fit(string model, string accelerator, int gpus, string precision) =>
        MemoryFit.Of(Built.FindModel(model)!, Built.FindModel(model)!.Network!, Built.FindAccelerator(accelerator)!, gpus, new(precision), new(precision), MemoryPolicy.ShareOfAll);
}
