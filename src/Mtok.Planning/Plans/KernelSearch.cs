using Google.OrTools.LinearSolver;

namespace Mtok.Planning;

/// <summary>
/// A good plan of a large problem from small ones: the program over a few kinds of machines, those that the relaxation uses, then again and
/// again with the kinds in use and some more (kernel search; Angelelli, Mansini and Speranza 2010). What it returns is a plan, never a bound.
/// </summary>
internal static class KernelSearch
{
    /// <summary>Problems with fewer integer variables are solved as fast directly; those that the hourly search knows have a good plan.</summary>
    private const int LeastNumbers = 1000;

    private const int Kinds = 4;
    private const int MoreKinds = 2;
    private const int MostRounds = 8;

    /// <summary>Nodes of a search.</summary>
    private const int MostNodes = 50;

    /// <summary>The best plan found; the first one where there is none better, null where there is none.</summary>
    public static Plan? Better(FleetProblem problem, FirstPlan first, SolveLimits limits, SearchClock clock, Action<SolveProgress>? tell)
    {
        if (problem.Machines.Count <= Kinds || Numbers(problem) < LeastNumbers || (first.Plan is not null && HourlySearch.Knows(problem)))
        {
            return first.Plan;
        }

        var (best, next, kinds) = (first.Plan, 0, new HashSet<int>());
        for (var round = 0; round < MostRounds && next < first.Ranking.Count && !clock.IsOver(); round++)
        {
            var fresh = first.Ranking.Skip(next).Take(round == 0 ? Kinds : MoreKinds).ToList();
            next += fresh.Count;
            kinds.UnionWith(fresh);
            if (Solve(
                problem with { Machines = [.. problem.Machines.Where((_, at) => kinds.Contains(at))] },
                limits,
                clock,
                round == 0 ? null : best) is { } plan
                && (best is null || plan.Bill < best.Bill))
            {
                best = plan;
                kinds = [.. problem.Machines.Index().Where(machine => best.Machines.Any(line => line.Choice == machine.Item)).Select(machine => machine.Index)];
                tell?.Invoke(new(new SolvePhase.SomeKinds(), best.Bill, first.Bound));
            }
            else if (best is not null && best != first.Plan)
            {
                kinds.ExceptWith(fresh);
            }

            if (best is not null && first.Bound is { } bound && PlanOutcome.Gap(best, bound) <= limits.Gap)
            {
                break;
            }
        }

        return best;
    }

    private static int Numbers(FleetProblem problem) => problem.Machines.Count(machine => !machine.IsCommitted) * problem.Demand.Spans.Sum(span => span.Steps);

    private static Plan? Solve(FleetProblem kernel, SolveLimits limits, SearchClock clock, Plan? start)
    {
        var first = FirstPlan.Of(kernel, null, limits, clock, null);
        using var model = new FleetModel(kernel, relaxed: false);
        first.Roundings.ToList().ForEach(model.Add);
        var status = model.Search(limits.Gap * Ratio.FromPercent(25), MostNodes, clock, start, cuts: false);
        return status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE
            ? model.Read(up: false)
            : null;
    }
}
