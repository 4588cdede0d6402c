using System.Collections.Concurrent;

namespace Mtok;

/// <summary>Every fact the program knows: accelerators, models, prices, measurements, other costs. Built by <see cref="CatalogReader"/>.</summary>
public sealed class Catalog
{
    private readonly Dictionary<string, Accelerator> _acceleratorsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Model> _modelsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EngineFamily> _familiesByName = new(StringComparer.Ordinal);
    private readonly ILookup<string, ApiPrice> _apisByModel;
    private readonly ILookup<string, ApiPrice> _everyApiByModel;
    private readonly Lazy<IReadOnlyList<Measurement>> _measurements;
    private readonly Lazy<IReadOnlyList<InterruptionBand>> _interruptions;
    private readonly Lazy<IReadOnlyList<HeldOutCalibration>> _heldOut;
    private readonly Lazy<IReadOnlyList<TrafficProfile>> _profiles;
    private readonly Lazy<ILookup<string, Measurement>> _measurementsByModel;
    private readonly Lazy<ILookup<string, InterruptionBand>> _interruptionsByMachine;
    private readonly ILookup<string, ProvisionedPrice> _provisionedByModel;
    private readonly Dictionary<string, Seller> _sellersById = new(StringComparer.Ordinal);
    private readonly SourceIndex _sourcesByName;
    private readonly Corroborations _corroborations;
    private readonly Lazy<ImportedRows> _imports;
    private readonly ConcurrentDictionary<Model, ILookup<string, Measurement>> _measurementsLike = new(ReferenceEqualityComparer.Instance);

    /// <summary>Indexes the rows and finds today's prices among them; nothing changes afterwards.</summary>
    internal Catalog(CatalogRows rows)
    {
        var marketplaces = rows.Sellers.Where(seller => seller.Kind == SellerKind.Marketplace).Select(seller => seller.Id).ToHashSet(StringComparer.Ordinal);
        Accelerators = [.. rows.Accelerators.OrderBy(accelerator => accelerator.Id, StringComparer.Ordinal)];
        Models = [.. rows.Models.OrderBy(model => model.Id, StringComparer.Ordinal)];
        Families = rows.Families;
        Naming = new(Families);
        _profiles = new(() => [.. rows.Profiles.Value.OrderBy(profile => profile.Id, StringComparer.Ordinal)]);
        Sellers = rows.Sellers;
        foreach (var seller in Sellers)
        {
            _sellersById.TryAdd(seller.Id, seller);
        }

        Regions = rows.Regions;
        var places = new RegionNames(Regions);
        Offers = Listed(rows.Offers, marketplaces, places);
        EveryOffer = Listed(rows.EveryOffer, marketplaces, places);
        Apis = rows.Apis;
        EveryApi = rows.EveryApi;
        Provisioned = [.. rows.Provisioned.Select(price => price with { Territory = places.Find(price.Provider, price.Region) })];
        Discounts = rows.Discounts;
        Rates = rows.Rates;
        _measurements = rows.Measurements;
        OtherCosts = rows.OtherCosts;
        AcceleratorHours = rows.AcceleratorHours;
        _interruptions = rows.Interruptions;
        Owned = rows.Owned;
        Engines = rows.Engines;
        EngineFamilies = rows.EngineFamilies;
        _heldOut = rows.HeldOut;
        Intervals = rows.Intervals;
        Kernels = rows.Kernels;
        Aliases = rows.Aliases;
        DataSources = rows.Sources;
        Sources = [.. rows.Sources.Select(source => source.Fetched).OfType<PriceSource>()];
        Day = rows.Day;
        _sourcesByName = new(DataSources);
        _corroborations = new(_sourcesByName, EveryApi, EveryOffer);
        _imports = new(() => new(EveryApi, EveryOffer));
        Index(Accelerators, accelerator => accelerator.Aliases.Prepend(accelerator.Id), _acceleratorsByName);
        Index(Models, model => model.Aliases.Prepend(model.Id), _modelsByName);
        Index(EngineFamilies, family => [family.Id], _familiesByName);
        _measurementsByModel = new(() => Measurements.ToLookup(measurement => measurement.ModelId, StringComparer.Ordinal));
        _interruptionsByMachine = new(() => Interruptions.ToLookup(band => $"{band.Seller}/{band.Instance}"));
        CurrentOffers = [.. Current(Offers, rows.Day, offer => offer.Key, offer => offer.Provenance, offer => offer.Price.Dollars).Select(Less)];
        _apisByModel = Current(Apis, rows.Day, api => api.Key, api => api.Provenance, api => api.Prices.Output.Dollars).Select(Less)
            .ToLookup(api => api.ModelId, StringComparer.Ordinal);
        _everyApiByModel = Apis.ToLookup(api => api.ModelId, StringComparer.Ordinal);
        _provisionedByModel = Current(Provisioned, rows.Day, price => price.Key, price => price.Provenance, price => price.Price.Dollars)
            .ToLookup(price => price.ModelId, StringComparer.Ordinal);
    }

    /// <summary>Devices, ordered by id.</summary>
    public IReadOnlyList<Accelerator> Accelerators { get; }

    /// <summary>Language models, ordered by id.</summary>
    public IReadOnlyList<Model> Models { get; }

    /// <summary>Words with which names of models begin, and their makers.</summary>
    public IReadOnlyList<ModelFamily> Families { get; }

    /// <summary>The rule that derives a model's id from a provider's spelling.</summary>
    public ModelNaming Naming { get; }

    /// <summary>Machines available at a price, every dated row.</summary>
    public IReadOnlyList<Offer> Offers { get; }

    /// <summary>Today's price of each machine: of its rows in force the one seen last, the most expensive of equals, less the user's discount.</summary>
    public IReadOnlyList<Offer> CurrentOffers { get; }

    /// <summary>The day for which prices are asked; null where there is none: each as it was last seen.</summary>
    public DateOnly? Day { get; }

    /// <summary>Sellers of machines and providers of APIs of which more than their name is known.</summary>
    public IReadOnlyList<Seller> Sellers { get; }

    /// <summary>Where regions lie whose names do not say so.</summary>
    public IReadOnlyList<RegionName> Regions { get; }

    /// <summary>Every price of a machine, including those that the user's own rows replace.</summary>
    public IReadOnlyList<Offer> EveryOffer { get; }

    /// <summary>Every token price, including those that the user's own rows replace.</summary>
    public IReadOnlyList<ApiPrice> EveryApi { get; }

    /// <summary>Spellings of sellers and providers.</summary>
    public IReadOnlyList<Alias> Aliases { get; }

    /// <summary>Addresses that publish prices.</summary>
    public IReadOnlyList<PriceSource> Sources { get; }

    /// <summary>Every source that is described, those that are not fetched too.</summary>
    public IReadOnlyList<DataSource> DataSources { get; }

    /// <summary>Currency rates given by the user.</summary>
    public IReadOnlyList<CurrencyRate> Rates { get; }

    /// <summary>The user's discounts.</summary>
    public IReadOnlyList<Discount> Discounts { get; }

    /// <summary>Token prices of API providers.</summary>
    public IReadOnlyList<ApiPrice> Apis { get; }

    /// <summary>Prices of provisioned throughput, every dated row.</summary>
    public IReadOnlyList<ProvisionedPrice> Provisioned { get; }

    /// <summary>Published throughput measurements.</summary>
    public IReadOnlyList<Measurement> Measurements => _measurements.Value;

    /// <summary>Costs other than machines and tokens.</summary>
    public IReadOnlyList<OtherCost> OtherCosts { get; }

    /// <summary>Published total and market costs of an accelerator-hour.</summary>
    public IReadOnlyList<AcceleratorHourCost> AcceleratorHours { get; }

    /// <summary>How often spot machines are reclaimed.</summary>
    public IReadOnlyList<InterruptionBand> Interruptions => _interruptions.Value;

    /// <summary>Machines to buy.</summary>
    public IReadOnlyList<OwnedMachine> Owned { get; }

    /// <summary>Engine calibrations.</summary>
    public IReadOnlyList<EngineCalibration> Engines { get; }

    /// <summary>Families of serving engines that of which a source says how they use memory.</summary>
    public IReadOnlyList<EngineFamily> EngineFamilies { get; }

    /// <summary>Calibrations fitted without one group, to validate the model on it.</summary>
    public IReadOnlyList<HeldOutCalibration> HeldOut => _heldOut.Value;

    /// <summary>How far publications lie from predictions that never saw them, by class (E3).</summary>
    public IReadOnlyList<ErrorInterval> Intervals { get; }

    /// <summary>Fitted kernel constants by accelerator.</summary>
    public IReadOnlyList<KernelConstants> Kernels { get; }

    /// <summary>Traffic profiles, ordered by id.</summary>
    public IReadOnlyList<TrafficProfile> Profiles => _profiles.Value;

    /// <summary>Every seller and API provider, by name.</summary>
    public IReadOnlyCollection<string> Providers =>
        new SortedSet<string>(Offers.Select(offer => offer.Seller).Concat(Apis.Select(api => api.Provider)), StringComparer.Ordinal);

    /// <summary>The accelerator of that id or alias; null if there is none.</summary>
    public Accelerator? FindAccelerator(string name) => _acceleratorsByName.GetValueOrDefault(Spelling.Fold(name));

    /// <summary>The model of that id, alias or other spelling whose id follows by rule; null if there is none.</summary>
    public Model? FindModel(string name) =>
        _modelsByName.GetValueOrDefault(Spelling.Fold(name)) ?? _modelsByName.GetValueOrDefault(Spelling.Fold(Naming.Of(name).Id));

    /// <summary>The profile of that id; null if there is none.</summary>
    public TrafficProfile? FindProfile(string name) => Profiles.FirstOrDefault(profile => Spelling.Fold(profile.Id) == Spelling.Fold(name));

    /// <summary>The seller or provider of that id; null if only its name is known.</summary>
    public Seller? FindSeller(string id) => _sellersById.GetValueOrDefault(id);

    /// <summary>These sellers with the API services of those that sell machines: Amazon Bedrock with AWS, Vertex AI with Google Cloud.</summary>
    /// <param name="ids">Ids of sellers and API providers, known or not.</param>
    public IReadOnlyList<string> WithServices(IReadOnlyList<string> ids) =>
    [
        .. ids.Concat(ids.Select(FindSeller).OfType<Seller>()
            .Where(cloud => cloud is { Machines: not null, Home: not null })
            .SelectMany(cloud => Sellers.Where(other => other.Machines is null && other.Home == cloud.Home))
            .Select(service => service.Id)).Distinct(),
    ];

    /// <summary>The source that a row names, with or without its version; null if it is not described.</summary>
    public DataSource? FindSource(string name) => _sourcesByName.Find(name);

    /// <summary>Who says a provider's price.</summary>
    public Corroboration CorroborationOf(ApiPrice price) => _corroborations.Of(price);

    /// <summary>Who says a seller's price of a machine.</summary>
    public Corroboration CorroborationOf(Offer offer) => _corroborations.Of(offer);

    /// <summary>The newest row of the user's import that a newer built-in price is used instead of; null where there is none.</summary>
    public Provenance? ImportBefore(ApiPrice price) => _imports.Value.Before(price.Key, price.Provenance);

    /// <summary>The newest row of the user's import that a newer built-in price is used instead of; null where there is none.</summary>
    public Provenance? ImportBefore(Offer offer) => _imports.Value.Before(offer.Key, offer.Provenance);

    /// <summary>A hint that names the models that share a name, or the nearest to a misspelt one.</summary>
    public string SuggestModel(string name) => NameTables.Suggest(name, Models, model => model.Id, model => model.SharedNames);

    /// <summary>A hint that names the accelerators that share a name, or the nearest to a misspelt one.</summary>
    public string SuggestAccelerator(string name) =>
        NameTables.Suggest(name, Accelerators, accelerator => accelerator.Id, accelerator => accelerator.SharedNames);

    /// <summary>Today's token prices of a model, base prices and long-input tiers.</summary>
    public IEnumerable<ApiPrice> ApisFor(Model model) => _apisByModel[model.Id];

    /// <summary>
    /// The token prices of a model on a day: of each entry's rows in force then the one seen last by that day, else the one seen first after
    /// it; of an entry that was not in force, its first row.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="day">The day.</param>
    public IEnumerable<ApiPrice> ApisOn(Model model, DateOnly day) =>
        _everyApiByModel[model.Id].GroupBy(api => api.Key).Select(rows => Less(OnDay([.. rows], day)));

    private static ApiPrice OnDay(IReadOnlyList<ApiPrice> rows, DateOnly day)
    {
        var inForce = rows.Where(row => row.Provenance.IsInForce(day)).ToList();
        var known = inForce.Where(row => row.Provenance.AsOf.From <= day).MaxBy(Order);
        return known ?? (inForce.Count > 0 ? inForce : rows).MinBy(Order)!;

        static (DateOnly Seen, DateOnly Since, decimal Price) Order(ApiPrice row) =>
            (row.Provenance.AsOf.From, row.Provenance.Since?.From ?? DateOnly.MinValue, row.Prices.Output.Dollars);
    }

    /// <summary>Today's provisioned throughput of a model.</summary>
    public IEnumerable<ProvisionedPrice> ProvisionedFor(Model model) => _provisionedByModel[model.Id];

    /// <summary>Measurements of exactly this model, by id.</summary>
    public IEnumerable<Measurement> MeasurementsOf(Model model) => _measurementsByModel.Value[model.Id];

    /// <summary>Measurements of the model and of every model whose network differs only in its vocabulary.</summary>
    public IEnumerable<Measurement> MeasurementsLike(Model model) => LikeByDevice(model).SelectMany(rows => rows);

    /// <summary>Of <see cref="MeasurementsLike(Model)"/>, those made on one accelerator.</summary>
    public IEnumerable<Measurement> MeasurementsLike(Model model, string acceleratorId) => LikeByDevice(model)[acceleratorId];

    /// <summary>How that family of engines uses a device's memory; as vLLM does where nothing else is known of it.</summary>
    public EngineFamily FamilyOf(string engineFamily) => _familiesByName.GetValueOrDefault(Spelling.Fold(engineFamily)) ?? EngineFamily.Usual;

    private static IReadOnlyList<Offer> Listed(IReadOnlyList<Offer> offers, HashSet<string> marketplaces, RegionNames places) =>
        [
            .. offers.Select(offer => offer with
            {
                IsOfMarketplace = offer.IsOfMarketplace || marketplaces.Contains(offer.Seller),
                Territory = places.Find(offer.Seller, offer.Region),
            }),
        ];

    /// <summary>A user's own price is final; a discount applies to the list prices of others.</summary>
    private Offer Less(Offer offer) =>
        DiscountOn(offer.Provenance, discount => discount.Covers(offer)) is { } given
            ? offer with { Price = offer.Price * given.Left, Provenance = With(offer.Provenance, given) }
            : offer;

    private ApiPrice Less(ApiPrice api) =>
        DiscountOn(api.Provenance, discount => discount.Covers(api)) is { } given
            ? api with
            {
                Prices = api.Prices.Times(given.Left),
                Provenance = With(api.Provenance, given),
            }
            : api;

    private Discount? DiscountOn(Provenance provenance, Func<Discount, bool> covers) =>
        Discounts.Count == 0 || provenance.IsUsers ? null : Discounts.Where(covers).MaxBy(discount => discount.Provenance.AsOf);

    private static Provenance With(Provenance provenance, Discount given) =>
        provenance with { Terms = provenance.Terms.Length == 0 ? given.Text : $"{provenance.Terms}, {given.Text}" };

    private ILookup<string, Measurement> LikeByDevice(Model model) =>
        _measurementsLike.GetOrAdd(model, static (model, catalog) =>
            catalog.Models.Where(other => other != model && model.Network is { } network && other.Network?.SameButForVocabulary(network) == true)
                .Prepend(model)
                .SelectMany(catalog.MeasurementsOf)
                .ToLookup(row => row.AcceleratorId, StringComparer.Ordinal), this);

    /// <summary>The fitted kernel constants of that accelerator; null if its kernel times are not published.</summary>
    public KernelConstants? KernelsOf(Accelerator accelerator) => Kernels.FirstOrDefault(kernels => kernels.AcceleratorId == accelerator.Id);

    /// <summary>How often that machine is reclaimed: its own region's newest band, else the worst of its other regions', else null.</summary>
    public InterruptionBand? InterruptionOf(Offer offer)
    {
        var bands = _interruptionsByMachine.Value[$"{offer.Seller}/{offer.Instance}"].ToList();
        return bands.Where(band => band.Region == offer.Region).MaxBy(band => band.Provenance.AsOf) ?? bands.MaxBy(band => band.Low);
    }

    /// <summary>Of the rows in force, the one seen last of each key; of those seen on one day the one that began last, then the most expensive.</summary>
    private static List<T> Current<T, TKey>(
        IReadOnlyList<T> rows, DateOnly? day, Func<T, TKey> key, Func<T, Provenance> provenance, Func<T, decimal> price)
        where TKey : notnull
    {
        var current = new Dictionary<TKey, T>();
        foreach (var row in rows)
        {
            if (provenance(row).IsInForce(day)
                && (!current.TryGetValue(key(row), out var known) || Order(row).CompareTo(Order(known)) > 0))
            {
                current[key(row)] = row;
            }
        }

        return [.. current.Values];

        (DateOnly Seen, DateOnly Since, decimal Price) Order(T row) =>
            (provenance(row).AsOf.From, provenance(row).Since?.From ?? DateOnly.MinValue, price(row));
    }

    private static void Index<T>(IReadOnlyList<T> rows, Func<T, IEnumerable<string>> names, Dictionary<string, T> index)
    {
        foreach (var row in rows)
        {
            foreach (var name in names(row))
            {
                index.TryAdd(Spelling.Fold(name), row);
            }
        }
    }
}
