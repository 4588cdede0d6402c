using CsCheck;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>H5: machines that are held with what serves the rest cost what the one reckoning says of a mix, and of machines alone.</summary>
public sealed class HeldMachinesTests
{
    private static readonly ApiTariff Tariff = ApiTariff.From(Workloads.Built.ApisFor(Workloads.Built.FindModel("llama-3.3-70b")!)).First(tariff => tariff.Base.Provider == "novita");

    private static readonly Gen<(RankedWays Ways, double Demand)> Cases = Gen.Select(
        Gen.Double[1, 200], Gen.Double[0, 100].Array[2, 40].Where(hours => hours.Sum() > 1), Gen.Double[1, 30], Gen.Double[0.3, 3], (mean, hours, rate, demand) => (
            Workloads.WaysOf(
                Workloads.Of(RequestsPerSecond.FromPerSecond(mean), HourlyShape.Observed("h", [.. hours.Select(RequestsPerSecond.FromPerSecond)]), ServiceLevel.None),
                [Workloads.FleetOf(rate * 0.7, rate, rate * 1.3, "vLLM")], Tariff),
            demand));

    private static (double Beside, double Rent) Of(RankedWays ways, int count, RankedOption? way, double demand)
    {
        var machines = ways.Machines[0].Machines!;
        return (ways.Reckoning.Held(mayMix: true).Beside([new(machines, 1)], [count], way, demand, 1), (double)ways.Reckoning.RentOf(machines, count));
    }

    [Fact]
    public void The_best_number_beside_an_API_costs_what_the_mix_does() => Cases.Sample(one =>
    {
        var (ways, api) = (one.Ways, one.Ways.Apis[0]);
        var machines = ways.Machines[0].Machines!;
        var least = Enumerable.Range(1, ways.Reckoning.NeededOf(machines, one.Demand, 1)).Min(count => Of(ways, count, api, one.Demand) is var cost ? cost.Beside + cost.Rent : 0);
        var mix = (double)ways.Reckoning.MixedBill(machines, api.Tokens!, one.Demand);
        Assert.Equal(mix, least, 1e-6 * mix);
    });

    [Fact]
    public void As_many_as_are_needed_cost_what_they_do_alone_and_one_less_needs_another_way() => Cases.Sample(one =>
    {
        var machines = one.Ways.Machines[0].Machines!;
        var needed = one.Ways.Reckoning.NeededOf(machines, one.Demand, 1);
        var alone = (double)one.Ways.Reckoning.Bill(machines, byTheHour: false, one.Demand, 1);
        var (beside, rent) = Of(one.Ways, needed, null, one.Demand);
        Assert.Equal(alone, beside + rent, 1e-6 * alone);
        Assert.True(needed == 1 || double.IsInfinity(Of(one.Ways, needed - 1, null, one.Demand).Beside));
    });

    /// <summary>Machines of the same kind by the hour serve what held ones leave: both are as many as machines alone would be.</summary>
    [Fact]
    public void The_rest_by_the_month_takes_the_machines_that_are_missing() => Cases.Sample(one =>
    {
        var option = one.Ways.Machines.First(machine => !machine.Fleet!.ByTheHour);
        var needed = one.Ways.Reckoning.NeededOf(option.Machines!, one.Demand, 1);
        var (beside, rent) = Of(one.Ways, 1, option, one.Demand);
        var alone = (double)one.Ways.Reckoning.RentOf(option.Machines!, needed);
        Assert.InRange(beside + rent, alone * (1 - 1e-6), (alone * (1 + 1e-6)) + (double)one.Ways.Reckoning.RentOf(option.Machines!, 1));
    });

    /// <summary>Every offer in use has its spares (L6): without those of the rest a commitment looked cheaper than it is.</summary>
    [Fact]
    public void What_serves_the_rest_has_its_own_spares() => Cases.Sample(one =>
    {
        var option = one.Ways.Machines.First(machine => !machine.Fleet!.ByTheHour);
        var with = new Reckoning(one.Ways.Problem with { Spares = 2, ApiIsSpare = false }, null);
        var needed = with.NeededOf(option.Machines!, one.Demand, 1);
        double Beside(Reckoning reckoning) => reckoning.Held(mayMix: true).Beside([new(option.Machines!, 1)], [1], option, one.Demand, 1);
        var spares = needed <= 1 ? 0 : (double)(one.Ways.Reckoning.RentOf(option.Machines!, 2));
        Assert.Equal(Beside(one.Ways.Reckoning) + spares, Beside(with), 1e-6 * (1 + Beside(with)));
    });
}
