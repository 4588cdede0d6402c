namespace Mtok.Planning;

/// <summary>Prices options for a workload: APIs by the token (C2), fleets by the hour (C3 to C7), base fleets with an API for what passes them.</summary>
internal sealed class Pricer(Workload workload)
{
    private readonly Tokens _monthly = workload.Traffic.MonthlyTokens(workload.Mix);

    public RankedOption Price(Model model, ApiTariff tariff)
    {
        var bill = ApiBill(tariff, workload.Traffic.Mean);
        var reasons = new List<string>();
        if (workload.ServiceLevel.HasLimits)
        {
            reasons.Add("API latency is not published: assumed to meet the service level");
        }

        if (workload.Mix.CachedShare > Ratio.Zero && tariff.Base.Prices.CachedInput is null)
        {
            reasons.Add("no price for cached input: charged as input");
        }

        var cost = new OptionCost(Estimate<UsdPerMonth>.Exact(bill, Evidence.Measured), UnitCost.Split(bill, _monthly, Ratio.One), null, 0, 0, Ratio.One, default);
        return new(Candidates.ApiName(tariff), OptionKind.Api, model.Id, tariff.Base.Provider, cost, Evidence.Measured, tariff.Base.Provenance.AsOf, reasons) { Api = tariff };
    }

    public RankedOption Price(Fleet fleet)
    {
        var use = fleet.Use(workload.Traffic.Mean, workload.ServedShape, Ratio.One);
        var (bill, overheads) = FleetBill(fleet, use);
        var interval = new Estimate<UsdPerMonth>(
            BillAt(fleet, fleet.Capacity.Requests.High), bill, BillAt(fleet, fleet.Capacity.Requests.Low), fleet.Evidence);
        var cost = new OptionCost(interval, UnitCost.Split(bill, _monthly, use.Utilization), use.Utilization, use.MeanMachines, use.PeakMachines, Ratio.Zero, overheads);
        return new(NameOf(fleet), Candidates.KindOf(fleet.Offer.Pricing), fleet.Capacity.Model.Id, fleet.Offer.Seller, cost, fleet.Evidence, fleet.Offer.Provenance.AsOf, fleet.Reasons) { Fleet = fleet };
    }

    /// <summary>
    /// The best number of machines to keep all month when the API serves what passes them; null where none or all is best.
    /// The cost is piecewise linear and convex in that number, so only whole numbers beside a level of demand can be best.
    /// </summary>
    public RankedOption? PriceMixed(Fleet fleet, Model model, ApiTariff tariff)
    {
        var usable = fleet.MachineRate.PerSecond * fleet.Rules.PeakUtilization.Value;
        var best = workload.ServedShape.Levels
            .Select(level => (int)Math.Min(int.MaxValue / 2, workload.Traffic.Mean.PerSecond * level.Demand.Value / usable))
            .SelectMany(count => new[] { count, count + 1 })
            .Where(count => count > 0)
            .Distinct()
            .Select(count => PriceMixed(fleet, model, tariff, count))
            .MinBy(option => option.Cost!.Bill.Value);
        return best?.Cost!.ApiShare > Ratio.Zero ? best : null;
    }

    /// <summary>The month's bill of a fleet where throughput, its price or the traffic differ from the workload's.</summary>
    public UsdPerMonth Bill(Fleet fleet, RequestsPerSecond mean, HourlyShape shape, Ratio throughput)
    {
        var machines = fleet.Bill(fleet.Use(mean, shape, throughput).MeanMachines);
        return machines + workload.Overheads.Total(machines, mean, workload.Mix);
    }

    /// <summary>The month's bill of an option where its throughput turns out to be that multiple of the figure.</summary>
    public UsdPerMonth BillAt(RankedOption option, Ratio throughput) => option switch
    {
        { Fleet: { } fleet, Api: { } tariff } => MixedBill(fleet, tariff, option.Cost!.Machines, throughput).Bill,
        { Fleet: { } fleet } => Bill(fleet, workload.Traffic.Mean, workload.ServedShape, throughput),
        _ => option.Cost!.Bill.Value,
    };

    /// <summary>C2: the month's bill of an API.</summary>
    public UsdPerMonth ApiBill(ApiTariff tariff, RequestsPerSecond mean) =>
        UsdPerMonth.FromDollars(tariff.PriceOf(workload.Mix, workload.Deferrable).Dollars * (decimal)(mean.PerSecond * Duration.Month.Seconds));

    private MixedCost MixedBill(Fleet fleet, ApiTariff tariff, int machines, Ratio throughput)
    {
        var mean = workload.Traffic.Mean.PerSecond;
        var usable = machines * fleet.MachineRate.PerSecond * fleet.Rules.PeakUtilization.Value * throughput.Value;
        var served = workload.ServedShape.Levels.Sum(level => level.Share.Value * Math.Min(mean * level.Demand.Value, usable));
        var rent = fleet.Bill(machines);
        var overheads = workload.Overheads.Total(rent, RequestsPerSecond.FromPerSecond(served), workload.Mix);
        var api = ApiBill(tariff, RequestsPerSecond.FromPerSecond(Math.Max(0, mean - served)));
        return new(rent + overheads + api, rent, overheads, served);
    }

    private RankedOption PriceMixed(Fleet fleet, Model model, ApiTariff tariff, int machines)
    {
        var (bill, rent, overheads, served) = MixedBill(fleet, tariff, machines, Ratio.One);
        var utilization = Ratio.FromValue(served / (machines * fleet.MachineRate.PerSecond));
        var paidFor = (rent + overheads) / bill;
        var requests = fleet.Capacity.Requests;
        var interval = new Estimate<UsdPerMonth>(
            MixedBill(fleet, tariff, machines, requests.High / requests.Value).Bill, bill, MixedBill(fleet, tariff, machines, requests.Low / requests.Value).Bill, fleet.Evidence);
        var cost = new OptionCost(
            interval,
            UnitCost.Split(bill, _monthly, (utilization * paidFor) + (Ratio.One - paidFor)),
            utilization,
            machines,
            machines,
            Ratio.FromValue(Math.Max(0, 1 - (served / workload.Traffic.Mean.PerSecond))),
            overheads);
        return new(
            $"{NameOf(fleet)} + {Candidates.ApiName(tariff)}",
            OptionKind.Mixed,
            model.Id,
            fleet.Offer.Seller,
            cost,
            fleet.Evidence,
            AsOf.Older(fleet.Offer.Provenance.AsOf, tariff.Base.Provenance.AsOf),
            [.. fleet.Reasons, $"{cost.ApiShare} of requests pass the {machines} machines and go to the API, which also stands in for spares"])
        {
            Fleet = fleet,
            Api = tariff,
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

    public string NameOf(Fleet fleet)
    {
        var deployment = fleet.Capacity.Deployment;
        var model = workload.Models.Count > 1 ? $"{fleet.Capacity.Model.Id} on " : "";
        var per = fleet.ReplicasPerMachine > 1 ? $"{fleet.ReplicasPerMachine} replicas of " : "";
        return $"{Candidates.OfferName(fleet.Offer)} ({model}{per}{deployment}){(fleet.ByTheHour ? ", by the hour" : "")}";
    }

    private sealed record MixedCost(UsdPerMonth Bill, UsdPerMonth Rent, UsdPerMonth Overheads, double Served);
}
