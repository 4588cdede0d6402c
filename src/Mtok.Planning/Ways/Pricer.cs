using System.Collections.Concurrent;

namespace Mtok.Planning;

/// <summary>Prices options for a workload: APIs by the token (C2), fleets by the hour (C3 to C7), baseline fleets with API overflow.</summary>
internal sealed class Pricer(Workload workload)
{
    private readonly Tokens _monthly = workload.Traffic.MonthlyTokens(workload.Mix);

    /// <summary>A price by lengths and hours is asked for once, not for every number of machines beside the API.</summary>
    private readonly ConcurrentDictionary<ApiTariff, Usd> _perRequest = new(ReferenceEqualityComparer.Instance);

    public RankedOption Price(ApiCandidate api) => Price(api.Model, api.Tariff) with { Doubts = api.Doubts };

    public RankedOption Price(Model model, ApiTariff tariff)
    {
        var bill = ApiBill(tariff, workload.Traffic.Mean);
        var notes = new List<OptionNote>();
        if (workload.ServiceLevel.HasLimits)
        {
            notes.Add(new OptionNote.ApiLatencyUnpublished());
        }

        if (workload.Mix.CachedShare > Ratio.Zero && tariff.Base.Prices.CachedInput is null)
        {
            notes.Add(new OptionNote.NoCachedInputPrice());
        }

        notes.AddRange(PriceNotes(tariff));
        var evidence = notes.Exists(note => note is OptionNote.AssumedPrices or OptionNote.AssumedLengths) ? Evidence.Assumed : Evidence.Measured;
        var cost = new OptionCost(
            Estimate<UsdPerMonth>.Exact(bill, evidence), UnitCost.Split(bill, _monthly, Ratio.One), null, 0, 0, Ratio.One, default);
        return new(
            WayNames.Of(tariff), OptionKind.Api, model.Id, tariff.Base.Provider, cost, evidence, tariff.Base.Provenance.AsOf, notes)
        { Api = tariff };
    }

    /// <summary>C11: provisioned throughput, sized for the busiest hour.</summary>
    public RankedOption Price(Model model, ProvisionedPrice price)
    {
        var units = ProvisionedThroughput.Units(price, workload.ServedGroups, workload.Traffic.Mean * workload.ServedShape.Peak);
        var bill = ProvisionedThroughput.Bill(price, units);
        var use = ProvisionedThroughput.Load(price.Rates, workload.ServedGroups, workload.Traffic.Mean) * Ratio.FromValue(1.0 / units);
        List<OptionNote> notes = [new OptionNote.ProvisionedUnits(units, price)];
        if (workload.ServiceLevel.HasLimits)
        {
            notes.Add(new OptionNote.ApiLatencyUnpublished());
        }

        var cost = new OptionCost(
            Estimate<UsdPerMonth>.Exact(bill, Evidence.Measured), UnitCost.Split(bill, _monthly, use), use, units, units, Ratio.Zero, default);
        return new(WayNames.Of(price), OptionKind.Provisioned, model.Id, price.Provider, cost, Evidence.Measured, price.Provenance.AsOf, notes)
        { Provisioned = price };
    }

    public RankedOption Price(Fleet fleet)
    {
        var use = fleet.Use(workload.Traffic.Mean, workload.ServedShape, Ratio.One);
        var (bill, overheads) = FleetBill(fleet, use);
        var interval = new Estimate<UsdPerMonth>(
            BillAt(fleet, fleet.Capacity.Requests.High), bill, BillAt(fleet, fleet.Capacity.Requests.Low), fleet.Evidence);
        var cost = new OptionCost(
            interval, UnitCost.Split(bill, _monthly, use.Utilization), use.Utilization, use.MeanMachines, use.PeakMachines, Ratio.Zero, overheads);
        return new(
            NameOf(fleet), Candidates.KindOf(fleet.Offer.Pricing), fleet.Capacity.Model.Id, fleet.Offer.Seller, cost, fleet.Evidence,
            fleet.Offer.Provenance.AsOf, fleet.Notes)
        {
            Fleet = fleet,
            Doubts = Credibility.Of(fleet, use.PeakMachines),
        };
    }

    /// <summary>The best number of machines to run all month when overflow goes to the API, which stands in for spares as well.</summary>
    public RankedOption PriceMixed(Fleet fleet, Model model, ApiTariff tariff) =>
        PriceMixed(fleet, model, tariff, BestMixed(fleet, tariff, workload.Traffic.Mean, Ratio.One));

    /// <summary>The month's bill of a fleet where throughput, its price or the traffic differ from the workload's.</summary>
    public UsdPerMonth Bill(Fleet fleet, RequestsPerSecond mean, HourlyShape shape, Ratio throughput)
    {
        var machines = fleet.Bill(fleet.Use(mean, shape, throughput).MeanMachines);
        return machines + workload.Overheads.Total(machines, mean, workload.Mix);
    }

    /// <summary>Whether as many machines are to be had as a rate needs.</summary>
    public static bool IsToBeHad(Fleet fleet, RequestsPerSecond mean, HourlyShape shape, Ratio throughput) =>
        fleet.Most == int.MaxValue || fleet.Use(mean, shape, throughput).PeakMachines <= fleet.Most;

    /// <summary>The month's bill of an option where its throughput turns out to be that multiple of the figure.</summary>
    public UsdPerMonth BillAt(RankedOption option, Ratio throughput) => option switch
    {
        { Fleet: { } fleet, Api: { } tariff } => MixedBill(fleet, tariff, workload.Traffic.Mean, throughput),
        { Fleet: { } fleet } => Bill(fleet, workload.Traffic.Mean, workload.ServedShape, throughput),
        _ => option.Cost!.Bill.Value,
    };

    /// <summary>U6: the bill that 80 % of the chances of its throughput stay below; that of an API is known.</summary>
    public UsdPerMonth CountedOn(RankedOption option) => option.Fleet is { Throughput: var band }
        ? BillAt(option, Ratio.FromValue(Spread.Of(band.Low, band.High).At(-Spread.EightyPercent)))
        : option.Cost!.Bill.Value;

    /// <summary>C2: the month's bill of an API.</summary>
    public UsdPerMonth ApiBill(ApiTariff tariff, RequestsPerSecond mean) =>
        UsdPerMonth.FromDollars(
            _perRequest.GetOrAdd(tariff, PerRequest, workload).Dollars * (decimal)(mean.PerSecond * Duration.Month.Seconds));

    /// <summary>C2: what the mean request costs at an API, each group at the prices it may wait for.</summary>
    public static Usd PerRequest(ApiTariff tariff, Workload workload) => workload.ServedGroups.Aggregate(
        default(Usd), (sum, group) => sum + (tariff.PriceOf(group.Mix, group.Deferrable, workload.Traffic.Shape.OfWeek) * group.Share));

    /// <summary>What the bill of an API assumes or lacks, for each request of the workload.</summary>
    public IEnumerable<OptionNote> PriceNotes(ApiTariff tariff)
    {
        var groups = workload.ServedGroups;
        var assumed = groups.SelectMany(group => tariff.AssumedFor(group.Mix, group.Deferrable)).Distinct().Order().ToList();
        if (assumed.Count > 0)
        {
            yield return new OptionNote.AssumedPrices(assumed);
        }

        if (groups.Any(group => group.Deferrable))
        {
            yield return tariff.Sells(ApiService.Batch) ? new OptionNote.BatchPrices() : new OptionNote.NoBatchPrices();
        }

        if (tariff.IsTimed)
        {
            yield return new OptionNote.PricesByTheHour(tariff.PeakHours);
        }

        foreach (var note in LengthNotes.Of(tariff, groups.Select(group => group.Mix)))
        {
            yield return note;
        }
    }

    /// <summary>The month's bill of a baseline fleet with API overflow, at the best number of machines for that rate and throughput; at least one.</summary>
    public UsdPerMonth MixedBill(Fleet fleet, ApiTariff tariff, RequestsPerSecond mean, Ratio throughput) => BestMixed(fleet, tariff, mean, throughput).Bill;

    /// <summary>The cost is convex in the number of machines, so the best is the first that one more does not improve.</summary>
    private MixedCost BestMixed(Fleet fleet, ApiTariff tariff, RequestsPerSecond mean, Ratio throughput)
    {
        var usable = fleet.MachineRate.PerSecond * fleet.Rules.PeakUtilization.Value * throughput.Value;
        var (low, high) = (1, Math.Clamp(Fleet.Needed(mean.PerSecond * workload.ServedShape.Peak.Value, usable), 1, Math.Max(1, fleet.Most)));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var betters = MixedCostOf(fleet, tariff, mean, middle + 1, usable).Bill < MixedCostOf(fleet, tariff, mean, middle, usable).Bill;
            (low, high) = betters ? (middle + 1, high) : (low, middle);
        }

        return MixedCostOf(fleet, tariff, mean, low, usable);
    }

    private MixedCost MixedCostOf(Fleet fleet, ApiTariff tariff, RequestsPerSecond mean, int machines, double usable)
    {
        var served = Math.Min(
            mean.PerSecond,
            workload.ServedShape.Levels.Sum(level => level.Share.Value * Math.Min(mean.PerSecond * level.Demand.Value, machines * usable)));
        var rent = fleet.Bill(machines);
        var overheads = workload.Overheads.Total(rent, RequestsPerSecond.FromPerSecond(served), workload.Mix);
        var api = ApiBill(tariff, RequestsPerSecond.FromPerSecond(mean.PerSecond - served));
        return new(machines, rent + overheads + api, rent, overheads, served);
    }

    private RankedOption PriceMixed(Fleet fleet, Model model, ApiTariff tariff, MixedCost best)
    {
        var (machines, bill, rent, overheads, served) = best;
        var utilization = Ratio.FromValue(served / (machines * fleet.MachineRate.PerSecond));
        var paidFor = (rent + overheads) / bill;
        var requests = fleet.Capacity.Requests;
        var interval = new Estimate<UsdPerMonth>(
            MixedBill(
                fleet,
                tariff,
                workload.Traffic.Mean,
                requests.High / requests.Value), bill, MixedBill(fleet, tariff, workload.Traffic.Mean, requests.Low / requests.Value), fleet.Evidence);
        var cost = new OptionCost(
            interval,
            UnitCost.Split(bill, _monthly, (utilization * paidFor) + (Ratio.One - paidFor)),
            utilization,
            machines,
            machines,
            Ratio.FromValue(Math.Max(0, 1 - (served / workload.Traffic.Mean.PerSecond))),
            overheads);
        return new(
            WayNames.Mixed(NameOf(fleet), WayNames.Of(tariff)),
            OptionKind.Mixed,
            model.Id,
            fleet.Offer.Seller,
            cost,
            fleet.Evidence,
            AsOf.Older(fleet.Offer.Provenance.AsOf, tariff.Base.Provenance.AsOf),
            [.. fleet.Notes, new OptionNote.Overflow(cost.ApiShare, machines)])
        {
            Fleet = fleet,
            Api = tariff,
            Doubts = Credibility.Of(fleet, machines),
        };
    }


    private UsdPerMonth BillAt(Fleet fleet, RequestsPerSecond replica) =>
        Bill(fleet, workload.Traffic.Mean, workload.ServedShape, replica / fleet.Capacity.Requests.Value);

    private (UsdPerMonth Bill, UsdPerMonth Overheads) FleetBill(Fleet fleet, FleetUse use)
    {
        var machines = fleet.Bill(use.MeanMachines);
        var overheads = workload.Overheads.Total(machines, workload.Traffic.Mean, workload.Mix);
        return (machines + overheads, overheads);
    }

    public string NameOf(Fleet fleet) => WayNames.Of(fleet, severalModels: workload.Models.Count > 1);

    private sealed record MixedCost(int Machines, UsdPerMonth Bill, UsdPerMonth Rent, UsdPerMonth Overheads, double Served);
}
