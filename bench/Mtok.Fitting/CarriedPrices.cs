using Mtok.Imports;

namespace Mtok.Fitting;

/// <summary>Writes the built-in API prices: the rows of whole price files, joined where files say the same, with history where they differ.</summary>
internal static class CarriedPrices
{
    public static void WriteAll(string data, TextWriter report)
    {
        var (catalog, own) = Facts();
        var rows = PriceList.All
            .SelectMany(list => list.Read(Path.Combine(data, "price-full"), catalog).Where(row => Carried.Takes(row, catalog)))
            .Concat(own)
            .ToList();
        var spelt = CanonicalIds.Of(rows, catalog);
        var carried = rows
            .Select(Carried.WithDays)
            .Select(row => row with { ModelId = spelt[Spelling.Fold(row.ModelId)] })
            .Select(row => row.Prices.CachedInput > row.Prices.Stated(TokenKind.Input) ? row with { Prices = row.Prices with { CachedInput = null } } : row)
            .GroupBy(row => (row.Provider, row.ModelId, catalog.Naming.Of(row.ProviderModel, row.Provider).Entry))
            .Select(group => new CarriedEntry(
                group.Key.Provider, group.Key.ModelId, catalog.Naming.Of(group.First().ProviderModel, group.Key.Provider), [.. group]))
            .Where(entry => entry.IsListed)
            .GroupBy(entry => (entry.Provider, entry.ModelId))
            .SelectMany(CarriedEntry.WithoutRepeated)
            .SelectMany(entry => entry.Rows)
            .ToList();
        foreach (var provider in carried.GroupBy(row => row.Provider, StringComparer.Ordinal))
        {
            var sorted = provider.OrderBy(row => row.ModelId, StringComparer.Ordinal).ThenBy(row => row.ProviderModel, StringComparer.Ordinal)
                .ThenBy(row => row.Service).ThenBy(row => row.AboveInput?.Count ?? 0).ThenBy(row => row.Condition, StringComparer.Ordinal)
                .ThenBy(row => row.Provenance.AsOf).ThenBy(row => row.Provenance.Since?.From ?? default)
                .ThenBy(row => row.Prices.Output.Dollars).ThenBy(row => row.Provenance.Source, StringComparer.Ordinal);
            Write(Path.Combine("apis", provider.Key + ".csv"), PriceRows.ApiHeader + "\n" + string.Concat(sorted.Select(PriceRows.Line)));
        }

        Write(Path.Combine("models", "sold.csv"), SoldModels.Text(carried, catalog, Path.Combine(data, "price-full")));
        report.WriteLine($"{carried.Count} rows of {carried.Select(row => row.Provider).Distinct().Count()} providers and "
            + $"{carried.Select(row => row.ModelId).Distinct().Count()} models");
    }

    /// <summary>The catalog without the files that this program writes, and its rows of other origin.</summary>
    private static (Catalog Catalog, IReadOnlyList<ApiPrice> Own) Facts()
    {
        var files = CatalogFiles.Embedded();
        var whole = new CatalogReader(new());
        whole.Add(files);
        var bare = new CatalogReader(new());
        bare.Add([.. files.Where(file => file.Kind != "apis.csv" && !(file.Kind == "models.csv" && file.Name == "sold"))]);
        var read = PriceList.All.Select(list => list.Source).Concat(Carried.Superseded).ToHashSet(StringComparer.Ordinal);
        return (bare.Build(), [.. whole.Build().Apis.Where(row => !row.Provenance.Source.Split("; ").Any(read.Contains))]);
    }

    private static void Write(string path, string text)
    {
        var file = Path.Combine(KernelFile.CatalogFolder, path);
        File.WriteAllText(file + ".tmp", text);
        File.Move(file + ".tmp", file, overwrite: true);
    }
}
