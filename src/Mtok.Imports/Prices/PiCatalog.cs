namespace Mtok.Imports;

/// <summary>
/// pi's catalog of models: prices a million tokens by provider. It is made from the live lists of those that have one, and from models.dev,
/// which tells no day on which a price was seen.
/// </summary>
internal static class PiCatalog
{
    private static readonly string[] Live = ["openrouter", "vercel-ai-gateway"];

    public static bool Fits(JsonRow root) => root.Has("generatedAt") && root["providers"].IsObject;

    public static void Read(JsonRow root, Quotes quotes)
    {
        AsOf? made = AsOf.TryParse(root.Text("generatedAt").Split('T')[0], out var day) && day.IsDated ? day : null;
        foreach (var (provider, models) in root["providers"].Members)
        {
            var seen = Live.Contains(provider) ? made : AsOf.Undated;
            foreach (var (name, model) in models.Members)
            {
                if (model.Has("type") && model.Text("type") != "chat")
                {
                    quotes.Drop("not-text", "not chat: images, classification", model.Line, $"{provider}/{name}");
                }
                else
                {
                    Read(provider, name, model, seen, quotes);
                }
            }
        }
    }

    /// <summary>A name that ends in <c>:batch</c> is the batch service of the model without it.</summary>
    private static void Read(string provider, string name, JsonRow model, AsOf? seen, Quotes quotes)
    {
        var cost = model["cost"];
        quotes.Add(Quote(provider, name, model, cost) with { AsOf = seen });
        foreach (var tier in cost["tiers"].Items)
        {
            quotes.Add(Quote(provider, name, model, tier) with { AsOf = seen, AboveInput = tier.Number("inputTokensAbove") });
        }
    }

    /// <summary>A price of 0 for the cache means that there is none.</summary>
    private static TokenQuote Quote(string provider, string name, JsonRow model, JsonRow cost) =>
        new(provider, name, cost.Number("input"), cost.Number("output"), cost.Line)
        {
            CachedInput = cost.Number("cacheRead") is > 0 and var read ? read : null,
            CacheWrite = cost.Number("cacheWrite") is > 0 and var write ? write : null,
            Context = model.Number("contextWindow"),
        };
}
