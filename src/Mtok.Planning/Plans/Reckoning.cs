using System.Collections.Concurrent;

namespace Mtok.Planning;

/// <summary>
/// What one way of serving a demand costs, for any multiple of the demand and of throughput: APIs by the token (C2), machines of one kind by the
/// hour (C3 to C7), such machines with an API for what exceeds them, provisioned throughput (C11). Everything that compares ways asks here; a plan
/// of the same machines costs the same (L1). Safe for concurrent calls.
/// </summary>
internal sealed class Reckoning
{
    private readonly FleetProblem _problem;
    private readonly Places _places;
    private readonly Pricer? _pricer;
    private readonly ConcurrentDictionary<string, KindLoad> _loads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(ApiChoice, KindLoad), double[]> _apiCosts = [];
    private readonly double _startSteps;
    private readonly decimal _perRequest;

    /// <param name="problem">The demand, and what may be chosen from.</param>
    /// <param name="served">The workload of that demand: its mean mix, groups of requests and limits; null where only bills are asked for.</param>
    public Reckoning(FleetProblem problem, Workload? served)
    {
        _problem = problem;
        _places = new(problem);
        _pricer = served is null ? null : new(served);
        _startSteps = (problem.StartUp / problem.Demand.Step).Value;
        _perRequest = problem.PerRequest.Index().Sum(kind => kind.Item.Dollars * Requests(kind.Index));
    }

    public Tokens MonthlyTokens => _problem.Demand.MonthlyTokens;

    /// <summary>An API alone; it serves every class.</summary>
    public RankedOption Price(ApiChoice api)
    {
        var bill = ApiBill(api);
        var (notes, evidence) = _pricer!.NotesOf(api.Tariff!);
        var cost = new OptionCost(
            Estimate<UsdPerMonth>.Exact(bill, evidence), UnitCost.Split(bill, MonthlyTokens, Ratio.One), null, 0, 0, Ratio.One, default);
        return new(api.Name, OptionKind.Api, api.Model!.Id, api.Tariff!.Base.Provider, cost, evidence, api.Tariff.Base.Provenance.AsOf, notes)
        {
            Api = api.Tariff,
            Tokens = api,
            Doubts = api.Doubts,
            CountedOn = bill,
        };
    }

    /// <summary>Provisioned throughput, sized for the busiest hour.</summary>
    public RankedOption Price(ProvisionedCandidate units)
    {
        var option = _pricer!.Price(units.Model, units.Price);
        return option with { CountedOn = option.Cost!.Bill.Value };
    }

    /// <summary>Machines of one kind, with their spares, and no API.</summary>
    /// <param name="machines">The kind; it serves every class.</param>
    /// <param name="byTheHour">Whether they come and go with the demand; otherwise as many run all month as the busiest step needs.</param>
    public RankedOption Price(MachineSet machines, bool byTheHour)
    {
        var fleet = machines.First.Fleet!.With(machines.First.Fleet.Rules, byTheHour);
        var use = Use(machines, byTheHour, 1, 1);
        var bill = use.Rent + Overheads(1);
        var low = Bill(machines, byTheHour, 1, fleet.Throughput.High.Value);
        var high = Bill(machines, byTheHour, 1, fleet.Throughput.Low.Value);
        var utilization = Ratio.FromValue(Busy(machines.First, Load(machines.First).Total) / use.MachineHours);
        var cost = new OptionCost(
            new(Money(low), Money(bill), Money(high), machines.First.Evidence), UnitCost.Split(Money(bill), MonthlyTokens, utilization), utilization,
            use.MachineHours / Duration.Month.Hours, use.Most, Ratio.Zero, OverheadsOf(use.Rent, _perRequest));
        var name = byTheHour ? WayNames.ByTheHour(machines.Name) : machines.Name;
        return OptionOf(machines, name, Candidates.KindOf(fleet.Offer.Pricing), cost, machines.First.Notes) with
        {
            Fleet = fleet,
            Doubts = Credibility.Of(fleet, use.Most),
            CountedOn = Money(Bill(machines, byTheHour, 1, machines.First.CountedOn.Value)),
        };
    }

    /// <summary>The best number of machines to run all month where an API takes what exceeds them; null where no number is allowed.</summary>
    public RankedOption? PriceMixed(MachineSet machines, ApiChoice api)
    {
        if (MostAllowed(machines) < 1)
        {
            return null;
        }

        var (fleet, best) = (machines.First.Fleet!, BestMixed(machines, api, 1, 1));
        var served = Load(machines.First).Total - best.Left;
        var utilization = Ratio.FromValue(Busy(machines.First, served) / (best.Machines * Duration.Month.Hours));
        var paidFor = Ratio.FromValue((double)((best.Rent + OverheadsWith(best.PerRequest)) / best.Bill));
        var bill = new Estimate<UsdPerMonth>(
            Money(BestMixed(machines, api, 1, fleet.Throughput.High.Value).Bill), Money(best.Bill),
            Money(BestMixed(machines, api, 1, fleet.Throughput.Low.Value).Bill), machines.First.Evidence);
        var cost = new OptionCost(
            bill, UnitCost.Split(bill.Value, MonthlyTokens, (utilization * paidFor) + (Ratio.One - paidFor)), utilization, best.Machines, best.Machines,
            Ratio.FromValue(Math.Clamp(best.ApiShare, 0, 1)), OverheadsOf(best.Rent, best.PerRequest));
        var notes = machines.First.Notes.Append(new OptionNote.Overflow(cost.ApiShare, best.Machines)).ToList();
        return OptionOf(machines, WayNames.Mixed(machines.Name, api.Name), OptionKind.Mixed, cost, notes) with
        {
            Fleet = fleet,
            Api = api.Tariff,
            Tokens = api,
            OldestPrice = AsOf.Older(fleet.Offer.Provenance.AsOf, api.Tariff!.Base.Provenance.AsOf),
            Doubts = Credibility.Of(fleet, best.Machines),
            CountedOn = Money(BestMixed(machines, api, 1, machines.First.CountedOn.Value).Bill),
        };
    }

    /// <summary>The month's bill of an option at a multiple of today's demand and of its throughput.</summary>
    public decimal BillOf(RankedOption option, double demand, double throughput) => option switch
    {
        { Machines: { } machines, Tokens: { } api } => BestMixed(machines, api, demand, throughput).Bill,
        { Machines: { } machines } => Bill(machines, option.Fleet!.ByTheHour, demand, throughput),
        { Tokens: { } api } => ApiBill(api).Dollars * (decimal)demand,
        _ => option.Cost!.Bill.Value.Dollars,
    };

    /// <summary>The month's bill that one can count on (U7), at a multiple of today's demand and of throughput.</summary>
    public decimal CountedOn(RankedOption option, double demand = 1, double throughput = 1) =>
        BillOf(option, demand, throughput * (option.Machines?.First.CountedOn.Value ?? 1));

    /// <summary>The month's bill of machines of one kind.</summary>
    public decimal Bill(MachineSet machines, bool byTheHour, double demand, double throughput) =>
        Use(machines, byTheHour, demand, throughput).Rent + Overheads(demand);

    /// <summary>The part of the bill one can count on that follows the price of machines.</summary>
    public decimal Rent(RankedOption option) => Use(option.Machines!, option.Fleet!.ByTheHour, 1, option.Machines!.First.CountedOn.Value).Rent;

    /// <summary>The bill one can count on of machines that run all month with an API for what exceeds them, at the best number of machines.</summary>
    public decimal Mixed(RankedOption machines, RankedOption api, double demand) =>
        BestMixed(machines.Machines!, api.Tokens!, demand, machines.Machines!.First.CountedOn.Value).Bill;

    /// <summary>The bill of machines that run all month with an API for what exceeds them.</summary>
    public decimal MixedBill(MachineSet machines, ApiChoice api, double demand) => BestMixed(machines, api, demand, 1).Bill;

    /// <summary>The month's bill of machines of one kind, and the most that run at once.</summary>
    public (decimal Bill, int Most) SizeAt(MachineSet machines, bool byTheHour, double demand)
    {
        var use = Use(machines, byTheHour, demand, 1);
        return (use.Rent + Overheads(demand), use.Most);
    }

    /// <summary>The most machines that run at once at the throughput one can count on.</summary>
    public int MostOf(RankedOption option, double demand, double throughput) =>
        Use(option.Machines!, option.Fleet!.ByTheHour, demand, throughput * option.Machines!.First.CountedOn.Value).Most;

    /// <summary>C2: the month's bill of an API.</summary>
    public UsdPerMonth ApiBill(ApiChoice api) => Money(api.ByStep.Count == 0
        ? _problem.Demand.Classes.Index().Sum(kind => api.PerRequest[kind.Index]!.Value.Dollars * Requests(kind.Index))
        : _problem.Demand.Classes.Index().Sum(kind => Enumerable.Range(0, _places.All.Count).Sum(place =>
            api.At(kind.Index, _places.All[place]).Dollars * (decimal)(_places.Rate(kind.Index, place) * _places.All[place].Month.Seconds))));

    /// <summary>The multiple of today's demand that one machine, running all month, serves.</summary>
    public Ratio ServedByOne(MachineSet machines) => Ratio.FromValue(machines.First.Rates[0].PerSecond / Load(machines.First).Least);

    /// <summary>What one machine costs a month.</summary>
    public UsdPerMonth MonthlyRent(MachineSet machines) => Money(MonthOf(machines.First));

    /// <summary>Overheads of having machines, apart from those that follow their price.</summary>
    public UsdPerMonth FixedOverheads => _problem.Fixed;

    /// <summary>Overheads of all requests of today's demand, where machines serve them.</summary>
    public UsdPerMonth OverheadsOfRequests => Money(_perRequest);

    /// <summary>Whether a kind is run by the hour: all month it always may be, by the hour where its number may differ from step to step.</summary>
    public IEnumerable<bool> Manners(MachineSet machines) => machines.First.IsCommitted || !Load(machines.First).IsUneven ? [false] : [false, true];

    /// <summary>An option as a plan, which costs the same; null for provisioned throughput, and for mixes of work that may wait.</summary>
    public Plan? PlanOf(RankedOption option) => option switch
    {
        { Machines: { } machines, Tokens: { } api } => Load(machines.First).MayWait ? null : PlanOf(machines, BestMixed(machines, api, 1, 1).Machines, [api]),
        { Machines: { } machines } => PlanOf(machines, Use(machines, option.Fleet!.ByTheHour, 1, 1).CountAt),
        { Tokens: { } api } => new PlanReading(_problem with { Machines = [], Apis = [api] }, _places).ApiAlone(),
        _ => null,
    };

    private Plan PlanOf(MachineSet machines, Func<int, int> count)
    {
        var alone = _problem with { Machines = machines.Zones, Apis = [] };
        return new PlanReading(alone, _places).Read(
            machine => machines.ShareOf(machine, count(0)), (machine, place) => machines.ShareOf(machine, count(place)), (_, _) => 0, _places.Rate);
    }

    private Plan PlanOf(MachineSet machines, int count, IReadOnlyList<ApiChoice> apis)
    {
        var both = _problem with { Machines = machines.Zones, Apis = apis };
        var capacity = machines.First.Rates[0].PerSecond * (count - (machines.Zones.Count == 1 ? _problem.NeededSpares : 0));
        var load = Load(machines.First);
        var left = load.Left(capacity);
        double Sent(int kind, int place) => left[load.LevelOf(place)] is > 0 and var sent ? _places.Rate(kind, place) * (sent / load.At(place)) : 0;
        return new PlanReading(both, _places).Read(
            machine => machines.ShareOf(machine, count), (machine, _) => machines.ShareOf(machine, count), Sent,
            (kind, place) => _places.Rate(kind, place) - Sent(kind, place));
    }

    /// <summary>The most machines of a kind that quotas and its listing allow.</summary>
    public int MostAllowed(MachineSet machines) => Math.Min(
        machines.First.Most,
        _problem.Rules.Quotas
            .Where(quota => quota.Holds(machines.First.Offer))
            .Select(quota => quota.Gpus / machines.First.Gpus)
            .DefaultIfEmpty(int.MaxValue).Min());

    private static RankedOption OptionOf(MachineSet machines, string name, OptionKind kind, OptionCost cost, IReadOnlyList<OptionNote> notes) => new(
        name, kind, machines.First.Model!.Id, machines.First.Offer.Seller, cost, machines.First.Evidence, machines.First.Offer.Provenance.AsOf, notes)
    {
        Machines = machines,
    };

    /// <summary>Loads are alike for machines whose rates of the classes are alike but for a factor.</summary>
    private KindLoad Load(MachineChoice machine)
    {
        var key = machine.Rates.Count == 1 ? "" : string.Join('/', machine.Rates.Select(rate =>
            (rate / machine.Rates[0]).Value.ToString("G9", System.Globalization.CultureInfo.InvariantCulture)));
        return _loads.GetOrAdd(key, _ => new(_problem, _places, machine));
    }

    private MachineUse Use(MachineSet machines, bool byTheHour, double demand, double throughput)
    {
        var (load, rate) = (Load(machines.First), machines.First.Rates[0].PerSecond * throughput / demand);
        if (!byTheHour)
        {
            var count = machines.WithSpares(load.Needed(rate), _problem.NeededSpares);
            return new(machines.CostOf(count, MonthOf), count * Duration.Month.Hours, count, _ => count);
        }

        return load.MayWait || _problem.Rules.MinimumRun > _problem.Demand.Step || _problem.Rules.ScaleUp is not null
            ? ByTheStep(machines, WithRules(load.ByTheStep(rate, _startSteps)))
            : ByTheLevel(machines, load, rate);
    }

    private MachineUse ByTheStep(MachineSet machines, int[] counts)
    {
        for (var place = 0; place < counts.Length; place++)
        {
            counts[place] = machines.WithSpares(counts[place], _problem.NeededSpares);
        }

        return new(
            machines.Zones.Index().Sum(zone => RentOf(zone.Item, counts, count => machines.ShareOf(zone.Index, count))),
            Enumerable.Range(0, counts.Length).Sum(place => counts[place] * _places.All[place].Month.Hours), counts.Max(), place => counts[place]);
    }

    /// <summary>The same where each step stands alone: steps of one load are reckoned together.</summary>
    private MachineUse ByTheLevel(MachineSet machines, KindLoad load, double rate)
    {
        var (counts, hours, most) = (new int[load.Levels.Count], 0.0, 0);
        for (var level = 0; level < counts.Length; level++)
        {
            counts[level] = machines.WithSpares(Fleet.Needed(load.Levels[level].Needs, rate), _problem.NeededSpares);
            hours += counts[level] * load.Levels[level].Hours;
            most = Math.Max(most, counts[level]);
        }

        var rent = 0m;
        for (var zone = 0; zone < machines.Zones.Count; zone++)
        {
            rent += RentOf(machines.Zones[zone], load, counts, count => machines.ShareOf(zone, count));
        }

        return new(rent, hours, most, place => counts[load.LevelOf(place)]);
    }

    private decimal RentOf(MachineChoice machine, KindLoad load, int[] counts, Func<int, int> share)
    {
        Span<long> counted = stackalloc long[_problem.Demand.Spans.Count];
        Span<long> added = stackalloc long[counted.Length];
        for (var level = 0; level < counts.Length; level++)
        {
            counted[load.Levels[level].Span] += (long)load.Levels[level].Steps * share(counts[level]);
        }

        foreach (var rise in load.Rises)
        {
            added[rise.Span] += rise.Steps * (long)(share(counts[rise.To]) - share(counts[rise.From]));
        }

        var cost = 0m;
        for (var span = 0; span < counted.Length; span++)
        {
            cost += RentOf(machine, new(span, 0, _problem.Demand.Spans[span].MonthOfStep), counted[span], added[span]);
        }

        return cost;
    }

    private decimal RentOf(MachineChoice machine, Place step, long counted, long added) =>
        ((machine.Price * step.Month).Dollars * counted) + (added == 0 ? 0 : PlanReading.StartCost(_problem, machine, step).Dollars * added);

    /// <summary>L5: machines that start run for a minimum time, and a step adds at most a number of them.</summary>
    private int[] WithRules(int[] counts)
    {
        var minimum = (int)Math.Ceiling((_problem.Rules.MinimumRun / _problem.Demand.Step).Value - 1e-9);
        if (minimum > 1)
        {
            counts = [.. counts.Select((_, place) => Enumerable.Range(0, Math.Min(minimum, LengthAt(place))).Max(back => counts[_places.Before(place, back)]))];
        }

        if (_problem.Rules.ScaleUp is { } most)
        {
            // Twice backwards, because the first step of a span follows its last.
            for (var place = (2 * counts.Length) - 1; place >= 0; place--)
            {
                var (now, before) = (place % counts.Length, _places.Before(place % counts.Length, 1));
                counts[before] = Math.Max(counts[before], counts[now] - most);
            }
        }

        return counts;
    }

    private int LengthAt(int place) => _problem.Demand.Spans[_places.All[place].Span].Steps;

    /// <summary>C3: machine-hours, and what starts cost (L5).</summary>
    private decimal RentOf(MachineChoice machine, int[] counts, Func<int, int> share)
    {
        var (cost, place) = (0m, 0);
        foreach (var span in _problem.Demand.Spans)
        {
            var (first, counted, added) = (_places.All[place], 0L, 0L);
            var before = share(counts[place + span.Steps - 1]);
            for (var step = 0; step < span.Steps; step++, place++)
            {
                var now = share(counts[place]);
                counted += now;
                added += Math.Max(0, now - before);
                before = now;
            }

            cost += RentOf(machine, first, counted, added);
        }

        return cost;
    }

    private decimal MonthOf(MachineChoice machine) => _problem.Demand.Spans.Sum(span => (machine.Price * span.MonthOfStep).Dollars * span.Steps);

    /// <summary>The cost is convex in the number of machines, so the best is the first that one more does not improve.</summary>
    private MixedUse BestMixed(MachineSet machines, ApiChoice api, double demand, double throughput)
    {
        var rate = machines.First.Rates[0].PerSecond * throughput / demand;
        var (low, high) = (1, Math.Clamp(Load(machines.First).Needed(rate), 1, Math.Max(1, MostAllowed(machines) - _problem.NeededSpares)));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var betters = Mixed(machines, api, demand, middle + 1, rate).Bill < Mixed(machines, api, demand, middle, rate).Bill;
            (low, high) = betters ? (middle + 1, high) : (low, middle);
        }

        return Mixed(machines, api, demand, low, rate);
    }

    /// <summary>
    /// Every class sends the same share of what exceeds the machines to the API; what waited until an hour in which nothing comes pays the usual price.
    /// </summary>
    private MixedUse Mixed(MachineSet machines, ApiChoice api, double demand, int count, double rate)
    {
        var load = Load(machines.First);
        var (left, costs) = (load.Left(count * rate), ApiCosts(api, load));
        var (cost, unserved, usual) = (0.0, 0.0, load.Total > 0 ? costs.Sum() / load.Total : 0);
        for (var level = 0; level < left.Length; level++)
        {
            var sentHere = left[level] * load.Levels[level].Hours;
            cost += left[level] <= 0 ? 0 : load.Levels[level].Load > 0 ? left[level] / load.Levels[level].Load * costs[level] : sentHere * usual;
            unserved += sentHere;
        }

        var sent = load.Total > 0 ? unserved / load.Total : 0;
        var all = machines.WithSpares(count, _problem.NeededSpares);
        var rent = machines.CostOf(all, MonthOf);
        var perRequest = _perRequest * (decimal)(demand * (1 - sent));
        return new(all, rent + OverheadsWith(perRequest) + (decimal)(cost * demand), rent, perRequest, unserved, sent);
    }

    /// <summary>Of each level what the API would charge for all that comes, dollars a month.</summary>
    private double[] ApiCosts(ApiChoice api, KindLoad load) => _apiCosts.GetOrAdd((api, load), _ =>
    {
        var costs = new double[load.Levels.Count];
        for (var place = 0; place < _places.All.Count; place++)
        {
            costs[load.LevelOf(place)] += Enumerable.Range(0, _problem.Demand.Classes.Count).Sum(kind =>
                (double)api.At(kind, _places.All[place]).Dollars * _places.Rate(kind, place) * _places.All[place].Month.Seconds);
        }

        return costs;
    });

    /// <summary>Machine-hours that a load keeps busy, of what machines serve at the service level (C6).</summary>
    private static double Busy(MachineChoice machine, double load) => load / machine.Rates[0].PerSecond * machine.PeakUtilization.Value;

    private decimal Overheads(double demand) => OverheadsWith(_perRequest * (decimal)demand);

    private decimal OverheadsWith(decimal perRequest) => _problem.Fixed.Dollars + perRequest;

    /// <summary>The part of a bill that is neither machines nor tokens.</summary>
    private UsdPerMonth OverheadsOf(decimal rent, decimal perRequest) =>
        Money(OverheadsWith(perRequest) + (rent * (1 - (1 / (decimal)_problem.Multiplier.Value))));

    private decimal Requests(int kind) => (decimal)Enumerable.Range(0, _places.All.Count)
        .Sum(place => _places.Rate(kind, place) * _places.All[place].Month.Seconds);

    private static UsdPerMonth Money(decimal dollars) => UsdPerMonth.FromDollars(dollars);

    /// <summary>Machines of one kind over a month.</summary>
    /// <param name="Rent">What they cost a month, dollars.</param>
    /// <param name="MachineHours">Machine-hours a month.</param>
    /// <param name="Most">The most that run at once.</param>
    /// <param name="CountAt">How many run in a step, spares included.</param>
    private sealed record MachineUse(decimal Rent, double MachineHours, int Most, Func<int, int> CountAt);

    /// <summary>Machines that run all month with an API for the rest.</summary>
    /// <param name="Machines">How many, spares included.</param>
    /// <param name="Bill">What both cost a month, dollars.</param>
    /// <param name="Rent">What the machines cost.</param>
    /// <param name="PerRequest">Overheads of requests that machines serve.</param>
    /// <param name="Left">What goes to the API, in load times hours.</param>
    /// <param name="ApiShare">The share of the load that does.</param>
    private sealed record MixedUse(int Machines, decimal Bill, decimal Rent, decimal PerRequest, double Left, double ApiShare);
}
