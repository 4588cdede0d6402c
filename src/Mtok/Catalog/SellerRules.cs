namespace Mtok;

/// <summary>
/// Warns of prices whose seller or source does not bear them out; for <c>mtok catalog lint</c>, since answers leave such prices out by
/// themselves. Rows of the user's own are not asked for a second source.
/// </summary>
public static class SellerRules
{
    /// <summary>Reports what the sellers and sources of a catalog do not bear out.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="problems">Where to report.</param>
    public static void Check(Catalog catalog, Problems problems)
    {
        foreach (var provider in catalog.EveryApi.Where(api => !api.Provenance.IsUsers).GroupBy(api => api.Provider, StringComparer.Ordinal))
        {
            CheckKnown(catalog, provider.Key, provider.First().Provenance, problems);
            CheckSecondSource(catalog, provider.Key, [.. provider], problems);
            CheckModels(catalog, provider, problems);
            CheckEnd(catalog.FindSeller(provider.Key)?.Api, provider.Select(api => api.Provenance), provider.Key, problems);
        }

        foreach (var seller in catalog.EveryOffer.Where(offer => !offer.Provenance.IsUsers).GroupBy(offer => offer.Seller, StringComparer.Ordinal))
        {
            CheckKnown(catalog, seller.Key, seller.First().Provenance, problems);
            CheckEnd(catalog.FindSeller(seller.Key)?.Machines, seller.Select(offer => offer.Provenance), seller.Key, problems);
        }

        CheckImports(catalog, problems);
        CheckSources(catalog, problems);
    }

    private static void CheckImports(Catalog catalog, Problems problems)
    {
        var used = catalog.Models.SelectMany(catalog.ApisFor).Select(api => (Imported: catalog.ImportBefore(api), api.Provenance))
            .Concat(catalog.CurrentOffers.Select(offer => (Imported: catalog.ImportBefore(offer), offer.Provenance)));
        foreach (var (imported, by) in used)
        {
            if (imported is not null)
            {
                problems.Warn(
                    imported.Where, "older-import",
                    $"seen on {imported.AsOf}; the built-in price seen on {by.AsOf} ({by.Source}) is used. Import a newer file, or put the row into "
                        + "your own apis/ or offers/, which win whatever their date");
            }
        }
    }

    private static void CheckKnown(Catalog catalog, string seller, Provenance first, Problems problems)
    {
        if (catalog.FindSeller(seller) is null)
        {
            problems.Warn(FileOf(first), "unknown-seller", $"{seller} has no row in sellers.toml: whether it still sells is not recorded");
        }
    }

    private static void CheckSecondSource(Catalog catalog, string provider, List<ApiPrice> prices, Problems problems)
    {
        if (prices.TrueForAll(price => !catalog.CorroborationOf(price).Holds))
        {
            problems.Warn(
                FileOf(prices[0].Provenance), "no-second-source",
                $"no price of {provider} is in a list of its own or in two independent sources: none is recommended");
        }
    }

    private static void CheckModels(Catalog catalog, IEnumerable<ApiPrice> prices, Problems problems)
    {
        foreach (var price in prices)
        {
            if (catalog.FindSeller(price.Provider) is not { } seller || catalog.FindModel(price.ModelId) is not { } model)
            {
                continue;
            }

            if (seller.NotSold.Contains(model.Id))
            {
                problems.Warn(price.Provenance.Where, "not-sold", $"{seller.Id} does not sell {model.Id} (sellers.toml, not_sold): the price is not used");
            }
            else if (seller is { Kind: SellerKind.Maker, Makes.Count: > 0 } && !seller.Makes.Contains(model.Maker))
            {
                problems.Warn(
                    price.Provenance.Where, "other-makers-model",
                    $"{seller.Id} is a maker and sells {model.Id} of {model.Maker} under its own name: is it the price of a cloud of the same owner?");
            }
        }
    }

    private static void CheckEnd(Standing? standing, IEnumerable<Provenance> prices, string seller, Problems problems)
    {
        if (standing is not { Status: SellerStatus.Ended, Ended: { } end })
        {
            return;
        }

        foreach (var late in prices.Where(price => price.AsOf.From > end.LastDay).DistinctBy(price => price.Where.File))
        {
            problems.Warn(late.Where, "price-after-end", $"seen on {late.AsOf}, after {seller} ended on {end}: a list that removes nothing");
        }
    }

    private static void CheckSources(Catalog catalog, Problems problems)
    {
        foreach (var source in catalog.DataSources.Where(source => source.CopyOf is { } of && catalog.FindSource(of) is null))
        {
            problems.Warn(source.Provenance.Where, "unknown-source", $"copy_of = \"{source.CopyOf}\": no source of that name is described");
        }

        var prices = catalog.EveryApi.Select(api => api.Provenance).Concat(catalog.EveryOffer.Select(offer => offer.Provenance));
        foreach (var row in prices.Where(price => !price.IsUsers).DistinctBy(price => price.Source))
        {
            foreach (var name in SourceIndex.Names(row.Source).Where(name => catalog.FindSource(name) is null))
            {
                problems.Warn(row.Where, "unknown-source", $"source \"{name}\" is not described in sources/*.toml: it counts as one voice without a name");
            }
        }
    }

    private static Location FileOf(Provenance row) => new(row.Where.File, 0, 0);
}
