namespace Mtok;

/// <summary>The request rate over time.</summary>
/// <param name="Mean">The mean rate over all hours.</param>
/// <param name="Shape">How the rate varies by the hour.</param>
public sealed record Traffic(RequestsPerSecond Mean, HourlyShape Shape)
{
    /// <summary>The rate of the busiest hour.</summary>
    public RequestsPerSecond Peak => Mean * Shape.Peak;

    /// <summary>Tokens per month of 730 hours, input and output together.</summary>
    public Tokens MonthlyTokens(TokenMix mix) => mix.Total * Mean * Duration.Month;
}

/// <summary>The kind of failure that spares cover.</summary>
public enum SparesBy
{
    /// <summary>The failure of a number of machines of each offer.</summary>
    Machine,

    /// <summary>The failure of any one zone with all machines in it.</summary>
    Zone,
}

/// <summary>How a fleet is operated; every default is stated in the report.</summary>
/// <param name="Spares">Machines beyond those the demand needs, per offer, as asked for.</param>
/// <param name="PeakUtilization">The maximum share of capacity in the busiest hour, where replays do not say how much it may be.</param>
/// <param name="Provision">Time to obtain a machine.</param>
/// <param name="Load">Time to load weights and warm up.</param>
/// <param name="LostWork">Work lost when a spot machine is reclaimed.</param>
/// <param name="SpotDry">The share of time that no spot machine is available; null for what the seller's interruptions say.</param>
public sealed record FleetRules(int Spares, Ratio PeakUtilization, Duration Provision, Duration Load, Duration LostWork, Ratio? SpotDry)
{
    /// <summary>The kind of failure that spares cover; machines by default.</summary>
    public SparesBy SparesBy { get; init; }

    /// <summary>Whether an API may stand in for machines that failed, as the workload states it; null where it does not.</summary>
    public bool? StatedApiIsSpare { get; init; }

    /// <summary>
    /// Machines beyond those the demand needs where the workload states none: one where it has a service level (N+1), so that the loss of a machine
    /// does not break it.
    /// </summary>
    public int UsualSpares { get; init; }

    /// <summary>The share of time in which enough machines must be up (D1), which decides the spares; null where none is asked for.</summary>
    public Ratio? Availability { get; init; }

    /// <summary>Machines beyond those the demand needs, per offer, where no API stands in.</summary>
    public int KeptSpares => SparesBy == SparesBy.Zone ? 0 : Spares > 0 ? Spares : UsualSpares;

    /// <summary>Whether an API may stand in for machines that failed: as stated; otherwise unless spares are asked for, which are then machines.</summary>
    public bool ApiIsSpare => StatedApiIsSpare ?? (Spares == 0 && SparesBy == SparesBy.Machine);

    /// <summary>Whether the share of capacity follows from how rates swing within the hour (Y10); false where the workload states it.</summary>
    public bool FollowsBursts { get; init; }

    /// <summary>The most that replays may prove a fleet to use: the share that is stated, otherwise <see cref="Fullest"/>.</summary>
    public Ratio MostUtilization => FollowsBursts && Fullest > PeakUtilization ? Fullest : PeakUtilization;

    /// <summary>Nobody plans with more unless stated: 90 %. Poisson arrivals hold at it whatever the number of machines, not at 95 % (simulated).</summary>
    public static Ratio Fullest { get; } = Ratio.FromPercent(90);

    /// <summary>The words a workload uses for the kind of failure that spares cover.</summary>
    public static IReadOnlyDictionary<string, SparesBy> SparesByWords { get; } = new Dictionary<string, SparesBy>(StringComparer.Ordinal)
    {
        ["machine"] = SparesBy.Machine,
        ["zone"] = SparesBy.Zone,
    };

    /// <summary>Time to get a machine by default: 5 minutes, assumed.</summary>
    public static Duration UsualProvision { get; } = Duration.FromMinutes(5);

    /// <summary>Time to load weights and warm up by default: 5 minutes, assumed.</summary>
    public static Duration UsualLoad { get; } = Duration.FromMinutes(5);

    /// <summary>
    /// The defaults: one spare under a service level and none without, 90 % peak utilisation, less with bursts under a service level, 5 + 5 minutes to
    /// start, one minute of lost work, spot machines unavailable as the seller's interruptions say.
    /// </summary>
    public static FleetRules DefaultFor(ServiceLevel level) => new(0, Fullest, UsualProvision, UsualLoad, Duration.FromMinutes(1), null)
    {
        UsualSpares = level.HasLimits ? 1 : 0,
        FollowsBursts = level.HasLimits,
    };
}

/// <summary>What has to be served, at what service level, and with what.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Models">The acceptable models; any one of them.</param>
/// <param name="Traffic">The request rate over time.</param>
/// <param name="Mix">The tokens of a mean request.</param>
/// <param name="ServiceLevel">The latency limits.</param>
/// <param name="Interruptible">Whether work may be interrupted and restarted, as spot machines require.</param>
/// <param name="Deferrable">Whether work may be deferred by a day, which evens out the hours and makes batch prices apply.</param>
/// <param name="Allowed">What may be used.</param>
/// <param name="Fleet">How a fleet is operated.</param>
/// <param name="Overheads">Self-hosting costs other than machines.</param>
/// <param name="Owned">The user's own machines, in addition to the catalog's.</param>
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
    /// <summary>The work of people that each way of serving takes; nobody by default, the usual where the workload is read from a file or options.</summary>
    public People People { get; init; } = People.None;

    /// <summary>Constraints on a plan; none by default.</summary>
    public PlanRules Plan { get; init; } = PlanRules.None;

    /// <summary>How far demand may deviate from today's; null if not stated.</summary>
    public DemandForecast? Forecast { get; init; }

    /// <summary>How far ahead costs count.</summary>
    public Horizon Horizon { get; init; } = Horizon.Default;

    /// <summary>How demand may grow until then; none by default.</summary>
    public Growth Growth { get; init; } = Growth.None;

    /// <summary>What a change of the way of serving takes; nothing by default.</summary>
    public SwitchRules Switch { get; init; } = SwitchRules.Free;

    /// <summary>What the user has today for the same work; null if not stated.</summary>
    public TodaysUse? Today { get; init; }

    /// <summary>A share of the requests that another model may answer; null where all need one of the workload's.</summary>
    public RoutingRules? Routing { get; init; }

    /// <summary>What models take for the same work; empty where they are taken as equal, by default.</summary>
    public IReadOnlyList<ModelWork> Works { get; init; } = [];

    /// <summary>What a model takes for the workload's work: its request, where nothing else is stated.</summary>
    /// <param name="modelId">The model.</param>
    public ModelWork WorkOf(string modelId) => Works.FirstOrDefault(work => work.ModelId == modelId) ?? new(modelId);

    /// <summary>What APIs take of the user by contract, which replaces the catalog's limits; empty by default.</summary>
    public IReadOnlyList<ContractedLimit> ApiLimits { get; init; } = [];

    /// <summary>Rules for single classes of a trace; empty by default.</summary>
    public IReadOnlyList<ClassRules> Classes { get; init; } = [];

    /// <summary>The default deferral of deferrable work: 24 hours, the term of batch prices.</summary>
    public static Duration LongestWait { get; } = Duration.FromHours(24);

    /// <summary>The rules of a class, or those of the workload if it has none.</summary>
    /// <param name="name">The class, as the trace names it.</param>
    public ClassRules RulesOf(string name) =>
        Classes.FirstOrDefault(rules => rules.Name == name) ?? new(name, ServiceLevel, Interruptible, Deferrable ? LongestWait : default, new("", 0, 0));

    /// <summary>Request groups where classes of a trace have rules of their own; empty where the workload's rules apply to all requests.</summary>
    public IReadOnlyList<RequestGroup> Groups { get; init; } = [];

    /// <summary>The request groups; a single group where the workload's rules apply to all requests.</summary>
    public IReadOnlyList<RequestGroup> ServedGroups => Groups.Count > 0 ? Groups : [new(Ratio.One, Mix, ServiceLevel, Deferrable)];
}

/// <summary>How far demand may deviate from the planned demand.</summary>
/// <param name="Low">The 5th percentile of demand / the median.</param>
/// <param name="High">The 95th percentile of demand / the median.</param>
public sealed record DemandForecast(Ratio Low, Ratio High);
