namespace Mtok.Fitting;

/// <summary>Which rows of the whole price files the catalog carries.</summary>
internal static class Carried
{
    /// <summary>Sources of rows written before, which the whole files repeat.</summary>
    public static readonly string[] Superseded = ["modelsdev@f3fc6926", "openrouter-api:token-tariff@dc2baf9d"];

    /// <summary>Makers, large clouds and hosts of weight; of the routers only the largest.</summary>
    private static readonly HashSet<string> Providers =
    [
        "ai21", "alibaba", "anthropic", "arcee", "aws-bedrock", "azure", "baseten", "cerebras", "chutes", "cloudflare", "cohere", "crusoe", "databricks",
        "deepinfra", "deepseek", "digitalocean", "fireworks", "friendli", "gmicloud", "google", "google-vertex", "groq", "hyperbolic", "inception",
        "inference", "io-net", "lambda", "meta", "minimax", "mistral", "moonshotai", "nebius", "novita", "nscale", "oci", "openai", "openrouter",
        "ovhcloud", "perplexity", "sambanova", "scaleway", "siliconflow", "stepfun", "together", "upstage", "vultr", "wandb", "watsonx", "xai", "xiaomi",
        "zai",
    ];

    /// <summary>Words of models that do not generate text, or that are prices of a kind and no model.</summary>
    private static readonly HashSet<string> NotText =
    [
        "embed", "embedding", "embeddings", "rerank", "reranker", "tts", "whisper", "guard", "safeguard", "moderation", "image", "audio", "realtime", "live",
        "voice", "transcribe", "ocr", "sonic", "bge", "gte", "e5", "asr", "speech", "ft", "flux", "batch", "m2m100", "indictrans2", "ttm",
    ];

    /// <summary>Models that a list has under a seller that does not sell them by the token.</summary>
    private static readonly HashSet<(string Provider, string Model)> NotSold = [("openai", "gpt-oss-20b"), ("openai", "gpt-oss-120b")];

    /// <summary>Whether a row is carried.</summary>
    public static bool Takes(ApiPrice row, Catalog catalog) =>
        Providers.Contains(row.Provider)
        && !NotSold.Contains((row.Provider, row.ModelId))
        && !(row.ModelId.StartsWith(row.Provider + "-", StringComparison.Ordinal) && catalog.Naming.Of(row.ProviderModel, row.Provider).Maker.Length == 0)
        && !row.ModelId.Split('-', '.').Any(NotText.Contains)
        && !(row.Prices.Stated(TokenKind.Output) < row.Prices.Input * Ratio.FromPercent(50))
        && !IsCopyOfDeepSeek(row);

    /// <summary>
    /// DeepSeek's peak hours are of working days in Beijing since 2026-08-23, which in UTC are the same days; genai-prices says so in a comment,
    /// because its conditions know no days.
    /// </summary>
    public static ApiPrice WithDays(ApiPrice row) =>
        row is { Provider: "deepseek", Hours: { DaysText: "" } hours } && row.ModelId.StartsWith("deepseek-v4", StringComparison.Ordinal)
        && PriceHours.TryParse(hours.HoursText, "mon-fri", out var weekdays) && AsOf.TryParse("2026-08-23", out var since)
            ? row with { Hours = weekdays, Provenance = row.Provenance with { Since = since } }
            : row;

    /// <summary>Of DeepSeek, which has hours of the day, models.dev and pi have one of two prices without saying which.</summary>
    private static bool IsCopyOfDeepSeek(ApiPrice row) =>
        row.Provider == "deepseek" && row.ModelId.StartsWith("deepseek-v4", StringComparison.Ordinal)
        && row.Provenance.Source is PriceList.ModelsDev or PriceList.ModelsDevBefore or PriceList.Pi or PriceList.PiBefore;
}
