using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Reports a provider's prices of one model: its seller, today's prices by tier with who says them, and every row there was.</summary>
public static class ApiPriceReport
{
    /// <summary>The prices of <c>provider/model</c>, by the provider's name of the model or the catalog's; null where there are none.</summary>
    public static Report? Of(Catalog catalog, string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0)
        {
            return null;
        }

        var (provider, model) = (name[..slash], name[(slash + 1)..]);
        var id = catalog.FindModel(model)?.Id ?? model;
        var rows = catalog.EveryApi.Where(api => api.Provider == provider && (api.ProviderModel == model || api.ModelId == id)).ToList();
        if (rows.Count == 0)
        {
            return null;
        }

        var today = rows.Select(row => row.ModelId).Distinct()
            .SelectMany(modelId => catalog.FindModel(modelId) is { } known ? catalog.ApisFor(known) : [])
            .Where(api => api.Provider == provider && (api.ProviderModel == model || api.ModelId == id))
            .OrderBy(api => api.ProviderModel, StringComparer.Ordinal).ThenBy(api => api.Service).ThenBy(api => api.AboveInput).ToList();
        List<string> facts =
        [
            .. SellerWords.Facts(catalog.FindSeller(provider)),
            .. today.Where(api => api.IsBase).Select(api => Said(api, catalog.CorroborationOf(api))),
            .. today.Count == 0 ? ["no price is in force today"] : Array.Empty<string>(),
        ];
        var history = rows.OrderByDescending(row => row.Provenance.AsOf).ThenBy(row => row.ProviderModel, StringComparer.Ordinal).ThenBy(row => row.AboveInput);
        return new(
            name,
            [
                new Block.List("Facts", facts),
                .. today.Count > 0 ? [new Block.Rows(Short("Today, $/Mtok", today))] : Array.Empty<Block>(),
                new Block.Rows(Short("History, $/Mtok, the newest seen first", history)),
                new Block.List("Sources (mtok catalog show source ID)", [.. history.Select(row => row.Provenance.Source).Distinct()]),
            ],
            TableOf("", history),
            new JsonObject
            {
                ["id"] = name,
                ["facts"] = JsonFigures.Of(facts),
                ["today"] = new JsonArray([.. today.Select(api => Json(catalog, api))]),
                ["history"] = new JsonArray([.. history.Select(api => Json(catalog, api))]),
            });
    }

    private static string Said(ApiPrice api, Corroboration said) =>
        $"{api.ProviderModel}: {(said.Holds ? "corroborated" : "uncorroborated")}, stated by {string.Join(", ", said.Voices)}"
            + $"{(said.IsOwnList ? ", the seller's own list among them" : "")}; last seen {said.Seen}";

    /// <summary>What fits a terminal; the table of the CSV has all.</summary>
    private static Table Short(string title, IEnumerable<ApiPrice> apis)
    {
        var all = TableOf(title, apis);
        return all with
        {
            Columns = [.. all.Columns.SkipLast(1).Select(column => column with { Title = column.Title.Replace(" $/Mtok", "", StringComparison.Ordinal) })],
            Rows = [.. all.Rows.Select(row => row.SkipLast(1).ToArray())],
        };
    }

    private static Table TableOf(string title, IEnumerable<ApiPrice> apis) => new(
        title,
        [
            new("Model"), new("Tier"), new("Input $/Mtok", Numbers: true), new("Cached $/Mtok", Numbers: true),
            new("Cache write $/Mtok", Numbers: true, Wide: true), new("Output $/Mtok", Numbers: true), new("Seen"), new("Since"),
            new("Until", Wide: true), new("Sources", Wide: true),
        ],
        [.. apis.Select(api => new[]
        {
            api.ProviderModel, Tier(api), Plain(api.Prices.Input), Plain(api.Prices.CachedInput), Plain(api.Prices.CacheWrite), Plain(api.Prices.Output),
            api.Provenance.AsOf.ToString(), api.Provenance.Since?.ToString() ?? "", api.Provenance.Until?.ToString() ?? "", api.Provenance.Citation,
        })]);

    private static JsonObject Json(Catalog catalog, ApiPrice api) => new()
    {
        ["provider_model"] = api.ProviderModel,
        ["model"] = api.ModelId,
        ["tier"] = Tier(api),
        ["input_usd_per_mtok"] = JsonFigures.Of(api.Prices.Input.Dollars),
        ["cached_input_usd_per_mtok"] = JsonFigures.Of(api.Prices.CachedInput?.Dollars),
        ["cache_write_usd_per_mtok"] = JsonFigures.Of(api.Prices.CacheWrite?.Dollars),
        ["output_usd_per_mtok"] = JsonFigures.Of(api.Prices.Output.Dollars),
        ["seen"] = api.Provenance.AsOf.ToString(),
        ["since"] = api.Provenance.Since?.ToString(),
        ["until"] = api.Provenance.Until?.ToString(),
        ["announced"] = api.Provenance.Announced?.ToString(),
        ["source"] = api.Provenance.Citation,
        ["corroborated"] = catalog.CorroborationOf(api).Holds,
    };

    private static string Tier(ApiPrice api) => api.Condition;

    private static string Plain(UsdPerMtok? price) => price?.Dollars.Shown("0.######") ?? "";
}
