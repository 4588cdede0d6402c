namespace Mtok.Fitting;

/// <summary>One spelling of each model's id: the catalog's, else that of the maker's own list, else the most frequent.</summary>
internal static class CanonicalIds
{
    private static readonly HashSet<string> Makers =
        ["ai21", "alibaba", "anthropic", "cohere", "deepseek", "google", "minimax", "mistral", "moonshotai", "openai", "perplexity", "xai", "zai"];

    /// <summary>The id by any spelling of it, folded.</summary>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<ApiPrice> rows, Catalog catalog) =>
        rows.GroupBy(row => Spelling.Fold(row.ModelId))
            .ToDictionary(
                group => group.Key,
                group => catalog.FindModel(group.First().ModelId)?.Id ?? group
                    .Select(row => (Id: IdOf(row, catalog), Weight: Makers.Contains(row.Provider) ? 1000 : 1))
                    .Where(spelt => Spelling.Fold(spelt.Id) == group.Key)
                    .GroupBy(spelt => spelt.Id)
                    .OrderByDescending(spelt => spelt.Sum(one => one.Weight)).ThenBy(spelt => spelt.Key, StringComparer.Ordinal)
                    .Select(spelt => spelt.Key).FirstOrDefault() ?? group.First().ModelId,
                StringComparer.Ordinal);

    private static string IdOf(ApiPrice row, Catalog catalog) => catalog.Naming.Of(row.ProviderModel, row.Provider).Id;
}
