using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What a bill, a flip and a fallback price are made of, each on figures small enough to reckon by hand.</summary>
public sealed class MoneyPathTests
{
    private static readonly Model Model = Workloads.Built.FindModel("llama-3.3-70b")!;

    /// <summary>$0.00012 for a request of 300 + 300 tokens.</summary>
    private static readonly ApiTariff Tariff = new(
        new("p", Model.Id, "pm", new(UsdPerMtok.FromDollars(0.20m), UsdPerMtok.FromDollars(0.20m)), null, null, null, default, new(AsOf.Undated, "s", new("f", 1, 1))), []);

    /// <summary>
    /// A machine at $1,825 a month serves 9.3 requests a second, the API 5.79 for as much: two machines with overflow win
    /// between 18.6 and 24.39 requests a second, two or three machines alone on either side.
    /// </summary>
    [Fact]
    public void A_mix_stops_winning_below_and_above_the_volumes_that_its_flips_tell()
    {
        var fleet = FleetOf(2.5m, 9.3);
        var workload = Steady(20);
        var ways = Workloads.WaysOf(workload, [fleet], Tariff);
        var flips = Flips.Of(ways, Workloads.MixOf(workload, fleet, Tariff)).OfType<Flip.MixVolume>().ToList();
        Assert.Equal([false, true], flips.Select(flip => flip.Upwards));
        var perSecond = flips.Select(flip => (flip.Threshold!.Value / flip.Today).Value * 20).ToList();
        Assert.Equal(18.6, perSecond[0], 18.6 * 2e-4);
        Assert.Equal(18.6 + (1825 / (0.00012 * 730 * 3600)), perSecond[1], 24.4 * 2e-4);
    }

    /// <summary>The small machine's price has to fall less than the large one's: past it, and not before, machines cost less than the API.</summary>
    [Fact]
    public void At_the_machine_price_that_flips_the_answer_one_fleet_costs_what_the_API_does_and_none_costs_less()
    {
        var workload = Steady(0.05) with { Overheads = Overheads.None with { Multiplier = Ratio.FromValue(1.2), Support = UsdPerMonth.FromDollars(5) } };
        RankedWays At(decimal factor) => Workloads.WaysOf(workload, [FleetOf(2.5m * factor, 6), FleetOf(10m * factor, 30)], Tariff);
        var flip = Flips.Of(At(1), null).OfType<Flip.GpuPrice>().Single();
        var factor = flip.Threshold!.Value.Dollars / flip.Today.Dollars;
        Assert.InRange(factor, 0.001m, 0.999m);
        var api = At(1).Apis[0].Cost!.Bill.Value.Dollars;
        var cheapest = At(factor).Machines.Min(machine => machine.Cost!.Bill.Value).Dollars;
        Assert.Equal((double)api, (double)cheapest, 1e-6 * (double)api);
    }

    /// <summary>An hour of two machines, an hour of three, ten minutes in which the third starts, and two spares all the time.</summary>
    [Fact]
    public void Spares_of_machines_by_the_hour_are_paid_every_hour()
    {
        var shape = HourlyShape.Observed("o", [RequestsPerSecond.FromPerSecond(10), RequestsPerSecond.FromPerSecond(15)]);
        var workload = Steady(12.5) with { Traffic = new(RequestsPerSecond.FromPerSecond(12.5), shape), Fleet = Rules(spares: 2) };
        var option = Workloads.WaysOf(workload, [FleetOf(2m, 5, spares: 2)]).Machines.Single(machine => machine.Fleet!.ByTheHour);
        var started = 10.0 / 60 / 2;
        Assert.Equal(((2 + 3) / 2.0) + 2, option.Cost!.MeanMachines, 1e-9);
        Assert.Equal(730 * 2.0 * (option.Cost.MeanMachines + started), (double)option.Cost.Bill.Value.Dollars, 1e-6);
    }

    /// <summary>Where a plan's problem does not hold an option's machines, they are drawn at the option's own price.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_middle_of_an_options_draws_is_its_bill_where_the_problem_does_not_hold_its_machines(bool committed)
    {
        var workload = Steady(20);
        var fleet = FleetOf(2.5m, 5, pricing: committed ? Pricing.ReservedOneYear : Pricing.OnDemand);
        var option = Workloads.WaysOf(workload, [fleet]).Machines[0];
        var demand = new Demand(Duration.Hour, [new("all", workload.Mix, false, default)], [new("an hour", Ratio.One, [[workload.Traffic.Mean]])]);
        var finalists = new Finalists(new(demand, [], [], PlanRules.None, 0, default), new Outlook(Uncertainties.Of(workload, Workloads.Built)));
        var finalist = finalists.Of(option);
        Assert.Equal(4 * 2.5 * 730, (double)option.Cost!.Bill.Value.Dollars, 1e-6);
        Assert.Equal((double)option.Cost.Bill.Value.Dollars, finalist.BillAt(finalists.Middle).Total, 1e-6);
    }

    /// <summary>Spot in eu-1 falls back to on demand in eu-1, although us-1 is cheaper; where its own region has none, to the cheapest.</summary>
    [Theory]
    [InlineData("eu-1", 5)]
    [InlineData("ap-1", 3)]
    public void A_spot_machine_falls_back_on_its_own_regions_price_first(string region, double expected)
    {
        var catalog = CatalogText.Read(new Problems(), CatalogText.Offers($"""
            box,h100-sxm,8,us-1,on_demand,24,,2026-05-20,s
            box,h100-sxm,8,us-2,on_demand,32,,2026-05-20,s
            box,h100-sxm,8,eu-1,on_demand,40,,2026-05-20,s
            box,h100-sxm,8,{region},spot,8,,2026-05-20,s

            """));
        var workload = Steady(1) with { Allowed = Allowed.All with { Providers = ["acme"], Kinds = [OptionKind.Spot] } };
        var fleets = new Candidates(workload, catalog, new(catalog), everyPlace: false).Fleets;
        Assert.NotEmpty(fleets);
        Assert.All(fleets, fleet => Assert.Equal(((decimal)expected * 8, 8m), (fleet.Spot!.Fallback!.Price.Dollars, fleet.Spot.Price.Dollars)));
    }

    private static Workload Steady(double rate) => Workloads.Of(RequestsPerSecond.FromPerSecond(rate), HourlyShape.Steady, ServiceLevel.None) with { Fleet = Rules(0) };

    private static FleetRules Rules(int spares) => FleetRules.DefaultFor(ServiceLevel.None) with { Spares = spares, PeakUtilization = Ratio.One };

    private static Fleet FleetOf(decimal price, double rate, int spares = 0, Pricing pricing = Pricing.OnDemand)
    {
        var offer = new Offer("s", $"i{price}", "h100-sxm", 1, false, "", "", pricing, "", UsdPerHour.FromDollars(price), new(AsOf.Undated, "s", new("f", 1, 1)));
        var requests = Estimate<RequestsPerSecond>.Exact(RequestsPerSecond.FromPerSecond(rate), Evidence.Modelled);
        return new(offer, new(Model, new("h100-sxm", 1, new("fp8"), "e"), requests, null, 1, Ratio.One, ""), 1, offer.Price, byTheHour: false, Rules(spares), Evidence.Modelled, []);
    }
}
