namespace Mtok.Reporting;

/// <summary>Every spelling that is taken for one model: who uses it, and which files have it.</summary>
internal static class ModelSpellings
{
    /// <summary>The spellings of providers' lists, then those of aliases.</summary>
    public static Table Of(Catalog catalog, Model model)
    {
        var listed = catalog.EveryApi.Where(api => api.ModelId == model.Id)
            .GroupBy(api => (api.Provider, api.ProviderModel))
            .OrderBy(group => group.Key.Provider, StringComparer.Ordinal).ThenBy(group => group.Key.ProviderModel, StringComparer.Ordinal)
            .Select(group => new[] { group.Key.Provider, group.Key.ProviderModel, Sources(group.Select(api => api.Provenance.Source)) });
        var aliases = catalog.Aliases.Where(alias => alias.ModelId == model.Id)
            .Select(alias => new[] { alias.Of.Length > 0 ? alias.Of : "any", alias.Name, alias.Provenance.Source });
        var own = model.Aliases.Select(name => new[] { "any", name, model.Provenance.Source });
        return new("Spellings", [new("Used by"), new("Spelling", Wide: true), new("Source", Wide: true)], [.. listed, .. aliases, .. own]);
    }

    private static string Sources(IEnumerable<string> sources) =>
        string.Join("; ", sources.SelectMany(source => source.Split("; ")).Distinct().Order(StringComparer.Ordinal));
}
