using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Whole public price files: nothing that generates text at a price is left out without a reason, and hardly anything with one.</summary>
public sealed class WholePriceFileTests
{
    /// <summary>Rows without a price, of other things than text, or the same again: nothing of them is lost.</summary>
    private static readonly string[] NothingLost = ["not-text", "sample", "blank-price", "zero-price", "negative-price", "repeated", "no-model-name"];

    [Theory]
    [InlineData("genai_prices_0.1.8_2026-09-23.json", "genai-prices", 1300)]
    [InlineData("litellm_2026-08-06.json", "LiteLLM prices", 1900)]
    [InlineData("modelsdev_2026-09-30.json", "models.dev", 7000)]
    [InlineData("openrouter_2026-08-01.json", "OpenRouter models", 300)]
    [InlineData("pi_catalog_2026-11-10.json", "pi catalog", 1600)]
    public void At_most_two_percent_of_the_priced_text_rows_are_left_out(string name, string format, int atLeast)
    {
        var import = Read(name);
        Assert.Equal(format, import.Format);
        Assert.Empty(import.Unmapped);
        Assert.InRange(import.Apis.Count, atLeast, 10_000);
        var lost = import.Dropped.Where(dropped => !NothingLost.Contains(dropped.Rule)).ToList();
        Assert.True(
            lost.Sum(dropped => dropped.Count) <= 0.02 * import.Apis.Count,
            string.Join("\n", lost.Select(dropped => $"{dropped.Count} {dropped.Why}: {string.Join(", ", dropped.Examples)}")));
    }

    [Fact]
    public void Imported_models_that_nobody_described_are_models_of_the_folder()
    {
        const string Rows = "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,as_of,source\nkimi-k9.9,moonshotai/kimi-k9.9,1,2,2026-11-10,a list\n";
        var problems = new Problems();
        var catalog = CatalogText.Read(problems, new CatalogFile("imported/apis.csv", "acme", "my/imported/apis/acme.csv", Rows));
        Assert.DoesNotContain(problems.All, problem => problem.Where.File.StartsWith("my/", StringComparison.Ordinal));
        var model = catalog.FindModel("Kimi K9-9");
        Assert.Equal(("kimi-k9.9", "Moonshot AI", false), (model?.Id, model?.Maker, model?.HasKnownContext));
        Assert.Equal("acme", Assert.Single(catalog.ApisFor(model!)).Provider);
    }

    [Fact]
    public void A_model_misspelt_in_ones_own_prices_is_still_an_error() =>
        Assert.Equal("unknown-model", Assert.Single(CatalogText.Lint(CatalogText.Apis("kimi-k9.9,k,1,2,,2026-11-10,mine\n"))).Rule);

    [Fact]
    public void Two_files_that_spell_an_entry_differently_state_the_same_price()
    {
        var catalog = CatalogText.Read(new(), new CatalogFile(
            "apis.csv", "acme", "my/apis/acme.csv", "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,as_of,source\nllama-4-maverick,Meta/Llama-4-Maverick-17B-128E-Instruct,1,2,2026-01-01,mine\n"));
        var (import, _) = PriceFixtures.ReadText("list.json", """{"acme/llama-4-maverick-17b-128e-instruct": {"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 3e-6}}""", catalog);
        Assert.Equal(("llama-4-maverick", "Meta/Llama-4-Maverick-17B-128E-Instruct"), import!.Apis.Select(api => (api.ModelId, api.ProviderModel)).Single());
    }

    [Fact]
    public void A_batch_price_under_a_name_of_its_own_belongs_to_the_row_it_discounts()
    {
        var import = PriceFixtures.Read("pi.json");
        var gpt = import.Apis.Where(api => api.ModelId == "gpt-4o").ToList();
        Assert.Equal([("", 2.5m), ("batch", 1.25m)], gpt.Select(row => (row.Condition, row.Prices.Input.Dollars)));
        Assert.All(gpt, row => Assert.Equal(("openai/gpt-4o", "2026-11-10"), (row.ProviderModel, row.Provenance.AsOf.ToString())));
        Assert.Equal(1, PriceFixtures.Dropped(import, "batch-only"));
        Assert.Equal(1, PriceFixtures.Dropped(import, "implausible-ratio"));
        Assert.All(import.Apis.Where(api => api.Provider == "aws-bedrock"), api => Assert.Equal(("claude-haiku-4-5", "undated"), (api.ModelId, api.Provenance.AsOf.ToString())));
    }

    private static PriceImport Read(string name)
    {
        var path = Snapshot.PathOf("../shared/data/price-full/" + name);
        Assert.SkipUnless(File.Exists(path), "the whole price files are not beside the project");
        var problems = new Problems();
        var import = new PriceReader(PriceFixtures.Catalog, new(PriceFixtures.Day, "whole"), problems).Read(path);
        Assert.True(import is not null, string.Join("\n", problems.All));
        return import;
    }
}
