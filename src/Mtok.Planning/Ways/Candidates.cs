namespace Mtok.Planning;

/// <summary>Everything that could serve a workload: fleets, API tariffs, and what cannot be used with why.</summary>
internal sealed class Candidates
{
    /// <summary>Sellers that quote a price per accelerator offer machines of up to this many.</summary>
    private const int MostGpusSoldSingly = 8;

    /// <summary>The built-in catalog has three of a kind at most, and twenty-nine places.</summary>
    private const int MostAlike = 8;
    private const int MostPlaces = 64;

    private readonly Workload _workload;
    private readonly Catalog _catalog;
    private readonly Capacities _capacity;
    private readonly Credibility _credibility;
    private readonly bool _everyPlace;
    private readonly List<Fleet> _fleets = [];
    private readonly List<ApiCandidate> _apis = [];
    private readonly List<ProvisionedCandidate> _provisioned = [];
    private readonly List<RankedOption> _unusable = [];

    /// <param name="workload">What has to be served.</param>
    /// <param name="catalog">The prices.</param>
    /// <param name="capacity">What replicas serve.</param>
    /// <param name="everyPlace">Whether each region and zone is a separate candidate; otherwise only the cheapest allowed one is.</param>
    /// <param name="credibility">Which prices may be rested on; null for that of this workload.</param>
    public Candidates(
        Workload workload, Catalog catalog, Capacities capacity, bool everyPlace, Credibility? credibility = null)
    {
        _workload = workload;
        _catalog = catalog;
        _capacity = capacity;
        _credibility = credibility ?? new(workload, catalog);
        _everyPlace = everyPlace;
        foreach (var model in workload.Models)
        {
            AddApis(model);
            AddProvisioned(model);
            AddFleets(model);
        }

        RejectPlaces();
        RejectEnded();
    }

    public IReadOnlyList<Fleet> Fleets => _fleets;

    public IReadOnlyList<ApiCandidate> Apis => _apis;

    public IReadOnlyList<ProvisionedCandidate> Provisioned => _provisioned;

    public IReadOnlyList<RankedOption> Unusable => _unusable;

    private void AddApis(Model model)
    {
        var longest = GroupsOf(model).Max(group => group.Mix.Total);
        foreach (var tariff in ApiTariff
            .From(_catalog.ApisFor(model))
            .Where(tariff => _workload.Allowed.AllowsPart(OptionKind.Api) && _workload.Allowed.AllowsProvider(tariff.Base.Provider)))
        {
            if (_credibility.Refused(tariff.Base) is { } refusal)
            {
                Reject(WayNames.Of(tariff), OptionKind.Api, model, tariff.Base.Provider, tariff.Base.Provenance.AsOf, refusal);
            }
            else if (tariff.Base.Context is { } context && context < longest)
            {
                Reject(
                    WayNames.Of(tariff), OptionKind.Api, model, tariff.Base.Provider, tariff.Base.Provenance.AsOf,
                    new Refusal.ContextTooShort(context, longest));
            }
            else if (RefusedPlace(tariff.Base) is { } elsewhere)
            {
                Reject(WayNames.Of(tariff), OptionKind.Api, model, tariff.Base.Provider, tariff.Base.Provenance.AsOf, elsewhere);
            }
            else
            {
                _apis.Add(new(model, InPlace(tariff), _credibility.Of(tariff)));
            }
        }
    }

    /// <summary>Groups of requests as a model takes them.</summary>
    private IReadOnlyList<RequestGroup> GroupsOf(Model model) => _workload.WorkOf(model.Id).Of(_workload.ServedGroups);

    private Refusal? RefusedPlace(ApiPrice api)
    {
        var stated = Residencies(api).ToList();
        return _workload.Allowed.Regions.Count == 0 || stated.Exists(_workload.Allowed.Allows) ? null
            : stated.Count > 0 ? new Refusal.ComputedElsewhere([.. stated.SelectMany(residency => residency.Within)], _workload.Allowed.Regions)
            : _workload.Allowed.UnknownResidency ? null
            : new Refusal.ResidencyUnknown(api.Provider);
    }

    /// <summary>A tariff at the prices of the cheapest place that is allowed; of any place where none is required.</summary>
    private ApiTariff InPlace(ApiTariff tariff) =>
        _workload.Allowed.Regions.Count > 0
        && Residencies(tariff.Base).Where(_workload.Allowed.Allows).MinBy(residency => residency.Markup) is { } there && there.Markup > Ratio.One
            ? tariff.Times(there.Markup, there.Terms)
            : tariff;

    private IEnumerable<Residency> Residencies(ApiPrice api) =>
        _catalog.FindSeller(api.Provider)?.Residencies.Where(residency => residency.IsOf(api.ModelId)) ?? [];

    private void AddProvisioned(Model model)
    {
        foreach (var price in _catalog.ProvisionedFor(model).Where(price =>
            _workload.Allowed.Kinds.Contains(OptionKind.Provisioned)
            && _workload.Allowed.AllowsProvider(price.Provider)
            && price.Term <= _workload.Allowed.LongestCommitment))
        {
            if (_workload.Allowed.AllowsRegion(price.Region, price.Territory))
            {
                _provisioned.Add(new(model, price));
            }
            else
            {
                var refusal = RefusedRegion(price.Region, price.Territory);
                Reject(WayNames.Of(price), OptionKind.Provisioned, model, price.Provider, price.Provenance.AsOf, refusal);
            }
        }
    }

    private void AddFleets(Model model)
    {
        var offers = Offers().ToList();
        var required = _workload.Allowed.Evidence;
        ILookup<string, ReplicaCapacity> RestingOn(RequiredEvidence evidence) =>
            _capacity.Find(model, GroupsOf(model), _workload.Allowed.Precisions, offers.Select(offer => offer.AcceleratorId), evidence)
                .Select(capacity => capacity.PerTry(_workload.WorkOf(model.Id).Tries))
                .ToLookup(capacity => capacity.Deployment.AcceleratorId, StringComparer.Ordinal);
        var capacities = RestingOn(required);
        var onAnything = required == RequiredEvidence.Any ? capacities : RestingOn(RequiredEvidence.Any);
        var whyNone = new Dictionary<string, Obstacle>(StringComparer.Ordinal);
        Obstacle WhyNone(string id) =>
            whyNone.TryGetValue(id, out var known) ? known : whyNone[id] = _capacity.WhyNone(model, id, GroupsOf(model), _workload.Allowed.Precisions);
        foreach (var offer in offers)
        {
            var fitting = capacities[offer.AcceleratorId].ToList();
            var small = fitting.Where(capacity => capacity.Deployment.Gpus <= (offer.SoldByGpu ? MostGpusSoldSingly : offer.Gpus)).ToList();
            if (fitting.Count == 0)
            {
                Reject(
                    WayNames.Of(offer),
                    KindOf(offer.Pricing),
                    model,
                    offer.Seller,
                    offer.Provenance.AsOf,
                    onAnything.Contains(offer.AcceleratorId)
                        ? new Refusal.EvidenceTooWeak(required, offer.AcceleratorId)
                        : new Refusal.NoCapacity(WhyNone(offer.AcceleratorId)));
            }
            else if (small.Count == 0)
            {
                Reject(
                    WayNames.Of(offer),
                    KindOf(offer.Pricing),
                    model,
                    offer.Seller,
                    offer.Provenance.AsOf,
                    new Refusal.MeasuredOnOtherSizes([.. fitting.Select(capacity => capacity.Deployment.Gpus).Distinct()], offer.AcceleratorId, offer.Gpus));
            }

            foreach (var capacity in small)
            {
                AddFleet(offer, capacity);
            }
        }
    }

    /// <summary>
    /// Offers and owned machines: of each machine and pricing every place, or the cheapest allowed one; where that is not credible, the
    /// cheapest one that is as well.
    /// </summary>
    private IEnumerable<Offer> Offers()
    {
        var usable = _catalog.CurrentOffers.Concat(OwnedOffers()).Where(offer => MayUse(offer) && _credibility.Refused(offer) is null).ToList();
        return _everyPlace
            ? Few(usable, MostPlaces)
            : Few([.. usable.GroupBy(offer => (offer.Seller, offer.Instance, offer.Pricing, offer.Tier)).SelectMany(Cheapest)], MostAlike);
    }

    /// <summary>
    /// Offers of one seller that nothing but name, place and price tell apart: of many, the cheapest and the cheapest that are credible, so that a long list of
    /// own prices takes no longer than reading it. Machines of which there are only so many are all needed.
    /// </summary>
    private IEnumerable<Offer> Few(List<Offer> offers, int most)
    {
        var dropped = new HashSet<Offer>(ReferenceEqualityComparer.Instance);
        foreach (var alike in offers.Where(offer => offer.Pricing != Pricing.Owned)
            .GroupBy(offer => (offer.Seller, offer.AcceleratorId, offer.Gpus, offer.SoldByGpu, offer.Pricing, offer.Tier, QuotasOf(offer)))
            .Select(group => group.OrderBy(offer => offer.Price).ToList())
            .Where(group => group.Count > most))
        {
            var kept = alike.Take(most).Concat(alike.Where(IsCredible).Take(most)).ToHashSet<Offer>(ReferenceEqualityComparer.Instance);
            dropped.UnionWith(alike.Where(offer => !kept.Contains(offer) && _credibility.Most(offer) is null));
        }

        return offers.Where(offer => !dropped.Contains(offer));
    }

    /// <summary>Which quotas an offer counts against, by their places.</summary>
    private string QuotasOf(Offer offer) =>
        string.Concat(_workload.Plan.Quotas.Select(quota => quota.Holds(offer) ? '1' : '0'));

    private IEnumerable<Offer> Cheapest(IEnumerable<Offer> places)
    {
        var all = places.ToList();
        return new[] { all.MinBy(place => place.Price), all.Where(IsCredible).MinBy(place => place.Price) }.OfType<Offer>().Distinct();
    }

    private bool IsCredible(Offer offer) => Credibility.IsCredible(_credibility.Of(offer));

    /// <summary>Offers that only their place rules out: listed, not dropped.</summary>
    private void RejectPlaces()
    {
        foreach (var offer in _catalog.CurrentOffers.Where(offer => !InPlace(offer) && MayUseAnywhere(offer)))
        {
            var refusal = RefusedRegion(offer.Region, offer.Territory);
            Reject(WayNames.Of(offer), KindOf(offer.Pricing), _workload.Models[0], offer.Seller, offer.Provenance.AsOf, refusal);
        }
    }

    private Refusal RefusedRegion(string region, Territory? place) =>
        region.Length == 0 ? new Refusal.RegionUnknown()
        : place is null && _workload.Allowed.Regions.All(asked => Territory.Named(asked) is not null) ? new Refusal.PlaceUnknown(region)
        : new Refusal.OutsideRegions(_workload.Allowed.Regions);

    private void RejectEnded()
    {
        foreach (var offer in _catalog.CurrentOffers.Where(MayUse))
        {
            if (_credibility.Refused(offer) is { } refusal)
            {
                Reject(WayNames.Of(offer), KindOf(offer.Pricing), _workload.Models[0], offer.Seller, offer.Provenance.AsOf, refusal);
            }
        }
    }

    private IEnumerable<Offer> OwnedOffers() =>
        _workload.Owned
            .Concat(_catalog.Owned.Where(machine => machine.Provenance.IsUsers || _workload.Allowed.AllowsPurchases)
                .Where(machine => !_workload.Owned.Any(own => own.Name == machine.Name)))
            .Select(machine => machine.AsOffer());

    private bool MayUse(Offer offer) => InPlace(offer) && MayUseAnywhere(offer);

    private bool InPlace(Offer offer) => offer.Pricing == Pricing.Owned || _workload.Allowed.AllowsRegion(offer.Region, offer.Territory);

    private bool MayUseAnywhere(Offer offer) =>
        _workload.Allowed.AllowsPart(KindOf(offer.Pricing))
        && (offer.Pricing == Pricing.Owned || _workload.Allowed.AllowsProvider(offer.Seller))
        && (offer.Pricing != Pricing.Spot || _workload.Interruptible)
        && Offer.TermOf(offer.Pricing) <= _workload.Allowed.LongestCommitment;

    private void AddFleet(Offer offer, ReplicaCapacity capacity)
    {
        var gpus = offer.SoldByGpu ? capacity.Deployment.Gpus : offer.Gpus;
        var price = offer.SoldByGpu ? offer.PricePerGpu * gpus : offer.Price;
        var notes = new List<OptionNote> { new OptionNote.Throughput(capacity.Reason) };
        var evidence = capacity.Requests.Evidence;
        if (offer.SoldByGpu && gpus > offer.Gpus)
        {
            notes.Add(new OptionNote.PriceOfOneGpu(gpus));
            evidence = Evidence.Assumed;
        }

        if (offer.Pricing == Pricing.Serverless)
        {
            notes.Add(new OptionNote.ServerlessByTheHour());
        }

        if (offer.Pricing == Pricing.Owned)
        {
            notes.Add(new OptionNote.Ownership(offer.Provenance.Source, offer.Provenance.AsOf));
            evidence = evidence.And(Evidence.Modelled);
        }

        var spot = offer.Pricing == Pricing.Spot ? SpotOf(offer, price, Ratio.FromValue((double)gpus / offer.Gpus)) : null;
        if (spot is not null)
        {
            price = spot.PerHour;
            notes.Add(new OptionNote.Spot(spot));
            evidence = Evidence.Assumed;
        }

        _fleets.Add(new(offer, capacity, gpus, price, byTheHour: false, _workload.Fleet, evidence, notes)
        {
            Spot = spot,
            Doubts = _credibility.Of(offer),
            Most = _credibility.Most(offer) / gpus ?? int.MaxValue,
        });
    }

    /// <summary>C4, with the band of the seller's own statistics where there are any.</summary>
    private SpotTerms SpotOf(Offer offer, UsdPerHour price, Ratio size)
    {
        var rules = _workload.Fleet;
        return new(
            price, FallbackOf(offer, size), rules.SpotDry, _catalog.InterruptionOf(offer), rules.Provision + rules.Load + rules.LostWork);
    }

    /// <summary>The same machine on demand: of the seller, nearest first; otherwise of the seller whose price is in the middle of all others'.</summary>
    private SpotFallback? FallbackOf(Offer offer, Ratio size)
    {
        var alike = _catalog.CurrentOffers
            .Where(other => other.Pricing == Pricing.OnDemand && other.AcceleratorId == offer.AcceleratorId && other.Gpus == offer.Gpus)
            .ToList();
        var own = alike.Where(other => other.Seller == offer.Seller)
            .OrderBy(other => other.Region == offer.Region ? 0 : 1).ThenBy(other => other.Price).FirstOrDefault();
        if (own is not null)
        {
            return new(own.Price * size, null);
        }

        var others = alike.GroupBy(other => other.Seller, StringComparer.Ordinal).Select(sold => sold.MinBy(other => other.Price)!)
            .OrderBy(other => other.Price).ThenBy(other => other.Seller, StringComparer.Ordinal).ToList();
        return others.Count == 0 ? null : new(others[others.Count / 2].Price * size, others[others.Count / 2].Seller);
    }

    private void Reject(string name, OptionKind kind, Model model, string provider, AsOf asOf, Refusal refusal)
    {
        if (_workload.Allowed.Kinds.Contains(kind))
        {
            _unusable.Add(new(name, kind, model.Id, provider, null, Evidence.Assumed, asOf, []) { Refusal = refusal });
        }
    }

    internal static OptionKind KindOf(Pricing pricing) => pricing switch
    {
        Pricing.OnDemand or Pricing.Serverless => OptionKind.OnDemand,
        Pricing.Spot => OptionKind.Spot,
        Pricing.Owned => OptionKind.Owned,
        _ => OptionKind.Reserved,
    };
}

/// <summary>An API that could serve a workload.</summary>
/// <param name="Model">The model it serves.</param>
/// <param name="Tariff">Its prices.</param>
/// <param name="Doubts">The doubts about them; empty where there are none.</param>
internal sealed record ApiCandidate(Model Model, ApiTariff Tariff, IReadOnlyList<Doubt> Doubts)
{
    /// <summary>Whether a recommendation may rest on it.</summary>
    public bool IsCredible => Credibility.IsCredible(Doubts);
}

/// <summary>Provisioned throughput that could serve a workload.</summary>
/// <param name="Model">The model it serves.</param>
/// <param name="Price">What a unit costs and serves.</param>
internal sealed record ProvisionedCandidate(Model Model, ProvisionedPrice Price);
