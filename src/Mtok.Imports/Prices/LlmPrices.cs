namespace Mtok.Imports;

/// <summary>simonw/llm-prices: a vendor's prices with their validity periods, or the lists of all current or past prices.</summary>
internal static class LlmPrices
{
    public static bool FitsVendor(JsonRow root) => root.Has("vendor") && root["models"].Items.Take(1).Any(model => model["price_history"].IsArray);

    public static bool FitsList(JsonRow root) => root["prices"].Items.Take(1).Any(price => price.Has("vendor") && price.Has("input"));

    public static void ReadVendor(JsonRow root, Quotes quotes)
    {
        foreach (var model in root["models"].Items)
        {
            foreach (var price in model["price_history"].Items)
            {
                Read(root.Text("vendor"), model.Text("id"), price, quotes, null);
            }
        }
    }

    public static void ReadList(JsonRow root, Quotes quotes)
    {
        AsOf? updated = AsOf.TryParse(root.Text("updated_at"), out var day) && day.IsDated ? day : null;
        foreach (var price in root["prices"].Items)
        {
            Read(price.Text("vendor"), price.Text("id"), price, quotes, updated);
        }
    }

    private static void Read(string vendor, string id, JsonRow price, Quotes quotes, AsOf? updated)
    {
        var since = Day(price, "from_date", quotes);
        var until = Day(price, "to_date", quotes)?.DayBefore;
        quotes.Add(new TokenQuote(vendor, id, price.Number("input"), price.Number("output"), price.Line)
        {
            CachedInput = price.Number("input_cached"),
            AsOf = updated ?? quotes.Day ?? until ?? since,
            Since = since,
            Until = until,
        });
    }

    private static AsOf? Day(JsonRow price, string key, Quotes quotes)
    {
        if (price.Text(key) is not { Length: > 0 } text)
        {
            return null;
        }

        if (AsOf.TryParse(text, out var day) && day.IsDated)
        {
            return day;
        }

        quotes.Note("bad-date", "an invalid date", price.Line, text);
        return null;
    }
}
