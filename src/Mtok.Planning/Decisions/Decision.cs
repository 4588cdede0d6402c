namespace Mtok.Planning;

/// <summary>What to run for a workload: every option ranked, the winner, and what would change the answer.</summary>
/// <param name="Workload">What has to be served.</param>
/// <param name="Options">Every option: those that may be recommended by cost, then those whose price is doubtful by cost, then the others by name.</param>
/// <param name="Flips">What would change the answer between an API and machines; empty where only one side can serve.</param>
/// <param name="Confidence">How often the winner stays the cheapest within the intervals of throughput; null where there is none.</param>
public sealed record Decision(Workload Workload, IReadOnlyList<RankedOption> Options, IReadOnlyList<Flip> Flips, Confidence<UsdPerMonth>? Confidence)
{
    /// <summary>The cheapest option that serves the workload at credible prices; null where none does.</summary>
    public RankedOption? Recommended => Options.Count > 0 && Options[0].MayWin ? Options[0] : null;

    /// <summary>The next one; null where there is none.</summary>
    public RankedOption? RunnerUp => Options.Count > 1 && Options[1].MayWin ? Options[1] : null;

    /// <summary>The cheapest credible option of each kind, by cost.</summary>
    public IEnumerable<RankedOption> BestOfEachKind => Options.Where(option => option.MayWin).DistinctBy(option => option.Kind);

    /// <summary>Options that cost less than the recommended one, or all that serve where there is none, and whose price is doubtful; by cost.</summary>
    public IEnumerable<RankedOption> Doubtful =>
        Options.Where(option => option is { Feasible: true, MayWin: false } && !(option.Cost!.Bill.Value >= Recommended?.Cost!.Bill.Value));

    /// <summary>What replays prove of fleets of one kind of machine; null where nothing was replayed.</summary>
    public ProvedRates? Proved { get; init; }

    /// <summary>Doubts about the prices that decide the answer and do not rule it out; empty by default.</summary>
    public IReadOnlyList<PriceDoubt> Warnings { get; init; } = [];

    /// <summary>Prices and ranks every option.</summary>
    /// <param name="workload">What has to be served.</param>
    /// <param name="catalog">The prices.</param>
    /// <param name="capacity">What replicas serve.</param>
    /// <param name="today">The day to which the age of the winner's price is counted; null where it is not.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="proved">What replays prove of kinds of replica; null where nothing was replayed.</param>
    public static Decision For(
        Workload workload, Catalog catalog, Capacities capacity, DateOnly? today = null, int seed = 1, ProvedRates? proved = null)
    {
        workload = WithLengths(workload, catalog);
        var credibility = new Credibility(workload, catalog, today);
        var candidates = new Candidates(workload, catalog, capacity, everyPlace: false, credibility, proved);
        var pricer = new Pricer(workload);
        var apis = candidates.Apis.Select(pricer.Price).OrderBy(option => option.Cost!.Bill.Value).ToList();
        var fleets = candidates.Fleets
            .Select(fleet => pricer.Price(fleet) with { Standing = StandingOf(fleet, proved) })
            .OrderBy(option => option.Cost!.Bill.Value).ToList();
        var credibleApis = apis.FindAll(option => option.MayWin);
        var credibleBases = fleets.FindAll(option => option.Fleet!.IsCredible);
        var provisioned = candidates.Provisioned.Select(each => pricer.Price(each.Model, each.Price));
        var options = apis.Concat(fleets).Concat(Mixed(pricer, credibleApis, credibleBases)).Concat(provisioned)
            .Where(option => workload.Allowed.Kinds.Contains(option.Kind))
            .Select(option => option with { CountedOn = pricer.CountedOn(option) })
            .OrderByDescending(option => option.MayWin)
            .ThenBy(option => option.CountedOn)
            .ThenBy(option => option.Cost!.Bill.Value)
            .ThenBy(option => option.Standing is KindStanding.OutByBound)
            .ThenBy(option => option.Name, StringComparer.Ordinal)
            .Concat(candidates.Unusable.OrderBy(option => option.Name, StringComparer.Ordinal))
            .ToList();
        var credible = options.FindAll(option => option.MayWin);
        return new(
            workload,
            options,
            FlipsOf(workload, candidates, pricer, credibleApis, credibleBases, credible.FirstOrDefault()),
            credible.Count == 0 ? null : Planning.Confidence.Of(credible.Select(option => ContenderOf(option, pricer)), UsdPerMonth.FromDollars, seed))
        {
            Proved = proved,
            Warnings = credible.Count == 0 ? [] : WarningsOf(credible[0]),
        };
    }

    /// <summary>Fleets that change their number every hour are smaller in quiet hours than what was replayed: their cost is a bound.</summary>
    private static KindStanding? StandingOf(Fleet fleet, ProvedRates? proved) =>
        fleet.ByTheHour && proved is not null ? new KindStanding.OutByBound(null) : proved?.Of(fleet.Capacity.Model.Id, fleet.Capacity.Deployment)?.Standing;

    /// <summary>Where only the means of lengths are known, their distribution is assumed.</summary>
    private static Workload WithLengths(Workload workload, Catalog catalog) => workload with
    {
        Mix = AssumedLengths.Of(workload.Mix, workload, catalog),
        Groups = [.. workload.Groups.Select(group => group with { Mix = AssumedLengths.Of(group.Mix, workload, catalog) })],
    };

    private static IReadOnlyList<PriceDoubt> WarningsOf(RankedOption winner) => [.. winner.Doubts.Select(doubt => new PriceDoubt(winner.Name, doubt))];

    private static Contender ContenderOf(RankedOption option, Pricer pricer) => option.Fleet is { } fleet
        ? Contender.Machines(option.Name, fleet, throughput => pricer.BillAt(option, throughput).Dollars)
        : Contender.Api(option.Name, option.Cost!.Bill.Value.Dollars);

    private static IReadOnlyList<Flip> FlipsOf(
        Workload workload, Candidates candidates, Pricer pricer, List<RankedOption> apis, List<RankedOption> fleets, RankedOption? winner)
    {
        var api = apis.Find(option => workload.Allowed.Kinds.Contains(option.Kind));
        var alone = fleets.Where(option => option.MayWin && workload.Allowed.Kinds.Contains(option.Kind)).ToList();
        if (api is null || alone.Count == 0)
        {
            return [];
        }

        var flips = new Flips(workload, pricer, [.. alone.Select(option => option.Fleet!)], api, alone[0], StaircaseBreakEven.For(workload, candidates));
        return winner is { Kind: OptionKind.Mixed }
            ? [
                .. flips.OfMix(
                    CheapestOfEachModel(apis).ToDictionary(pair => pair.Key, pair => pair.Value.Api!),
                    [.. Bases(apis, fleets).Select(option => option.Fleet!)]),
                .. flips.All(),
            ]
            : flips.All();
    }

    private static Dictionary<string, RankedOption> CheapestOfEachModel(List<RankedOption> apis) =>
        apis.DistinctBy(api => api.ModelId).ToDictionary(api => api.ModelId, StringComparer.Ordinal);

    /// <summary>Fleets that run all month and have an API to overflow to.</summary>
    private static IEnumerable<RankedOption> Bases(List<RankedOption> apis, List<RankedOption> fleets)
    {
        var models = apis.Select(api => api.ModelId).ToHashSet(StringComparer.Ordinal);
        return fleets.Where(fleet => fleet.Kind != OptionKind.Spot && !fleet.Fleet!.ByTheHour && models.Contains(fleet.ModelId));
    }

    /// <summary>Baseline fleets, each with overflow to the cheapest API, where that is cheaper than both alone.</summary>
    private static List<RankedOption> Mixed(Pricer pricer, List<RankedOption> apis, List<RankedOption> fleets)
    {
        var cheapest = CheapestOfEachModel(apis);
        return [.. Bases(apis, fleets)
            .Select(fleet => new { Fleet = fleet, Api = cheapest[fleet.ModelId] })
            .Select(pair => new { pair.Fleet, pair.Api, Mixed = pricer.PriceMixed(pair.Fleet.Fleet!, pair.Fleet.Fleet!.Capacity.Model, pair.Api.Api!) })
            .Where(trio =>
                trio.Mixed.Cost!.Bill.Value < trio.Fleet.Cost!.Bill.Value
                && trio.Mixed.Cost.Bill.Value < trio.Api.Cost!.Bill.Value)
            .Select(trio => trio.Mixed)];
    }
}
