using System.Text.Json;
using System.Text.RegularExpressions;
using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Real excerpts of the published files: each is read, and of each it is known what becomes of every price.</summary>
public sealed class PriceSampleTests
{
    private static readonly string Samples = Snapshot.PathOf("../shared/data/price-samples");

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("skypilot_azure_vms.csv", "azure", 488, 0, 0)]
    [InlineData("skypilot_gcp_vms.csv", "gcp", 182, 0, 0)]
    [InlineData("skypilot_lambda_vms.csv", "lambda", 374, 0, 0)]
    [InlineData("skypilot_vast_vms.csv", "vast", 46, 0, 0)]
    [InlineData("vantage_derived_aws_gpu_instances.js", null, 1406, 0, 0)]
    [InlineData("gcosts_pricing_excerpt.yml", null, 320, 0, 0)]
    [InlineData("tardellirs_offerings.json", null, 211, 0, 0)]
    [InlineData("aws_spot_advisor_subset.json", null, 0, 0, 238)]
    [InlineData("litellm_model_prices_subset.json", null, 0, 164, 0)]
    [InlineData("openrouter_models_subset.json", null, 0, 23, 0)]
    [InlineData("genai_prices_v2_data_slim.json", null, 0, 253, 0)]
    [InlineData("llm_prices_anthropic.json", null, 0, 4, 0)]
    [InlineData("llm_prices_deepseek.json", null, 0, 2, 0)]
    [InlineData("modelsdev/providers/groq/models/openai/gpt-oss-120b.toml", null, 0, 1, 0)]
    [InlineData("modelsdev/providers/google/models/gemini-2.5-pro.toml", null, 0, 2, 0)]
    public void A_real_file_gives_its_prices_and_they_pass_the_lint(string name, string? seller, int offers, int apis, int bands)
    {
        var import = Read(name, seller);
        Assert.Equal((offers, apis, bands), (import.Offers.Count, import.Apis.Count, import.Interruptions.Count));
        var problems = new Problems();
        var stored = PriceStore.Into(Path.Combine(Path.GetTempPath(), "mtok-no-such-folder"), [import], PriceFixtures.Catalog, problems);
        Assert.Empty(problems.All.Where(problem => problem.Severity == Severity.Error).Select(problem => problem.ToString()));
        Assert.Equal(offers + apis + bands, stored.Sum(file => file.Added));
    }

    [Theory]
    [InlineData("opencost_default.json")]
    [InlineData("opencost_pricing_schema.csv")]
    [InlineData("arc53_gpu-benchmarks.csv")]
    [InlineData("arc53_LLM-Provider-comparison.csv")]
    [InlineData("portkey_pricing_groq.json")]
    [InlineData("gpuhunt_tpu_pricing.json")]
    [InlineData("genai_prices_provider_groq.yml")]
    [InlineData("genai_prices_v2_data_slim.schema.json")]
    [InlineData("spot_trace_4node_us-west-2c_v100_1.json")]
    [InlineData("spot_trace_16node_us-west-2a_v100_1.json")]
    [InlineData("tardellirs_schema.ts")]
    [InlineData("vllm_cost_meter_api_pricing.yaml")]
    [InlineData("vllm_cost_meter_master_results.csv")]
    [InlineData("vllm_cost_meter_vllm_metrics_full.txt")]
    public void What_is_of_no_format_is_refused_with_what_each_needs(string name)
    {
        var path = PathOf(name);
        var problems = new Problems();
        Assert.Null(new PriceReader(PriceFixtures.Catalog, new(PriceFixtures.Day, "sample", "somebody"), problems).Read(path));
        var problem = Assert.Single(problems.All);
        Assert.Equal("unknown-format", problem.Rule);
        Assert.Contains("needs", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_LiteLLM_price_is_taken_left_out_or_unmapped()
    {
        var import = Read("litellm_model_prices_subset.json", null);
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf("litellm_model_prices_subset.json")));
        string[] text = ["chat", "responses"];
        var entry = new Regex(
            @"^(?:(?:in|out)put_cost_per_token|cache_read_input_token_cost|cache_creation_input_token_cost(?:_above_1hr)?)(_above_\d+k_tokens)?(_batches|_priority|_flex)?$");
        var others = document.RootElement.EnumerateObject().Where(model => model.Name != "sample_spec" && (!model.Value.TryGetProperty("mode", out var mode) || text.Contains(mode.GetString())))
            .Sum(model => model.Value.EnumerateObject().Select(member => entry.Match(member.Name))
                .Where(match => match.Success && match.Groups[1].Length + match.Groups[2].Length > 0)
                .DistinctBy(match => match.Groups[1].Value + match.Groups[2].Value).Count());
        Assert.Equal(document.RootElement.EnumerateObject().Count() + others, import.Apis.Count + import.Dropped.Sum(dropped => dropped.Count) + import.Unmapped.Sum(name => name.Count));
        Assert.Equal(10, import.Dropped.Where(dropped => dropped.Rule == "implausible-price").Sum(dropped => dropped.Count) - 4);
        Assert.All(import.Apis.Where(api => api.Provider == "wandb"), api => Assert.True(api.Prices.Input.Dollars < 1));
    }

    [Fact]
    public void Every_offering_of_a_small_seller_is_taken_left_out_or_unmapped()
    {
        var import = Read("tardellirs_offerings.json", null);
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf("tardellirs_offerings.json")));
        Assert.Equal(document.RootElement.GetArrayLength(), import.Offers.Count + import.Dropped.Sum(dropped => dropped.Count) + import.Unmapped.Sum(name => name.Count));
    }

    [Fact]
    public void The_figures_are_those_the_catalog_carries_of_the_same_files()
    {
        // The built-in rows of this file were carried over by hand, rounded to six digits: an importer that reads them otherwise is wrong.
        var read = Read("skypilot_azure_vms.csv", "azure").Offers.ToLookup(offer => offer.Key);
        var carried = PriceFixtures.Catalog.Offers.Where(offer => offer.Provenance.Source == "anycloud-azure@62ff0a98" && read.Contains(offer.Key)).ToList();
        Assert.InRange(carried.Count, 50, 64);
        Assert.All(carried, offer => Assert.Contains(read[offer.Key], other => other.AcceleratorId == offer.AcceleratorId && other.Gpus == offer.Gpus && Math.Abs((other.Price / offer.Price).Value - 1) < 1e-5));
    }

    private static PriceImport Read(string name, string? seller)
    {
        var problems = new Problems();
        var import = new PriceReader(PriceFixtures.Catalog, new(PriceFixtures.Day, "sample", seller), problems).Read(PathOf(name));
        Assert.True(import is not null, string.Join("\n", problems.All));
        return import;
    }

    private static string PathOf(string name)
    {
        var path = Path.Combine(Samples, name);
        Assert.SkipUnless(File.Exists(path), "the real price files are not beside the project");
        return path;
    }
}
