using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>What each format of prices gives.</summary>
public sealed class PriceFormatTests
{
    [Theory]
    [InlineData("skypilot.csv", "SkyPilot catalog", 6, 0, 0)]
    [InlineData("skypilot-gcp.csv", "SkyPilot catalog", 4, 0, 0)]
    [InlineData("gpuhunt.csv", "gpuhunt catalog", 2, 0, 0)]
    [InlineData("gcosts.yml", "gcosts pricing.yml", 5, 0, 0)]
    [InlineData("tardellirs.json", "tardellirs offerings", 2, 0, 0)]
    [InlineData("vantage.json", "Vantage instances", 4, 0, 0)]
    [InlineData("vantage-short.js", "AWS instances made from Vantage", 2, 0, 0)]
    [InlineData("azure-retail.json", "Azure Retail Prices", 5, 0, 0)]
    [InlineData("aws-spot-advisor.json", "AWS spot advisor", 0, 0, 2)]
    [InlineData("aws-spot-history.json", "AWS spot price history", 2, 0, 0)]
    [InlineData("litellm.json", "LiteLLM prices", 0, 5, 0)]
    [InlineData("openrouter.json", "OpenRouter models", 0, 3, 0)]
    [InlineData("openrouter-list.json", "OpenRouter models", 0, 1, 0)]
    [InlineData("pi.json", "pi catalog", 0, 5, 0)]
    [InlineData("models-dev.json", "models.dev", 0, 4, 0)]
    [InlineData("models-dev.toml", "models.dev file", 0, 2, 0)]
    [InlineData("genai-prices.json", "genai-prices", 0, 7, 0)]
    [InlineData("llm-prices-vendor.json", "llm-prices vendor", 0, 3, 0)]
    [InlineData("llm-prices-list.json", "llm-prices list", 0, 2, 0)]
    public void Each_format_is_told_by_its_content(string name, string format, int offers, int apis, int bands)
    {
        var import = PriceFixtures.Read(name);
        Assert.Equal((format, offers, apis, bands), (import.Format, import.Offers.Count, import.Apis.Count, import.Interruptions.Count));
    }

    [Fact]
    public void A_machine_on_demand_is_of_its_region_and_spot_of_its_zone()
    {
        var rows = PriceFixtures.Read("skypilot.csv").Offers.Where(offer => offer.Instance == "p5.48xlarge").ToList();
        Assert.Equal(["on_demand us-east-1  55.04", "spot us-east-1 us-east-1a 22.5", "spot us-east-1 us-east-1b 23.1"], rows.Select(Told).Order());
        Assert.All(rows, row => Assert.Equal(("aws", "h100-sxm", 8, "2026-08-20", "the test"), (row.Seller, row.AcceleratorId, row.Gpus, row.Provenance.AsOf.ToString(), row.Provenance.Source)));
    }

    [Fact]
    public void Commitments_are_spread_over_their_hours()
    {
        var gcosts = PriceFixtures.Read("gcosts.yml").Offers;
        Assert.Equal(44815.94m / 730, Assert.Single(gcosts, offer => offer.Pricing == Pricing.ReservedOneYear).Price.Dollars);
        Assert.Equal("2026-07-30", gcosts[0].Provenance.AsOf.ToString());
        var azure = PriceFixtures.Read("azure-retail.json").Offers;
        Assert.Equal(560000m / 8760, Assert.Single(azure, offer => offer.Pricing == Pricing.ReservedOneYear).Price.Dollars);
    }

    [Fact]
    public void Prices_a_token_become_prices_a_million_with_cache_batch_and_tier()
    {
        var rows = PriceFixtures.Read("litellm.json").Apis;
        var sonnet = rows.Where(row => row.ModelId == "claude-sonnet-4-5").ToList();
        Assert.Equal(new TokenPrices(Mtok(3), Mtok(15), Mtok(0.3m), Mtok(3.75m)), sonnet[0].Prices);
        Assert.Equal(200_000.0, sonnet[0].Context!.Value.Count);
        Assert.Equal(["", "above 200k tok", "batch"], sonnet.Select(row => row.Condition));
        Assert.Equal((22.5m, 1.5m), (sonnet[1].Prices.Output.Dollars, sonnet[2].Prices.Input.Dollars));
        Assert.Equal(("groq", "llama-3.3-70b", 0.59m), rows.Where(row => row.Provider == "groq").Select(row => (row.Provider, row.ModelId, row.Prices.Input.Dollars)).Single());
    }

    [Fact]
    public void A_models_dev_file_is_named_by_its_path()
    {
        var (import, _) = PriceFixtures.ReadText("providers/groq/models/openai/gpt-oss-120b.toml", PriceFixtures.Text("models-dev.toml"));
        Assert.Equal(["groq openai/gpt-oss-120b gpt-oss-120b 0.6", "groq openai/gpt-oss-120b gpt-oss-120b 1.2"], import!.Apis.Select(api => $"{api.Provider} {api.ProviderModel} {api.ModelId} {api.Prices.Output.Dollars:0.##}"));
        Assert.Equal(64_000, import.Apis[1].AboveInput!.Value.Count);
    }

    [Fact]
    public void Prices_with_days_are_rows_of_those_days()
    {
        Assert.Equal(
            ["2026-08-20 - to 2026-03-12 1.1", "2026-08-20 2026-03-13 to 2029-12-31 0.42", "2026-08-20 2030-01-01 to - 2"],
            PriceFixtures.Read("genai-prices.json").Apis.Where(api => api is { Provider: "deepseek", Hours: null }).Select(Dated));
        Assert.Equal(
            ["2026-08-20 2025-02-08 to - 1.1", "2026-08-20 - to 2025-02-07 0.28", "2026-08-20 - to - 2"],
            PriceFixtures.Read("llm-prices-vendor.json").Apis.Select(Dated));
        var announced = PriceFixtures.Read("genai-prices.json").Apis.Single(api => api.Provenance.Announced is not null);
        Assert.True(announced.Provenance.Since > announced.Provenance.AsOf);
        Assert.False(announced.Provenance.IsInForce(null));
        Assert.True(announced.Provenance.IsInForce(announced.Provenance.Since!.Value.From));
        Assert.All(PriceFixtures.Read("llm-prices-list.json").Apis, api => Assert.Equal("2026-08-05", api.Provenance.AsOf.ToString()));
        var spot = PriceFixtures.Read("aws-spot-history.json").Offers.Select(offer => $"{offer.Provenance.AsOf} {offer.Region} {offer.Zone} {offer.Price.Dollars:0.####}");
        Assert.Equal(["2026-05-02 us-east-1 us-east-1a 22.5137", "2026-05-01 us-east-1 us-east-1a 21.1"], spot);
    }

    private static string Dated(ApiPrice api) =>
        $"{api.Provenance.AsOf} {api.Provenance.Since?.ToString() ?? "-"} to {api.Provenance.Until?.ToString() ?? "-"} {api.Prices.Output.Dollars}";

    [Fact]
    public void Bands_of_interruption_are_the_advisors()
    {
        var bands = PriceFixtures.Read("aws-spot-advisor.json").Interruptions;
        Assert.Equal(["p5.48xlarge 20 -", "g6.xlarge 5 10"], bands.Select(band => $"{band.Instance} {band.Low.Percent:0} {(band.High is { } high ? $"{high.Percent:0}" : "-")}"));
    }

    [Theory]
    [InlineData("empty", "", "empty-file")]
    [InlineData("page.json", "<!DOCTYPE html><html></html>", "unknown-format")]
    [InlineData("some.csv", "a,b\n1,2\n", "unknown-format")]
    [InlineData("some.json", "{\"a\": 1}", "unknown-format")]
    [InlineData("some.json", "[]", "unknown-format")]
    [InlineData("cut.json", "{\"data\": [{\"pricing\": {\"prompt\": \"0.1\"", "broken-json")]
    [InlineData("binary", "a\0b", "unreadable-file")]
    public void What_is_no_file_of_prices_is_refused(string name, string text, string rule)
    {
        var (import, problems) = PriceFixtures.ReadText(name, text);
        Assert.Null(import);
        Assert.Equal(rule, Assert.Single(problems.All).Rule);
    }

    [Fact]
    public void What_a_file_does_not_say_must_be_said()
    {
        var problems = new Problems();
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(PriceFixtures.Text("skypilot.csv")));
        Assert.Null(new PriceReader(PriceFixtures.Catalog, new(PriceFixtures.Day), problems).Read("skypilot.csv", stream));
        Assert.Contains("--seller", Assert.Single(problems.All).Message, StringComparison.Ordinal);
        problems = new();
        stream.Position = 0;
        Assert.Null(new PriceReader(PriceFixtures.Catalog, new(Seller: "aws"), problems).Read("skypilot.csv", stream));
        Assert.Contains("--as-of", Assert.Single(problems.All).Message, StringComparison.Ordinal);
    }

    private static UsdPerMtok Mtok(decimal dollars) => UsdPerMtok.FromDollars(dollars);

    private static string Told(Offer offer) => FormattableString.Invariant($"{Offer.PricingWords.First(word => word.Value == offer.Pricing).Key} {offer.Region} {offer.Zone} {offer.Price.Dollars}");
}
