namespace Mtok.Tests;

/// <summary>The built-in API prices: the newest seen of every seller, of whole price files.</summary>
public sealed class CarriedPricesTests
{
    private static readonly Catalog Now = CatalogReader.Load(null, new(), today: new(2026, 11, 27))!;

    [Theory]
    [InlineData("azure", "llama-4-maverick", 0.25, 1)]
    [InlineData("together", "qwen3-235b-a22b", 0.2, 0.6)]
    [InlineData("together", "llama-3.3-70b", 1.04, 1.04)]
    [InlineData("aws-bedrock", "llama-3.1-70b", 0.72, 0.72)]
    [InlineData("google-vertex", "deepseek-v3.1", 0.6, 1.7)]
    [InlineData("deepseek", "deepseek-v4-pro", 0.66, 1.98)]
    [InlineData("anthropic", "claude-sonnet-5", 2, 10)]
    [InlineData("google", "gemini-3.6-flash", 0.75, 3.75)]
    [InlineData("openai", "gpt-4o", 2.5, 10)]
    [InlineData("moonshotai", "kimi-k3", 3, 15)]
    public void The_price_seen_last_counts(string provider, string model, double input, double output)
    {
        var cheapest = Base(provider, model).MinBy(api => api.Prices.Output);
        Assert.Equal(((decimal)input, (decimal)output), (cheapest!.Prices.Input.Dollars, cheapest.Prices.Output.Dollars));
    }

    [Theory]
    [InlineData("groq", "llama-3.3-70b")]
    [InlineData("groq", "llama-3.1-8b")]
    [InlineData("openai", "gpt-oss-20b")]
    [InlineData("google", "claude-opus-4-8")]
    public void What_is_not_sold_there_has_no_price(string provider, string model) => Assert.Empty(Base(provider, model));

    [Theory]
    [InlineData("gpt-4o", "openai", "azure")]
    [InlineData("gpt-4.1", "openai", "azure")]
    [InlineData("gpt-5.4", "openai", "azure", "aws-bedrock")]
    [InlineData("gpt-5.6-sol", "openai", "azure", "aws-bedrock")]
    [InlineData("o3", "openai", "azure")]
    [InlineData("claude-sonnet-4-6", "anthropic", "azure", "aws-bedrock", "google-vertex")]
    [InlineData("claude-opus-4-7", "anthropic", "azure", "aws-bedrock", "google-vertex")]
    [InlineData("claude-3-5-haiku", "anthropic", "aws-bedrock", "google-vertex")]
    [InlineData("gemini-1.5-pro", "google")]
    [InlineData("gemini-3.5-flash", "google", "google-vertex")]
    [InlineData("grok-4.6", "xai", "aws-bedrock", "google-vertex")]
    [InlineData("nova-pro", "aws-bedrock")]
    [InlineData("command-r", "cohere")]
    [InlineData("sonar-pro", "perplexity")]
    [InlineData("mistral-large-2512", "mistral", "aws-bedrock")]
    [InlineData("kimi-k2.5", "azure", "aws-bedrock")]
    [InlineData("kimi-k2.7-code", "moonshotai", "azure")]
    [InlineData("kimi-k3", "moonshotai", "aws-bedrock")]
    [InlineData("glm-5.3", "zai")]
    [InlineData("glm-5.2", "zai", "google-vertex")]
    [InlineData("minimax-m2.7", "minimax")]
    [InlineData("minimax-m3", "minimax")]
    [InlineData("qwen3.8-27b", "groq")]
    [InlineData("deepseek-v4-flash", "deepseek", "azure")]
    [InlineData("deepseek-v4.1-flash", "fireworks")]
    public void What_people_ask_for_is_sold_by_its_maker_and_the_clouds(string model, params string[] providers)
    {
        var sellers = Now.ApisFor(Now.FindModel(model)!).Select(api => api.Provider).ToHashSet();
        Assert.Empty(providers.Except(sellers));
    }

    [Fact]
    public void No_price_of_an_aggregator_is_one_that_nobody_can_ask() =>
        Assert.DoesNotContain(Now.Apis, api => api.Prices.Output > api.Prices.Input * Ratio.FromPercent(3000));

    [Fact]
    public void A_price_of_two_lists_is_one_row_that_names_both()
    {
        var price = Assert.Single(Base("openai", "gpt-4o"), api => api.ProviderModel == "gpt-4o");
        Assert.Subset(price.Provenance.Source.Split("; ").ToHashSet(), new HashSet<string> { "genai-prices@0.1.8", "models.dev@2026-09-30" });
        Assert.Equal("2026-09-23", price.Provenance.AsOf.ToString());
    }

    private static IEnumerable<ApiPrice> Base(string provider, string model) =>
        Now.ApisFor(Now.FindModel(model)!).Where(api => api.Provider == provider && api.IsBase);
}
