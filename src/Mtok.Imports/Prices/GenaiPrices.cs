namespace Mtok.Imports;

/// <summary>pydantic's genai-prices, v2: $/Mtok by provider and model, some by date, by time of day or by input length.</summary>
internal static class GenaiPrices
{
    private static readonly string[] Keys =
    [
        "input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok", "cache_write_1h_mtok", "output_reasoning_mtok",
    ];

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
    /// Prices by date are one row each, from the day they begin to the day before the next; prices for some hours of the day hold
    /// from the newest date before them on that has come, because one entry cannot state both.
    /// </summary>
    private static void ReadConditional(string provider, JsonRow model, Quotes quotes)
    {
        var starts = model["prices"].Items.Select(Start).OfType<AsOf>().Order().ToList();
        AsOf? newest = null;
        foreach (var entry in model["prices"].Items)
        {
            var from = Start(entry);
            newest = from is { } begun && !(begun > quotes.Day) ? begun : newest;
            if (entry["constraint"].Has("start_time") && HoursOf(entry["constraint"]) is { } hours)
            {
                Read(provider, model, entry["prices"], quotes, newest, hours: hours);
                continue;
            }

            if (entry.Has("constraint") && from is null)
            {
                quotes.Drop("other-condition", "prices under a condition other than a date or hours of the day", entry.Line, $"{provider}/{model.Text("id")}");
                continue;
            }

            var next = starts.Where(start => from is null || start > from).Take(1).ToList();
            Read(provider, model, entry["prices"], quotes, from, next.Count == 0 ? null : next[0].DayBefore);
        }
    }

    /// <summary>Hours such as <c>00:30:00Z</c> to <c>16:30:00Z</c>; null unless they are whole minutes in UTC.</summary>
    private static PriceHours? HoursOf(JsonRow constraint)
    {
        string[] ends = [constraint.Text("start_time"), constraint.Text("end_time")];
        return Array.TrueForAll(ends, end => end.Length == "00:00:00Z".Length && end.EndsWith(":00Z", StringComparison.Ordinal))
            && PriceHours.TryParse(string.Join('-', ends.Select(end => end[..5])), "", out var read)
                ? read
                : null;
    }

    private static AsOf? Start(JsonRow entry) => AsOf.TryParse(entry["constraint"].Text("start_date"), out var day) && day.IsDated ? day : null;

    private static void Read(
        string provider, JsonRow model, JsonRow prices, Quotes quotes, AsOf? since = null, AsOf? until = null, PriceHours? hours = null)
    {
        var quote = new TokenQuote(provider, model.Text("id"), null, null, model.Line)
        {
            Context = model.Number("context_window"),
            PerRequest = prices.Number("requests_kcount") / 1000,
            Since = since,
            Until = until,
            Hours = hours,
        };
        quotes.Add(Priced(quote, key => Base(prices, key)));
        var tiers = Keys.SelectMany(key => prices[key]["tiers"].Items);
        foreach (var start in tiers.Select(tier => tier.Number("start")).OfType<decimal>().Distinct().Order())
        {
            quotes.Add(Priced(quote, key => Above(prices, key, start)) with { AboveInput = start });
        }
    }

    private static TokenQuote Priced(TokenQuote quote, Func<string, decimal?> price) => quote with
    {
        Input = price("input_mtok"),
        Output = price("output_mtok"),
        CachedInput = price("cache_read_mtok"),
        CacheWrite = price("cache_write_mtok"),
        CacheWriteHour = price("cache_write_1h_mtok"),
        Reasoning = price("output_reasoning_mtok"),
    };

    private static decimal? Base(JsonRow prices, string key) => prices[key].IsObject ? prices[key].Number("base") : prices.Number(key);

    private static decimal? Above(JsonRow prices, string key, decimal start) =>
        prices[key]["tiers"].Items.Where(tier => tier.Number("start") == start).Select(tier => tier.Number("price")).FirstOrDefault();
}
