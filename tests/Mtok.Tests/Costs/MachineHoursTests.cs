namespace Mtok.Tests;

public sealed class MachineHoursTests
{
    [Theory]
    [InlineData(8, 1, 8)]
    [InlineData(8, 3, 2)]
    [InlineData(4, 8, 0)]
    public void C3_a_machine_holds_whole_replicas(int machine, int replica, int expected) =>
        Assert.Equal(expected, MachineHours.ReplicasPerMachine(machine, replica));

    [Fact]
    public void C4_spot_pays_for_restarts_and_for_the_fallback_when_the_pool_is_dry()
    {
        var price = MachineHours.Spot(UsdPerHour.FromDollars(1), UsdPerHour.FromDollars(3), Ratio.FromPercent(10), Ratio.FromValue(7.3), Duration.FromHours(1));
        Assert.Equal(((0.9m * 1) + (0.1m * 3)) * 1.01m, price.Dollars, 9);
        Assert.Equal(1m, MachineHours.Spot(UsdPerHour.FromDollars(1), UsdPerHour.FromDollars(3), Ratio.Zero, Ratio.Zero, Duration.FromHours(1)).Dollars);
    }
}

public sealed class OwnedMachineTests
{
    private static readonly OwnedMachine Machine = new(
        "m", "h100-sxm", 8, Usd.FromDollars(300_000), Ratio.FromPercent(20), Duration.FromYears(5), Ratio.FromPercent(8), Watts.FromKilowatts(10), Ratio.FromValue(1.5),
        UsdPerKilowattHour.FromDollars(0.10m), UsdPerMonth.FromDollars(146), Ratio.FromPercent(3), new(AsOf.Undated, "test", new("test", 1, 1)));

    [Fact]
    public void C3_capital_is_recovered_over_life_at_its_cost()
    {
        var factor = 0.08 / (1 - Math.Pow(1.08, -5));
        Assert.Equal(((240_000 * factor) + (60_000 * 0.08)) / 8760, (double)Machine.CapitalPerHour.Dollars, 1e-9);
    }

    [Fact]
    public void Without_cost_of_capital_the_price_is_spread_evenly() =>
        Assert.Equal(240_000.0 / (5 * 8760), (double)(Machine with { CostOfCapital = Ratio.Zero }).CapitalPerHour.Dollars, 1e-9);

    [Fact]
    public void Power_colocation_and_support_are_added()
    {
        Assert.Equal(1.50m, Machine.PowerPerHour.Dollars, 9);
        Assert.Equal(2.00m, Machine.ColocationPerHour.Dollars, 9);
        Assert.Equal(9000m / 8760m, Machine.SupportPerHour.Dollars, 9);
        Assert.Equal(Machine.CapitalPerHour + Machine.PowerPerHour + Machine.ColocationPerHour + Machine.SupportPerHour, Machine.PerHour);
    }

    [Fact]
    public void As_an_offer_it_is_one_whole_machine_paid_every_hour_wherever_it_stands() =>
        Assert.Equal(new Offer("owned", "m", "h100-sxm", 8, SoldByGpu: false, "", "", Pricing.Owned, "", Machine.PerHour, Machine.Provenance), Machine.AsOffer());
}
