namespace Mtok.Planning;

/// <summary>One way of getting the tokens, with what it costs; also the ways that cannot be used, with why.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of option.</param>
/// <param name="ModelId">The model it serves.</param>
/// <param name="Provider">The seller or API provider.</param>
/// <param name="Cost">The month's cost; null where it cannot be used.</param>
/// <param name="Evidence">The evidence of the cost.</param>
/// <param name="OldestPrice">The date of the oldest price used.</param>
/// <param name="Notes">The evidence of its figures and what was assumed; empty where it cannot be used.</param>
public sealed record RankedOption(
    string Name,
    OptionKind Kind,
    string ModelId,
    string Provider,
    OptionCost? Cost,
    Evidence Evidence,
    AsOf OldestPrice,
    IReadOnlyList<OptionNote> Notes)
{
    /// <summary>Whether it serves the workload.</summary>
    public bool Feasible => Cost is not null;

    /// <summary>The doubts about its prices; empty where there are none.</summary>
    public IReadOnlyList<Doubt> Doubts { get; init; } = [];

    /// <summary>Whether it serves the workload and may be recommended: no doubt rules it out.</summary>
    public bool MayWin => Feasible && Credibility.IsCredible(Doubts);

    /// <summary>Why it cannot be used; null where it can.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>The machines behind it; null for an API or where it cannot be used.</summary>
    public Fleet? Fleet { get; init; }

    /// <summary>The tariff behind it; null for machines alone.</summary>
    public ApiTariff? Api { get; init; }

    /// <summary>The APIs behind it, each with its limit and its share of the requests that go to APIs; empty for machines alone.</summary>
    public IReadOnlyList<ApiPart> ApiParts => Tokens?.Parts ?? [];

    /// <summary>The machines behind it, in each zone used; null for an API or where it cannot be used.</summary>
    internal MachineSet? Machines { get; init; }

    /// <summary>The API behind it, with what it charges for each class; null for machines alone.</summary>
    internal ApiChoice? Tokens { get; init; }

    /// <summary>The provisioned throughput behind it; null for every other way.</summary>
    public ProvisionedPrice? Provisioned { get; init; }

    /// <summary>What replays prove of it; null where nothing was replayed, or nothing need be: an API, which has no machines.</summary>
    public KindStanding? Standing { get; init; }

    /// <summary>The bill one can count on: 80 % of the chances that its figures leave stay below it (U7); null where it cannot be used.</summary>
    public UsdPerMonth? CountedOn { get; init; }

    /// <summary>What stands in where something of it fails; null where it cannot be used.</summary>
    public Redundancy? Redundancy { get; init; }

    /// <summary>What kinds of token take of its bill, with the request that has them; null where it is not known.</summary>
    internal Lazy<(TokenMix Mix, TokenParts Parts)?>? Apart { get; init; }

    /// <summary>The cost of a million tokens, input, cached input and output apart (C8); null where it cannot be used, or is not known.</summary>
    public TokenSplit? PerMtokApart =>
        Cost is { } cost && Apart?.Value is { } apart ? TokenSplit.Of(cost.PerMtok.Allocation, apart.Mix, apart.Parts) : null;

    /// <summary>What a request costs that may fail, and be done again (A3); null where it cannot be used.</summary>
    public Usd? PerTask(Workload workload) => PerSuccessfulTask(workload) * workload.WorkOf(ModelId).SuccessRate;

    /// <summary>What a request of the workload costs until it succeeds (A3); null where it cannot be used.</summary>
    public Usd? PerSuccessfulTask(Workload workload) => Cost is { } cost
        ? Usd.FromDollars(cost.Bill.Value.Dollars / (decimal)(workload.Traffic.Mean.PerSecond * Duration.Month.Seconds))
        : null;

    /// <summary>How far its bill can be relied on.</summary>
    public Sureness Sureness => SurenessRule.Of(this);

    /// <summary>Accelerators that it takes of a quota in the busiest step; zero where it has no machines, or cannot be used.</summary>
    /// <param name="quota">The quota.</param>
    public long GpusUnder(Quota quota) => this is { Machines: { } machines, Cost.Machines: var count }
        ? machines.Zones.Index().Sum(zone => quota.Holds(zone.Item.Offer) ? (long)machines.ShareOf(zone.Index, count) * zone.Item.Gpus : 0)
        : 0;

    /// <summary>How long it binds: the term of a reservation, the life of a machine that is bought; null where it binds to nothing of years.</summary>
    /// <param name="owned">Machines to buy, the user's first.</param>
    internal Duration? BindsFor(IEnumerable<OwnedMachine> owned) => TermOf(Fleet?.Offer, owned);

    /// <summary>The same of an offer.</summary>
    internal static Duration? TermOf(Offer? offer, IEnumerable<OwnedMachine> owned) => offer switch
    {
        { IsForYears: true, Pricing: Pricing.Owned, Instance: var name } => owned.First(machine => machine.Name == name).Life,
        { IsForYears: true, Pricing: var pricing } => Offer.TermOf(pricing),
        _ => null,
    };

    /// <summary>Whether another is the same machines and the same API at the same bill, such as machines by the hour that never stop.</summary>
    public bool IsAs(RankedOption other) => ReferenceEquals(this, other)
        || (ModelId == other.ModelId && Api == other.Api && Provisioned == other.Provisioned && Fleet?.Offer == other.Fleet?.Offer
            && Fleet?.Capacity.Deployment == other.Fleet?.Capacity.Deployment && Cost?.Bill.Value == other.Cost?.Bill.Value);

    /// <summary>Where its prices come from: the machines', then the API's; empty where it cannot be used.</summary>
    public IReadOnlyList<Provenance> Prices =>
        [.. new[] { Fleet?.Offer.Provenance, Provisioned?.Provenance }.OfType<Provenance>(), .. ApiParts.Select(part => part.Tariff.Base.Provenance)];
}

/// <summary>What an option costs in a month of 730 hours.</summary>
/// <param name="Bill">The total cost, with its interval from that of the throughput; prices are fixed.</param>
/// <param name="PerMtok">Per million tokens of the mix, input and output together, both ways (C7).</param>
/// <param name="Utilization">The busy share of what is paid for; null for an API alone.</param>
/// <param name="MeanMachines">Machines paid for in the mean hour.</param>
/// <param name="Machines">Machines of the busiest hour, spares included.</param>
/// <param name="ApiShare">The share of requests an API serves.</param>
/// <param name="Overheads">The part of the bill that is neither machines nor tokens.</param>
public sealed record OptionCost(
    Estimate<UsdPerMonth> Bill,
    UnitCosts PerMtok,
    Ratio? Utilization,
    double MeanMachines,
    int Machines,
    Ratio ApiShare,
    UsdPerMonth Overheads)
{
    /// <summary>The part of the overheads that is people (C14): assumed, or as the workload states them; those in a multiplier do not show.</summary>
    public UsdPerMonth People { get; init; }
}
