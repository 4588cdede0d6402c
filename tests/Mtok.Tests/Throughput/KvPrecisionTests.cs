namespace Mtok.Tests;

public sealed class KvPrecisionTests
{
    private static readonly Catalog Built = Workloads.Built;
    private static readonly Capacities Capacities = new(Built);
    private static readonly Model Qwen = Built.FindModel("qwen3-32b")!;
    private static readonly TokenMix Mix = new(Tokens.FromCount(1000), Tokens.FromCount(1000), Ratio.Zero);

    [Theory]
    [InlineData("vLLM", "fp8", "bf16")]
    [InlineData("SGLang", "fp8", "bf16")]
    [InlineData("vLLM", "mxfp4", "bf16")]
    [InlineData("TensorRT-LLM", "fp8", "fp8")]
    [InlineData("TensorRT-LLM", "fp4", "fp8")]
    [InlineData("TensorRT-LLM", "mxfp4", "bf16")]
    [InlineData("TensorRT-LLM", "bf16", "bf16")]
    [InlineData("an engine nobody knows", "fp8", "bf16")]
    public void The_engine_decides_what_keys_and_values_are_kept_in(string engine, string weights, string kept) =>
        Assert.Equal(new(kept), Capacities.Model.KvPrecision(Qwen, new("h200-sxm", 1, new(weights), engine), EngineCalibration.None));

    [Fact]
    public void What_is_deployed_outranks_the_engines_default()
    {
        var deployment = new Deployment("h200-sxm", 1, new("fp8"), "vLLM") { KvPrecision = new("fp8") };
        Assert.Equal(new("fp8"), Capacities.Model.KvPrecision(Qwen, deployment, EngineCalibration.None));
        Assert.Equal("1x h200-sxm fp8 vLLM kv-fp8", deployment.ToString());
    }

    [Fact]
    public void A_32B_in_8_bits_leaves_room_for_372_thousand_tokens_on_one_H200() =>
        Assert.InRange(Fit(null).KvTokens.Count, 360_000, 385_000);

    [Fact]
    public void Half_the_bits_hold_twice_the_tokens() =>
        Assert.Equal(2 * Fit(null).KvTokens.Count, Fit(new("fp8")).KvTokens.Count, 1.0);

    [Fact]
    public void A_named_precision_leaves_only_runs_that_had_it()
    {
        var model = Built.FindModel("llama-3.1-70b")!;
        var named = Capacities.Find(model, Mix, ServiceLevel.None, new([new("fp8")]) { KvCache = new("fp8") }, ["mi300x", "h100-sxm"]);
        Assert.NotEmpty(named);
        Assert.All(named, capacity => Assert.Equal(
            new("fp8"), Capacities.Model.KvPrecision(model, capacity.Deployment, EngineCalibration.None)));
    }

    [Fact]
    public void A_run_says_its_own_and_a_checkpoint_asks_for_its_own()
    {
        var run = Built.Measurements.First(row => row is { ModelId: "llama-3.1-70b", AcceleratorId: "mi300x", Engine: "vLLM" });
        Assert.Equal(new("fp8"), run.KvPrecision);
        Assert.Equal(new("fp8"), Capacities.Model.KvPrecision(Qwen with { KvPrecision = new("fp8") }, new("h200-sxm", 1, new("fp8"), "vLLM"), EngineCalibration.None));
    }

    [Fact]
    public void A_wrong_word_is_one_problem()
    {
        var problems = new Problems();
        var request = CapacityRequest.Default with { Model = "qwen3-32b", Accelerator = "h200-sxm", KvPrecision = "fp7" };
        Assert.Null(RequestedCapacity.Of(request, Capacities, new(problems, name => name)));
        Assert.Contains("bf16, fp16, fp8, int8, fp4", Assert.Single(problems.All).Message, StringComparison.Ordinal);
    }

    private static MemoryFit Fit(Precision? kv) =>
        Capacities.Model.Fit(Qwen, new("h200-sxm", 1, new("fp8"), "vLLM") { KvPrecision = kv }, EngineCalibration.None)!;
}
