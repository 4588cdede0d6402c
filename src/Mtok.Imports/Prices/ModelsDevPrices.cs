namespace Mtok.Imports;

/// <summary>models.dev: its api.json of all providers, or one file of its providers/ folder.</summary>
internal static class ModelsDevPrices
{
    public static bool Fits(JsonRow root) =>
        root.IsObject
            && root.Members.Take(3).Any(provider => provider.Value["models"].Members.Take(3).Any(model => model.Value.Has("cost") || model.Value.Has("limit")));

    public static void Read(JsonRow root, Quotes quotes)
    {
        foreach (var (id, provider) in root.Members)
        {
            foreach (var (name, model) in provider["models"].Members)
            {
                Read(id, name, model, quotes);
            }
        }
    }

    /// <summary>A file <c>providers/&lt;provider&gt;/models/&lt;model&gt;.toml</c>: its path gives the provider.</summary>
    public static void ReadToml(string file, string text, Quotes quotes, Problems problems)
    {
        var parts = file.Replace('\\', '/').Split('/');
        var models = Array.LastIndexOf(parts, "models");
        var provider = models > 0 && Array.LastIndexOf(parts, "providers") == models - 2 ? parts[models - 1] : quotes.Seller;
        var name = string.Join('/', models >= 0 ? parts[(models + 1)..] : parts[^1..]);
        name = name.EndsWith(".toml", StringComparison.OrdinalIgnoreCase) ? name[..^".toml".Length] : name;
        if (TomlTable.Parse(file, text, problems) is not { } root)
        {
            return;
        }

        if (!root.Has("cost") || root.OptionalTable("cost") is not { } cost)
        {
            quotes.Drop("blank-price", "a file without [cost]", 1, name);
            return;
        }

        var context = root.Has("limit") ? Number(root.OptionalTable("limit"), "context") : null;
        var quote = Quote(provider, name, cost, context);
        quotes.Add(quote);
        foreach (var tier in cost.Has("tiers") ? cost.Tables("tiers") : [])
        {
            if (Number(tier.OptionalTable("tier"), "size") is { } above)
            {
                quotes.Add(Quote(provider, name, tier, context) with { AboveInput = above });
            }
            else
            {
                quotes.Drop("other-condition", "a tier without a size", tier.Where.Line, name);
            }
        }
    }

    private static TokenQuote Quote(string provider, string name, TomlTable cost, decimal? context) =>
        new(provider, name, Number(cost, "input"), Number(cost, "output"), cost.Where.Line)
        {
            CachedInput = Number(cost, "cache_read"),
            CacheWrite = Number(cost, "cache_write"),
            Reasoning = Number(cost, "reasoning"),
            Context = context,
        };

    private static decimal? Number(TomlTable? table, string key) =>
        table is not null && table.Has(key) ? JsonRow.NumberOf(table.Written(key)?.Replace("_", "", StringComparison.Ordinal)) : null;

    private static void Read(string provider, string name, JsonRow model, Quotes quotes)
    {
        if (model["modalities"]["output"] is { IsArray: true } outputs && !outputs.Items.Any(output => output.AsText == "text"))
        {
            quotes.Drop("not-text", "no text among its outputs", model.Line, $"{provider}/{name}");
            return;
        }

        if (!model.Has("cost"))
        {
            quotes.Drop("blank-price", "no cost given", model.Line, $"{provider}/{name}");
            return;
        }

        var cost = model["cost"];
        var quote = Quote(provider, name, model, cost);
        quotes.Add(quote);
        foreach (var tier in cost["tiers"].Items)
        {
            quotes.Add(Quote(provider, name, model, tier) with { AboveInput = tier["tier"].Number("size") });
        }

        if (cost.Has("context_over_200k") && !cost["tiers"].IsArray)
        {
            quotes.Add(Quote(provider, name, model, cost["context_over_200k"]) with { AboveInput = 200_000 });
        }
    }

    private static TokenQuote Quote(string provider, string name, JsonRow model, JsonRow cost) =>
        new(provider, name, cost.Number("input"), cost.Number("output"), cost.Line)
        {
            CachedInput = cost.Number("cache_read"),
            CacheWrite = cost.Number("cache_write"),
            Reasoning = cost.Number("reasoning"),
            Context = model["limit"].Number("context"),
            AsOf = AsOf.TryParse(model.Text("last_updated"), out var day) && day.IsDated ? day : null,
        };
}
