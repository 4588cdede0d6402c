using Mtok.Planning;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Demand from shapes and traces.</summary>
public sealed class DemandTests
{
    private static readonly Workload Any = Workloads.Of(RequestsPerSecond.FromPerSecond(3), HourlyShape.BusinessHours, ServiceLevel.None);

    [Fact]
    public void A_shape_keeps_its_mean_and_peak()
    {
        var demand = Demand.Of(Any, 168, 6);
        Assert.Equal(168, Assert.Single(demand.Spans).Steps);
        Assert.Equal(3, demand.Mean().PerSecond, 1e-9);
        Assert.Equal(Any.Traffic.Peak.PerSecond, demand.Peak.PerSecond, 1e-9);
        Assert.Equal(4.5, demand.Times(Ratio.FromValue(1.5)).Mean().PerSecond, 1e-9);
    }

    [Fact]
    public void A_year_is_told_by_typical_weeks_that_keep_its_mean_and_its_busiest_hour()
    {
        var hours = Enumerable.Range(0, 8736).Select(hour => RequestsPerSecond.FromPerSecond(10 + (5 * Math.Sin(hour / 12.0 * Math.PI)) + (3 * Math.Cos(hour / 4368.0 * Math.PI)) + (hour == 5000 ? 40 : 0))).ToList();
        var demand = Demand.Of(Any with { Traffic = new(RequestsPerSecond.FromPerSecond(hours.Average(hour => hour.PerSecond)), HourlyShape.Observed("year", hours)) }, 168, 6);
        Assert.InRange(demand.Spans.Count, 2, 6);
        Assert.Equal(1, demand.Spans.Sum(span => span.Share.Value), 1e-12);
        Assert.Equal(hours.Average(hour => hour.PerSecond), demand.Mean().PerSecond, 1e-9);
        Assert.Equal(hours.Max(hour => hour.PerSecond), demand.Peak.PerSecond, 1e-9);
    }

    [Fact]
    public void A_trace_is_counted_by_class_and_hour()
    {
        var requests = Enumerable.Range(0, 7200).Select(second => new TraceRequest(Duration.FromSeconds(100 + second), Tokens.FromCount(second < 3600 ? 10 : 30), Tokens.FromCount(5), Tokens.FromCount(0), second % 3 == 0 ? 1 : 0, null));
        var demand = TraceDemand.Of(new("t", ["chat", "code", "unused"], null, requests), Any, Duration.Hour, 168, 6)!;
        Assert.Equal(["chat", "code"], demand.Classes.Select(kind => kind.Name));
        Assert.Equal(2, demand.Spans[0].Steps);
        Assert.Equal(2 / 3.0, demand.Spans[0].Rates[0][0].PerSecond, 1e-3);
        Assert.Equal(1 / 3.0, demand.Spans[0].Rates[1][1].PerSecond, 1e-3);
        Assert.Equal(20, demand.Classes[1].Mix.Input.Count, 0.1);
    }

    [Fact]
    public void A_class_keeps_its_own_rules_and_the_others_those_of_the_workload()
    {
        var requests = Enumerable.Range(0, 600).Select(second => new TraceRequest(Duration.FromSeconds(second), Tokens.FromCount(1000), Tokens.FromCount(200), Tokens.FromCount(0), second % 2, null));
        var level = new ServiceLevel(Duration.FromSeconds(2), Duration.FromMilliseconds(50));
        var workload = Any with { Interruptible = false, ServiceLevel = level, Classes = [new("batch", ServiceLevel.None, true, Duration.FromHours(6), new("w.toml", 1, 1))] };
        var demand = TraceDemand.Of(new("t", ["chat", "batch"], null, requests), workload, Duration.Hour, 168, 6)!;
        Assert.Equal([level, ServiceLevel.None], demand.Classes.Select(kind => kind.ServiceLevel));
        Assert.Equal([(false, 0), (true, 6)], demand.Classes.Select(kind => (kind.Interruptible, kind.Deadline.Hours)));

        // What one machine is planned for follows the level of the class.
        var problem = PlanChoices.For(workload, demand, Workloads.Built, Workloads.Capacity);
        Assert.Contains(problem.Machines, machine => machine.Rates[1] > machine.Rates[0]);
        Assert.All(problem.Machines.Where(machine => machine.Rates[0] > default(RequestsPerSecond) && machine.Rates[1] > default(RequestsPerSecond)), machine => Assert.True(machine.Rates[1] >= machine.Rates[0]));
    }

    [Fact]
    public void A_trace_shorter_than_a_step_is_one_step_at_its_own_rate()
    {
        var requests = Enumerable.Range(0, 601).Select(second => new TraceRequest(Duration.FromSeconds(second), Tokens.FromCount(10), Tokens.FromCount(5), Tokens.FromCount(0), 0, null));
        var demand = TraceDemand.Of(new("t", ["all"], null, requests), Any, Duration.Hour, 168, 6)!;
        Assert.Equal(1, demand.Mean().PerSecond, 0.01);
    }

    [Fact]
    public void Options_are_ranked_for_what_the_demand_brings()
    {
        var hours = Enumerable.Range(0, 1176).Select(hour => RequestsPerSecond.FromPerSecond(10 + (5 * Math.Sin(hour / 12.0 * Math.PI)) + (hour == 500 ? 40 : 0))).ToList();
        var mean = RequestsPerSecond.FromPerSecond(hours.Average(hour => hour.PerSecond));
        var demand = Demand.Of(Any with { Traffic = new(mean, HourlyShape.Observed("weeks", hours)) }, 168, 3);
        var restated = DemandedWorkload.Of(Any, demand, "as recorded");
        Assert.Equal(1176, restated.Traffic.Shape.Hours.Count);
        Assert.Equal(mean.PerSecond, restated.Traffic.Mean.PerSecond, 1e-9);
        Assert.Equal(demand.Peak.PerSecond, restated.Traffic.Peak.PerSecond, 1e-9);
        Assert.Equal(demand.MonthlyTokens.Count, restated.Traffic.MonthlyTokens(restated.Mix).Count, 1);
    }

    [Fact]
    public void Quarters_of_an_hour_become_hours_and_classes_one_mix()
    {
        static IReadOnlyList<RequestsPerSecond> Rates(params double[] rates) => [.. rates.Select(RequestsPerSecond.FromPerSecond)];
        DemandClass Class(string name, double input, double cached) => new(name, new(Tokens.FromCount(input), Tokens.FromCount(10), Ratio.FromValue(cached)), false, default);
        var demand = new Demand(Duration.FromMinutes(15), [Class("a", 100, 0.5), Class("b", 400, 0)], [new("s", Ratio.One, [Rates(1, 2, 3, 2, 0, 0, 0, 0), Rates(0, 0, 0, 0, 1, 1, 1, 1)])]);
        var restated = DemandedWorkload.Of(Any, demand, "as recorded");
        Assert.Equal([2 / 1.5, 1 / 1.5], restated.Traffic.Shape.Hours.Select(hour => hour.Value), new Near());
        Assert.Equal(200, restated.Mix.Input.Count, 1e-9);
        Assert.Equal(1 / 6.0, restated.Mix.CachedShare.Value, 1e-9);
    }

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double left, double right) => Math.Abs(left - right) < 1e-9;

        public int GetHashCode(double value) => 0;
    }
}
