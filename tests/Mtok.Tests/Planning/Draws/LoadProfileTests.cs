using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Draws size machines for the load that the reckoning sizes them for: work that may wait is evened over its own deadline, not the week.</summary>
public sealed class LoadProfileTests
{
    /// <summary>Of a business week the five days hold 0.97 of the requests or so, and Friday's may be done on Saturday, but not on Sunday.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(6)]
    public void Work_that_may_wait_is_evened_over_its_own_deadline(int hours)
    {
        var (problem, profile, load) = Of(HourlyShape.BusinessHours, hours);
        Assert.Equal(load.Least, profile.Peak, 1e-6);
        Assert.Equal(load.Total, profile.Total, load.Total * 1e-6);
        Assert.True(profile.Peak > problem.Demand.Mean().PerSecond * 1.05);
        Assert.True(load.Left(problem.Demand.Mean().PerSecond * 1.02).Sum() > 0);
    }

    [Fact]
    public void What_comes_alike_every_day_is_served_alike_every_hour_where_it_may_wait_a_day()
    {
        var (problem, profile, _) = Of(HourlyShape.Spiky(Ratio.FromValue(5)), 24);
        Assert.Equal(problem.Demand.Mean().PerSecond, profile.Peak, 1e-6);
    }

    /// <summary>A month of machines, of provisioned units and of a plan is sized by one load.</summary>
    [Fact]
    public void Units_are_for_the_hours_that_may_not_wait_longer()
    {
        var (problem, _, load) = Of(HourlyShape.BusinessHours, 24);
        var reckoning = new Reckoning(problem, Workloads.Of(problem.Demand.Mean(), HourlyShape.BusinessHours, ServiceLevel.None));
        Assert.Equal(load.Least / problem.Demand.Mean().PerSecond, reckoning.ServedPeak.Value, 1e-9);
        Assert.InRange(reckoning.ServedPeak.Value, 1.05, 1.273);
    }

    private static (FleetProblem Problem, LoadProfile Profile, KindLoad Load) Of(HourlyShape shape, int hours)
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(10), shape, ServiceLevel.None);
        var problem = Workloads.ProblemOf(workload, [Workloads.FleetOf(1, 2, 3, "vLLM")]);
        problem = problem with { Demand = problem.Demand with { Classes = [problem.Demand.Classes[0] with { Deadline = Duration.FromHours(hours) }] } };
        return (problem, new(problem, [1]), new KindLoad(problem, new(problem), [1.0]));
    }
}
