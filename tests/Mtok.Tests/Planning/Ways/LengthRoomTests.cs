using Mtok.Planning;
using Mtok.Tests.Simulation;

namespace Mtok.Tests;

/// <summary>Y11: no machine is sized by one mean length where lengths were counted.</summary>
public sealed class LengthRoomTests
{
    private static readonly ServiceLevel Level = new(null, Duration.FromMilliseconds(100));
    private static readonly TokenMix Short = new(Tokens.FromCount(500), Tokens.FromCount(100), Ratio.Zero);
    private static readonly TokenMix Long = new(Tokens.FromCount(6000), Tokens.FromCount(1500), Ratio.Zero);

    /// <summary>The reviewer's two classes: 17.64 and 0.695 requests a second apart, 3.003 together, and 4.690 at the mean, which is 1.56 times too fast.</summary>
    [Fact]
    public void Short_and_long_requests_take_the_time_of_both_and_not_of_their_mean()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(10), HourlyShape.Steady, Level);
        var demand = TraceDemand.Of(Mixed, workload, Duration.Hour, 168, 6)!;
        var problem = PlanChoices.For(workload, demand, Workloads.Built, Workloads.Capacity);
        var bursts = problem.Fleet!.PeakUtilization.Value;
        var (compared, mean) = (0, demand.Classes[0].Mix);
        foreach (var machine in problem.AllMachines.DistinctBy(machine => machine.Deployment).Where(machine => machine.Fleet!.Capacity.Basis is null))
        {
            if (RateOf(machine, Short) is { } quick && RateOf(machine, Long) is { } slow && RateOf(machine, mean) is { } asOne)
            {
                var share = Math.Min(1, 1 / ((0.8 / quick) + (0.2 / slow)) / asOne);
                Assert.Equal(bursts * share, machine.PeakUtilization.Value, 0.02);
                compared++;
            }
        }

        Assert.True(compared > 10, $"{compared} machines");
        var two = problem.AllMachines.First(machine => machine.Deployment is { AcceleratorId: "h100-sxm", Gpus: 2, Precision.Id: "fp8" });
        Assert.InRange(two.PeakUtilization.Value / bursts, 0.45, 0.75);
    }

    [Fact]
    public void A_lone_mean_is_taken_as_it_is()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(10), HourlyShape.Steady, Level);
        var problem = PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity);
        Assert.All(problem.AllMachines, machine => Assert.Equal(problem.Fleet!.PeakUtilization, machine.PeakUtilization));
    }

    private static Traces.Trace Mixed => SampleTraces.Of(
        "two lengths", [.. Enumerable.Range(0, 20_000).Select(at => at % 5 == 4 ? (at * 0.1, 6000, 1500) : (at * 0.1, 500, 100))]);

    private static double? RateOf(MachineChoice machine, TokenMix mix)
    {
        var engine = Workloads.Capacity.Modelled.EngineFor(machine.Model!, Workloads.Built.FindAccelerator(machine.Deployment.AcceleratorId)!, machine.Deployment.Engine);
        return Workloads.Capacity.Model.Serve(machine.Model!, machine.Deployment, engine, mix with { Lengths = null })?.Within(Level)?.Requests.PerSecond;
    }
}
