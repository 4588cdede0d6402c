using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

public sealed class FleetLaws
{
    private static readonly Gen<Fleet> Fleets = Gen.Bool.SelectMany(FleetsThatRun);

    private static readonly Gen<HourlyShape> Shapes = Gen.Double[0, 100].Array[1, 60].Where(hours => hours.Sum() > 1).Select(hours => HourlyShape.Observed("o", [.. hours.Select(RequestsPerSecond.FromPerSecond)]));

    /// <summary>Shares of hours sum in floating point: a hair of a bill of up to a million.</summary>
    private static readonly UsdPerMonth Rounding = UsdPerMonth.FromDollars(0.0001m);

    private static readonly Gen<RequestsPerSecond> Rates = Gen.Double[0.01, 500].Select(RequestsPerSecond.FromPerSecond);

    [Fact]
    public void C6_the_busiest_hour_is_served_within_the_utilisation_allowed() => Gen.Select(Fleets, Rates, Shapes).Sample((fleet, mean, shape) =>
    {
        var use = fleet.Use(mean, shape, Ratio.One);
        var working = use.PeakMachines - fleet.Rules.Spares;
        Assert.True(mean.PerSecond * shape.Peak.Value <= working * fleet.MachineRate.PerSecond * fleet.Rules.PeakUtilization.Value * (1 + 1e-8));
        Assert.True(mean.PerSecond * shape.Peak.Value > (working - 1) * fleet.MachineRate.PerSecond * fleet.Rules.PeakUtilization.Value * (1 - 1e-8));
        Assert.Equal(mean.PerSecond, use.Utilization.Value * use.MeanMachines * fleet.MachineRate.PerSecond, mean.PerSecond * 1e-9);
    });

    [Fact]
    public void By_the_hour_is_never_more_than_the_peak_all_month_and_the_starts() => Gen.Select(Rates, Shapes, Gen.Double[0.1, 50]).Sample((mean, shape, rate) =>
    {
        var (all, hourly) = (Fleet(rate, 8, byTheHour: false).Use(mean, shape, Ratio.One), Fleet(rate, 8, byTheHour: true).Use(mean, shape, Ratio.One));
        Assert.Equal(all.PeakMachines, hourly.PeakMachines);
        Assert.True(hourly.MeanMachines <= all.MeanMachines * (1 + (10 / 60.0)) + 1e-9);
    });

    /// <summary>By the hour too: a rise that starts fewer machines rises from an hour that has as many more.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_demand_never_lowers_the_bill(bool byTheHour) => Gen.Select(FleetsThatRun(byTheHour), Rates, Shapes, Gen.Double[1, 3]).Sample((fleet, mean, shape, factor) =>
        Assert.True(Bill(fleet, mean * Ratio.FromValue(factor), shape, 1) >= Bill(fleet, mean, shape, 1) - Rounding));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Less_throughput_never_lowers_the_bill(bool byTheHour) => Gen.Select(FleetsThatRun(byTheHour), Rates, Shapes, Gen.Double[1, 3]).Sample((fleet, mean, shape, factor) =>
        Assert.True(Bill(fleet, mean, shape, 1 / factor) >= Bill(fleet, mean, shape, 1) - Rounding));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_spare_costs_a_machine_all_month(bool byTheHour) => Gen.Select(FleetsThatRun(byTheHour), Rates, Shapes).Sample((fleet, mean, shape) =>
    {
        var more = new Fleet(fleet.Offer, fleet.Capacity, fleet.MachineGpus, fleet.Price, byTheHour, fleet.Rules with { Spares = fleet.Rules.Spares + 1 }, fleet.Evidence, []);
        Assert.Equal((double)(Bill(fleet, mean, shape, 1) + fleet.Bill(1)).Dollars, (double)Bill(more, mean, shape, 1).Dollars, 1e-4);
    });

    [Fact]
    public void A_month_of_one_machine_is_seven_hundred_and_thirty_hours() =>
        Assert.Equal(730m * 2.5m, Fleet(1, 8, byTheHour: false).Bill(1).Dollars);

    [Fact]
    public void A_machine_is_started_before_its_hour_and_that_is_paid()
    {
        var fleet = Fleet(1, 8, byTheHour: true, peak: 1);
        var shape = HourlyShape.Observed("o", [RequestsPerSecond.FromPerSecond(8), RequestsPerSecond.FromPerSecond(16)]);
        var use = fleet.Use(RequestsPerSecond.FromPerSecond(12), shape, Ratio.One);
        Assert.Equal((1 + 2 + (10.0 / 60)) / 2, use.MeanMachines, 1e-9);
    }

    private static Gen<Fleet> FleetsThatRun(bool byTheHour) =>
        Gen.Select(Gen.Double[0.1, 50], Gen.Int[1, 8], Gen.Int[0, 3], Gen.Double[0.3, 1]).Select((rate, gpus, spares, peak) => Fleet(rate, gpus, byTheHour, spares, peak));

    private static UsdPerMonth Bill(Fleet fleet, RequestsPerSecond mean, HourlyShape shape, double throughput) => fleet.Bill(fleet.Use(mean, shape, Ratio.FromValue(throughput)).MeanMachines);

    private static Fleet Fleet(double replicaRate, int machineGpus, bool byTheHour, int spares = 0, double peak = 0.8)
    {
        var offer = new Offer("s", "i", "h100-sxm", machineGpus, false, "", "", Pricing.OnDemand, "", UsdPerHour.FromDollars(2.5m), new(AsOf.Undated, "s", new("f", 1, 1)));
        var capacity = new ReplicaCapacity(
            Workloads.Built.FindModel("llama-3.3-70b")!, new("h100-sxm", 1, new("fp8"), "e"), Estimate<RequestsPerSecond>.Exact(RequestsPerSecond.FromPerSecond(replicaRate), Evidence.Measured),
            Workloads.Built.Measurements[0], 1, Ratio.One, "");
        var rules = FleetRules.DefaultFor(ServiceLevel.None) with { Spares = spares, PeakUtilization = Ratio.FromValue(peak) };
        return new(offer, capacity, machineGpus, offer.Price, byTheHour, rules, Evidence.Measured, []);
    }
}
