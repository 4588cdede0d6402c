namespace Mtok.Imports;

/// <summary>A file of imported prices to be stored.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">Its full text: the existing rows, followed by the new ones.</param>
/// <param name="Added">The number of new rows.</param>
/// <param name="Known">The number of rows that the catalog already has, with the same source, date and price.</param>
/// <param name="Kept">The number of rows that the catalog has from the same source and date at another price; the row stored first is kept.</param>
public sealed record StoredPrices(string Path, string Text, int Added, int Known, int Kept);

/// <summary>Stores imported prices in a user's catalog folder. Rows are dated and appended; none is ever changed or removed.</summary>
public static class PriceStore
{
    /// <summary>The files to store; nothing is written. They are checked like any catalog file: if a check fails, none may be stored (reported).</summary>
    /// <param name="folder">The user's catalog folder.</param>
    /// <param name="imports">The imports.</param>
    /// <param name="catalog">The catalog, with that folder overriding the embedded one.</param>
    /// <param name="problems">Where to report.</param>
    public static IReadOnlyList<StoredPrices> Into(string folder, IReadOnlyList<PriceImport> imports, Catalog catalog, Problems problems)
    {
        var offers = imports.SelectMany(import => import.Offers).ToList();
        var apis = imports.SelectMany(import => import.Apis).ToList();
        var bands = imports.SelectMany(import => import.Interruptions).ToList();
        var known = new Known(catalog);
        StoredPrices?[] files =
        [
            .. offers
                .GroupBy(offer => offer.Seller, StringComparer.Ordinal)
                .Select(rows => Add(folder, "offers", rows.Key, PriceRows.OfferHeader, rows, known.Offer, PriceRows.Line, problems)),
            .. apis
                .GroupBy(api => api.Provider, StringComparer.Ordinal)
                .Select(rows => Add(folder, "apis", rows.Key, PriceRows.ApiHeader, rows, known.Api, PriceRows.Line, problems)),
            .. bands
                .GroupBy(band => band.Seller, StringComparer.Ordinal)
                .Select(rows => Add(folder, "interruptions", rows.Key, PriceRows.InterruptionHeader, rows, known.Band, PriceRows.Line, problems)),
        ];
        var stored = files.OfType<StoredPrices>().ToList();
        Check(folder, stored, problems);
        return stored;
    }

    private static StoredPrices? Add<T>(
        string folder, string kind, string name, string header, IEnumerable<T> rows, Func<T, Was> was, Func<T, string> line, Problems problems)
    {
        var path = Path.Combine(folder, "imported", kind, name + ".csv");
        if (Directory.Exists(path))
        {
            problems.Error(new(path, 0, 0), "unwritable-file", "it is a folder");
            return null;
        }

        var old = File.Exists(path) ? InputFile.TryRead(path, problems) : header + "\n";
        if (old is null)
        {
            return null;
        }

        if (PriceHeader.Upgraded(path, old, header) is not { } upgraded)
        {
            problems.Error(new(path, 1, 0), "unwritable-file", $"its header does not match imported files; it must be {header}");
            return null;
        }

        var sorted = rows.ToLookup(was);
        var added = string.Concat(sorted[Was.New].Select(line));
        var text = (upgraded.EndsWith('\n') ? upgraded : upgraded + "\n") + added;
        return new(path, text, sorted[Was.New].Count(), sorted[Was.Known].Count(), sorted[Was.Other].Count());
    }

    /// <summary>Reports what the catalog's checks find in the folder with the new files.</summary>
    private static void Check(string folder, List<StoredPrices> stored, Problems problems)
    {
        var found = new Problems();
        var reader = new CatalogReader(found);
        reader.Add(CatalogFiles.Embedded());
        var before = Directory.Exists(folder) ? CatalogFiles.Folder(folder, found) : [];
        var paths = stored.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        reader.Add([
            .. before.Where(file => !paths.Contains(file.Path)),
            .. stored.Select(file => new CatalogFile(
                "imported/" + Path.GetFileName(Path.GetDirectoryName(file.Path)) + ".csv",
                Path.GetFileNameWithoutExtension(file.Path),
                file.Path,
                file.Text)),
        ]);
        reader.Build();
        foreach (var problem in found.All.Where(problem => problem.Severity == Severity.Error))
        {
            problems.Error(problem.Where, problem.Rule, problem.Message);
        }
    }

    private enum Was
    {
        New,
        Known,
        Other,
    }

    /// <summary>The catalog's rows by what must be unique.</summary>
    private sealed class Known
    {
        private readonly Dictionary<(OfferKey, (AsOf, AsOf?, string)), Offer> _offers = [];
        private readonly Dictionary<(ApiPriceKey, (AsOf, AsOf?, string)), ApiPrice> _apis = [];
        private readonly HashSet<(string, string, string, Ratio, AsOf)> _bands;

        public Known(Catalog catalog)
        {
            foreach (var offer in catalog.EveryOffer)
            {
                _offers.TryAdd((offer.Key, offer.Provenance.Edition), offer);
            }

            foreach (var api in catalog.EveryApi)
            {
                _apis.TryAdd((api.Key, api.Provenance.Edition), api);
            }

            _bands = [.. catalog.Interruptions.Select(band => (band.Seller, band.Instance, band.Region, band.Low, band.Provenance.AsOf))];
        }

        public Was Offer(Offer offer) =>
            !_offers.TryGetValue((offer.Key, offer.Provenance.Edition), out var known)
                ? Was.New
                : known.Price == offer.Price && known.QuotedAs == offer.QuotedAs ? Was.Known : Was.Other;

        public Was Api(ApiPrice api) =>
            !_apis.TryGetValue((api.Key, api.Provenance.Edition), out var known)
                ? Was.New
                : known.Prices == api.Prices ? Was.Known : Was.Other;

        public Was Band(InterruptionBand band) =>
            _bands.Contains((band.Seller, band.Instance, band.Region, band.Low, band.Provenance.AsOf)) ? Was.Known : Was.New;
    }
}
