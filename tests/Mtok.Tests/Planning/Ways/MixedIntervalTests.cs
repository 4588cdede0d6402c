using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>The interval of a base fleet with API overflow follows that of its machines' throughput.</summary>
public sealed class MixedIntervalTests
{
    private static readonly ApiTariff Tariff = ApiTariff.From(Workloads.Built.ApisFor(Workloads.Built.FindModel("llama-3.3-70b")!)).First(tariff => tariff.Base.Provider == "nscale");

    private static readonly Gen<(double Rate, double Down, double Up, double Mean, double Peak)> Cases =
        Gen.Select(Gen.Double[0.5, 30], Gen.Double[1, 2], Gen.Double[1, 2], Gen.Double[5, 200], Gen.Double[1, 12]);

    [Fact]
    public void It_holds_the_value_and_widens_with_the_throughputs()
    {
        var mixes = 0;
        Cases.Sample(c => Interlocked.Add(ref mixes, Widens(c) ? 1 : 0));
        Assert.True(mixes > 20, $"{mixes} mixes are too few to hold anything");
    }

    private static bool Widens((double Rate, double Down, double Up, double Mean, double Peak) c)
    {
        OptionCost Mix(double down, double up) => Workloads.MixOf(Load(c.Mean, c.Peak), Fleet(c.Rate / down, c.Rate, c.Rate * up), Tariff).Cost!;
        var (narrow, wider) = (Mix(c.Down, c.Up), Mix(c.Down * 1.5, c.Up * 1.5).Bill);
        var (bill, share) = (narrow.Bill, narrow.ApiShare);
        Assert.True(bill.Low <= bill.Value && bill.Value <= bill.High);
        Assert.True(wider.Low <= bill.Low && bill.High <= wider.High);
        Assert.True(share == Ratio.Zero || wider.Low < wider.High);
        return share > Ratio.Zero;
    }

    [Fact]
    public void Its_ends_are_the_bills_of_the_best_fleets_at_the_ends() => Cases.Sample(
        c =>
        {
            var (workload, fleet) = (Load(c.Mean, c.Peak), Fleet(c.Rate / c.Down, c.Rate, c.Rate * c.Up));
            var bill = Workloads.MixOf(workload, fleet, Tariff).Cost!.Bill;
            Assert.Equal(Best(workload, fleet, c.Rate / c.Down), (double)bill.High.Dollars, (double)bill.High.Dollars * 1e-9);
            Assert.Equal(Best(workload, fleet, c.Rate), (double)bill.Value.Dollars, (double)bill.Value.Dollars * 1e-9);
            Assert.Equal(Best(workload, fleet, c.Rate * c.Up), (double)bill.Low.Dollars, (double)bill.Low.Dollars * 1e-9);
        });

    [Fact]
    public void Every_mix_of_modelled_machines_has_one()
    {
        // Which loads have a mix moves with prices.
        var mixes = new[] { 10.0, 20, 40, 80 }.SelectMany(mean => Decision.For(Load(mean, 5), Workloads.Built, Workloads.Capacity).Options)
            .Where(option => option is { Kind: OptionKind.Mixed, Feasible: true }).ToList();
        Assert.Contains(mixes, option => option.Evidence == Evidence.Modelled);
        Assert.All(mixes.Where(option => option.Fleet!.Capacity.Requests is { } requests && requests.High / requests.Low > Ratio.FromValue(1.2)),
            option => Assert.True(option.Cost!.Bill.Low < option.Cost.Bill.High, option.Name));
    }

    /// <summary>All that is paid, machines, overheads and API, with every number of machines tried.</summary>
    private static double Best(Workload workload, Fleet fleet, double rate) => Enumerable.Range(1, Peak(workload, fleet, rate)).Min(machines =>
    {
        var mean = workload.Traffic.Mean.PerSecond;
        var usable = machines * rate * fleet.Rules.PeakUtilization.Value;
        var served = workload.Traffic.Shape.Levels.Sum(level => level.Share.Value * Math.Min(mean * level.Demand.Value, usable));
        var rent = fleet.Price.PerMonth(machines);
        var overheads = workload.Overheads.Total(rent, RequestsPerSecond.FromPerSecond(served), workload.Mix);
        return (double)(rent + overheads).Dollars + ((mean - served) * Duration.Month.Seconds * (double)Tariff.PriceOf(workload.Mix, asBatch: false).Dollars);
    });

    /// <summary>Machines that serve the busiest hour alone: one more serves nothing more.</summary>
    private static int Peak(Workload workload, Fleet fleet, double rate) =>
        (int)Math.Ceiling(workload.Traffic.Mean.PerSecond * workload.Traffic.Shape.Peak.Value / (rate * fleet.Rules.PeakUtilization.Value));

    private static Workload Load(double mean, double peak) =>
        Workloads.Of(RequestsPerSecond.FromPerSecond(mean), HourlyShape.Spiky(Ratio.FromValue(peak)), ServiceLevel.None) with { Overheads = Overheads.None with { Multiplier = Ratio.FromValue(1.2) } };

    private static Fleet Fleet(double low, double value, double high) => Workloads.FleetOf(low, value, high, "engine");
}
