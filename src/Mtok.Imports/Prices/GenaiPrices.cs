namespace Mtok.Imports;

/// <summary>pydantic's genai-prices, v2: $/Mtok by provider and model, some by date, by time of day or by input length.</summary>
internal static class GenaiPrices
{
    public static bool Fits(JsonRow root) =>
        root.Items.Take(1).Any(provider => provider.Has("id") && provider["models"].Items.Take(1).Any(model => model.Has("prices")));

    public static void Read(JsonRow root, Quotes quotes)
    {
        foreach (var provider in root.Items)
        {
            foreach (var model in provider["models"].Items)
            {
                var seller = SellerOf(provider.Text("id"), model.Text("id"));
                if (model["prices"].IsArray)
                {
                    ReadConditional(seller, model, quotes);
                }
                else
                {
                    Read(seller, model, model["prices"], quotes);
                }
            }
        }
    }

    /// <summary>Its aws sells tokens by Bedrock, and its google other makers' models by Vertex.</summary>
    private static string SellerOf(string provider, string model) => provider switch
    {
        "aws" => "aws-bedrock",
        "google" when !model.StartsWith("gem", StringComparison.Ordinal) => "google-vertex",
        _ => provider,
    };

    /// <summary>
    /// Prices by date are one row each, from the day they begin to the day before the next; prices for some hours of the day are
    /// not comparable to a month's cost.
    /// </summary>
    private static void ReadConditional(string provider, JsonRow model, Quotes quotes)
    {
        var starts = model["prices"].Items.Select(Start).OfType<AsOf>().Order().ToList();
        foreach (var entry in model["prices"].Items)
        {
            var from = Start(entry);
            if (entry["constraint"].Has("start_time") || (entry.Has("constraint") && from is null))
            {
                quotes.Drop("time-of-day", "prices that apply only at some hours", entry.Line, $"{provider}/{model.Text("id")}");
                continue;
            }

            var next = starts.Where(start => from is null || start > from).Take(1).ToList();
            Read(provider, model, entry["prices"], quotes, from, next.Count == 0 ? null : next[0].DayBefore);
        }
    }

    private static AsOf? Start(JsonRow entry) => AsOf.TryParse(entry["constraint"].Text("start_date"), out var day) && day.IsDated ? day : null;

    private static void Read(string provider, JsonRow model, JsonRow prices, Quotes quotes, AsOf? since = null, AsOf? until = null)
    {
        var quote = new TokenQuote(provider, model.Text("id"), Base(prices, "input_mtok"), Base(prices, "output_mtok"), model.Line)
        {
            CachedInput = Base(prices, "cache_read_mtok"),
            CacheWrite = Base(prices, "cache_write_mtok"),
            Context = model.Number("context_window"),
            PerRequest = prices.Number("requests_kcount") / 1000,
            Since = since,
            Until = until,
        };
        quotes.Add(quote);
        foreach (var start in prices["input_mtok"]["tiers"].Items.Select(tier => tier.Number("start")).OfType<decimal>())
        {
            quotes.Add(quote with
            {
                Input = Above(prices, "input_mtok", start),
                Output = Above(prices, "output_mtok", start) ?? quote.Output,
                CachedInput = Above(prices, "cache_read_mtok", start),
                CacheWrite = Above(prices, "cache_write_mtok", start),
                AboveInput = start,
            });
        }
    }

    private static decimal? Base(JsonRow prices, string key) => prices[key].IsObject ? prices[key].Number("base") : prices.Number(key);

    private static decimal? Above(JsonRow prices, string key, decimal start) =>
        prices[key]["tiers"].Items.Where(tier => tier.Number("start") == start).Select(tier => tier.Number("price")).FirstOrDefault();
}
