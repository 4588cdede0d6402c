namespace Mtok.Planning;

/// <summary>Every way of serving a demand on its own, priced and ranked: APIs, machines of one kind, such machines with an API, provisioned units.</summary>
internal sealed class RankedWays
{
    private List<RankedOption>? _all;

    public RankedWays(FleetProblem problem, Workload served, ProvedRates? proved)
    {
        Problem = problem;
        Served = served with { Fleet = problem.Fleet ?? served.Fleet };
        Proved = proved;
        Reckoning = new(problem, served);
        Machines = [.. MachineSets.Of(problem, problem.AllMachines)
            .SelectMany(kind => Reckoning.Manners(kind).Select(byTheHour => Of(kind, byTheHour)))
            .OrderBy(option => option.CountedOn)];
        Apis = [.. problem.AllApis.Where(api => api.ServesAll).Select(Reckoning.Price).OrderBy(option => option.CountedOn)];
    }

    public FleetProblem Problem { get; }

    public Workload Served { get; }

    /// <summary>What replays prove of kinds of replica, which the problem is sized by; null where nothing was replayed.</summary>
    public ProvedRates? Proved { get; }

    public Reckoning Reckoning { get; }

    /// <summary>Machines alone, those that only a mix may use as well, the cheapest first.</summary>
    public IReadOnlyList<RankedOption> Machines { get; }

    /// <summary>APIs alone, the cheapest first.</summary>
    public IReadOnlyList<RankedOption> Apis { get; }

    /// <summary>Machines of a plan that run all month and have an API to overflow to, each with the cheapest API of its model.</summary>
    public IEnumerable<(RankedOption Machines, RankedOption Api)> Bases()
    {
        var planned = Problem.Machines.ToHashSet<MachineChoice>(ReferenceEqualityComparer.Instance);
        var cheapest = Apis.Where(api => api.MayWin).DistinctBy(api => api.ModelId).ToDictionary(api => api.ModelId, StringComparer.Ordinal);
        return Machines
            .Where(base1 => planned.Contains(base1.Machines!.First) && base1.Kind != OptionKind.Spot && !base1.Fleet!.ByTheHour)
            .Where(base1 => cheapest.ContainsKey(base1.ModelId))
            .Where(base1 => base1.Machines!.Zones.Count == 1)
            .Select(base1 => (base1, cheapest[base1.ModelId]));
    }

    /// <summary>The problem with what may serve on its own: a break-even is between APIs alone and machines alone.</summary>
    public FleetProblem Alone => Problem with
    {
        Machines = [.. Problem.Machines.Where(machine => Served.Allowed.Kinds.Contains(Candidates.KindOf(machine.Offer.Pricing)))],
        Apis = Served.Allowed.Kinds.Contains(OptionKind.Api) ? Problem.Apis : [],
    };

    /// <summary>Whether options of that kind may be used on their own.</summary>
    public bool IsAsked(RankedOption option) => Served.Allowed.Kinds.Contains(option.Kind);

    /// <summary>All options: those that may be recommended by the bill one can count on, then the doubtful by theirs, then those that cannot serve.</summary>
    public List<RankedOption> All() => _all ??= Ranked();

    /// <summary>The option that is recommended; null where there is none.</summary>
    public RankedOption? Best => All() is [{ MayWin: true } best, ..] ? best : null;

    /// <summary>Its machines; empty where it has none.</summary>
    public IEnumerable<MachineChoice> BestMachines => Best?.Machines?.Zones ?? [];

    private List<RankedOption> Ranked()
    {
        var priced = Apis.Concat(Machines).Concat(Mixed()).Concat(Problem.Provisioned.Select(Reckoning.Price)).Where(IsAsked).Select(Within).ToLookup(
            option => option.Feasible);
        return
        [
            .. priced[true]
                .OrderByDescending(option => option.MayWin)
                .ThenBy(option => option.CountedOn)
                .ThenBy(option => option.Cost!.Bill.Value)
                .ThenBy(option => option.Standing is KindStanding.OutByBound or KindStanding.ProvedAtPeak)
                .ThenBy(option => option.Name, StringComparer.Ordinal),
            .. priced[false].Concat(Problem.Unusable.Where(option => Served.Allowed.Kinds.Contains(option.Kind)))
                .OrderBy(option => option.Name, StringComparer.Ordinal),
        ];
    }

    private RankedOption Of(MachineSet kind, bool byTheHour) => Reckoning.Price(kind, byTheHour) with { Standing = StandingOf(kind.First, byTheHour) };

    /// <summary>Fleets that change their number every hour are smaller in quiet hours than what was replayed.</summary>
    private KindStanding? StandingOf(MachineChoice machine, bool isSmaller) => Proved?.Of(machine.Model!.Id, machine.Deployment)?.Standing switch
    {
        KindStanding.Proved when isSmaller => new KindStanding.ProvedAtPeak(),
        var standing => standing,
    };

    /// <summary>Machines with an API for what exceeds them, where that is cheaper than either alone, if that may be used.</summary>
    private IEnumerable<RankedOption> Mixed() => Bases()
        .Select(pair => (Mix: Reckoning.PriceMixed(pair.Machines.Machines!, pair.Api.Tokens!), pair.Machines, pair.Api))
        .Where(trio => trio.Mix is not null && IsBelow(trio.Mix, trio.Machines) && IsBelow(trio.Mix, trio.Api))
        .Select(trio => trio.Mix! with { Standing = StandingOf(trio.Machines.Machines!.First, isSmaller: true) });

    private bool IsBelow(RankedOption mix, RankedOption alone) => !IsAsked(alone) || mix.CountedOn < alone.CountedOn;

    /// <summary>The option, or why a quota or the budget does not allow it.</summary>
    private RankedOption Within(RankedOption option)
    {
        var refusal = QuotaRefusal(Problem.Rules, option) ?? (Refusal?)AvailabilityRefusal(option)
            ?? (Problem.Rules.Budget is { } budget && option.Cost!.Bill.Value > budget ? new Refusal.OverBudget(option.Cost.Bill.Value, budget) : null);
        return refusal is null ? option : option with { Cost = null, CountedOn = null, Refusal = refusal };
    }

    private Refusal.TooSeldomUp? AvailabilityRefusal(RankedOption option) =>
        Served.Fleet.Availability is { } wanted && wanted > option.Redundancy!.Availability ? new(option.Redundancy.Availability, wanted) : null;

    /// <summary>Why a quota does not allow an option that serves; null where all do.</summary>
    internal static Refusal? QuotaRefusal(PlanRules rules, RankedOption option) =>
        rules.Quotas.FirstOrDefault(quota => option.GpusUnder(quota) > quota.Gpus) is { } quota
            ? new Refusal.OverQuota(quota, option.Cost!.Machines * option.Machines!.First.Gpus)
            : null;
}
