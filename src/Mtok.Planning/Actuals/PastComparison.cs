namespace Mtok.Planning;

/// <summary>What the traffic of one model would have cost on every option.</summary>
/// <param name="Traffic">The traffic.</param>
/// <param name="Options">Every option: those at credible prices by cost, then those whose price is doubtful by cost, then the others by name.</param>
/// <param name="Unsized">Why no machines are among them.</param>
/// <param name="Doubtful">Machines left out because their price is doubtful, each with the first doubt that rules it out.</param>
public sealed record PastComparison(PastTraffic Traffic, IReadOnlyList<PastOption> Options, Unsized Unsized, IReadOnlyList<PriceDoubt> Doubtful)
{
    /// <summary>What tokens are divided into where no lengths are known: only proportions of their kinds matter then.</summary>
    private const double AnyLength = 1000;

    private const int Decimals = 6;

    /// <summary>The cheapest option at a credible price; null where none would have served.</summary>
    public PastOption? Best => Options.FirstOrDefault(option => option.MayWin);

    /// <summary>Prices and ranks every option.</summary>
    /// <param name="traffic">The traffic.</param>
    /// <param name="model">The model that served it.</param>
    /// <param name="rules">What is allowed, how fast answers must come and how fleets are run; its traffic and tokens play no part.</param>
    /// <param name="capacities">Throughput of replicas, with the catalog of prices.</param>
    /// <param name="today">The day to which the age of prices is counted; null where it is not.</param>
    public static PastComparison Of(PastTraffic traffic, Model model, Workload rules, Capacities capacities, DateOnly? today = null)
    {
        var catalog = capacities.Catalog;
        var workload = rules with { Models = [model], Classes = [], Works = [] };
        var demand = PastDemand.Of(traffic, workload, catalog);
        if (traffic.Tokens.Total.Count <= 0)
        {
            return new(traffic, [], PastDemand.WhyNot(traffic), []);
        }

        var served = demand is null ? TokensAlone(workload, traffic) : DemandedWorkload.Of(workload, demand.Demand, workload.Name);
        var candidates = new Candidates(served, catalog, capacities, everyPlace: false, new(served, catalog, today));
        var days = new PriceDays(model, catalog);
        var apis = candidates.Apis.ToDictionary(api => api, api => new PastApi(api.Tariff, days));
        var options = apis.Select(api => Option(api.Key, api.Value, served, traffic, demand)).ToList();
        var problem = demand is null ? null : Problem(workload, demand, traffic, catalog, capacities, apis);
        if (problem is not null && demand is not null)
        {
            options = options.ConvertAll(option => problem.Unusable.FirstOrDefault(other => other.Name == option.Name) is { Refusal: Refusal.OverApiLimit over }
                ? Refused(option.Name, option.Kind, option.Provider, over)
                : option);
            options.AddRange(Machines(problem, traffic, served, [.. options]));
            options.AddRange(Unserving(problem, workload, capacities));
            options.AddRange(candidates.Provisioned.Select(each => Option(new Reckoning(problem, served).Price(each), traffic, workload.Plan)));
        }

        return new(
            traffic,
            [
                .. options.Where(option => workload.Allowed.Kinds.Contains(option.Kind)).Select(option => Within(workload.Plan.Budget, option, traffic))
                    .OrderByDescending(option => option.MayWin).ThenByDescending(option => option.Feasible)
                    .ThenBy(option => option.Cost?.Value).ThenBy(option => option.Name, StringComparer.Ordinal),
                .. candidates.Unusable.OrderBy(option => option.Name, StringComparer.Ordinal)
                    .Select(option => Refused(option.Name, option.Kind, option.Provider, option.Refusal!)),
            ],
            PastDemand.WhyNot(traffic),
            [.. (problem?.Doubtful ?? []).ExceptBy(candidates.Apis.Select(api => WayNames.Of(api.Tariff)), doubt => doubt.Name)]);
    }

    /// <summary>A workload of which only proportions of tokens are known: it can be priced by the token and not sized.</summary>
    private static Workload TokensAlone(Workload workload, PastTraffic traffic) => workload with
    {
        Allowed = workload.Allowed with { Kinds = [.. workload.Allowed.Kinds.Where(kind => kind == OptionKind.Api)] },
        Mix = traffic.Tokens.MeanOf((long)Math.Max(1, traffic.Tokens.Total.Count / AnyLength)),
        Traffic = new(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady),
    };

    private static PastOption Option(ApiCandidate api, PastApi past, Workload served, PastTraffic traffic, PastDemand? demand)
    {
        var cost = past.Of(traffic, demand, served.Deferrable);
        var notes = new Pricer(served).NotesOf(api.Tariff).Notes;
        var assumed = notes.Any(note => note is OptionNote.AssumedPrices or OptionNote.AssumedLengths);
        return new(
            WayNames.Of(api.Tariff),
            OptionKind.Api,
            api.Tariff.Base.Provider,
            Estimate<Usd>.Exact(cost, assumed ? Evidence.Assumed : Evidence.Measured),
            past.Prices(traffic))
        { ApiShare = Ratio.One, Notes = notes, Doubts = api.Doubts };
    }

    /// <summary>A month's bill for the time that the traffic lasted; rates are binary fractions, so that more decimals say nothing.</summary>
    private static PastOption Option(RankedOption option, PastTraffic traffic, PlanRules rules)
    {
        if (RankedWays.QuotaRefusal(rules, option) is { } refusal)
        {
            return Refused(option.Name, option.Kind, option.Provider, refusal);
        }

        var cost = option.Cost!;
        Usd Lasting(UsdPerMonth bill) => Usd.FromDollars(Math.Round(bill.Dollars * traffic.Hours / (decimal)Duration.Month.Hours, Decimals));
        return new(
            option.Name,
            option.Kind,
            option.Provider,
            new(Lasting(cost.Bill.Low), Lasting(cost.Bill.Value), Lasting(cost.Bill.High), cost.Bill.Evidence),
            option.Prices)
        {
            Machines = cost.Machines,
            MachineTime = option.Machines is null ? default : traffic.Length * Ratio.FromValue(cost.MeanMachines),
            Utilization = cost.Utilization,
            ApiShare = cost.ApiShare,
            Notes = option.Machines?.First.Notes ?? option.Notes,
            Doubts = option.Doubts,
        };
    }

    /// <summary>The option, or that a month of such traffic costs more on it than the budget.</summary>
    private static PastOption Within(UsdPerMonth? budget, PastOption option, PastTraffic traffic)
    {
        var hours = Math.Max(1, traffic.Hours);
        return budget is { } most && option.Cost is { } cost && cost.Value.Dollars * (decimal)Duration.Month.Hours / hours is var month && month > most.Dollars
            ? Refused(option.Name, option.Kind, option.Provider, new Refusal.OverBudget(UsdPerMonth.FromDollars(month), most))
            : option;
    }

    private static PastOption Refused(string name, OptionKind kind, string provider, Refusal why) => new(name, kind, provider, null, []) { Refusal = why };

    /// <summary>The planner's problem of the demand, with every API at its prices of each hour.</summary>
    private static FleetProblem Problem(
        Workload workload, PastDemand demand, PastTraffic traffic, Catalog catalog, Capacities capacities, Dictionary<ApiCandidate, PastApi> apis)
    {

        // What was paid holds no people: what one seller takes is left out on both sides, and machines cost what they take beyond it.
        var problem = PlanChoices.For(workload, demand.Demand, catalog, capacities) with { Always = default };
        var timed = apis.ToDictionary(api => api.Key.Tariff.Base.Key, api => api.Value);
        return problem with
        {
            Apis = [.. problem.Apis.Where(api => api.Parts.Count == 1)
                .Select(api => Timed(api, timed[api.Tariff!.Base.Key], problem.Demand, traffic))],
        };
    }

    private static ApiChoice Timed(ApiChoice api, PastApi past, Demand demand, PastTraffic traffic)
    {
        IReadOnlyList<Usd> Steps(DemandClass requests) =>
            [.. Enumerable.Range(0, traffic.Hours).Select(hour => past.At(traffic.From!.Value.AddHours(hour), requests.Mix, requests.MayWaitForBatch))];
        var byStep = demand.Classes.Select((requests, kind) => api.PerRequest[kind] is null ? [] : Steps(requests)).ToList();
        return api with
        {
            PerRequest = [.. byStep.Select((steps, kind) => steps.Count == 0 ? (Usd?)null : Mean(steps, demand.Spans[0].Rates[kind]))],
            ByStep = [.. byStep.Select(steps => (IReadOnlyList<IReadOnlyList<Usd>>)[steps])],
        };
    }

    private static Usd Mean(IReadOnlyList<Usd> steps, IReadOnlyList<RequestsPerSecond> rates)
    {
        var all = rates.Sum(rate => rate.PerSecond);
        return steps.Zip(rates).Aggregate(default(Usd), (sum, step) => sum + (step.First * Ratio.FromValue(step.Second.PerSecond / all)));
    }

    private static DemandClass? UnservedBy(MachineChoice choice, Demand demand) =>
        demand.Classes.Where((requests, kind) => !choice.Serves(kind, requests)).FirstOrDefault();

    /// <summary>Machines that cannot serve some of the requests, each with why.</summary>
    private static IEnumerable<PastOption> Unserving(FleetProblem problem, Workload workload, Capacities capacities) =>
        from choice in problem.Machines
        let unserved = UnservedBy(choice, problem.Demand)
        where unserved is not null
        let why = capacities.WhyNone(
            workload.Models[0],
            choice.Deployment.AcceleratorId,
            [new(Ratio.One, unserved.Mix, unserved.ServiceLevel, unserved.MayWaitForBatch)],
            workload.Allowed.Precisions)
        select Refused(choice.Name, Candidates.KindOf(choice.Offer.Pricing), choice.Offer.Seller, new Refusal.NoCapacity(why));

    /// <summary>Every fleet, and those with overflow that are cheaper than the fleet and every credible API alone.</summary>
    private static IEnumerable<PastOption> Machines(FleetProblem problem, PastTraffic traffic, Workload served, IReadOnlyList<PastOption> apis)
    {
        var reckoning = new Reckoning(problem, served);
        var cheapest = apis.Where(api => api.MayWin).Min(api => api.Cost!.Value.Dollars as decimal?);
        var overflow = cheapest is null || !served.Allowed.Kinds.Contains(OptionKind.Mixed)
            ? null
            : problem.Apis.Where(api => api.ServesAll).MinBy(reckoning.ApiBill);
        foreach (var machines in MachineSets.Of(problem, problem.Machines))
        {
            var alone = reckoning.Manners(machines).Select(byTheHour => Option(reckoning.Price(machines, byTheHour), traffic, problem.Rules)).ToList();
            foreach (var option in alone)
            {
                yield return option;
            }

            if (overflow is not null
                && machines is { Zones.Count: 1, First.Offer.Pricing: not Pricing.Spot }
                && reckoning.PriceMixed(machines, overflow) is { } priced
                && Option(priced, traffic, problem.Rules) is { Cost: { } cost } mixed
                && cost.Value.Dollars < cheapest
                && alone.TrueForAll(option => option.Cost is null || cost.Value < option.Cost.Value))
            {
                yield return mixed;
            }
        }
    }
}
