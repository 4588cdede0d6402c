using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Reports a source of rows: where it lies, what its date means, how to look again, and what rests on it.</summary>
public static class SourceReport
{
    private const int MostSuggested = 8;

    /// <summary>The source of that id, with or without its version; null where the catalog describes none.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="name">The id, as rows and answers give it; several joined by "; " are reported together.</param>
    public static Report? Of(Catalog catalog, string name)
    {
        var named = name.Split("; ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(id => (Id: id, Source: catalog.FindSource(id))).ToList();
        if (named.Count == 0 || named.Exists(each => each.Source is null))
        {
            return null;
        }

        List<Block> blocks = [.. named.Select(each => new Block.List(each.Id, Facts(catalog, each.Id, each.Source!)))];
        var facts = named.SelectMany(each => Facts(catalog, each.Id, each.Source!).Select(fact => new[] { each.Id, fact }));
        var json = new JsonObject { ["sources"] = new JsonArray([.. named.Select(each => Json(catalog, each.Id, each.Source!))]) };
        return new($"Source {name}", blocks, new("", [new("source"), new("fact")], [.. facts]), json);
    }

    /// <summary>The nearest ids to one that is unknown.</summary>
    public static string Suggest(Catalog catalog, string name) =>
        Spelling.DidYouMean(name, catalog.DataSources.Select(source => source.Id)) is { Length: > 0 } near
            ? near
            : $"; sources of prices are {string.Join(", ", catalog.EveryApi.Select(api => api.Provenance.Source)
                .Concat(catalog.EveryOffer.Select(offer => offer.Provenance.Source))
                .Distinct().Order(StringComparer.Ordinal).Take(MostSuggested))} and others";

    private static List<string> Facts(Catalog catalog, string id, DataSource source)
    {
        var (apis, offers) = RowsOf(catalog, id);
        var facts = new List<string> { Kind(source) };
        Add("repository", source.Repository);
        Add("version", Version(id));
        Add("path", source.Path);
        Add("date", source.Dates);
        Add("look again", source.Look ?? source.Fetched?.Address.ToString());
        Add("licence", source.Licence);
        Add("fetched by mtok catalog update from", source.Fetched?.Address.ToString());
        facts.Add($"described {source.Provenance.AsOf}: {source.Provenance.Source}");
        facts.Add($"rows: {CountText.Of(apis, "API price")}, {CountText.Of(offers, "machine price")}");
        return facts;

        void Add(string what, string? value)
        {
            if (value is { Length: > 0 })
            {
                facts.Add($"{what}: {value}");
            }
        }
    }

    private static string Kind(DataSource source) => source.Kind switch
    {
        SourceKind.OwnList => "made from the sellers' own lists, pages or interfaces: it corroborates a price by itself",
        SourceKind.Copy => $"a copy of {source.CopyOf}, and one voice with it"
            + (source.OwnListOf.Count > 0 ? $"; read from the own lists of {string.Join(", ", source.OwnListOf)}" : ""),
        SourceKind.Publication => "a publication of measurements or other costs: no price list",
        _ => "typed in by its contributors: one voice, which a second independent one corroborates",
    };

    private static string? Version(string id) => id.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? id[(at + 1)..] : null;

    private static (int Apis, int Offers) RowsOf(Catalog catalog, string id)
    {
        bool Names(Provenance row) => row.Source.Split("; ").Any(named => named == id || (Version(id) is null && catalog.FindSource(named)?.Id == id));
        return (catalog.EveryApi.Count(api => Names(api.Provenance)), catalog.EveryOffer.Count(offer => Names(offer.Provenance)));
    }

    private static JsonObject Json(Catalog catalog, string id, DataSource source)
    {
        var (apis, offers) = RowsOf(catalog, id);
        return new()
        {
            ["id"] = id,
            ["kind"] = DataSource.KindWords.First(word => word.Value == source.Kind).Key,
            ["repository"] = source.Repository,
            ["version"] = Version(id),
            ["path"] = source.Path,
            ["copy_of"] = source.CopyOf,
            ["licence"] = source.Licence,
            ["dates"] = source.Dates,
            ["look"] = source.Look ?? source.Fetched?.Address.ToString(),
            ["api_prices"] = apis,
            ["machine_prices"] = offers,
        };
    }
}
