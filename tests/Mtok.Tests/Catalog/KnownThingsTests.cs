namespace Mtok.Tests;

public sealed class KnownThingsTests
{
    private static readonly Catalog Built = Workloads.Built;

    [Theory]
    [InlineData("h100-sxm")]
    [InlineData("h100-pcie")]
    [InlineData("h100-nvl")]
    [InlineData("h200-sxm")]
    [InlineData("b200-sxm")]
    [InlineData("b300-sxm")]
    [InlineData("gb200")]
    [InlineData("gb300")]
    [InlineData("gh200-96gb")]
    [InlineData("a100-sxm-80gb")]
    [InlineData("a100-sxm-40gb")]
    [InlineData("a100-pcie-80gb")]
    [InlineData("l40s")]
    [InlineData("l4")]
    [InlineData("a10g")]
    [InlineData("mi300x")]
    [InlineData("mi325x")]
    [InlineData("mi350x")]
    [InlineData("mi355x")]
    [InlineData("gaudi-2")]
    [InlineData("gaudi-3")]
    [InlineData("tpu-v5e")]
    [InlineData("tpu-v5p")]
    [InlineData("tpu-v6e")]
    [InlineData("tpu-v7x")]
    [InlineData("rtx-4090")]
    [InlineData("rtx-5090")]
    [InlineData("rtx-pro-6000")]
    [InlineData("trainium1")]
    [InlineData("trainium2")]
    [InlineData("trainium3")]
    [InlineData("inferentia2")]
    [InlineData("rubin-sxm")]
    public void Every_accelerator_is_known_with_memory_and_source(string id)
    {
        var accelerator = Built.FindAccelerator(id);
        Assert.Equal(id, accelerator?.Id);
        Assert.True(accelerator!.Memory.Gigabytes >= 16);
        Assert.NotEmpty(accelerator.Provenance.Source);
    }

    [Theory]
    [InlineData("H100 SXM", "h100-sxm")]
    [InlineData("h100", "h100-sxm")]
    [InlineData("H100 SXM5 80GB", "h100-sxm")]
    [InlineData("H200 141GB", "h200-sxm")]
    [InlineData("MI300X 192GB", "mi300x")]
    [InlineData("A100-SXM4-80GB", "a100-sxm-80gb")]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b")]
    [InlineData("Llama 3.3 70B", "llama-3.3-70b")]
    [InlineData("openai/gpt-oss-120b", "gpt-oss-120b")]
    [InlineData("llama2-70b", "llama-2-70b")]
    [InlineData("deepseek-v3-0324", "deepseek-v3-0324")]
    public void Common_spellings_resolve(string name, string id) =>
        Assert.Equal(id, Built.FindAccelerator(name)?.Id ?? Built.FindModel(name)?.Id);

    [Fact]
    public void An_a100_of_unstated_memory_means_nothing() => Assert.Null(Built.FindAccelerator("A100"));

    [Theory]
    [InlineData("llama-3.3-70b", 80, 8192, 64, 8, 128)]
    [InlineData("llama-3.1-8b", 32, 4096, 32, 8, 128)]
    [InlineData("llama-3.1-405b", 126, 16384, 128, 8, 128)]
    [InlineData("llama-2-70b", 80, 8192, 64, 8, 128)]
    [InlineData("qwen3-32b", 64, 5120, 64, 8, 128)]
    [InlineData("qwen3-30b-a3b", 48, 2048, 32, 4, 128)]
    [InlineData("qwen3-235b-a22b", 94, 4096, 64, 4, 128)]
    [InlineData("mixtral-8x7b", 32, 4096, 32, 8, 128)]
    [InlineData("mixtral-8x22b", 56, 6144, 48, 8, 128)]
    [InlineData("gpt-oss-120b", 36, 2880, 64, 8, 64)]
    [InlineData("gpt-oss-20b", 24, 2880, 64, 8, 64)]
    [InlineData("gemma-3-27b", 62, 5376, 32, 16, 128)]
    [InlineData("mistral-small-3.2-24b", 40, 5120, 32, 8, 128)]
    public void Networks_are_as_published(string id, int layers, int hidden, int heads, int kvHeads, int headSize)
    {
        var network = Built.FindModel(id)!.Network!;
        Assert.Equal((layers, hidden, heads, kvHeads, headSize), (network.Layers, network.Hidden, network.Heads, network.KvHeads, network.HeadSize));
    }

    [Theory]
    [InlineData("deepseek-v3")]
    [InlineData("deepseek-r1")]
    public void Latent_attention_is_as_published(string id)
    {
        var network = Built.FindModel(id)!.Network!;
        Assert.Equal((61, 7168, 256, 8, 3), (network.Layers, network.Hidden, network.Experts!.Count, network.Experts.PerToken, network.Experts.DenseLayers));
        Assert.Equal((512, 1536, 64, 128, 128), (network.Latent!.KvRank, network.Latent.QueryRank, network.Latent.Rope, network.Latent.Nope, network.Latent.Value));
    }

    [Fact]
    public void Every_network_makes_its_published_parameters_to_two_percent()
    {
        var networks = Built.Models.Where(model => model is { Network: not null, Parameters: not null }).ToList();
        Assert.True(networks.Count >= 20);
        Assert.All(networks, model => Assert.InRange(model.Network!.CountParameters() / (double)model.Parameters!.Value, 0.98, 1.02));
    }

    [Fact]
    public void Llama_2_and_llama_3_70b_differ_in_vocabulary_alone_and_3_3_is_3_1()
    {
        var (two, three, newer) = (Built.FindModel("llama-2-70b")!.Network!, Built.FindModel("llama-3.1-70b")!.Network!, Built.FindModel("llama-3.3-70b")!.Network!);
        Assert.Equal(three, newer);
        Assert.NotEqual(two, three);
        Assert.True(two.SameButForVocabulary(three));
        Assert.False(two.SameButForVocabulary(Built.FindModel("llama-3.1-8b")!.Network!));
    }

    [Fact]
    public void Every_row_names_its_source() =>
        Assert.All(
            Built.Accelerators.Select(row => row.Provenance).Concat(Built.Models.Select(row => row.Provenance)).Concat(Built.Offers.Select(row => row.Provenance))
                .Concat(Built.Apis.Select(row => row.Provenance)).Concat(Built.Measurements.Select(row => row.Provenance)).Concat(Built.Interruptions.Select(row => row.Provenance)),
            provenance => Assert.NotEmpty(provenance.Source));

    [Fact]
    public void No_measurement_is_of_a_disaggregated_run_or_without_lengths() =>
        Assert.All(Built.Measurements, row =>
        {
            Assert.DoesNotContain("disagg", row.Note, StringComparison.OrdinalIgnoreCase);
            Assert.True(row.Input.Count > 0 && row.Output.Count > 0 && row.OutputRate.PerSecond > 0);
        });
}
