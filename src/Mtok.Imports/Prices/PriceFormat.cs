namespace Mtok.Imports;

/// <summary>A JSON format of prices: how to detect it and how to read it.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Needs">What every file of the format contains.</param>
/// <param name="Fits">Whether a document has this format.</param>
/// <param name="Read">Reads one document.</param>
internal sealed record JsonPriceFormat(string Name, string Needs, Func<JsonRow, bool> Fits, Action<JsonRow, Quotes> Read)
{
    /// <summary>The supported JSON formats.</summary>
    public static IReadOnlyList<JsonPriceFormat> All { get; } =
    [
        new("OpenRouter models", "models with pricing.prompt, as a list or in data", OpenRouterModels.Fits, OpenRouterModels.Read),
        new("Azure Retail Prices", "Items with retailPrice", AzureRetailPrices.Fits, AzureRetailPrices.Read),
        new("AWS spot advisor", "spot_advisor and ranges", AwsSpot.FitsAdvisor, AwsSpot.ReadAdvisor),
        new("AWS spot price history", "SpotPriceHistory", AwsSpot.FitsHistory, AwsSpot.ReadHistory),
        new("llm-prices vendor", "vendor and models with price_history", LlmPrices.FitsVendor, LlmPrices.ReadVendor),
        new("llm-prices list", "prices with vendor and input", LlmPrices.FitsList, LlmPrices.ReadList),
        new("genai-prices", "a list of providers with models and prices", GenaiPrices.Fits, GenaiPrices.Read),
        new("tardellirs offerings", "a list with provider_id, gpu_model, price_usd_hour", TardellirsOfferings.Fits, TardellirsOfferings.Read),
        new("Vantage instances", "a list with instance_type and pricing", VantageInstances.Fits, VantageInstances.Read),
        new("AWS instances made from Vantage", "a list with apiName, gpu and pricing", VantageInstances.FitsShort, VantageInstances.ReadShort),
        new("pi catalog", "generatedAt and providers", PiCatalog.Fits, PiCatalog.Read),
        new("models.dev", "providers with models and their cost", ModelsDevPrices.Fits, ModelsDevPrices.Read),
        new("LiteLLM prices", "models with litellm_provider", LiteLlmPrices.Fits, LiteLlmPrices.Read),
    ];
}

/// <summary>A CSV format of prices.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Needs">What every file of the format contains.</param>
/// <param name="Fits">Whether a header has this format.</param>
/// <param name="Read">Reads the rows.</param>
internal sealed record CsvPriceFormat(string Name, string Needs, Func<IReadOnlySet<string>, bool> Fits, Action<PriceCsv, Quotes> Read)
{
    /// <summary>The supported CSV formats.</summary>
    public static IReadOnlyList<CsvPriceFormat> All { get; } =
    [
        new(
            "SkyPilot catalog",
            "the columns InstanceType, AcceleratorName, AcceleratorCount, Price, SpotPrice, Region",
            SkyPilotCatalog.Fits,
            SkyPilotCatalog.Read),
        new("gpuhunt catalog", "the columns instance_name, location, price, gpu_count, gpu_name, gpu_memory, spot", GpuhuntCatalog.Fits, GpuhuntCatalog.Read),
    ];

    /// <summary>What each format requires, for files that match none.</summary>
    public static string EveryNeed =>
        string.Join(
            "; ",
            All.Select(format => $"{format.Name} needs {format.Needs}")
                .Concat(JsonPriceFormat.All.Select(format => $"{format.Name} needs {format.Needs}")))
        + "; gcosts pricing.yml needs compute: instance:; a models.dev file needs [cost]";
}
