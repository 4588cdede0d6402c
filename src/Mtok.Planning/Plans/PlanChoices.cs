namespace Mtok.Planning;

/// <summary>What a plan for a workload may choose from: the same machines, capacities and prices that <c>decide</c> ranks.</summary>
public static class PlanChoices
{
    /// <summary>The problem of planning a workload's demand.</summary>
    /// <param name="workload">What is allowed, how fleets are run, and the limits.</param>
    /// <param name="demand">What has to be served; classes may carry other tokens than the workload's.</param>
    /// <param name="catalog">The prices.</param>
    /// <param name="capacities">What replicas serve.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's prices.</param>
    public static FleetProblem For(Workload workload, Demand demand, Catalog catalog, Capacities capacities, DateOnly? today = null)
    {
        workload = workload with { Groups = [], Fleet = BurstRoom.RulesOf(workload, demand, catalog) };
        demand = demand with
        {
            Classes = [.. demand.Classes.Select(requests => requests with { Mix = AssumedLengths.Of(requests.Mix, workload, catalog) })],
        };
        var served = DemandedWorkload.Of(workload, demand, workload.Name);
        var credibility = new Credibility(served, catalog, today);
        var kinds = demand.Classes.Select(requests => new Kind(requests, Candidates(workload, requests, catalog, capacities, credibility))).ToList();
        var nothing = workload.Overheads.Total(default, default, workload.Mix);
        var uptime = Uptime.Of(catalog.OtherCosts);
        var (all, failing) = Available(
            Selection.Among(Machines(workload, demand, catalog, capacities, kinds), served, catalog, capacities, credibility), workload.Fleet, demand, uptime);
        var machines = all.Where(machine => machine.Fleet!.IsCredible).ToLookup(machine => AreToBeHad(machine, workload, demand));
        var (within, overLimit) = Apis(workload, demand, catalog, kinds);
        var (apis, failingApis) = Available(within, workload.Fleet.Availability, uptime);
        var problem = new FleetProblem(
            demand,
            [.. machines[true]],
            [.. apis.Where(api => Credibility.IsCredible(api.Doubts))],
            workload.Plan,
            all.Select(machine => machine.OwnSpares).Max() ?? workload.Fleet.KeptSpares,
            workload.Fleet.Provision + workload.Fleet.Load)
        {
            AllMachines = all,
            AllApis = apis,
            Provisioned = [.. kinds.SelectMany(kind => kind.Candidates.Provisioned).DistinctBy(each => (each.Model, each.Price))],
            Unusable =
            [
                .. kinds.SelectMany(kind => kind.Candidates.Unusable).DistinctBy(option => (option.Name, option.Refusal)), .. overLimit, .. failing,
                .. failingApis,
            ],
            Uptime = uptime,
            Fleet = workload.Fleet,
            Shares = new(served, capacities),
            SparesBy = workload.Fleet.SparesBy,
            ApiIsSpare = workload.Fleet.ApiIsSpare,
            Doubtful = [.. Doubtful(kinds, demand, machines[false])],
            Refusals = [.. kinds.Select(kind => Refusals([.. kind.Candidates.Unusable, .. overLimit]))],
            Multiplier = workload.Overheads.Multiplier,
            Fixed = nothing,
            NotPlanned = [.. kinds.SelectMany(kind => kind.Candidates.Provisioned).Select(each => WayNames.Of(each.Price)).Distinct()],
            PerRequest = [.. demand.Classes.Select(requests => PerRequest(workload, requests.Mix, nothing))],
        };
        return WithPeople(problem, workload);
    }

    /// <summary>C14: machines take the work of a model, and that of the API that stands in for them.</summary>
    private static FleetProblem WithPeople(FleetProblem problem, Workload workload)
    {
        var (people, sellers) = (workload.People, problem.ApiStandsIn ? 2 : 1);
        var added = people.OfModel + (people.OfSeller * (sellers - 1));
        return problem with
        {
            People = people,
            Always = people.OfSeller,
            PaidSellers = sellers,
            PeopleOfMachines = workload.Overheads.Engineers + added,
            Fixed = problem.Fixed + added,
        };
    }

    /// <summary>D1: machines with the spares that the availability asked for takes, and those that no spares make available enough.</summary>
    private static (IReadOnlyList<MachineChoice> Kept, IEnumerable<RankedOption> Refused) Available(
        IReadOnlyList<MachineChoice> machines, FleetRules fleet, Demand demand, Uptime uptime)
    {
        if (fleet.Availability is not { } wanted)
        {
            return (machines, []);
        }

        var highest = fleet.SparesBy == SparesBy.Zone ? uptime.Region : uptime.Zone;
        int? SparesOf(MachineChoice machine) =>
            Of(uptime, machine).Spares(Math.Max(1, machine.Needed(demand)), wanted) is { } needed ? Math.Max(needed, fleet.Spares) : null;
        return wanted > highest ? ([], machines.Select(machine => FleetProblem.Refused(machine, new Refusal.TooSeldomUp(highest, wanted))))
            : fleet.SparesBy == SparesBy.Zone ? (machines, [])
            : ([.. machines.Select(machine => machine with { OwnSpares = SparesOf(machine) })], []);
    }

    /// <summary>A spot machine is also down while another takes the place of one that was reclaimed.</summary>
    private static Uptime Of(Uptime uptime, MachineChoice machine) =>
        machine.Spot is { } spot ? uptime with { Machine = uptime.Machine * spot.Up } : uptime;

    private static (IReadOnlyList<ApiChoice> Kept, IEnumerable<RankedOption> Refused) Available(
        IReadOnlyList<ApiChoice> apis, Ratio? wanted, Uptime uptime) => wanted is null || wanted <= uptime.Api
            ? (apis, [])
            : ([], apis.Select(api => new RankedOption(
                api.Name, OptionKind.Api, api.Model!.Id, api.Tariff!.Base.Provider, null, Evidence.Assumed, api.Tariff.Base.Provenance.AsOf, [])
            {
                Refusal = new Refusal.TooSeldomUp(uptime.Api, wanted.Value),
            }));

    private static IReadOnlyList<RefusalCount> Refusals(IReadOnlyList<RankedOption> unusable) =>
        [.. unusable.Select(option => option.Refusal).OfType<Refusal>()
            .CountBy(refusal => refusal)
            .Select(count => new RefusalCount(count.Key, count.Value))
            .OrderByDescending(count => count.Options)];

    private static IEnumerable<PriceDoubt> Doubtful(List<Kind> kinds, Demand demand, IEnumerable<MachineChoice> listings)
    {
        var apis = kinds.SelectMany(kind => kind.Candidates.Apis).Select(api => (Name: WayNames.Of(api.Tariff), api.Doubts));
        var fleets = kinds.SelectMany(kind => kind.Candidates.Fleets).Select(fleet => (Name: WayNames.Of(fleet.Offer), fleet.Doubts));
        var single = listings.Select(machine =>
            (Name: WayNames.Of(machine.Offer), Doubts: Credibility.OfListing(machine.Offer, machine.Needed(demand) * machine.Gpus)));
        return apis.Concat(fleets).Concat(single)
            .Select(choice => (choice.Name, Doubt: choice.Doubts.FirstOrDefault(doubt => doubt.RulesOut)))
            .Where(choice => choice.Doubt is not null)
            .DistinctBy(choice => choice.Name)
            .Select(choice => new PriceDoubt(choice.Name, choice.Doubt!));
    }

    /// <summary>Whether one listing holds as many machines as the busiest step needs; of others there are as many as are needed.</summary>
    private static bool AreToBeHad(MachineChoice machine, Workload workload, Demand demand) =>
        machine.Most == int.MaxValue || machine.With(machine.MostUtilization).Needed(demand) + workload.Fleet.KeptSpares <= machine.Most;

    private static Candidates Candidates(
        Workload workload, DemandClass requests, Catalog catalog, Capacities capacities, Credibility credibility) =>
        new(
            workload with
            {
                Mix = requests.Mix,
                Interruptible = requests.Interruptible,
                ServiceLevel = requests.ServiceLevel,
                Deferrable = requests.MayWaitForBatch,
            },
            catalog,
            capacities,
            everyPlace: workload.Plan.Quotas.Count > 0 || workload.Fleet.SparesBy == SparesBy.Zone,
            credibility);

    /// <summary>A machine is one choice however many classes it serves: what one class's candidates lack it serves at no rate.</summary>
    private static IReadOnlyList<MachineChoice> Machines(
        Workload workload, Demand demand, Catalog catalog, Capacities capacities, List<Kind> kinds)
    {
        var lengths = new LengthRoom(demand, capacities);
        var isStated = !workload.Fleet.FollowsBursts && demand.Classes.Any(requests => requests.ServiceLevel.HasLimits);
        var fleets = kinds
            .Select(kind => kind.Candidates.Fleets
                .Where(fleet => workload.Allowed.AllowsPart(Planning.Candidates.KindOf(fleet.Offer.Pricing)))
                .GroupBy(Key)
                .ToDictionary(group => group.Key, group => group.First()))
            .ToList();
        var unmeasured = new Dictionary<(Model, Deployment, DemandClass), ReplicaCapacity?>();
        Fleet? Own(int kind, string key, Fleet like)
        {
            var work = workload.WorkOf(like.Capacity.Model.Id);
            var asked = (like.Capacity.Model, like.Capacity.Deployment, kinds[kind].Requests);
            if (fleets[kind].TryGetValue(key, out var own))
            {
                return own;
            }

            if (!unmeasured.TryGetValue(asked, out var capacity))
            {
                capacity = unmeasured[asked] = capacities.Unmeasured(
                    fleets.Select(all => all.GetValueOrDefault(key)?.Capacity), work.Of(asked.Requests.Mix), asked.Requests.ServiceLevel)
                    ?.PerTry(work.Tries);
            }

            return capacity is null ? null : like.With(capacity);
        }

        return
        [
            .. fleets
                .SelectMany(kind => kind)
                .DistinctBy(fleet => fleet.Key)
                .Select(fleet => Machine(workload, catalog, fleet.Value, kinds, [.. kinds.Select((_, kind) => Own(kind, fleet.Key, fleet.Value))]))
                .Select(machine => isStated ? machine : machine.With(machine.PeakUtilization * lengths.Of(machine.Fleet!.Capacity))),
        ];
    }

    private static string Key(Fleet fleet) => $"{fleet.Offer.Key}/{fleet.Capacity.Model.Id}/{fleet.Capacity.Deployment}/{fleet.MachineGpus}";

    private static MachineChoice Machine(Workload workload, Catalog catalog, Fleet fleet, List<Kind> kinds, IReadOnlyList<Fleet?> byClass)
    {
        var accelerator = catalog.FindAccelerator(fleet.Offer.AcceleratorId)!;
        IReadOnlyList<RequestsPerSecond> rates = [.. byClass.Select(own => own is null ? default : own.MachineRate * own.Rules.PeakUtilization)];
        return MachineChoice.Of(fleet, new Pricer(workload).NameOf(fleet), workload.Overheads.Multiplier, rates) with
        {
            Power = PowerOf(accelerator, catalog, fleet, byClass, kinds),
            Evidence = byClass.OfType<Fleet>().Max(own => own.Evidence),
            Billing = fleet.Offer.Pricing == Pricing.Owned ? null : catalog.FindSeller(fleet.Offer.Seller)?.Billing,
        };
    }

    private static MachinePower? PowerOf(Accelerator accelerator, Catalog catalog, Fleet fleet, IReadOnlyList<Fleet?> byClass, List<Kind> kinds) =>
        accelerator.Power is { } rated && HostPower.Of(accelerator, catalog.Accelerators) is { } host
            ? new(rated, host, fleet.MachineGpus, fleet.ReplicasPerMachine * fleet.Capacity.Deployment.Gpus, [.. byClass.Zip(kinds, FullOf)])
            : null;

    private static FullReplica FullOf(Fleet? own, Kind kind) => FullReplica.Of(own?.Capacity.Batch, own?.Capacity.Growth, kind.Requests.Mix);

    /// <summary>APIs that take the demand, alone or together with others of their model; those that take too little alone, each with its limit (A1).</summary>
    private static (IReadOnlyList<ApiChoice> Apis, IReadOnlyList<RankedOption> OverLimit) Apis(
        Workload workload, Demand demand, Catalog catalog, List<Kind> kinds)
    {
        if (!workload.Allowed.AllowsPart(OptionKind.Api))
        {
            return ([], []);
        }

        var loads = workload.Models.ToDictionary(model => model.Id, model => new ApiLoad(Asked(workload, demand, model)), StringComparer.Ordinal);
        var all = kinds.SelectMany(kind => kind.Candidates.Apis).DistinctBy(api => (api.Model.Id, api.Tariff.Base.Key))
            .Select(api => ApiChoice.Of(
                api.Tariff, Asked(workload, demand, api.Model),
                [.. kinds.Select(kind => kind.Candidates.Apis.Any(other => other.Tariff.Base.Key == api.Tariff.Base.Key))],
                ContractedLimit.Of(workload.ApiLimits, catalog, api.Tariff.Base.Provider, api.Model.Id), loads[api.Model.Id])
                .Times(workload.WorkOf(api.Model.Id).Tries) with
            {
                Model = api.Model,
                Doubts = api.Doubts,
            })
            .ToList();
        var splits = all.Where(api => api.ServesAll && Credibility.IsCredible(api.Doubts)).GroupBy(api => api.Model!.Id)
            .Select(model => ApiSplit.Of(model, demand, loads[model.Key])).OfType<ApiChoice>();
        var takes = all.ToLookup(api => api.Part!.TakesAll);
        return ([.. takes[true], .. splits], [.. takes[false].Select(OverLimit)]);
    }

    /// <summary>The demand in a model's own tokens and tries.</summary>
    private static Demand Asked(Workload workload, Demand demand, Model model) => workload.WorkOf(model.Id) is var work && workload.Works.Count == 0
        ? demand
        : demand.Times(work.Tries) with { Classes = [.. demand.Classes.Select(requests => requests with { Mix = work.Of(requests.Mix) })] };

    private static RankedOption OverLimit(ApiChoice api) => new(
        api.Name, OptionKind.Api, api.Model!.Id, api.Tariff!.Base.Provider, null, Evidence.Assumed, api.Tariff.Base.Provenance.AsOf, [])
    {
        Refusal = new Refusal.OverApiLimit(api.Tariff.Base.Provider, api.Part!.Limit!, api.Part.Busiest),
        Doubts = api.Doubts,
    };

    private static Usd PerRequest(Workload workload, TokenMix mix, UsdPerMonth nothing) =>
        Usd.FromDollars((workload.Overheads.Total(default, RequestsPerSecond.FromPerSecond(1), mix) - nothing).Dollars / (decimal)Duration.Month.Seconds);

    private sealed record Kind(DemandClass Requests, Candidates Candidates);
}
