using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>An answer as screens show it: a ranking, and where one was made, the plan with its replay and draws.</summary>
/// <param name="Decision">The options, ranked.</param>
/// <param name="Verdict">The plan, its replay and draws; null for a ranking alone.</param>
/// <param name="Day">The day to which ages of prices are counted; null where they are not.</param>
/// <param name="Disagreements">Prices on which sources disagree.</param>
internal sealed record ScreenAnswer(Decision Decision, Verdict? Verdict, DateOnly? Day, IReadOnlyList<PriceDisagreement> Disagreements)
{
    /// <summary>The gap and time requested of a plan.</summary>
    public SolveLimits Limits { get; init; } = SolveLimits.Default;

    /// <summary>What is paid today; null where nobody said.</summary>
    public UsdPerMonth? Today { get; init; }

    /// <summary>Names of the options.</summary>
    public ShortNames Names { get; } = new(Decision);

    /// <summary>The plan that is recommended; null where none was made or none exists.</summary>
    public Plan? Plan => Verdict?.Plan;

    /// <summary>The replay of the plan, where it could be simulated; else null.</summary>
    public Replay? Replay => Verdict?.Replay is { IsSimulated: true } replay ? replay : null;

    /// <summary>The option that is recommended, which the plan is where there is one; null where the plan is no single option, or nothing serves.</summary>
    public RankedOption? Option => Plan is { } plan ? Decision.Options.FirstOrDefault(option => IsThe(option, plan)) : Decision.Recommended;

    /// <summary>Its machines.</summary>
    public IEnumerable<Offer> Offers =>
        Plan is { } plan ? plan.Machines.Select(line => line.Choice.Offer) : Option?.Fleet is { } fleet ? [fleet.Offer] : [];

    /// <summary>Its APIs, those that get requests.</summary>
    public IEnumerable<ApiTariff> Apis =>
        Plan is { } plan
            ? plan.Classes.Where(line => line.Cost.Dollars > 0).Select(line => line.Api!.Tariff).OfType<ApiTariff>().Distinct()
            : Option?.Api is { } api ? [api] : [];

    /// <summary>The APIs behind them, each with what it takes of one customer.</summary>
    public IEnumerable<ApiPart> ApiParts => Plan is { } plan
        ? plan.Classes.Where(line => line.Cost.Dollars > 0).SelectMany(line => line.Api!.Parts).DistinctBy(part => part.Tariff)
        : Option?.ApiParts ?? [];

    /// <summary>Whether an API serves what failing machines do not, so that spares are none of them.</summary>
    public bool ApiStandsIn => Verdict?.Problem.ApiStandsIn ?? Decision.ApiStandsIn;

    /// <summary>Whether it is neither an API alone nor machines of one kind alone, between which flips are.</summary>
    public bool IsBetween => Option?.Kind is null or OptionKind.Mixed or OptionKind.Provisioned;

    /// <summary>Where its prices come from.</summary>
    public IEnumerable<(string Seller, Provenance Price)> Prices =>
        Offers.Select(offer => (offer.Seller, offer.Provenance))
            .Concat(ApiParts.Select(part => (part.Tariff.Base.Provider, part.Tariff.Base.Provenance)))
            .Concat(Plan is null && Option?.Provisioned is { } bought ? [(bought.Provider, bought.Provenance)] : [])
            .DistinctBy(price => price.Item2.Where);

    /// <summary>What it costs a month: as replayed where the plan keeps the level there.</summary>
    public UsdPerMonth? Bill => Plan is { } plan ? Replay is { Holds: true } replay ? replay.Replayed : plan.Bill : Option?.Cost!.Bill.Value;

    /// <summary>The bill that one can count on (U7), as far as it is known.</summary>
    public UsdPerMonth? CountedOn => Plan is null || Verdict!.Chances is null ? Option?.CountedOn
        : Verdict.Chances.CountedOn is { } counted && counted < Bill ? Bill : Verdict.Chances.CountedOn;

    /// <summary>How far the bill can be relied on; null where that is unknown.</summary>
    public Sureness? Sureness => Plan is null || Verdict!.Chances is null ? Option?.Sureness : Verdict.Chances.Sureness;

    /// <summary>The evidence of the answer's figures; null where that is unknown.</summary>
    public Evidence? Evidence => Plan is null || Verdict!.Chances is null ? Option?.Evidence : Verdict.Chances.Evidence;

    /// <summary>The evidence of the throughput of its machines, assumed where it was not calibrated for the device; null where there are none.</summary>
    private Evidence? Throughput => Plan is { } plan
        ? plan.Machines.Select(line => (Evidence?)line.Choice.ThroughputEvidence).Max()
        : Option?.Fleet?.ThroughputEvidence;

    /// <summary>The word of doubt with what it follows from; empty where that is unknown.</summary>
    public string Doubt => Sureness is { } sureness && Bill is { } bill
        ? SurenessWords.Because(sureness, Evidence!.Value, Throughput, bill, CountedOn)
        : "";

    /// <summary>The part of the bill that is people (C14).</summary>
    public UsdPerMonth People => Plan?.People ?? Option?.Cost!.People ?? default;

    /// <summary>What stands in where something fails; null where nothing serves.</summary>
    public Redundancy? Redundancy => Plan is { } plan ? PlanRedundancy.Of(Verdict!.Problem, plan) : Option?.Redundancy;

    /// <summary>The bill for a million tokens.</summary>
    public UsdPerMtok? PerMtok => Plan is { } plan ? Bill!.Value / plan.Demand.MonthlyTokens : Option?.Cost!.PerMtok.Allocation;

    /// <summary>The same, input, cached input and output apart; null where that is not known.</summary>
    public TokenSplit? Apart => Plan is { } plan ? Verdict!.Problem.ApartOf(plan) : Option?.PerMtokApart;

    /// <summary>Whether an option is all that a plan runs.</summary>
    private static bool IsThe(RankedOption option, Plan plan)
    {
        var apis = plan.Classes.Where(line => line.Cost.Dollars > 0).Select(line => line.Api!.Tariff?.Base.Key).Distinct().ToList();
        var machines = plan.Machines.Select(line => (line.Choice.Offer, line.Choice.Deployment)).ToList();
        return option.MayWin
            && machines.Count <= 1 && apis.Count <= 1
            && option.Api?.Base.Key == apis.FirstOrDefault()
            && (option.Fleet is { } fleet ? machines.Contains((fleet.Offer, fleet.Capacity.Deployment)) : machines.Count == 0)
            && option.Provisioned is null
            && IsNear(option.Cost!.Bill.Value, plan.Bill);
    }

    private static bool IsNear(UsdPerMonth left, UsdPerMonth right) => right.Dollars > 0 && Math.Abs((left / right).Value - 1) < 0.01;
}
