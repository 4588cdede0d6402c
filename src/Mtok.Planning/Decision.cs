namespace Mtok.Planning;

/// <summary>What to run for a workload: every option ranked, the winner, and what would change the answer.</summary>
/// <param name="Workload">What has to be served.</param>
/// <param name="Options">Every option: those that serve the workload by cost, then the others by name.</param>
/// <param name="Flips">What would change the answer between an API and machines; empty where only one side can serve.</param>
/// <param name="Confidence">How far the winner can be trusted within the intervals of throughput; null where nothing serves.</param>
public sealed record Decision(Workload Workload, IReadOnlyList<RankedOption> Options, IReadOnlyList<Flip> Flips, Confidence? Confidence)
{
    /// <summary>The cheapest option that serves the workload; null where none does.</summary>
    public RankedOption? Recommended => Options.Count > 0 && Options[0].Feasible ? Options[0] : null;

    /// <summary>The next one; null where there is none.</summary>
    public RankedOption? RunnerUp => Options.Count > 1 && Options[1].Feasible ? Options[1] : null;

    /// <summary>The cheapest of each kind, by cost.</summary>
    public IEnumerable<RankedOption> BestOfEachKind => Options.Where(option => option.Feasible).DistinctBy(option => option.Kind);

    /// <summary>The date of the oldest price among the options that serve the workload.</summary>
    public AsOf OldestPrice => Options.Where(option => option.Feasible).Select(option => option.OldestPrice).DefaultIfEmpty().Min();

    /// <summary>Prices and ranks every option.</summary>
    public static Decision For(Workload workload, Catalog catalog, Capacities capacity, int seed = 1)
    {
        var candidates = new Candidates(workload, catalog, capacity, everyPlace: false);
        var pricer = new Pricer(workload);
        var apis = candidates.Apis.Select(api => pricer.Price(api.Model, api.Tariff)).OrderBy(option => option.Cost!.Bill.Value).ToList();
        var fleets = candidates.Fleets.Select(pricer.Price).OrderBy(option => option.Cost!.Bill.Value).ToList();
        var mixed = Mixed(pricer, apis, fleets);
        var options = apis.Concat(fleets).Concat(mixed)
            .Where(option => workload.Allowed.Kinds.Contains(option.Kind))
            .OrderBy(option => option.Cost!.Bill.Value).ThenBy(option => option.Name, StringComparer.Ordinal)
            .Concat(candidates.Unusable.OrderBy(option => option.Name, StringComparer.Ordinal))
            .ToList();
        var flips = apis.Count > 0 && fleets.Count > 0
            ? new Flips(workload, pricer, candidates.Fleets, apis[0], fleets[0]).All()
            : [];
        var feasible = options.Where(option => option.Feasible).ToList();
        return new(workload, options, flips, feasible.Count == 0 ? null : Confidence.Of(feasible, pricer.BillAt, seed));
    }

    /// <summary>Fleets that run all month, each with the cheapest API for what passes it, where that beats both alone.</summary>
    private static List<RankedOption> Mixed(Pricer pricer, List<RankedOption> apis, List<RankedOption> fleets)
    {
        if (apis.Count == 0)
        {
            return [];
        }

        var cheapest = apis.DistinctBy(api => api.ModelId).ToDictionary(api => api.ModelId, StringComparer.Ordinal);
        return [.. fleets
            .Where(fleet => fleet.Kind != OptionKind.Spot && !fleet.Fleet!.ByTheHour && cheapest.ContainsKey(fleet.ModelId))
            .Select(fleet => new { Fleet = fleet, Api = cheapest[fleet.ModelId] })
            .Select(pair => new { pair.Fleet, pair.Api, Mixed = pricer.PriceMixed(pair.Fleet.Fleet!, pair.Fleet.Fleet!.Capacity.Model, pair.Api.Api!) })
            .Where(trio => trio.Mixed is not null && trio.Mixed.Cost!.Bill.Value < trio.Fleet.Cost!.Bill.Value && trio.Mixed.Cost.Bill.Value < trio.Api.Cost!.Bill.Value)
            .Select(trio => trio.Mixed!)];
    }
}
