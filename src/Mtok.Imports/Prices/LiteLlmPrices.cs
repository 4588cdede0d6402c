using System.Globalization;

namespace Mtok.Imports;

/// <summary>LiteLLM's model_prices_and_context_window.json: prices per token, by model, of every provider.</summary>
internal static class LiteLlmPrices
{
    private const decimal PerMtok = 1_000_000m;
    private const string TierStart = "_above_";
    private const string TierEnd = "k_tokens";
    private static readonly (ApiService Service, string Ending)[] Services =
    [
        (ApiService.Standard, ""), (ApiService.Batch, "_batches"), (ApiService.Priority, "_priority"), (ApiService.Flex, "_flex"),
    ];

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

    /// <summary>A row has a key for each kind of token, context tier and service, such as <c>input_cost_per_token_above_200k_tokens_priority</c>.</summary>
    private static void Read(JsonRow row, string provider, string name, Quotes quotes)
    {
        var quote = new TokenQuote(provider, name, null, null, row.Line)
        {
            Context = row.Number("max_input_tokens") ?? row.Number("max_tokens"),
            PerRequest = row.Number("input_cost_per_request"),
        };
        var aboves = row.Members.Select(member => AboveOf(member.Name)).OfType<string>().Distinct().ToList();
        var tiers = row["tiered_pricing"].Items.Where(tier => tier["range"].IsArray).ToList();
        if (tiers.Count == 0 || row.Has("input_cost_per_token"))
        {
            quotes.Add(Priced(quote, row, "", ""));
        }

        foreach (var (service, ending) in Services)
        {
            foreach (var above in aboves.Prepend(""))
            {
                var priced = Priced(quote, row, above, ending) with { Service = service, AboveInput = TokensOf(above) };
                if (!priced.IsBase && priced.StatesAny)
                {
                    quotes.Add(priced);
                }
            }
        }

        foreach (var tier in tiers)
        {
            var from = tier["range"].Items.First().AsNumber;
            quotes.Add(Priced(quote, tier, "", "") with { AboveInput = from > 0 ? from : null });
        }
    }

    private static TokenQuote Priced(TokenQuote quote, JsonRow row, string above, string ending)
    {
        decimal? Of(string key) => row.Number(key + above + ending) * PerMtok;
        return quote with
        {
            Input = Of("input_cost_per_token"),
            Output = Of("output_cost_per_token"),
            CachedInput = Of("cache_read_input_token_cost") ?? Of("input_cost_per_token_cache_hit"),
            CacheWrite = Of("cache_creation_input_token_cost"),
            CacheWriteHour = Of("cache_creation_input_token_cost_above_1hr"),
            Reasoning = Of("output_cost_per_reasoning_token"),
        };
    }

    /// <summary>The tier of a key, such as <c>_above_200k_tokens</c>; null if it has none.</summary>
    private static string? AboveOf(string key)
    {
        var end = key.IndexOf(TierEnd, StringComparison.Ordinal);
        var start = end < 0 ? -1 : key.LastIndexOf(TierStart, end, StringComparison.Ordinal);
        var tier = start < 0 ? "" : key[start..(end + TierEnd.Length)];
        return key.Contains("_cost", StringComparison.Ordinal) && key.Contains("token", StringComparison.Ordinal) && TokensOf(tier) is not null ? tier : null;
    }

    private static decimal? TokensOf(string above) =>
        above.Length > TierStart.Length + TierEnd.Length
            && int.TryParse(above.AsSpan(TierStart.Length, above.Length - TierStart.Length - TierEnd.Length), NumberStyles.None, CultureInfo.InvariantCulture,
                out var thousands)
            ? thousands * 1000m
            : null;
}
