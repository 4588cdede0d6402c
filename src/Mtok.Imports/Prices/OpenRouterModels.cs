namespace Mtok.Imports;

/// <summary>OpenRouter's list of models: prices per token as text, -1 if they vary, 0 if free.</summary>
internal static class OpenRouterModels
{
    private const decimal PerMtok = 1_000_000m;

    public static bool Fits(JsonRow root) => Models(root).Take(1).Any(model => model["pricing"].Has("prompt"));

    public static void Read(JsonRow root, Quotes quotes)
    {
        foreach (var model in Models(root))
        {
            if (model["architecture"]["output_modalities"] is { IsArray: true } outputs && !outputs.Items.Any(output => output.AsText == "text"))
            {
                quotes.Drop("not-text", "no text among its outputs", model.Line, model.Text("id"));
                continue;
            }

            var pricing = model["pricing"];
            var quote = Quote(model, pricing);
            quotes.Add(quote);
            foreach (var tier in pricing["overrides"].Items)
            {
                if (tier.Number("min_prompt_tokens") is { } above)
                {
                    quotes.Add(Quote(model, tier) with { AboveInput = above });
                }
                else
                {
                    quotes.Drop("other-condition", "a price that depends on something other than the input's length", tier.Line, model.Text("id"));
                }
            }
        }
    }

    /// <summary>The list itself, or the answer of the interface that has it as its data.</summary>
    private static IEnumerable<JsonRow> Models(JsonRow root) => root.IsArray ? root.Items : root["data"].Items;

    private static TokenQuote Quote(JsonRow model, JsonRow pricing) =>
        new("openrouter", model.Text("id"), pricing.Number("prompt") * PerMtok, pricing.Number("completion") * PerMtok, pricing.Line)
        {
            CachedInput = pricing.Number("input_cache_read") * PerMtok,
            CacheWrite = pricing.Number("input_cache_write") * PerMtok,
            CacheWriteHour = pricing.Number("input_cache_write_1h") * PerMtok,
            Reasoning = pricing.Number("internal_reasoning") is > 0 and { } reasoning ? reasoning * PerMtok : null,
            Context = model.Number("context_length"),
            PerRequest = pricing.Number("request"),
        };
}
