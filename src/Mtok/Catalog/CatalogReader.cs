namespace Mtok;

/// <summary>
/// Builds a <see cref="Catalog"/> from files, checking every row. Later layers take precedence: a row of a later layer
/// overrides the rows of earlier layers with the same key, whatever their date. Imported prices belong to the first layer:
/// they and the embedded ones compete by date.
/// </summary>
/// <param name="problems">Where to report.</param>
/// <param name="asOf">The day of the prices: those seen later, later rates and discounts are ignored; null for all that is known.</param>
/// <param name="today">The day on which prices must be in force where no other is asked for; null where there is no clock.</param>
public sealed class CatalogReader(Problems problems, DateOnly? asOf = null, DateOnly? today = null)
{
    private const int BuiltIn = 1;

    private readonly Layered<string, Accelerator> _accelerators = new(accelerator => accelerator.Id);
    private readonly Layered<string, Model> _models = new(model => model.Id);
    private readonly Layered<string, ModelFamily> _families = new(family => family.Name);
    private readonly Layered<string, Seller> _sellers = new(seller => seller.Id);
    private readonly Layered<object, Offer> _offers = new(offer => offer.Key);
    private readonly Layered<object, ApiPrice> _apis = new(api => api.Key);
    private readonly Layered<object, ProvisionedPrice> _provisioned = new(price => price.Key);
    private readonly Layered<object, Measurement> _measurements = new(measurement => measurement);
    private readonly Layered<object, OtherCost> _otherCosts = new(cost => new { cost.Item, cost.Scope });
    private readonly Layered<object, AcceleratorHourCost> _acceleratorHours = new(cost => new { cost.AcceleratorId, cost.Item });
    private readonly Layered<object, InterruptionBand> _interruptions = new(band => new { band.Seller, band.Instance, band.Region });
    private readonly Layered<string, KernelConstants> _kernels = new(kernels => kernels.AcceleratorId);
    private readonly Layered<string, OwnedMachine> _owned = new(machine => machine.Name);
    private readonly Layered<string, EngineCalibration> _engines = new(engine => engine.Id);
    private readonly Layered<string, EngineFamily> _engineFamilies = new(family => family.Id);
    private readonly Layered<object, HeldOutCalibration> _heldOut = new(held => new { held.Id, held.By, held.Value });
    private readonly Layered<object, ErrorInterval> _intervals = new(interval => new { interval.Network, interval.Vendor, interval.Load });
    private readonly Layered<string, TrafficProfile> _profiles = new(profile => profile.Id);
    private readonly Layered<object, Alias> _aliases = new(alias => new { alias.Of, Name = Spelling.Fold(alias.Name) });
    private readonly Layered<object, RegionName> _regions = new(region => new { region.Seller, region.Name });
    private readonly Layered<string, DataSource> _sources = new(source => source.Id);
    private readonly List<CurrencyRate> _rates = [];
    private readonly List<Discount> _discounts = [];
    private readonly List<Measurement> _usersMeasurements = [];
    private Conversion? _conversion;
    private int _layer;

    /// <summary>
    /// Whether the first layer is the embedded catalog, in which the lint has found no problem: it is checked no more, and what few answers need
    /// of it is read when it is asked for.
    /// </summary>
    internal bool MayWait { get; init; }

    /// <summary>The embedded catalog.</summary>
    public static Catalog Embedded() => Load(null, new())!;

    /// <summary>The embedded catalog, overridden by the user's where one is given; null if there are errors.</summary>
    /// <param name="folder">The user's folder, or one TOML file of own prices, discounts and machines; null for none.</param>
    /// <param name="problems">Where to report.</param>
    /// <param name="asOf">The day of the prices; null for the newest.</param>
    /// <param name="today">The day on which prices must be in force where no other is asked for; null where there is no clock.</param>
    public static Catalog? Load(string? folder, Problems problems, DateOnly? asOf = null, DateOnly? today = null)
    {
        var reader = new CatalogReader(problems, asOf, today) { MayWait = true };
        reader.Add(CatalogFiles.Embedded());
        if (folder is not null)
        {
            reader.Add(CatalogFiles.Users(folder, problems));
        }

        var catalog = reader.Build();
        return problems.HasErrors ? null : catalog;
    }

    /// <summary>Adds a layer that overrides those before it.</summary>
    public void Add(IReadOnlyList<CatalogFile> files)
    {
        _layer++;
        var ordered = files.OrderBy(ReadingOrder).ToList();
        var (models, others) = (ordered.TakeWhile(file => ReadingOrder(file) == 0), ordered.SkipWhile(file => ReadingOrder(file) == 0));
        foreach (var file in models)
        {
            Add(file);
        }

        AddImportedModels(files);
        foreach (var file in others)
        {
            Add(file);
        }
    }

    /// <summary>The catalog of all layers, after the checks that need all rows.</summary>
    public Catalog Build()
    {
        var catalog = new Catalog(new CatalogRows
        {
            Day = asOf ?? today,
            Accelerators = _accelerators.Rows(),
            Models = _models.Rows(),
            Families = _families.Rows(),
            Sellers = _sellers.Rows(),
            Offers = _offers.Rows(),
            EveryOffer = _offers.All(),
            Apis = _apis.Rows(),
            EveryApi = _apis.All(),
            Provisioned = _provisioned.Rows(),
            Discounts = [.. _discounts],
            Rates = [.. _rates],
            Measurements = new(_measurements.Rows),
            OtherCosts = _otherCosts.Rows(),
            AcceleratorHours = _acceleratorHours.Rows(),
            Interruptions = new(_interruptions.Rows),
            Owned = _owned.Rows(),
            Engines = _engines.Rows(),
            EngineFamilies = _engineFamilies.Rows(),
            HeldOut = new(_heldOut.Rows),
            Intervals = _intervals.Rows(),
            Kernels = _kernels.Rows(),
            Profiles = new(_profiles.Rows),
            Aliases = _aliases.Rows(),
            Sources = _sources.Rows(),
            Regions = _regions.Rows(),
        });
        if (!MayWait || _layer > BuiltIn)
        {
            new CatalogRules(problems).Check(catalog, MayWait ? _usersMeasurements : catalog.Measurements);
        }

        return catalog;
    }

    /// <summary>Devices and models first, since prices and measurements refer to them; then the currency rates, which convert prices.</summary>
    private static int ReadingOrder(CatalogFile file) => file.Kind switch
    {
        "accelerators.toml" or "models.toml" or "models.csv" => 0,
        "owned.toml" => 2,
        _ => 3,
    };

    private void Add(CatalogFile file)
    {
        switch (file.Kind)
        {
            case "accelerators.toml":
                _accelerators.Add(_layer, new AcceleratorReader(problems).Read(file));
                break;
            case "models.toml":
                _models.Add(_layer, new ModelReader(problems).Read(file));
                break;
            case "models.csv" when file.Name == "families":
                _families.Add(_layer, ModelFamily.Read(file, problems));
                break;
            case "models.csv":
                _models.Add(_layer, new SoldModelReader(problems).Read(file));
                break;
            case "offers.csv":
                AddOffers(_layer, new OfferReader(problems, FindAccelerator(), Conversion).Read(file));
                break;
            case "imported/offers.csv":
                AddOffers(BuiltIn, new OfferReader(problems, FindAccelerator(), Conversion).Read(file));
                break;
            case "apis.csv":
                AddApis(_layer, new ApiPriceReader(problems, FindModel(), Conversion).Read(file));
                break;
            case "imported/apis.csv":
                AddApis(BuiltIn, new ApiPriceReader(problems, FindModel(), Conversion).Read(file));
                break;
            case "provisioned.csv":
                _provisioned.Add(
                    _layer,
                    new ProvisionedPriceReader(problems, FindModel(), Conversion).Read(file)
                        .Where(price => IsOf(price.Provenance))
                        .Select(price => price with { Provenance = Owned(price.Provenance) }));
                break;
            case "aliases.csv":
                _aliases.Add(_layer, new AliasReader(problems, FindAccelerator(), FindModel()).Read(file));
                break;
            case "engines.csv" when file.Name == "intervals":
                _intervals.Add(_layer, ErrorInterval.Read(file, problems));
                break;
            case "measurements.csv" or "interruptions.csv" or "engines.csv" or "profiles.toml" when MayWait && _layer == BuiltIn:
                AddLater(file);
                break;
            case "measurements.csv":
                var measured = new MeasurementReader(problems, FindModel(), FindAccelerator()).Read(file)
                    .Select(row => row with { Provenance = Owned(row.Provenance) }).ToList();
                _measurements.Add(_layer, measured);
                _usersMeasurements.AddRange(measured);
                break;
            case "interruptions.csv" or "imported/interruptions.csv":
                _interruptions.Add(_layer, new OtherCostReader(problems).ReadInterruptions(file).Where(band => IsOf(band.Provenance)));
                break;
            case "engines.toml":
                var (engines, families) = new EngineReader(problems).Read(file);
                _engines.Add(_layer, engines.Select(engine => engine with { Provenance = Owned(engine.Provenance) }));
                _engineFamilies.Add(_layer, families);
                break;
            case "engines.csv":
                _heldOut.Add(_layer, HeldOutCalibration.Read(file, problems));
                break;
            case "owned.toml":
                AddOwned(file);
                break;
            case ".toml" when file.Name == "sellers":
                _sellers.Add(_layer, Seller.Read(file, problems));
                break;
            case "places.csv":
                _regions.Add(_layer, RegionName.Read(file, problems));
                break;
            case "sources.toml":
                _sources.Add(_layer, DataSource.Read(file, problems));
                break;
            case "kernels.toml":
                _kernels.Add(_layer, new KernelReader(problems, FindAccelerator()).Read(file));
                break;
            case "profiles.toml":
                _profiles.Add(_layer, new ProfileReader(problems).Read(file));
                break;
            case "costs.csv" when file.Name == "accelerator-hours":
                _acceleratorHours.Add(_layer, new OtherCostReader(problems).ReadAcceleratorHours(file, FindAccelerator()));
                break;
            case "costs.csv":
                _otherCosts.Add(_layer, new OtherCostReader(problems).Read(file));
                break;
            default:
                problems.Error(
                    new(file.Path, 0, 0),
                    "not-a-catalog-file",
                    "a catalog holds accelerators/*.toml, models/*.toml, models/*.csv, offers/<seller>.csv, apis/<provider>.csv, "
                    + "provisioned/<provider>.csv, measurements/*.csv, costs/*.csv, owned/*.toml, sellers.toml, engines/*.toml, "
                    + "engines/held-out.csv, engines/intervals.csv, kernels/*.toml, profiles/*.toml, aliases/*.csv, places/*.csv, sources/*.toml, "
                    + "interruptions/<seller>.csv, and imported/ with offers, apis and interruptions");
                break;
        }
    }

    /// <summary>A built-in file of which many answers need nothing is read when its first row is asked for; the lint has found no problem in it.</summary>
    private void AddLater(CatalogFile file)
    {
        switch (file.Kind)
        {
            case "measurements.csv":
                _measurements.AddLater(_layer, () => new MeasurementReader(new(), FindModel(), FindAccelerator()).Read(file));
                break;
            case "interruptions.csv":
                _interruptions.AddLater(_layer, () => new OtherCostReader(new()).ReadInterruptions(file).Where(band => IsOf(band.Provenance)));
                break;
            case "engines.csv":
                _heldOut.AddLater(_layer, () => HeldOutCalibration.Read(file, new()));
                break;
            default:
                _profiles.AddLater(_layer, () => new ProfileReader(new()).Read(file));
                break;
        }
    }

    /// <summary>A model that only imported prices name exists by them.</summary>
    private void AddImportedModels(IReadOnlyList<CatalogFile> files)
    {
        var prices = files.Where(file => file.Kind == "imported/apis.csv").ToList();
        if (prices.Count > 0)
        {
            var known = _models.Rows().SelectMany(model => model.Aliases.Prepend(model.Id)).Select(Spelling.Fold).ToHashSet(StringComparer.Ordinal);
            _models.Add(_layer, SoldModelReader.ReadImported(prices, known, new(_families.Rows())));
        }
    }

    /// <summary>The user's own machines, prices, discounts and currency rates.</summary>
    private void AddOwned(CatalogFile file)
    {
        if (TomlTable.Parse(file.Path, file.Text, problems) is not { } root)
        {
            return;
        }

        var terms = new TermsReader(problems);
        _owned.Add(_layer, OwnedMachineReader.ReadAll(root, FindAccelerator(), problems));
        _rates.AddRange(terms.Rates(root).Where(rate => IsOf(rate.Provenance)));
        _discounts.AddRange(terms.Discounts(root).Where(discount => IsOf(discount.Provenance)));
        var own = new OwnPriceReader(problems, FindAccelerator(), FindModel(), Conversion);
        AddOffers(_layer, own.Offers(root));
        AddApis(_layer, own.Apis(root));
        root.RejectUnknown();
    }

    private void AddOffers(int layer, IEnumerable<Offer> offers) =>
        _offers.Add(layer, offers.Where(offer => IsOf(offer.Provenance)).Select(offer => _layer > BuiltIn
            ? offer with { Provenance = InLayer(layer, offer.Provenance) }
            : offer));

    private void AddApis(int layer, IEnumerable<ApiPrice> apis) =>
        _apis.Add(layer, apis.Where(api => IsOf(api.Provenance)).Select(api => _layer > BuiltIn
            ? api with { Provenance = InLayer(layer, api.Provenance) }
            : api));

    private Provenance InLayer(int layer, Provenance provenance) => layer > BuiltIn ? Owned(provenance) : provenance with { IsImported = true };

    /// <summary>Whether the figure was known on the requested day; an undated figure counts as known.</summary>
    private bool IsOf(Provenance provenance) => asOf is not { } day || provenance.AsOf.From <= day;

    private Conversion Conversion => _conversion?.IsOf(_rates) == true ? _conversion : _conversion = new(_rates, problems);

    /// <summary>The first layer is the embedded catalog; any later one is the user's.</summary>
    private Provenance Owned(Provenance provenance) => provenance with { IsUsers = _layer > 1 };

    private NameTable<Accelerator> FindAccelerator() =>
        _accelerators.Names ??= NameTables.Of(_accelerators.Rows(), problems);

    private NameTable<Model> FindModel() =>
        _models.Names ??= NameTables.Of(_models.Rows(), problems);

    /// <summary>Rows of all layers by key.</summary>
    private sealed class Layered<TKey, TRow>(Func<TRow, TKey> key)
        where TKey : notnull
        where TRow : class
    {
        private readonly List<LayeredRow> _rows = [];
        private readonly List<(int Layer, Func<IEnumerable<TRow>> Read)> _later = [];

        public NameTable<TRow>? Names { get; set; }

        /// <summary>Adds rows that are read when rows are asked for.</summary>
        public void AddLater(int layer, Func<IEnumerable<TRow>> read) => _later.Add((layer, read));

        public void Add(int layer, IEnumerable<TRow> rows)
        {
            _rows.AddRange(rows.Select(row => new LayeredRow(layer, row)));
            Names = null;
        }

        /// <summary>The rows of every layer, including those that later ones override.</summary>
        public IReadOnlyList<TRow> All() => [.. _rows.Select(entry => entry.Row)];

        public IReadOnlyList<TRow> Rows()
        {
            _rows.InsertRange(0, _later.SelectMany(later => later.Read().Select(row => new LayeredRow(later.Layer, row))).ToList());
            _later.Clear();
            if (_rows.TrueForAll(entry => entry.Layer == _rows[0].Layer))
            {
                return All();
            }

            var topmost = new Dictionary<TKey, int>();
            foreach (var entry in _rows)
            {
                topmost[key(entry.Row)] = Math.Max(entry.Layer, topmost.GetValueOrDefault(key(entry.Row)));
            }

            return [.. _rows.Where(entry => entry.Layer == topmost[key(entry.Row)]).Select(entry => entry.Row)];
        }

        private sealed record LayeredRow(int Layer, TRow Row);
    }
}
