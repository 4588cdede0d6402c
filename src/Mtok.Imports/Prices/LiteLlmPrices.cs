using System.Globalization;

namespace Mtok.Imports;

/// <summary>LiteLLM's model_prices_and_context_window.json: prices per token, by model, of every provider.</summary>
internal static class LiteLlmPrices
{
    private const decimal PerMtok = 1_000_000m;
    private static readonly string[] Served = ["", "chat", "completion", "responses"];

    public static bool Fits(JsonRow root) =>
        root.IsObject
            && !root.Has("data")
            && root.Members.Take(20).Any(member => member.Value.Has("litellm_provider") || member.Value.Has("input_cost_per_token"));

    public static void Read(JsonRow root, Quotes quotes)
    {
        foreach (var (name, row) in root.Members)
        {
            var provider = row.Text("litellm_provider");
            if (name == "sample_spec")
            {
                quotes.Drop("sample", "the description of the format", row.Line, name);
            }
            else if (!Served.Contains(row.Text("mode")))
            {
                quotes.Drop("not-text", "not chat or completion: embeddings, images, speech, reranking", row.Line, name);
            }
            else if (provider.Length == 0 && quotes.Seller.Length == 0)
            {
                quotes.Drop("blank-provider", "no litellm_provider, which names the seller", row.Line, name);
            }
            else
            {
                Read(row, provider, name.StartsWith(provider + "/", StringComparison.Ordinal) ? name[(provider.Length + 1)..] : name, quotes);
            }
        }
    }

    private static void Read(JsonRow row, string provider, string name, Quotes quotes)
    {
        var quote = new TokenQuote(provider, name, row.Number("input_cost_per_token") * PerMtok, row.Number("output_cost_per_token") * PerMtok, row.Line)
        {
            CachedInput = (row.Number("cache_read_input_token_cost") ?? row.Number("input_cost_per_token_cache_hit")) * PerMtok,
            CacheWrite = row.Number("cache_creation_input_token_cost") * PerMtok,
            BatchInput = row.Number("input_cost_per_token_batches") * PerMtok,
            Context = row.Number("max_input_tokens") ?? row.Number("max_tokens"),
        };
        quotes.Add(quote);
        foreach (var above in row.Members.Select(member => Above(member.Name)).OfType<string>())
        {
            quotes.Add(quote with
            {
                Input = row.Number("input_cost_per_token" + above) * PerMtok,
                Output = (row.Number("output_cost_per_token" + above) ?? row.Number("output_cost_per_token")) * PerMtok,
                CachedInput = row.Number("cache_read_input_token_cost" + above) * PerMtok,
                CacheWrite = row.Number("cache_creation_input_token_cost" + above) * PerMtok,
                BatchInput = null,
                AboveInput = JsonRow.NumberOf(above.AsSpan()["_above_".Length..^"k_tokens".Length]) * 1000,
            });
        }
    }

    /// <summary>The suffix of a key such as <c>input_cost_per_token_above_200k_tokens</c>.</summary>
    private static string? Above(string key)
    {
        const string Start = "input_cost_per_token_above_";
        const string End = "k_tokens";
        return key.StartsWith(Start, StringComparison.Ordinal) && key.EndsWith(End, StringComparison.Ordinal) && key.Length > Start.Length + End.Length
            && int.TryParse(key.AsSpan(Start.Length, key.Length - Start.Length - End.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? key["input_cost_per_token".Length..]
            : null;
    }
}
