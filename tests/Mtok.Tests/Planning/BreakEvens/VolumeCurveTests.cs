using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

[Trait("Speed", "Slow")]
public sealed class VolumeCurveTests
{
    /// <summary>
    /// A machine at $2/h serves 5 requests a second; the API asks $0.0002 a request, $0.72 an hour for each a second. One machine pays from
    /// 2.78 a second on; two, needed past 5, from 5.56; three past 10 cost $6 where the API asks $7.20 already.
    /// </summary>
    [Fact]
    public void Past_a_full_machine_the_API_is_cheaper_again()
    {
        var curve = VolumeCurve.For(Steady(7, 0.0002m, PlanRules.None), points: 5);
        Assert.Equal(2 / 0.72, curve.RateAt(curve.First!.Value).PerSecond, 1e-6);
        Assert.Equal(4 / 0.72, curve.RateAt(curve.Stays!.Value).PerSecond, 1e-6);
        Assert.Equal(0, curve.Gap.Value, 1e-9);
        var full = Assert.Single(curve.Points, point => Math.Abs(point.Rate.PerSecond - 5) < 1e-6 && point.FleetMachines == 1);
        Assert.Equal(2 / (5 * 3600 * 200e-6), (double)full.Fleet!.Value.Dollars, 1e-6);
        Assert.Contains(curve.Points, point => Math.Abs(point.Rate.PerSecond - 5) < 1e-4 && point.FleetMachines == 2 && point.Fleet > point.Api && point.Mix < point.Api);
    }

    [Fact]
    public void An_API_cheaper_than_a_full_machine_is_never_bettered()
    {
        var curve = VolumeCurve.For(Steady(7, 0.0001m, PlanRules.None), points: 5);
        Assert.Null(curve.First);
        Assert.Null(curve.Stays);
        Assert.IsType<NoBreakEven.FractionsCostMore>(curve.Never);
        Assert.Contains(VolumeCurveReport.Blocks(curve).OfType<Block.Line>(), line => line.Text.Contains("at the throughput that one can count on", StringComparison.Ordinal));
        Assert.StartsWith("Machines alone are never cheaper", Assert.IsType<Block.Line>(VolumeCurveReport.Blocks(curve).First()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quota_leaves_no_volume_past_which_machines_stay_cheaper()
    {
        var curve = VolumeCurve.For(Steady(3, 0.0002m, PlanRules.None with { Quotas = [new(2, "", "", "")] }), points: 5);
        Assert.Equal(2 / 0.72, curve.RateAt(curve.First!.Value).PerSecond, 1e-3);
        Assert.Null(curve.Stays);
        Assert.IsType<NoBreakEven.LimitsBind>(curve.Never);
        Assert.Contains(curve.Points, point => point.Rate.PerSecond > 10 && point is { Fleet: null, Mix: not null });
    }

    /// <summary>At $1 and $3.80 an hour: an API asks $0.72 for each request a second, one machine at $2 serves 5, beside it the API takes 2.5 more.</summary>
    [Theory]
    [InlineData(730, 1 / 0.72)]
    [InlineData(1460, 5)]
    [InlineData(2774, 5 + (1.8 / 0.72))]
    public void A_budget_is_enough_up_to_a_volume(int budget, double rate)
    {
        var problem = Steady(7, 0.0002m, PlanRules.None with { Budget = UsdPerMonth.FromDollars(budget) });
        var (curve, crossings) = (VolumeCurve.For(problem, points: 5), VolumeCrossings.Of(problem));
        Assert.Equal(rate, curve.RateAt(curve.Affordable!.Volume).PerSecond, rate / 500);
        Assert.Equal(curve.Affordable, crossings.Affordable);
        Assert.Null(VolumeCurve.For(Steady(7, 0.0002m, PlanRules.None), points: 5).Affordable);
        Assert.Contains(VolumeCurveReport.Blocks(curve).OfType<Block.Line>(), line => line.Text.StartsWith("The budget of $", StringComparison.Ordinal));
    }

    /// <summary>Machines of a constant number, as no step may add any, cost more than the API at any volume: the search for a crossing ends with none.</summary>
    [Fact]
    public void Machines_that_may_not_be_added_and_cost_more_have_no_first_volume()
    {
        IReadOnlyList<RequestsPerSecond> rates = [.. new[] { 10.0, 1, 1, 1 }.Select(RequestsPerSecond.FromPerSecond)];
        var steady = Steady(7, 0.0002m, PlanRules.None);
        var problem = steady with
        {
            Demand = steady.Demand with { Spans = [new("four hours", Ratio.One, [rates])] },
            Machines = [SmallFleets.Machine("m", Pricing.OnDemand, 2, 5, 1, 1)],
        };
        Assert.NotNull(VolumeCrossings.Of(problem).First);
        var crossings = VolumeCrossings.Of(problem with { Rules = PlanRules.None with { ScaleUp = 0 } });
        Assert.Null(crossings.First);
        Assert.IsType<NoBreakEven.LimitsBind>(crossings.Never);
    }

    [Fact]
    public void Without_an_API_there_is_no_break_even_but_a_curve()
    {
        var curve = VolumeCurve.For(Steady(7, 1, PlanRules.None) with { Apis = [] }, points: 5);
        Assert.Null(curve.Stays);
        Assert.All(curve.Points, point => Assert.True(point is { Api: null, Fleet: not null } && point.Mix == point.Fleet));
        Assert.IsType<NoBreakEven.NoApi>(curve.Never);
    }

    [Fact]
    public void Without_machines_there_is_the_API_alone()
    {
        var curve = VolumeCurve.For(Steady(7, 0.0002m, PlanRules.None) with { Machines = [] }, points: 5);
        Assert.All(curve.Points, point => Assert.True(point is { Api: not null, Fleet: null } && point.Mix == point.Api));
        Assert.Null(curve.First);
    }

    [Fact]
    public void A_real_machine_at_a_steady_load_breaks_even_where_the_staircase_does()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(20), HourlyShape.Steady, ServiceLevel.None) with
        {
            Overheads = Overheads.None with { Multiplier = Ratio.FromValue(1.2), LoadBalancer = UsdPerMonth.FromDollars(300), Egress = UsdPerGigabyte.FromDollars(0.09m), BytesPerOutputToken = Bytes.FromCount(250) },
        };
        var staircase = ProvedBreakEven.Staircase(workload, Workloads.Capacity);
        var problem = PlanChoices.For(workload, Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity);
        var one = problem with { Machines = [problem.Machines.First(machine => machine.Name == staircase.Best!.Name)] };
        Assert.Equal(staircase.Best!.Volume!.Value.Count, VolumeCurve.For(one, points: 2).Stays!.Value.Count, 1e-6 * staircase.Best.Volume.Value.Count);
        Assert.True(VolumeCurve.For(problem, points: 2).Stays <= staircase.Best.Volume * Ratio.FromValue(1.01));
    }

    [Fact]
    public void The_same_problem_gives_the_same_figures()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(20), HourlyShape.Spiky(Ratio.FromValue(4)), ServiceLevel.None);
        var problem = PlanChoices.For(workload, Demand.Of(workload, 168, 6), Workloads.Built, Workloads.Capacity);
        string Told() => ReportText.Write(VolumeCurveReport.Of("w", VolumeCurve.For(problem)), ReportFormat.Json, 80);
        Assert.Equal(Told(), Told());
    }

    private static FleetProblem Steady(double rate, decimal api, PlanRules rules)
    {
        var requests = new DemandClass("all", new(Tokens.FromCount(100), Tokens.FromCount(100), Ratio.Zero), false, default);
        var demand = new Demand(Duration.Hour, [requests], [new("an hour", Ratio.One, [[RequestsPerSecond.FromPerSecond(rate)]])]);
        return new(demand, [SmallFleets.Machine("m", Pricing.ReservedOneYear, 2, 5, 1, 1)], [new("api", [Usd.FromDollars(api)])], rules, 0, default);
    }
}
