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
    private readonly MachineUses _uses;
    private readonly Workload? _served;

    /// <param name="problem">The demand, and what may be chosen from.</param>
    /// <param name="served">The workload of that demand: its mean mix, groups of requests and limits; null where only bills are asked for.</param>
    public Reckoning(FleetProblem problem, Workload? served)
    {
        _problem = problem;
        _places = new(problem);
        _pricer = served is null ? null : new(served);
        _uses = new(problem, _places);
        _served = served;
    }

    public Tokens MonthlyTokens => _problem.Demand.MonthlyTokens;

    /// <summary>The busiest hour's rate as it is served / the mean: what may wait is evened over its own deadline.</summary>
    public Ratio ServedPeak => _problem.Demand.Classes.All(requests => requests.Deadline == default)
        ? _served!.Traffic.Shape.Peak
        : Ratio.FromValue(new KindLoad(_problem, _places, [.. _problem.Demand.Classes.Select(_ => 1.0)]).Least / _problem.Demand.Mean().PerSecond);

    /// <summary>An API alone; it serves every class.</summary>
    public RankedOption Price(ApiChoice api)
    {
        var bill = ApiBill(api) + PeopleOf(api);
        var (notes, evidence) = _pricer!.NotesOf(api);
        var cost = new OptionCost(
            Estimate<UsdPerMonth>.Exact(bill, evidence), UnitCost.Split(bill, MonthlyTokens, Ratio.One), null, 0, 0, Ratio.One, PeopleOf(api))
        {
            People = PeopleOf(api),
        };
        return new(api.Name, OptionKind.Api, api.Model!.Id, api.Tariff!.Base.Provider, cost, evidence, api.Tariff.Base.Provenance.AsOf, notes)
        {
            Api = api.Tariff,
            Tokens = api,
            Doubts = api.Doubts,
            CountedOn = bill,
            Redundancy = _problem.OfProvider,
            Apart = Apart(shares => api.Parts.Count == 0 ? null : shares.Of(api.Parts)),
        };
    }

    /// <summary>Provisioned throughput, sized for the busiest hour.</summary>
    public RankedOption Price(ProvisionedCandidate units)
    {
        var option = _pricer!.Price(units.Model, units.Price, ServedPeak, _problem.Always);
        return option with { CountedOn = option.Cost!.Bill.Value, Redundancy = _problem.OfProvider, Apart = Apart(shares => shares.Of(units.Price)) };
    }

    /// <summary>Machines of one kind, with their spares, and no API.</summary>
    /// <param name="machines">The kind; it serves every class.</param>
    /// <param name="byTheHour">Whether they come and go with the demand; otherwise as many run all month as the busiest step needs.</param>
    public RankedOption Price(MachineSet machines, bool byTheHour)
    {
        var fleet = machines.First.Fleet!.With(machines.First.Fleet.Rules, byTheHour);
        var use = _uses.Of(machines, byTheHour, 1, 1);
        var bill = use.Rent + _uses.Overheads(1);
        var low = Bill(machines, byTheHour, 1, fleet.Throughput.High.Value);
        var high = Bill(machines, byTheHour, 1, fleet.Throughput.Low.Value);
        var utilization = Ratio.FromValue(MachineUses.Busy(machines.First, _uses.Load(machines.First).Total) / use.MachineHours);
        var cost = new OptionCost(
            new(Money(low), Money(bill), Money(high), machines.First.Evidence),
            UnitCost.Split(Money(bill), MonthlyTokens, BusyShare(utilization, use.Rent / bill)), utilization,
            use.MachineHours / Duration.Month.Hours, use.Most, Ratio.Zero, OverheadsOf(use.Rent, _uses.OfRequests))
        {
            People = _problem.Always + _problem.PeopleOfMachines,
        };
        var name = byTheHour ? WayNames.ByTheHour(machines.Name) : machines.Name;
        IReadOnlyList<OptionNote> notes = [.. machines.First.Notes, .. byTheHour ? StartNotes(machines.First) : []];
        return OptionOf(machines, name, Candidates.KindOf(fleet.Offer.Pricing), cost, notes) with
        {
            Fleet = fleet,
            Doubts = Credibility.Of(fleet, use.Most),
            Apart = Apart(shares => shares.Of(machines.First.Model!, machines.First.Deployment)),
            CountedOn = Money(Bill(machines, byTheHour, 1, machines.First.CountedOn.Value)),
            Redundancy = RedundancyOf(machines, use.Most),
        };
    }

    private IEnumerable<OptionNote> StartNotes(MachineChoice machine) =>
        machine.Billing is { } billing && _problem.StartOf(machine) is var start && start > _problem.StartUp
            ? [new OptionNote.BilledInParts(machine.Offer.Seller, billing, start)]
            : [];

    /// <summary>The best number of machines to run all month where an API takes what exceeds them; null where no number is allowed.</summary>
    public RankedOption? PriceMixed(MachineSet machines, ApiChoice api)
    {
        if (_problem.MostAllowed(machines) < 1)
        {
            return null;
        }

        var (fleet, best) = (machines.First.Fleet!, _uses.BestMixed(machines, api, 1, 1));
        var served = _uses.Load(machines.First).Total - best.Left;
        var utilization = Ratio.FromValue(MachineUses.Busy(machines.First, served) / (best.Machines * Duration.Month.Hours));
        var bill = new Estimate<UsdPerMonth>(
            Money(_uses.BestMixed(machines, api, 1, fleet.Throughput.High.Value).Bill), Money(best.Bill),
            Money(_uses.BestMixed(machines, api, 1, fleet.Throughput.Low.Value).Bill), machines.First.Evidence);
        var onMachines = Ratio.FromValue((double)((best.Rent + _uses.OverheadsWith(best.PerRequest)) / best.Bill));
        var cost = new OptionCost(
            bill, UnitCost.Split(bill.Value, MonthlyTokens, BusyShare(utilization, best.Rent / best.Bill)), utilization, best.Machines, best.Machines,
            Ratio.FromValue(Math.Clamp(best.ApiShare, 0, 1)), OverheadsOf(best.Rent, best.PerRequest) + _problem.FurtherPeople(1, 1, api.Sellers))
        {
            People = _problem.Always + _problem.PeopleOfMachines + _problem.FurtherPeople(1, 1, api.Sellers),
        };
        var notes = machines.First.Notes.Append(new OptionNote.Overflow(cost.ApiShare, best.Machines, _problem.ApiStandsIn))
            .Concat(Pricer.LimitNotes(api)).ToList();
        return OptionOf(machines, WayNames.Mixed(machines.Name, api.Name), OptionKind.Mixed, cost, notes) with
        {
            Fleet = fleet,
            Api = api.Tariff,
            Tokens = api,
            Apart = Apart(shares => shares.Of(machines.First.Model!, machines.First.Deployment, api.Parts, onMachines)),
            OldestPrice = AsOf.Older(fleet.Offer.Provenance.AsOf, api.Tariff!.Base.Provenance.AsOf),
            Doubts = Credibility.Of(fleet, best.Machines),
            CountedOn = Money(_uses.BestMixed(machines, api, 1, machines.First.CountedOn.Value).Bill),
            Redundancy = RedundancyOf(machines, best.Machines),
        };
    }

    /// <summary>What stands in for machines, of so many in the busiest step.</summary>
    private Redundancy RedundancyOf(MachineSet machines, int most)
    {
        var (uptime, zones) = (_problem.Uptime, machines.Zones.Count);
        var needed = zones > 1
            ? Math.Min(most, _uses.Load(machines.First).Needed(machines.First.Rates[0].PerSecond))
            : most - _problem.SparesOf(machines.First);
        var spares = most - needed;
        var cost = Money(spares * _uses.MonthOf(machines.First));
        var alone = zones > 1 ? uptime.OverZones(most, needed, zones) : uptime.InOneZone(most, needed);
        return _problem.OfMachines(zones > 1, spares, cost, alone);
    }

    /// <summary>The month's bill of an option at a multiple of today's demand and of its throughput.</summary>
    public decimal BillOf(RankedOption option, double demand, double throughput) => option switch
    {
        { Machines: { } machines, Tokens: { } api } => _uses.BestMixed(machines, api, demand, throughput).Bill,
        { Machines: { } machines } => Bill(machines, option.Fleet!.ByTheHour, demand, throughput),
        { Tokens: { } api } => (ApiBill(api).Dollars * (decimal)demand) + PeopleOf(api).Dollars,
        _ => option.Cost!.Bill.Value.Dollars,
    };

    /// <summary>The month's bill that one can count on (U7), at a multiple of today's demand and of throughput.</summary>
    public decimal CountedOn(RankedOption option, double demand = 1, double throughput = 1) =>
        BillOf(option, demand, throughput * (option.Machines?.First.CountedOn.Value ?? 1));

    /// <summary>H5: machines that are held, with what serves the rest.</summary>
    /// <param name="mayMix">Whether an API may serve the rest.</param>
    public HeldMachines Held(bool mayMix) => new(_problem, _places, _uses, mayMix);

    /// <summary>What a number of machines costs a month, their spares included; nothing for none.</summary>
    public decimal RentOf(MachineSet machines, int count) =>
        count == 0 ? 0 : machines.CostOf(machines.WithSpares(count, _problem.SparesOf(machines.First)), _uses.MonthOf);

    /// <summary>How many machines, spares apart, serve everything.</summary>
    public int NeededOf(MachineSet machines, double demand, double throughput) =>
        _uses.Load(machines.First).Needed(machines.First.Rates[0].PerSecond * throughput / demand);

    /// <summary>The month's bill of machines of one kind.</summary>
    public decimal Bill(MachineSet machines, bool byTheHour, double demand, double throughput) =>
        _uses.Of(machines, byTheHour, demand, throughput).Rent + _uses.Overheads(demand);

    /// <summary>The part of the bill one can count on that follows the price of machines.</summary>
    public decimal Rent(RankedOption option) => _uses.Of(option.Machines!, option.Fleet!.ByTheHour, 1, option.Machines!.First.CountedOn.Value).Rent;

    /// <summary>The bill one can count on of machines that run all month with an API for what exceeds them, at the best number of machines.</summary>
    public decimal Mixed(RankedOption machines, RankedOption api, double demand) =>
        _uses.BestMixed(machines.Machines!, api.Tokens!, demand, machines.Machines!.First.CountedOn.Value).Bill;

    /// <summary>The bill of machines that run all month with an API for what exceeds them.</summary>
    public decimal MixedBill(MachineSet machines, ApiChoice api, double demand) => _uses.BestMixed(machines, api, demand, 1).Bill;

    /// <summary>The month's bill of machines of one kind, and the most that run at once.</summary>
    public (decimal Bill, int Most) SizeAt(MachineSet machines, bool byTheHour, double demand)
    {
        var use = _uses.Of(machines, byTheHour, demand, 1);
        return (use.Rent + _uses.Overheads(demand), use.Most);
    }

    /// <summary>The most machines that run at once at the throughput one can count on.</summary>
    public int MostOf(RankedOption option, double demand, double throughput) =>
        _uses.Of(option.Machines!, option.Fleet!.ByTheHour, demand, throughput * option.Machines!.First.CountedOn.Value).Most;

    /// <summary>C2: the month's bill of an API.</summary>
    public UsdPerMonth ApiBill(ApiChoice api) => Money(api.ByStep.Count == 0
        ? _problem.Demand.Classes.Index().Sum(kind => api.PerRequest[kind.Index]!.Value.Dollars * _uses.Requests(kind.Index))
        : _problem.Demand.Classes.Index().Sum(kind => Enumerable.Range(0, _places.All.Count).Sum(place =>
            api.At(kind.Index, _places.All[place]).Dollars * (decimal)(_places.Rate(kind.Index, place) * _places.All[place].Month.Seconds))));

    /// <summary>The multiple of today's demand that one machine, running all month, serves.</summary>
    public Ratio ServedByOne(MachineSet machines) => Ratio.FromValue(machines.First.Rates[0].PerSecond / _uses.Load(machines.First).Least);

    /// <summary>What one machine costs a month.</summary>
    public UsdPerMonth MonthlyRent(MachineSet machines) => Money(_uses.MonthOf(machines.First));

    /// <summary>C7: the busy share of what is paid for: machines idle, people and requests do not.</summary>
    private static Ratio BusyShare(Ratio utilization, decimal rentShare) =>
        Ratio.FromValue(1 - ((double)rentShare * (1 - utilization.Value)));

    /// <summary>What an API costs in work: that of each of its providers.</summary>
    private UsdPerMonth PeopleOf(ApiChoice api) => _problem.Always + _problem.FurtherPeople(0, 0, api.Sellers);

    /// <summary>What the work of one seller costs, which every way takes.</summary>
    public UsdPerMonth Always => _problem.Always;

    /// <summary>Overheads of having machines, apart from those that follow their price.</summary>
    public UsdPerMonth FixedOverheads => _problem.Fixed;

    /// <summary>Overheads of having machines that serve a multiple of today's demand.</summary>
    public UsdPerMonth OverheadsAt(double demand) => Money(_uses.Overheads(demand));

    /// <summary>Overheads of all requests of today's demand, where machines serve them.</summary>
    public UsdPerMonth OverheadsOfRequests => Money(_uses.OfRequests);

    /// <summary>Whether a kind is run by the hour: all month it always may be, by the hour where its number may differ from step to step.</summary>
    public IEnumerable<bool> Manners(MachineSet machines) => machines.First.IsCommitted || !_uses.Load(machines.First).IsUneven ? [false] : [false, true];

    /// <summary>An option as a plan, which costs the same; null for provisioned throughput, and for mixes of work that may wait.</summary>
    public Plan? PlanOf(RankedOption option) => option switch
    {
        { Machines: { } machines, Tokens: { } api } => _uses.Load(machines.First).MayWait
            ? null
            : PlanOf(machines, _uses.BestMixed(machines, api, 1, 1).Machines, [api]),
        { Machines: { } machines } => PlanOf(machines, _uses.Of(machines, option.Fleet!.ByTheHour, 1, 1).CountAt),
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
        var both = _problem with { Machines = machines.Zones, Apis = apis, ApiIsSpare = _problem.ApiStandsIn };
        var capacity = machines.First.Rates[0].PerSecond * (count - (machines.Zones.Count == 1 ? _problem.SparesOf(machines.First) : 0));
        var load = _uses.Load(machines.First);
        var left = load.Left(capacity);
        double Sent(int kind, int place) => left[load.LevelOf(place)] is > 0 and var sent ? _places.Rate(kind, place) * (sent / load.At(place)) : 0;
        return new PlanReading(both, _places).Read(
            machine => machines.ShareOf(machine, count), (machine, _) => machines.ShareOf(machine, count), Sent,
            (kind, place) => _places.Rate(kind, place) - Sent(kind, place));
    }

    private static RankedOption OptionOf(MachineSet machines, string name, OptionKind kind, OptionCost cost, IReadOnlyList<OptionNote> notes) => new(
        name, kind, machines.First.Model!.Id, machines.First.Offer.Seller, cost, machines.First.Evidence, machines.First.Offer.Provenance.AsOf, notes)
    {
        Machines = machines,
    };

    private Lazy<(TokenMix Mix, TokenParts Parts)?>? Apart(Func<TokenShares, TokenParts?> parts) => _problem.Shares is { } shares
        ? new(() => parts(shares) is { Total: > 0 } known ? (shares.Mix, known) : null)
        : null;

    /// <summary>The part of a bill that is neither machines nor tokens.</summary>
    private UsdPerMonth OverheadsOf(decimal rent, decimal perRequest) =>
        Money(_uses.OverheadsWith(perRequest) + (rent * (1 - (1 / (decimal)_problem.Multiplier.Value))));

    private static UsdPerMonth Money(decimal dollars) => UsdPerMonth.FromDollars(dollars);
}
