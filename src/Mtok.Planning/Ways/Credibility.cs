namespace Mtok.Planning;

/// <summary>
/// Decides which prices a recommendation may rest on: those of sellers that still sell, that the seller's own list or two independent
/// sources say, that are not far below every other seller's, and of which as many are to be had as are needed.
/// </summary>
/// <param name="workload">The workload, whose mix blends API prices.</param>
/// <param name="catalog">All prices, with their sellers and sources.</param>
/// <param name="today">The day to which ages are counted; null for the day of the catalog's prices.</param>
internal sealed class Credibility(Workload workload, Catalog catalog, DateOnly? today = null)
{
    private const int CorroboratedDays = 180;
    private const double OutlierFactor = 3;

    /// <summary>Listings change from day to day: one that was not seen for longer is taken to be gone.</summary>
    private const int ListingDays = 7;

    /// <summary>A median of fewer says nothing.</summary>
    private const int LeastOthers = 2;

    private readonly DateOnly? _day = today ?? catalog.Day;
    private readonly Lazy<ILookup<(string AcceleratorId, Pricing Pricing), SellerPrice>> _machinePrices = new(() => Cheapest(catalog));
    private readonly Dictionary<string, List<ApiSellerPrice>> _apiPrices = new(StringComparer.Ordinal);
    private readonly Dictionary<Offer, IReadOnlyList<Doubt>> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Why a price takes no part at all; null where it does.</summary>
    public Refusal? Refused(ApiPrice price) =>
        price.Provenance.IsUsers || catalog.FindSeller(price.Provider) is not { } seller ? null
        : Ended(seller.Id, seller.Api) ?? (Sells(seller, price.ModelId) ? null : new Refusal.NotSold(seller.Id, price.ModelId));

    /// <summary>Why a machine takes no part at all; null where it does.</summary>
    public Refusal? Refused(Offer offer) => offer.Pricing == Pricing.Owned ? null : Ended(offer.Seller, catalog.FindSeller(offer.Seller)?.Machines);

    /// <summary>The doubts about an API's prices.</summary>
    public IReadOnlyList<Doubt> Of(ApiTariff tariff) => Weighed(
        tariff.Base.Provenance,
        Said(tariff.Base.Provider, catalog.FindSeller(tariff.Base.Provider)?.Api, catalog.CorroborationOf(tariff.Base), tariff.Base.Provenance)
            .Concat(Outlier(tariff))
            .Concat(Import(catalog.ImportBefore(tariff.Base), tariff.Base.Provenance)));

    /// <summary>The doubts about a machine's price, however many are needed.</summary>
    public IReadOnlyList<Doubt> Of(Offer offer)
    {
        if (!_known.TryGetValue(offer, out var doubts))
        {
            doubts = _known[offer] = offer.Pricing == Pricing.Owned ? [] : Weighed(
                offer.Provenance,
                Said(offer.Seller, catalog.FindSeller(offer.Seller)?.Machines, catalog.CorroborationOf(offer), offer.Provenance)
                    .Concat(Outlier(offer))
                    .Concat(Import(catalog.ImportBefore(offer), offer.Provenance)));
        }

        return doubts;
    }

    /// <summary>The doubts about as many machines of a fleet.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="machines">How many are needed.</param>
    public static IReadOnlyList<Doubt> Of(Fleet fleet, int machines) =>
        fleet.Offer is { IsListing: true, Gpus: var listed } offer && (machines > fleet.Most || (long)machines * fleet.MachineGpus > listed)
            ? [.. fleet.Doubts, new Doubt.OneListing(listed, machines * fleet.MachineGpus, offer.Provenance.AsOf) { RulesOut = machines > fleet.Most }]
            : fleet.Doubts;

    /// <summary>The doubt about more machines than a listing has.</summary>
    public static IReadOnlyList<Doubt> OfListing(Offer offer, int gpus) => [new Doubt.OneListing(offer.Gpus, gpus, offer.Provenance.AsOf)];

    /// <summary>
    /// Accelerators of an offer that a recommendation may take: those of one listing, none where it was not seen lately; of all else, of the
    /// user's own offers, and where the workload lifts it, as many as are needed (null).
    /// </summary>
    public int? Most(Offer offer) => offer is not { IsListing: true, Provenance.IsUsers: false } || !workload.Allowed.OnlyCredible ? null
        : _day is { } day && offer.Provenance.AsOf.LastDay.AddDays(ListingDays) < day ? 0
        : offer.Gpus;

    /// <summary>Whether a recommendation may rest on a price with these doubts.</summary>
    public static bool IsCredible(IEnumerable<Doubt> doubts) => doubts.All(doubt => !doubt.RulesOut);

    /// <summary>Whether a seller sells a model: a maker does not sell what another maker of the catalog makes and sells.</summary>
    private bool Sells(Seller seller, string modelId) => !seller.NotSold.Contains(modelId)
        && (seller.Kind != SellerKind.Maker
            || seller.Makes.Count == 0
            || catalog.FindModel(modelId) is not { } model
            || seller.Makes.Contains(model.Maker)
            || !catalog.Sellers.Any(other => other.Makes.Contains(model.Maker)));

    private Refusal? Ended(string seller, Standing? standing) =>
        standing?.On(_day) == SellerStatus.Ended ? new Refusal.SellerEnded(seller, standing.Ended) : null;

    private IEnumerable<Doubt> Said(string seller, Standing? standing, Corroboration corroboration, Provenance price)
    {
        if (!corroboration.Holds)
        {
            yield return new Doubt.Uncorroborated(price.Source);
        }

        if (standing?.On(_day) == SellerStatus.Unknown && !(corroboration.Holds && IsRecent(corroboration.Seen)))
        {
            yield return new Doubt.SellerUnknown(seller, standing.Seen);
        }

        if (!price.AsOf.IsDated)
        {
            yield return new Doubt.Undated { RulesOut = false };
        }
        else if (_day is { } day && Doubt.Old.Is(price.AsOf, day))
        {
            yield return new Doubt.Old(price.AsOf, Doubt.Old.MostDays) { RulesOut = false };
        }
    }

    private static IEnumerable<Doubt> Import(Provenance? imported, Provenance used) =>
        imported is null ? [] : [new Doubt.NewerThanImport(imported.AsOf, used.AsOf) { RulesOut = false }];

    private bool IsRecent(AsOf seen) => _day is not { } day || (seen.IsDated && seen.LastDay.AddDays(CorroboratedDays) >= day);

    private IEnumerable<Doubt> Outlier(ApiTariff tariff)
    {
        var own = PriceOf(tariff);
        var others = SellersOf(tariff.Base.ModelId).Where(other => other.Provider != tariff.Base.Provider).Select(other => other.Price.Dollars).ToList();
        if (others.Count >= LeastOthers
            && UsdPerMtok.FromDollars(MedianOf(others)) is var median
            && own * Ratio.FromValue(OutlierFactor) <= median)
        {
            yield return new Doubt.Outlier(own, median, others.Count);
        }
    }

    private IEnumerable<Doubt> Outlier(Offer offer)
    {
        var others = _machinePrices.Value[(offer.AcceleratorId, offer.Pricing)]
            .Where(other => other.Seller != offer.Seller)
            .Select(other => other.PerGpu.Dollars)
            .ToList();
        if (others.Count >= LeastOthers
            && UsdPerHour.FromDollars(MedianOf(others)) is var median
            && offer.PricePerGpu * Ratio.FromValue(OutlierFactor) <= median)
        {
            yield return new Doubt.MachineOutlier(offer.PricePerGpu, median, others.Count);
        }
    }

    private List<ApiSellerPrice> SellersOf(string modelId)
    {
        if (!_apiPrices.TryGetValue(modelId, out var known))
        {
            known = _apiPrices[modelId] =
            [
                .. ApiTariff.From(catalog.FindModel(modelId) is { } model ? catalog.ApisFor(model) : [])
                    .Where(tariff => Refused(tariff.Base) is null)
                    .GroupBy(tariff => tariff.Base.Provider, StringComparer.Ordinal)
                    .Select(tariffs => new ApiSellerPrice(tariffs.Key, tariffs.Min(PriceOf))),
            ];
        }

        return known;
    }

    private UsdPerMtok PriceOf(ApiTariff tariff) => Pricer.PerRequest(tariff, workload) / workload.Mix.Total;

    /// <summary>Each seller's cheapest accelerator-hour of a device and way of paying.</summary>
    private static ILookup<(string AcceleratorId, Pricing Pricing), SellerPrice> Cheapest(Catalog catalog) =>
        catalog.CurrentOffers
            .GroupBy(offer => (offer.AcceleratorId, offer.Pricing, offer.Seller))
            .Select(offers => (offers.Key, Price: new SellerPrice(offers.Key.Seller, offers.Min(offer => offer.PricePerGpu))))
            .ToLookup(seller => (seller.Key.AcceleratorId, seller.Key.Pricing), seller => seller.Price);

    private static decimal MedianOf(List<decimal> prices)
    {
        var ordered = prices.Order().ToList();
        return (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;
    }

    /// <summary>What rules out is only stated of a price that is the user's own, and where the workload lifts it.</summary>
    private List<Doubt> Weighed(Provenance price, IEnumerable<Doubt> doubts) =>
        [.. doubts.Select(doubt => price.IsUsers || !workload.Allowed.OnlyCredible ? doubt with { RulesOut = false } : doubt)];

    private sealed record SellerPrice(string Seller, UsdPerHour PerGpu);

    private sealed record ApiSellerPrice(string Provider, UsdPerMtok Price);
}
