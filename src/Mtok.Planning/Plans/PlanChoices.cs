namespace Mtok.Planning;

/// <summary>What a plan for a workload may choose from: the same machines, capacities and prices that <c>decide</c> ranks.</summary>
public static class PlanChoices
{
    /// <summary>The problem of planning a workload's demand.</summary>
    /// <param name="workload">What is allowed, how fleets are run, and the limits.</param>
    /// <param name="demand">What has to be served; classes may carry other tokens than the workload's.</param>
    /// <param name="catalog">The prices.</param>
    /// <param name="capacities">What replicas serve.</param>
    public static FleetProblem For(Workload workload, Demand demand, Catalog catalog, Capacities capacities)
    {
        demand = demand with
        {
            Classes = [.. demand.Classes.Select(requests => requests with { Mix = AssumedLengths.Of(requests.Mix, workload, catalog) })],
        };
        var kinds = demand.Classes.Select(requests => new Kind(requests, Candidates(workload, requests, catalog, capacities))).ToList();
        var nothing = workload.Overheads.Total(default, default, workload.Mix);
        return new(
            demand,
            Machines(workload, catalog, capacities, kinds),
            Apis(workload, demand, kinds),
            workload.Plan,
            workload.Fleet.Spares,
            workload.Fleet.Provision + workload.Fleet.Load)
        {
            SparesBy = workload.Fleet.SparesBy,
            Multiplier = workload.Overheads.Multiplier,
            Fixed = nothing,
            PerRequest = [.. demand.Classes.Select(requests => PerRequest(workload, requests.Mix, nothing))],
        };
    }

    private static Candidates Candidates(Workload workload, DemandClass requests, Catalog catalog, Capacities capacities) =>
        new(
            workload with { Mix = requests.Mix, Interruptible = requests.Interruptible, ServiceLevel = requests.ServiceLevel },
            catalog,
            capacities,
            everyPlace: workload.Plan.Quotas.Count > 0 || workload.Fleet.SparesBy == SparesBy.Zone);

    /// <summary>A machine is one choice however many classes it serves: what one class's candidates lack it serves at no rate.</summary>
    private static IReadOnlyList<MachineChoice> Machines(Workload workload, Catalog catalog, Capacities capacities, List<Kind> kinds)
    {
        var fleets = kinds
            .Select(kind => kind.Candidates.Fleets
                .Where(fleet => !fleet.ByTheHour && Allows(workload, fleet.Offer.Pricing))
                .GroupBy(Key)
                .ToDictionary(group => group.Key, group => group.First()))
            .ToList();
        var unmeasured = new Dictionary<(Model, Deployment, DemandClass), ReplicaCapacity?>();
        Fleet? Own(int kind, string key, Fleet like)
        {
            var asked = (like.Capacity.Model, like.Capacity.Deployment, kinds[kind].Requests);
            if (fleets[kind].TryGetValue(key, out var own))
            {
                return own;
            }

            if (!unmeasured.TryGetValue(asked, out var capacity))
            {
                capacity = unmeasured[asked] = capacities.Unmeasured(
                    fleets.Select(all => all.GetValueOrDefault(key)?.Capacity), asked.Requests.Mix, asked.Requests.ServiceLevel);
            }

            return capacity is null ? null : like.With(capacity);
        }

        return
        [
            .. fleets
                .SelectMany(kind => kind)
                .DistinctBy(fleet => fleet.Key)
                .Select(fleet => Machine(workload, catalog, fleet.Value, [.. kinds.Select((_, kind) => Own(kind, fleet.Key, fleet.Value))])),
        ];
    }

    private static bool Allows(Workload workload, Pricing pricing) =>
        workload.Allowed.Kinds.Contains(Planning.Candidates.KindOf(pricing)) || (pricing != Pricing.Spot && workload.Allowed.Kinds.Contains(OptionKind.Mixed));

    private static string Key(Fleet fleet) => $"{fleet.Offer.Key}/{fleet.Capacity.Model.Id}/{fleet.Capacity.Deployment}/{fleet.MachineGpus}";

    private static MachineChoice Machine(Workload workload, Catalog catalog, Fleet fleet, IReadOnlyList<Fleet?> byClass)
    {
        var accelerator = catalog.FindAccelerator(fleet.Offer.AcceleratorId)!;
        IReadOnlyList<RequestsPerSecond> rates = [.. byClass.Select(own => own is null ? default : own.MachineRate * own.Rules.PeakUtilization)];
        return MachineChoice.Of(fleet, new Pricer(workload).NameOf(fleet), workload.Overheads.Multiplier, rates) with
        {
            Power = (accelerator.AllInPower ?? accelerator.Power) is { } power ? power * fleet.MachineGpus : null,
            Evidence = byClass.OfType<Fleet>().Max(own => own.Evidence),
        };
    }

    private static IReadOnlyList<ApiChoice> Apis(Workload workload, Demand demand, List<Kind> kinds) =>
        [.. kinds.SelectMany(kind => kind.Candidates.Apis).DistinctBy(api => (api.Model.Id, api.Tariff.Base.Key))
            .Where(_ => workload.Allowed.Kinds.Contains(OptionKind.Api) || workload.Allowed.Kinds.Contains(OptionKind.Mixed))
            .Select(api => ApiChoice.Of(
                api.Tariff, demand, [.. kinds.Select(kind => kind.Candidates.Apis.Any(other => other.Tariff.Base.Key == api.Tariff.Base.Key))]))];

    private static Usd PerRequest(Workload workload, TokenMix mix, UsdPerMonth nothing) =>
        Usd.FromDollars((workload.Overheads.Total(default, RequestsPerSecond.FromPerSecond(1), mix) - nothing).Dollars / (decimal)Duration.Month.Seconds);

    private sealed record Kind(DemandClass Requests, Candidates Candidates);
}
