namespace Mtok;

/// <summary>The rows a <see cref="Catalog"/> is made of, read and checked one by one; nothing is found or compared yet.</summary>
internal sealed record CatalogRows
{
    /// <summary>The day for which prices are asked; null where there is none: prices in force when they were last seen.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Devices.</summary>
    public IReadOnlyList<Accelerator> Accelerators { get; init; } = [];

    /// <summary>Where regions lie whose names do not say so.</summary>
    public IReadOnlyList<RegionName> Regions { get; init; } = [];

    /// <summary>Language models.</summary>
    public IReadOnlyList<Model> Models { get; init; } = [];

    /// <summary>Words with which names of models begin, and their makers.</summary>
    public IReadOnlyList<ModelFamily> Families { get; init; } = [];

    /// <summary>Sellers of machines of which more than their name is known.</summary>
    public IReadOnlyList<Seller> Sellers { get; init; } = [];

    /// <summary>Prices of machines, less those that the user's own rows replace.</summary>
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    /// <summary>Prices of machines, those too that the user's own rows replace.</summary>
    public IReadOnlyList<Offer> EveryOffer { get; init; } = [];

    /// <summary>Token prices, less those that the user's own rows replace.</summary>
    public IReadOnlyList<ApiPrice> Apis { get; init; } = [];

    /// <summary>Token prices, those too that the user's own rows replace.</summary>
    public IReadOnlyList<ApiPrice> EveryApi { get; init; } = [];

    /// <summary>Prices of provisioned throughput.</summary>
    public IReadOnlyList<ProvisionedPrice> Provisioned { get; init; } = [];

    /// <summary>Discounts the user was given.</summary>
    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <summary>Rates of currencies the user gave.</summary>
    public IReadOnlyList<CurrencyRate> Rates { get; init; } = [];

    /// <summary>Published throughput.</summary>
    public Lazy<IReadOnlyList<Measurement>> Measurements { get; init; } = new([]);

    /// <summary>Costs besides machines and tokens.</summary>
    public IReadOnlyList<OtherCost> OtherCosts { get; init; } = [];

    /// <summary>Published all-in and market costs of an accelerator's hour.</summary>
    public IReadOnlyList<AcceleratorHourCost> AcceleratorHours { get; init; } = [];

    /// <summary>How often spot machines are interrupted.</summary>
    public Lazy<IReadOnlyList<InterruptionBand>> Interruptions { get; init; } = new([]);

    /// <summary>Machines one can buy.</summary>
    public IReadOnlyList<OwnedMachine> Owned { get; init; } = [];

    /// <summary>Calibrations of serving engines.</summary>
    public IReadOnlyList<EngineCalibration> Engines { get; init; } = [];

    /// <summary>Families of serving engines that differ from the usual.</summary>
    public IReadOnlyList<EngineFamily> EngineFamilies { get; init; } = [];

    /// <summary>Calibrations that never saw one group.</summary>
    public Lazy<IReadOnlyList<HeldOutCalibration>> HeldOut { get; init; } = new([]);

    /// <summary>How far publications lie from predictions that never saw them, by class.</summary>
    public IReadOnlyList<ErrorInterval> Intervals { get; init; } = [];

    /// <summary>Fitted constants of accelerators' kernels.</summary>
    public IReadOnlyList<KernelConstants> Kernels { get; init; } = [];

    /// <summary>Profiles of traffic.</summary>
    public Lazy<IReadOnlyList<TrafficProfile>> Profiles { get; init; } = new([]);

    /// <summary>Spellings of sellers and providers.</summary>
    public IReadOnlyList<Alias> Aliases { get; init; } = [];

    /// <summary>Sources of rows.</summary>
    public IReadOnlyList<DataSource> Sources { get; init; } = [];
}
