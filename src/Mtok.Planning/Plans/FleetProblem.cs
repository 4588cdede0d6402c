namespace Mtok.Planning;

/// <summary>Machines of one offer, running replicas of one deployment, of which a plan takes any whole number.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offer">The machines' offer: a price, or an owned machine.</param>
/// <param name="Deployment">What runs on it.</param>
/// <param name="Price">What a machine costs an hour, overheads that follow it included (C3, C4).</param>
/// <param name="Gpus">Accelerators of one machine.</param>
/// <param name="Replicas">Replicas one machine holds.</param>
/// <param name="Rates">Of each class of the demand, the requests per second one machine may be planned for; zero where it cannot serve them.</param>
public sealed record MachineChoice(
    string Name, Offer Offer, Deployment Deployment, UsdPerHour Price, int Gpus, int Replicas, IReadOnlyList<RequestsPerSecond> Rates)
{
    /// <summary>Whether it is paid for every hour of a term.</summary>
    public bool IsCommitted => Offer.Pricing is not (Pricing.OnDemand or Pricing.Serverless or Pricing.Spot);

    /// <summary>The share of what a machine serves at the service level that its rates are.</summary>
    public Ratio PeakUtilization { get; init; } = Ratio.One;

    /// <summary>The model it serves; null for synthetic machines.</summary>
    public Model? Model { get; init; }

    /// <summary>What throughput may turn out to be / the figure planned with, over 90 % of chances.</summary>
    public Estimate<Ratio> Throughput { get; init; } = Estimate<Ratio>.Exact(Ratio.One, Evidence.Assumed);

    /// <summary>The parts of its price, for spot machines; null for others and for synthetic machines.</summary>
    public SpotTerms? Spot { get; init; }

    /// <summary>Machines that a plan may take: those of one listing; of others as many as are needed.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>The power a machine draws by its use (W2); null where unknown.</summary>
    public MachinePower? Power { get; init; }

    /// <summary>The evidence of its figures.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>The evidence of its figures, and what was assumed.</summary>
    public IReadOnlyList<OptionNote> Notes { get; init; } = [];

    /// <summary>A machine of a fleet.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="name">Its name.</param>
    /// <param name="multiplier">What a machine costs with the overheads that follow it / without (C3).</param>
    /// <param name="rates">Of each class the requests per second it may be planned for.</param>
    public static MachineChoice Of(Fleet fleet, string name, Ratio multiplier, IReadOnlyList<RequestsPerSecond> rates) =>
        new(name, fleet.Offer, fleet.Capacity.Deployment, fleet.Price * multiplier, fleet.MachineGpus, fleet.ReplicasPerMachine, rates)
        {
            Notes = fleet.Notes,
            Evidence = fleet.Evidence,
            Model = fleet.Capacity.Model,
            PeakUtilization = fleet.Rules.PeakUtilization,
            Throughput = fleet.Throughput,
            Spot = fleet.Spot,
            Most = fleet.Most,
        };

    /// <summary>Machines that serve alone, in the busiest step, every class they can serve.</summary>
    internal int Needed(Demand demand) => Fleet.Needed(Load(demand), 1);

    /// <summary>The same in parts of machines.</summary>
    internal double Load(Demand demand) => demand.Spans.Max(span => Enumerable.Range(0, span.Steps).Max(step =>
        demand.Classes.Index().Where(kind => Serves(kind.Index, kind.Item)).Sum(kind => span.Rates[kind.Index][step].PerSecond / Rates[kind.Index].PerSecond)));

    /// <summary>Whether it may serve every class.</summary>
    internal bool ServesAll(Demand demand) => demand.Classes.Index().All(kind => Serves(kind.Index, kind.Item));

    /// <summary>Whether it may serve a class: spot machines only what may be interrupted.</summary>
    public bool Serves(int kind, DemandClass requests) => Rates[kind].PerSecond > 0 && (Offer.Pricing != Pricing.Spot || requests.Interruptible);
}

/// <summary>An API a plan may send requests to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PerRequest">Of each class what a request costs (C2, a price for each kind of token); null where it cannot serve them.</param>
public sealed record ApiChoice(string Name, IReadOnlyList<Usd?> PerRequest)
{
    /// <summary>Its tariff; null for synthetic APIs.</summary>
    public ApiTariff? Tariff { get; init; }

    /// <summary>Of each class, span and step what a request costs that comes then; empty where it costs the same at every hour.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<Usd>>> ByStep { get; init; } = [];

    /// <summary>What a request of a class costs in a step.</summary>
    internal Usd At(int kind, Place place) => ByStep.Count > 0 ? ByStep[kind][place.Span][place.Step] : PerRequest[kind]!.Value;

    /// <summary>An API at its prices for the requests of a demand, by their lengths and hours.</summary>
    /// <param name="tariff">Its prices.</param>
    /// <param name="demand">The demand.</param>
    /// <param name="serves">Of each class whether the API can serve it.</param>
    internal static ApiChoice Of(ApiTariff tariff, Demand demand, IReadOnlyList<bool> serves)
    {
        // Requests that may wait go to the API in one share at every hour, whatever its price then.
        WeekHours HoursOf(int kind, WeekHours ofStep) => demand.Classes[kind].Deadline > default(Duration) ? demand.HoursOf(kind) : ofStep;
        Usd Price(int kind, WeekHours hours) => tariff.PriceOf(demand.Classes[kind].Mix, demand.Classes[kind].MayWaitForBatch, hours);
        return new(WayNames.Of(tariff), [.. serves.Select((serving, kind) => serving ? Price(kind, demand.HoursOf(kind)) : (Usd?)null)])
        {
            Tariff = tariff,
            ByStep = tariff.IsTimed
                ? [.. serves.Select((_, kind) => demand.Spans.Select(span => Steps(demand, span, hours => Price(kind, HoursOf(kind, hours)))).ToList())]
                : [],
        };
    }

    private static IReadOnlyList<Usd> Steps(Demand demand, DemandSpan span, Func<WeekHours, Usd> price) =>
        [.. Enumerable.Range(0, span.Steps).Select(step => price(demand.HoursOf(span, step)))];
}

/// <summary>The input of a plan: demand, choices and limits.</summary>
/// <param name="Demand">What has to be served.</param>
/// <param name="Machines">Machines that may be taken.</param>
/// <param name="Apis">APIs that may be used.</param>
/// <param name="Rules">Budget, quotas and scaling limits.</param>
/// <param name="Spares">Machines of each offer in use beyond those the demand needs, where no API covers failures.</param>
/// <param name="StartUp">Time a machine is paid for before it serves.</param>
public sealed record FleetProblem(
    Demand Demand, IReadOnlyList<MachineChoice> Machines, IReadOnlyList<ApiChoice> Apis, PlanRules Rules, int Spares, Duration StartUp)
{
    /// <summary>Machines and APIs left out because their price is doubtful, each with the first doubt that rules it out; empty by default.</summary>
    public IReadOnlyList<PriceDoubt> Doubtful { get; init; } = [];

    /// <summary>Of each class why options cannot serve it, the most frequent reason first; empty by default.</summary>
    public IReadOnlyList<IReadOnlyList<RefusalCount>> Refusals { get; init; } = [];

    /// <summary>What a machine costs with the overheads that follow it / without (C3); prices of machines are with them.</summary>
    public Ratio Multiplier { get; init; } = Ratio.One;

    /// <summary>Overheads a month of having any machines.</summary>
    public UsdPerMonth Fixed { get; init; }

    /// <summary>Of each class the overheads of a request served by a machine (egress, logs); empty for none, the default.</summary>
    public IReadOnlyList<Usd> PerRequest { get; init; } = [];

    /// <summary>
    /// Of each step of each span the share of a machine's rate that may be planned with; empty for all of it. A replay that misses
    /// the service level tightens it.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Ratio>> Usable { get; init; } = [];

    /// <summary>Names of ways to serve that a plan does not choose from: provisioned throughput, whose fewest units it does not know.</summary>
    public IReadOnlyList<string> NotPlanned { get; init; } = [];

    /// <summary>What the plan survives where no API covers failures: the loss of machines, or of any one whole zone.</summary>
    public SparesBy SparesBy { get; init; }

    /// <summary>The cheapest API of a class; null where none serves it.</summary>
    public ApiChoice? ApiOf(int kind) => Apis.Where(api => api.PerRequest[kind] is not null).MinBy(api => api.PerRequest[kind]);

    /// <summary>As many machines of one choice all the time as the busiest step needs, with spares, and no API.</summary>
    internal Plan Constant(MachineChoice choice)
    {
        var alone = this with { Machines = [choice] };
        var (places, count) = (new Places(alone), choice.Needed(Demand) + Spares);
        return new PlanReading(alone, places).Read(_ => count, (_, _) => count, (_, _) => 0, places.Rate);
    }

    /// <summary>Everything at the APIs.</summary>
    internal Plan AllToApis() => new PlanReading(this, new(this)).ApiAlone();

    /// <summary>Whether an API can take over whatever machines fail to serve.</summary>
    public bool ApiStandsIn => Enumerable.Range(0, Demand.Classes.Count).All(kind => ApiOf(kind) is not null);
}
