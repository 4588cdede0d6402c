using Mtok.Planning;

namespace Mtok.Tests;

public sealed class CostByLatencyTests
{
    private static readonly Workload Chat = Workloads.Of(RequestsPerSecond.FromPerSecond(40), HourlyShape.BusinessHours, new(Duration.FromSeconds(2), Duration.FromMilliseconds(100)));
    private static readonly Decision Decided = Decision.For(Chat, Workloads.Built, Workloads.Capacity);
    private static readonly IReadOnlyList<LatencyCurve> Curves = CostByLatency.Of(Decided, Workloads.Capacity, 4);

    [Fact]
    public void Curves_are_of_the_cheapest_machines_each_of_another_deployment()
    {
        Assert.Equal(4, Curves.Count);
        Assert.All(Curves, curve => Assert.Null(curve.Option.Api));
        Assert.Equal(4, Curves.Select(curve => curve.Option.Fleet!.Capacity.Deployment).Distinct().Count());
        Assert.Same(Decided.Options.First(option => option is { Fleet: not null, Api: null }), Curves[0].Option);
    }

    [Fact]
    public void Each_point_costs_what_the_fleet_of_that_throughput_costs()
    {
        var answers = new CapacityAnswers(Workloads.Capacity);
        foreach (var curve in Curves)
        {
            var (fleet, deployment) = (curve.Option.Fleet!, curve.Option.Fleet!.Capacity.Deployment);
            var frontier = answers.Frontier(Chat.Models[0], Workloads.Built.FindAccelerator(deployment.AcceleratorId)!, deployment.Gpus, deployment.Precision, deployment.Engine == "unstated" ? null : deployment.Engine, Chat.Mix, 24)!;
            foreach (var (state, point) in frontier.Points.OrderBy(state => state.Tpot).Zip(curve.Points))
            {
                var perReplica = state.PerGpu.Value.PerSecond * deployment.Gpus / Chat.Mix.Output.Count;
                var machine = curve.Option.Machines!.First;
                var faster = machine with { Rates = [machine.Rates[0] * Ratio.FromValue(perReplica / fleet.Capacity.Requests.Value.PerSecond)] };
                var bill = new Reckoning(Decided.Problem, Chat).Price(MachineSet.Of(faster), fleet.ByTheHour).Cost!.Bill.Value;
                Assert.Equal(state.Tpot, point.Tpot);
                Assert.Equal((double)(bill / Chat.Traffic.MonthlyTokens(Chat.Mix)).Dollars, (double)point.PerMtok.Value.Dollars, 1e-9);
            }
        }
    }

    [Fact]
    public void Intervals_hold_the_value_and_nobody_is_served_faster_and_cheaper_at_one_user_than_at_many()
    {
        Assert.All(Curves.SelectMany(curve => curve.Points), point => Assert.True(point.PerMtok.Low <= point.PerMtok.Value && point.PerMtok.Value <= point.PerMtok.High));
        Assert.All(Curves, curve => Assert.True(curve.Points[0].PerMtok.Value > curve.Points.Min(point => point.PerMtok.Value) * Ratio.FromValue(2)));
    }
}
