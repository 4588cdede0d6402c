namespace Mtok.Tests;

/// <summary>Arrangements that engines refuse (M2), as their users report them.</summary>
public sealed class ArrangementTests
{
    private static readonly Catalog Built = Workloads.Built;

    [Theory]
    [InlineData("qwen2.5-7b", 8, "bf16", 1, false, "28 query heads")]
    [InlineData("qwen2.5-7b", 4, "bf16", 1, false, null)]
    [InlineData("llama-3.1-8b", 3, "bf16", 1, false, "32 query heads")]
    [InlineData("llama-3.3-70b", 3, "fp8", 1, false, "64 query heads")]
    [InlineData("llama-3.3-70b", 16, "fp8", 1, false, null)]
    [InlineData("minimax-m2", 6, "bf16", 1, false, "8 KV heads")]
    [InlineData("qwen3-235b-a22b", 8, "fp8", 1, false, "blocks of 128, and 192")]
    [InlineData("qwen3-235b-a22b", 8, "bf16", 1, false, null)]
    [InlineData("qwen3-235b-a22b", 8, "fp8", 2, false, null)]
    [InlineData("qwen3-235b-a22b", 8, "fp8", 1, true, null)]
    [InlineData("qwen3-30b-a3b", 4, "fp8", 1, false, "blocks of 128, and 192")]
    [InlineData("qwen3-30b-a3b", 2, "fp8", 1, false, null)]
    [InlineData("deepseek-v3", 8, "fp8", 1, false, null)]
    [InlineData("deepseek-v3", 32, "fp8", 1, false, "blocks of 128, and 64")]
    [InlineData("mixtral-8x7b", 16, "bf16", 1, true, "only 8 experts")]
    [InlineData("llama-3.1-8b", 64, "bf16", 64, false, "fewer than 64 pipeline stages")]
    [InlineData("llama-3.1-8b", 6, "bf16", 4, false, "4 equal pipeline stages")]
    public void Engines_refuse_what_cannot_be_divided(string name, int gpus, string precision, int stages, bool spreads, string? why)
    {
        var model = Built.FindModel(name)!;
        var refused = Arrangement.WhyRefused(model, model.Network!, gpus, new(precision), new(stages, spreads, null));
        if (why is null)
        {
            Assert.Null(refused);
        }
        else
        {
            Assert.Contains(why, refused, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// What was published ran: a run whose tensor-parallel size is stated was not refused. Runs of block-scaled experts may have spread
    /// them beside tensor-parallel attention, which sources do not state (minimax-m2.5 on 8 H200): the catalog's run outranks the rule.
    /// </summary>
    [Fact]
    public void No_published_run_is_refused()
    {
        var refused = Built.Measurements
            .Where(row => row.TensorParallel is not null)
            .Select(row => (Row: row, Model: Built.FindModel(row.ModelId)!))
            .Where(pair => pair.Model.Network is not null)
            .Select(pair => Arrangement.WhyRefused(
                pair.Model,
                pair.Model.Network!,
                pair.Row.TensorParallel!.Value * (pair.Row.PipelineParallel ?? 1),
                pair.Row.Precision,
                Parallelism.Plain with { Pipeline = pair.Row.PipelineParallel ?? 1 }) is { } why ? $"{pair.Row.Provenance.Where} {why}" : null)
            .OfType<string>()
            .Where(why => !why.Contains("blocks of 128", StringComparison.Ordinal))
            .ToList();
        var model = new Capacities(Built).Model;
        Assert.Null(model.WhyRefused(Built.FindModel("minimax-m2.5")!, new("h200-sxm", 8, new("fp8"), "vLLM")));
        Assert.NotNull(model.WhyRefused(Built.FindModel("minimax-m2.5")!, new("h100-nvl", 8, new("fp8"), "vLLM")));
        Assert.True(refused.Count == 0, string.Join("\n", refused.Take(20)));
    }

    [Fact]
    public void Ranking_sizes_skips_what_engines_refuse_and_a_named_size_says_why()
    {
        var capacities = new Capacities(Built);
        IReadOnlyList<CapacityAnswer> Of(int? gpus) => RequestedCapacity.Of(
            CapacityRequest.Default with { Model = "qwen2.5-7b", Accelerator = "h100-sxm", Gpus = gpus }, capacities, new(new Problems(), name => name))!.Answers;
        Assert.Equal([1, 2, 4], Of(null).Select(answer => answer.Deployment.Gpus));
        var three = Assert.Single(Of(3));
        Assert.Null(three.Output);
        Assert.Contains("28 query heads cannot be divided evenly", Assert.Single(three.Sources), StringComparison.Ordinal);
    }
}
