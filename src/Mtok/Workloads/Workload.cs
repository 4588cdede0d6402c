namespace Mtok;

/// <summary>Requests over time.</summary>
/// <param name="Mean">The mean rate over all hours.</param>
/// <param name="Shape">How the rate moves by the hour.</param>
public sealed record Traffic(RequestsPerSecond Mean, HourlyShape Shape)
{
    /// <summary>The rate of the busiest hour.</summary>
    public RequestsPerSecond Peak => Mean * Shape.Peak;

    /// <summary>Tokens of a month of 730 hours, input and output together.</summary>
    public Tokens MonthlyTokens(TokenMix mix) => mix.Total * Mean * Duration.Month;
}

/// <summary>The ways of getting tokens, as people name them.</summary>
public enum OptionKind
{
    /// <summary>A provider's API, paid by the token.</summary>
    Api,

    /// <summary>Machines rented by the hour.</summary>
    OnDemand,

    /// <summary>Machines rented for a term.</summary>
    Reserved,

    /// <summary>Machines the seller may take back.</summary>
    Spot,

    /// <summary>Machines that are bought.</summary>
    Owned,

    /// <summary>A base fleet with an API for what passes it.</summary>
    Mixed,
}

/// <summary>What may be used.</summary>
/// <param name="Kinds">The kinds of option.</param>
/// <param name="Providers">Sellers and API providers; empty for all.</param>
/// <param name="ExcludedProviders">Sellers and API providers that may not.</param>
/// <param name="Regions">Beginnings of region names or of a part between commas; empty for all, and then also offers without a region.</param>
/// <param name="LongestCommitment">The longest term; zero for none.</param>
/// <param name="Precisions">What may be computed in; empty for every format of 8 bits or more and the model's own.</param>
public sealed record Allowed(
    IReadOnlyList<OptionKind> Kinds,
    IReadOnlyList<string> Providers,
    IReadOnlyList<string> ExcludedProviders,
    IReadOnlyList<string> Regions,
    Duration LongestCommitment,
    IReadOnlyList<Precision> Precisions)
{
    /// <summary>Everything.</summary>
    public static Allowed All { get; } = new(Enum.GetValues<OptionKind>(), [], [], [], Duration.FromYears(3), []);

    /// <summary>The words a workload uses for each kind.</summary>
    public static IReadOnlyDictionary<string, OptionKind> KindWords { get; } = new Dictionary<string, OptionKind>(StringComparer.Ordinal)
    {
        ["api"] = OptionKind.Api,
        ["on_demand"] = OptionKind.OnDemand,
        ["reserved"] = OptionKind.Reserved,
        ["spot"] = OptionKind.Spot,
        ["owned"] = OptionKind.Owned,
        ["mixed"] = OptionKind.Mixed,
    };

    /// <summary>Whether that seller or provider may be used.</summary>
    public bool AllowsProvider(string provider) =>
        (Providers.Count == 0 || Providers.Contains(provider)) && !ExcludedProviders.Contains(provider);

    /// <summary>Whether that region may be used.</summary>
    public bool AllowsRegion(string region) =>
        Regions.Count == 0 || Regions.Any(beginning => IsIn(region, beginning));

    /// <summary>Whether a region's name, or a part of it between commas as in "France, FR, EU", begins so, in any case.</summary>
    public static bool IsIn(string region, string beginning) =>
        region.Split(',', StringSplitOptions.TrimEntries).Append(region).Any(part => part.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether a model may be computed in that precision. Without a list, formats of 8 bits or more and the model's own are;
    /// a measurement that does not state its precision counts as 4 bits on a device that has them.
    /// </summary>
    public bool AllowsPrecision(Precision precision, Model model, Accelerator accelerator) => (Precisions.Count, precision) switch
    {
        ( > 0, _) => Precisions.Contains(precision),
        _ when precision == model.WeightsPrecision => true,
        _ when precision == Precision.Unstated => !accelerator.DensePeak.ContainsKey("fp4"),
        _ => Precision.Bits.GetValueOrDefault(precision.Id) >= 8,
    };
}

/// <summary>What spares are held against.</summary>
public enum SparesBy
{
    /// <summary>The loss of so many machines of each offer.</summary>
    Machine,

    /// <summary>The loss of any one zone with all that stands in it.</summary>
    Zone,
}

/// <summary>How a fleet is run; every default is stated with the answer.</summary>
/// <param name="Spares">Machines beyond those the demand needs.</param>
/// <param name="PeakUtilization">The share of measured capacity that the busiest hour may use.</param>
/// <param name="Provision">Time to get a machine.</param>
/// <param name="Load">Time to load weights and warm up.</param>
/// <param name="LostWork">Work lost when a spot machine is taken back.</param>
/// <param name="SpotDry">The share of time that no spot machine is to be had.</param>
public sealed record FleetRules(int Spares, Ratio PeakUtilization, Duration Provision, Duration Load, Duration LostWork, Ratio SpotDry)
{
    /// <summary>What spares are held against.</summary>
    public SparesBy SparesBy { get; init; }

    /// <summary>The words a workload uses for what spares are held against.</summary>
    public static IReadOnlyDictionary<string, SparesBy> SparesByWords { get; } = new Dictionary<string, SparesBy>(StringComparer.Ordinal)
    {
        ["machine"] = SparesBy.Machine,
        ["zone"] = SparesBy.Zone,
    };

    /// <summary>Time to get a machine where nothing else is said.</summary>
    public static Duration UsualProvision { get; } = Duration.FromMinutes(5);

    /// <summary>Time to load weights and warm up where nothing else is said.</summary>
    public static Duration UsualLoad { get; } = Duration.FromMinutes(5);

    /// <summary>No spares, 80 % at the peak under a service level and 90 % without, 5 + 5 minutes to start, a minute lost, no spot machine 5 % of the time.</summary>
    public static FleetRules DefaultFor(ServiceLevel level) => new(
        0, Ratio.FromPercent(level.HasLimits ? 80 : 90), UsualProvision, UsualLoad, Duration.FromMinutes(1), Ratio.FromPercent(5));
}

/// <summary>What has to be served, how well, and with what.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Models">The models that will do; any one of them.</param>
/// <param name="Traffic">Requests over time.</param>
/// <param name="Mix">What a request carries.</param>
/// <param name="ServiceLevel">How fast answers must come.</param>
/// <param name="Interruptible">Whether work may be cut off and done again, as spot machines demand.</param>
/// <param name="Deferrable">Whether work may wait a day, so that hours even out and batch prices hold.</param>
/// <param name="Allowed">What may be used.</param>
/// <param name="Fleet">How a fleet is run.</param>
/// <param name="Overheads">What self-hosting costs besides machines.</param>
/// <param name="Owned">The user's own machines, besides the catalog's.</param>
public sealed record Workload(
    string Name,
    IReadOnlyList<Model> Models,
    Traffic Traffic,
    TokenMix Mix,
    ServiceLevel ServiceLevel,
    bool Interruptible,
    bool Deferrable,
    Allowed Allowed,
    FleetRules Fleet,
    Overheads Overheads,
    IReadOnlyList<OwnedMachine> Owned)
{
    /// <summary>What a plan may not pass.</summary>
    public PlanRules Plan { get; init; } = PlanRules.None;

    /// <summary>How far demand may turn out from today's; null where nothing is said.</summary>
    public DemandForecast? Forecast { get; init; }

    /// <summary>What holds for single classes of a trace.</summary>
    public IReadOnlyList<ClassRules> Classes { get; init; } = [];

    /// <summary>How long work may wait that is only said to be able to: a day, the term of batch prices.</summary>
    public static Duration LongestWait { get; } = Duration.FromHours(24);

    /// <summary>The rules of a class: its own, or those of the workload.</summary>
    /// <param name="name">The class, as the trace names it.</param>
    public ClassRules RulesOf(string name) =>
        Classes.FirstOrDefault(rules => rules.Name == name) ?? new(name, ServiceLevel, Interruptible, Deferrable ? LongestWait : default, new("", 0, 0));

    /// <summary>Requests by the rules that hold for them, where classes of a trace differ in theirs; empty where the workload's own hold for all.</summary>
    public IReadOnlyList<RequestGroup> Groups { get; init; } = [];

    /// <summary>The same; one group where the workload's own rules hold for all.</summary>
    public IReadOnlyList<RequestGroup> ServedGroups => Groups.Count > 0 ? Groups : [new(Ratio.One, Mix, ServiceLevel, Deferrable)];

    /// <summary>The hours as the fleet sees them: evened out where work may wait a day.</summary>
    public HourlyShape ServedShape => Deferrable ? HourlyShape.Steady : Traffic.Shape;
}

/// <summary>How far demand may turn out from what is planned for.</summary>
/// <param name="Low">Demand at 5 % of chances / the middle.</param>
/// <param name="High">Demand at 95 % / the middle.</param>
public sealed record DemandForecast(Ratio Low, Ratio High);
