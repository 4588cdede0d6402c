using Google.OrTools.LinearSolver;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>
/// The integer program of Melange (Griggs et al. 2024, "Melange: Cost Efficient Large Language Model Serving by Exploiting GPU Heterogeneity"),
/// written from the paper's description: requests fall in buckets by size, a bucket's rate is cut into slices, each slice goes to one GPU
/// type, a GPU type's count holds the load of its slices, and the cost of all GPUs an hour is least.
/// </summary>
internal static class MelangeProgram
{
    /// <summary>Slices of a bucket: the paper's.</summary>
    public const int Slices = 8;

    /// <summary>The cost of an hour, and what no such assignment costs less than.</summary>
    public static (double Cost, double Bound) Solve(FleetProblem problem, TimeSpan limit)
    {
        using var solver = Solver.CreateSolver("SCIP");
        solver.SetTimeLimit((long)limit.TotalMilliseconds);
        var counts = problem.Machines.Select(machine => solver.MakeIntVar(0, 1_000_000, machine.Name)).ToList();
        var loads = problem.Machines.Select((_, at) => solver.MakeConstraint(double.NegativeInfinity, 0, $"load {at}")).ToList();
        solver.Objective().SetMinimization();
        foreach (var (at, machine) in problem.Machines.Index())
        {
            solver.Objective().SetCoefficient(counts[at], (double)machine.Price.Dollars);
            loads[at].SetCoefficient(counts[at], -1);
        }

        foreach (var (bucket, rates) in problem.Demand.Spans[0].Rates.Index())
        {
            for (var slice = 0; slice < Slices; slice++)
            {
                var once = solver.MakeConstraint(1, 1, "");
                foreach (var (at, machine) in problem.Machines.Index().Where(machine => machine.Item.Rates[bucket].PerSecond > 0))
                {
                    var assigned = solver.MakeBoolVar("");
                    once.SetCoefficient(assigned, 1);
                    loads[at].SetCoefficient(assigned, rates[0].PerSecond / Slices / machine.Rates[bucket].PerSecond);
                }
            }
        }

        var status = solver.Solve();
        Assert.True(status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE, status.ToString());
        return (solver.Objective().Value(), solver.Objective().BestBound());
    }
}
