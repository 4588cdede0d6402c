using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Each kind of token price as the published formats state it, and as a catalog row.</summary>
public sealed class PriceKindImportTests
{
    [Theory]
    [InlineData("genai.json", """[{"id":"anthropic","models":[{"id":"claude-sonnet-4-5","prices":{"input_mtok":{"base":5,"tiers":[{"start":200000,"price":10}]},"output_mtok":{"base":25,"tiers":[{"start":200000,"price":37.5}]},"cache_read_mtok":0.5}}]}]""")]
    [InlineData("litellm.json", """{"claude-sonnet-4-5":{"litellm_provider":"anthropic","mode":"chat","input_cost_per_token":5e-6,"output_cost_per_token":25e-6,"cache_read_input_token_cost":0.5e-6,"input_cost_per_token_above_200k_tokens":10e-6,"output_cost_per_token_above_200k_tokens":37.5e-6}}""")]
    [InlineData("openrouter.json", """{"data":[{"id":"anthropic/claude-sonnet-4.5","pricing":{"prompt":"0.000005","completion":"0.000025","input_cache_read":"0.0000005","overrides":[{"min_prompt_tokens":200000,"prompt":"0.00001","completion":"0.0000375"}]}}]}""")]
    [InlineData("models-dev.json", """{"anthropic":{"models":{"claude-sonnet-4-5":{"cost":{"input":5,"output":25,"cache_read":0.5,"tiers":[{"input":10,"output":37.5,"tier":{"size":200000,"type":"context"}}]}}}}}""")]
    public void A_dearer_tier_without_a_cached_price_is_billed_at_a_derived_one(string name, string text)
    {
        var tariff = Assert.Single(ApiTariff.From(Read(name, text)));
        var mix = PriceKindsTests.Mix(250_000, 1_000) with { CachedShare = Ratio.FromPercent(90) };
        Assert.Equal(2.042m, (tariff.PriceOf(mix, asBatch: false) / mix.Total).Dollars, 3);
    }

    [Fact]
    public void Keys_of_LiteLLM_by_service_tier_and_lifetime_are_rows_of_their_own() => Assert.Equal(
        [
            "|5 30 0.5 6.25 10 40",
            "above 272k tok|10 45 1 - 12.5 -",
            "batch|2.5 22.5 - - - -",
            "priority|10 60 1 - - -",
            "priority, above 272k tok|20 90 - - - -",
            "flex|2.5 - - - - -",
        ],
        Read("litellm.json", """
            {"claude-sonnet-4-5": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 5e-6, "output_cost_per_token": 30e-6,
             "cache_read_input_token_cost": 0.5e-6, "cache_creation_input_token_cost": 6.25e-6, "cache_creation_input_token_cost_above_1hr": 10e-6,
             "output_cost_per_reasoning_token": 40e-6,
             "input_cost_per_token_above_272k_tokens": 10e-6, "output_cost_per_token_above_272k_tokens": 45e-6,
             "cache_read_input_token_cost_above_272k_tokens": 1e-6, "cache_creation_input_token_cost_above_1hr_above_272k_tokens": 12.5e-6,
             "input_cost_per_token_batches": 2.5e-6, "output_cost_per_token_batches": 22.5e-6,
             "input_cost_per_token_priority": 10e-6, "output_cost_per_token_priority": 60e-6, "cache_read_input_token_cost_priority": 1e-6,
             "input_cost_per_token_above_272k_tokens_priority": 20e-6, "output_cost_per_token_above_272k_tokens_priority": 90e-6,
             "input_cost_per_token_flex": 2.5e-6}}
            """).Select(Told));

    [Fact]
    public void Tiered_pricing_of_LiteLLM_is_a_base_and_tiers() => Assert.Equal(
        ["|0.4 1.2 - - - 4", "above 256k tok|1.2 3.6 - - - 12"],
        Read("litellm.json", """
            {"claude-sonnet-4-5": {"litellm_provider": "anthropic", "mode": "chat", "tiered_pricing": [
             {"input_cost_per_token": 4e-7, "output_cost_per_token": 1.2e-6, "output_cost_per_reasoning_token": 4e-6, "range": [0, 256000.0]},
             {"input_cost_per_token": 1.2e-6, "output_cost_per_token": 3.6e-6, "output_cost_per_reasoning_token": 12e-6, "range": [256000.0, 1000000.0]}]}}
            """).Select(Told));

    [Fact]
    public void Tiers_of_output_may_begin_elsewhere_than_those_of_input() => Assert.Equal(
        ["|1 4 - - - -", "above 128k tok|2 - - - - -", "above 200k tok|- 8 - - - -"],
        Read("genai.json", """
            [{"id": "anthropic", "models": [{"id": "claude-sonnet-4-5", "prices": {
              "input_mtok": {"base": 1, "tiers": [{"start": 128000, "price": 2}]}, "output_mtok": {"base": 4, "tiers": [{"start": 200000, "price": 8}]}}}]}]
            """).Select(Told));

    [Fact]
    public void Hours_of_genai_prices_are_rows_that_hold_since_the_newest_date_before_them()
    {
        var rows = Read("genai.json", """
            [{"id": "deepseek", "models": [{"id": "deepseek-v3.2", "prices": [
              {"prices": {"input_mtok": 0.14, "output_mtok": 0.28}},
              {"constraint": {"start_date": "2026-08-17"}, "prices": {"input_mtok": 0.22, "output_mtok": 0.66}},
              {"constraint": {"start_time": "01:00:00Z", "end_time": "04:00:00Z"}, "prices": {"input_mtok": 0.44, "output_mtok": 1.32}},
              {"constraint": {"start_time": "06:00:00Z", "end_time": "10:00:00Z"}, "prices": {"input_mtok": 0.44, "output_mtok": 1.32}}]}]}]
            """);
        Assert.Equal(["", "", "01-04 UTC", "06-10 UTC"], rows.Select(row => row.Condition));
        Assert.Equal(["-", "2026-08-17", "2026-08-17", "2026-08-17"], rows.Select(row => row.Provenance.Since?.ToString() ?? "-"));
        var tariff = Assert.Single(ApiTariff.From(rows.Where(row => row.Provenance.IsInForce(new(2026, 8, 20)))));
        var mean = Enumerable.Range(0, 24).Average(hour => tariff.PriceOf(PriceKindsTests.Mix(1000, 500), asBatch: false, Duration.FromHours(hour)).Dollars);
        Assert.Equal(2161m, mean * 100_000 * 730 / 24, 0);
    }

    [Fact]
    public void A_name_that_ends_like_a_service_is_that_service_of_a_model_listed_without_it()
    {
        var rows = Read("openrouter.json", """
            {"data": [{"id": "anthropic/claude-sonnet-4.5:batch", "pricing": {"prompt": "0.0000015", "completion": "0.0000075"}},
                      {"id": "anthropic/claude-sonnet-4.5", "pricing": {"prompt": "0.000003", "completion": "0.000015", "input_cache_write_1h": "0.000006"}}]}
            """);
        Assert.Equal(["anthropic/claude-sonnet-4.5 |3 15 - - 6 -", "anthropic/claude-sonnet-4.5 batch|1.5 7.5 - - - -"], rows.Select(row => $"{row.ProviderModel} {Told(row)}"));
    }

    [Fact]
    public void A_real_600_dollars_is_read() => Assert.Equal(
        ["|150 600 - - - -"],
        Read("litellm.json", """
            {"claude-sonnet-4-5": {"litellm_provider": "anthropic", "mode": "responses", "input_cost_per_token": 0.00015, "output_cost_per_token": 0.0006}}
            """).Select(Told));

    [Fact]
    public void A_fee_of_a_request_is_read_where_it_is_stated()
    {
        var genai = Read("genai.json", """[{"id":"anthropic","models":[{"id":"claude-sonnet-4-5","prices":{"input_mtok":1,"output_mtok":1,"requests_kcount":5}}]}]""");
        var litellm = Read("litellm.json", """
            {"claude-sonnet-4-5": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6,
             "input_cost_per_request": 0.005}}
            """);
        Assert.Equal([0.005m, 0.005m], genai.Concat(litellm).Select(row => row.PerRequest.Dollars));
    }

    [Fact]
    public void Every_kind_survives_being_stored_and_an_older_header_is_brought_up_to_date()
    {
        const string Old = "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,cached_input_usd_per_mtok,cache_write_usd_per_mtok,"
            + "batch_discount,context_tokens,above_input_tokens,usd_per_request,as_of,source\n";
        var folder = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateDirectory(Path.Combine(folder, "imported", "apis"));
        var file = Path.Combine(folder, "imported", "apis", "anthropic.csv");
        File.WriteAllText(file, Old + "claude-sonnet-4-5,\"a, b\",3,15,,,0.5,,,,2026-01-01,old\n");
        var import = Import("litellm.json", """
            {"claude-sonnet-4-5": {"litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 5e-6, "output_cost_per_token": 30e-6,
             "cache_creation_input_token_cost_above_1hr": 10e-6, "output_cost_per_reasoning_token": 40e-6, "output_cost_per_token_batches": 22.5e-6,
             "output_cost_per_token_above_272k_tokens_flex": 45e-6}}
            """);
        var problems = new Problems();
        var stored = Assert.Single(PriceStore.Into(folder, [import], CatalogReader.Load(folder, problems)!, problems));
        Assert.False(problems.HasErrors);
        File.WriteAllText(file, stored.Text);
        var read = CatalogReader.Load(folder, problems)!.EveryApi.Where(row => row.Provenance.Where.File == file).ToList();
        Assert.Equal(
            [
                "a, b |3 15 - - - -", "a, b batch|1.5 7.5 - - - -", "claude-sonnet-4-5 |5 30 - - 10 40", "claude-sonnet-4-5 batch|- 22.5 - - - -",
                "claude-sonnet-4-5 flex, above 272k tok|- 45 - - - -",
            ],
            read.Select(row => $"{row.ProviderModel} {Told(row)}"));
        Assert.Equal((0, 3), (PriceStore.Into(folder, [import], CatalogReader.Load(folder, problems)!, problems).Single().Added, stored.Added));
        Directory.Delete(folder, recursive: true);
    }

    private static IReadOnlyList<ApiPrice> Read(string name, string text) => Import(name, text).Apis;

    private static PriceImport Import(string name, string text)
    {
        var (import, problems) = PriceFixtures.ReadText(name, text);
        Assert.True(import is not null, string.Join("\n", problems.All));
        return import;
    }

    private static string Told(ApiPrice row) =>
        $"{row.Condition}|{string.Join(' ', new[] { TokenKind.Input, TokenKind.Output, TokenKind.CachedInput, TokenKind.CacheWrite, TokenKind.CacheWriteHour, TokenKind.Reasoning }
            .Select(kind => row.Prices.Stated(kind) is { } price ? price.Dollars.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) : "-"))}";
}
