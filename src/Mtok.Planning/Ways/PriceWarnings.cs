namespace Mtok.Planning;

/// <summary>Checks the prices that decide the answer: their age, whether any other provider charges as little, whether one is a single listing.</summary>
internal static class PriceWarnings
{
    private const int OldDays = 90;
    private const double SuspectFactor = 3;

    /// <summary>The warnings about a winner's prices.</summary>
    /// <param name="fleet">Its machines; null for an API.</param>
    /// <param name="machines">How many of them.</param>
    /// <param name="api">Its API, or the cheapest one, which the answer is compared with.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="catalog">All prices.</param>
    /// <param name="today">The day ages are counted to; null where they are not.</param>
    public static IReadOnlyList<PriceWarning> Of(Fleet? fleet, int machines, WinnersApi? api, Workload workload, Catalog catalog, DateOnly? today)
    {
        var warnings = new List<PriceWarning>();
        if (fleet is { Offer: { } offer })
        {
            warnings.AddRange(Age(WayNames.Of(offer), offer.Provenance.AsOf, offer.Pricing == Pricing.Owned, today));
            warnings.AddRange(Listing(offer, machines * fleet.MachineGpus));
        }

        if (api is not null)
        {
            warnings.AddRange(api.Pays ? Age(WayNames.Of(api.Tariff), api.Tariff.Base.Provenance.AsOf, isOwn: false, today) : []);
            warnings.AddRange(FarBelowOthers(api.Tariff, workload, catalog));
        }

        return warnings;
    }

    private static IEnumerable<PriceWarning> Age(string name, AsOf asOf, bool isOwn, DateOnly? today)
    {
        if (!asOf.IsDated && !isOwn)
        {
            yield return new PriceWarning.Undated(name);
        }
        else if (asOf.IsDated && today is { } day && asOf.From.AddDays(OldDays) < day)
        {
            yield return new PriceWarning.Old(name, asOf, OldDays);
        }
    }

    private static IEnumerable<PriceWarning> Listing(Offer offer, int gpus)
    {
        if (offer.IsListing && gpus > offer.Gpus)
        {
            yield return new PriceWarning.Listing(WayNames.Of(offer), offer.Gpus, gpus);
        }
    }

    private static IEnumerable<PriceWarning> FarBelowOthers(ApiTariff api, Workload workload, Catalog catalog)
    {
        UsdPerMtok PriceOf(ApiTariff tariff) => Pricer.PerRequest(tariff, workload) / workload.Mix.Total;
        var model = workload.Models.Single(model => model.Id == api.Base.ModelId);
        var others = ApiTariff.From(catalog.ApisFor(model))
            .Where(tariff => tariff.Base.Provider != api.Base.Provider)
            .GroupBy(tariff => tariff.Base.Provider)
            .Select(tariffs => tariffs.Min(PriceOf)).Order().ToList();
        if (others.Count >= 2 && PriceOf(api) * Ratio.FromValue(SuspectFactor) <= others[0])
        {
            var median = UsdPerMtok.FromDollars((others[(others.Count - 1) / 2].Dollars + others[others.Count / 2].Dollars) / 2);
            var times = Math.Floor(10 * (double)(others[0].Dollars / PriceOf(api).Dollars)) / 10;
            yield return new PriceWarning.FarBelowOthers(WayNames.Of(api), PriceOf(api), Ratio.FromValue(times), model.Id, others.Count, median);
        }
    }
}

/// <summary>The API of a winner, or the cheapest one it is compared with.</summary>
/// <param name="Tariff">Its prices.</param>
/// <param name="Pays">Whether the winner pays it.</param>
internal sealed record WinnersApi(ApiTariff Tariff, bool Pays);
