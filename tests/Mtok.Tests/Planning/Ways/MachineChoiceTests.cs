using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Machines that a plan may take: of a fleet, run otherwise, and what they serve.</summary>
public sealed class MachineChoiceTests
{
    private static readonly Demand TwoClasses = SmallReckoning.Plain([3, 1]).Problem.Demand is var one
        ? one with
        {
            Classes = [one.Classes[0], one.Classes[0] with { Interruptible = false }],
            Spans = [one.Spans[0] with { Rates = [Rates(6, 1), Rates(3, 10)] }],
        }
        : null!;

    [Theory]
    [InlineData(Pricing.OnDemand, false)]
    [InlineData(Pricing.Spot, false)]
    [InlineData(Pricing.Serverless, false)]
    [InlineData(Pricing.ReservedOneYear, true)]
    [InlineData(Pricing.ReservedThreeYears, true)]
    [InlineData(Pricing.ReservedFiveYears, true)]
    [InlineData(Pricing.Block, true)]
    [InlineData(Pricing.Owned, true)]
    public void Terms_are_paid_for_every_hour(Pricing pricing, bool isCommitted) => Assert.Equal(isCommitted, Of(pricing, 1, 1).IsCommitted);

    [Fact]
    public void A_machine_of_a_fleet_has_its_figures_and_the_overheads_that_follow_its_price()
    {
        var fleet = Of(Pricing.OnDemand, 4, 2).Fleet!;
        var machine = MachineChoice.Of(fleet, "name", Ratio.FromValue(1.25), Rates(4, 2));
        Assert.Equal(("name", 2.5m, 2, 2), (machine.Name, machine.Price.Dollars, machine.Gpus, machine.Replicas));
        Assert.Equal((fleet, fleet.Offer, fleet.Capacity.Deployment, fleet.Capacity.Model), (machine.Fleet, machine.Offer, machine.Deployment, machine.Model));
        Assert.Equal((fleet.Notes, fleet.Evidence, fleet.Spot, fleet.Most), (machine.Notes, machine.Evidence, machine.Spot, machine.Most));
        Assert.Equal((0.8, 0.6, 1.5), (machine.PeakUtilization.Value, machine.Throughput.Low.Value, machine.Throughput.High.Value));
        Assert.Equal(Rates(4, 2), machine.Rates);
        Assert.Equal(Math.Pow(0.6, 0.8416 / 1.645), machine.CountedOn.Value, 1e-12);
        Assert.Equal(int.MaxValue, (machine with { Fleet = null }).Most);
    }

    [Fact]
    public void Another_share_of_the_rate_may_be_planned_with()
    {
        var machine = Of(Pricing.OnDemand, 4, 2);
        var half = machine.With(Ratio.FromValue(0.4));
        Assert.Equal([2.0, 1.0], half.Rates.Select(rate => rate.PerSecond));
        Assert.Equal((0.4, 0.4), (half.PeakUtilization.Value, half.Fleet!.Rules.PeakUtilization.Value));
        Assert.Null((machine with { Fleet = null }).With(Ratio.One).Fleet);
    }

    /// <summary>6/4 + 3/2 in the first step and 1/4 + 10/2 in the second; of the first class alone, 6/4.</summary>
    [Fact]
    public void As_many_are_needed_as_the_busiest_step_takes_of_what_they_serve()
    {
        Assert.Equal(5.25, Of(Pricing.OnDemand, 4, 2).Load(TwoClasses), 1e-12);
        Assert.Equal(6, Of(Pricing.OnDemand, 4, 2).Needed(TwoClasses));
        Assert.Equal(1.5, Of(Pricing.Spot, 4, 2).Load(TwoClasses), 1e-12);
        Assert.Equal(1.5, Of(Pricing.OnDemand, 4, 0).Load(TwoClasses), 1e-12);
        Assert.Equal(2, Of(Pricing.OnDemand, 4, 0).Needed(TwoClasses));
        var quiet = TwoClasses.Spans[0] with { Rates = [Rates(1, 1), Rates(1, 1)] };
        Assert.Equal(5.25, Of(Pricing.OnDemand, 4, 2).Load(TwoClasses with { Spans = [quiet, TwoClasses.Spans[0], quiet] }), 1e-12);
    }

    [Fact]
    public void Spot_machines_serve_what_may_be_interrupted()
    {
        Assert.Equal([true, false], Served(Of(Pricing.Spot, 4, 2)));
        Assert.Equal([true, true], Served(Of(Pricing.OnDemand, 4, 2)));
        Assert.Equal([false, true], Served(Of(Pricing.Serverless, 0, 2)));
        Assert.False(Of(Pricing.Spot, 4, 2).ServesAll(TwoClasses));
        Assert.True(Of(Pricing.OnDemand, 4, 2).ServesAll(TwoClasses));
        static IEnumerable<bool> Served(MachineChoice machine) => TwoClasses.Classes.Select((requests, kind) => machine.Serves(kind, requests));
    }

    /// <summary>What a demand asks is found once for machines on which classes differ alike, and apart for others.</summary>
    [Fact]
    public void Classes_differ_alike_on_machines_of_proportional_rates()
    {
        Assert.Equal(Of(Pricing.OnDemand, 4, 2).RelativeRates(TwoClasses), Of(Pricing.ReservedOneYear, 1, 0.5).RelativeRates(TwoClasses));
        Assert.NotEqual(Of(Pricing.OnDemand, 4, 2).RelativeRates(TwoClasses), Of(Pricing.OnDemand, 4, 3).RelativeRates(TwoClasses));
        Assert.NotEqual(Of(Pricing.OnDemand, 4, 2).RelativeRates(TwoClasses), Of(Pricing.Spot, 4, 2).RelativeRates(TwoClasses));
        Assert.Equal("0/1", Of(Pricing.OnDemand, 0, 2).RelativeRates(TwoClasses));
        Assert.Equal("1/0", Of(Pricing.Spot, 4, 2).RelativeRates(TwoClasses));
        Assert.Equal("", SmallReckoning.Plain([1]).Machines.First.RelativeRates(SmallReckoning.Plain([1]).Problem.Demand));
    }

    private static MachineChoice Of(Pricing pricing, params IReadOnlyList<double> rates)
    {
        var machine = SmallReckoning.Machine("m", 2, [RequestsPerSecond.FromPerSecond(4)], "z");
        return machine with { Offer = machine.Offer with { Pricing = pricing }, Rates = Rates([.. rates]) };
    }

    private static IReadOnlyList<RequestsPerSecond> Rates(params IReadOnlyList<double> rates) => [.. rates.Select(RequestsPerSecond.FromPerSecond)];
}
