using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What is paid of the time of machines that come and go (C3).</summary>
public sealed class BillingTests
{
    private static Billing In(Duration increment) => new(increment, Workloads.Built.FindSeller("vultr")!.Provenance);

    [Theory]
    [InlineData(10, 60, 60)]
    [InlineData(60, 60, 60)]
    [InlineData(61, 60, 120)]
    [InlineData(10, 1, 10)]
    [InlineData(0, 60, 0)]
    public void Time_is_rounded_up_to_whole_increments(double minutes, double increment, double paid) =>
        Assert.Equal(Duration.FromMinutes(paid).Seconds, In(Duration.FromMinutes(increment)).Of(Duration.FromMinutes(minutes)).Seconds, 1e-6);

    [Fact]
    public void Vultr_counts_whole_hours()
    {
        var billing = Workloads.Built.FindSeller("vultr")!.Billing!;
        Assert.Equal(Duration.Hour, billing.Increment);
        Assert.Contains("docs.vultr.com", billing.Provenance.Source, StringComparison.Ordinal);
        Assert.Null(Workloads.Built.FindSeller("nebius")!.Billing);
    }

    /// <summary>Ten machines for one hour of each day, ten minutes to start: 11.7 machine-hours a day by the second, 20 in whole hours.</summary>
    [Theory]
    [InlineData(false, 11.666667)]
    [InlineData(true, 20)]
    public void A_start_is_paid_in_whole_increments_by_every_part_of_the_reckoning(bool wholeHours, double hours)
    {
        var requests = new DemandClass("all", new(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero), false, default);
        RequestsPerSecond[] day = [RequestsPerSecond.FromPerSecond(10), .. Enumerable.Repeat(default(RequestsPerSecond), 23)];
        var machine = SmallFleets.Machine("m", Pricing.OnDemand, 1, 1, 1, 1) with { Billing = wholeHours ? In(Duration.Hour) : null };
        var problem = new FleetProblem(
            new(Duration.Hour, [requests], [new("a day", Ratio.One, [day])]), [machine], [], PlanRules.None, 0, Duration.FromMinutes(10));
        var bill = (decimal)(hours * 730 / 24);
        Assert.Equal(bill, FleetProgram.Solve(problem, SolveLimits.Default).BestPlan!.Bill.Dollars, 3);
        Assert.Equal(bill, new Reckoning(problem, null).Bill(MachineSet.Of(machine), byTheHour: true, 1, 1), 3);
    }
}
