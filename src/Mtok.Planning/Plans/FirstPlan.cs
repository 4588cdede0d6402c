using Google.OrTools.LinearSolver;

namespace Mtok.Planning;

/// <summary>What is found without a search over whole machines: a bound from fractions of machines, and a plan from rounding them up.</summary>
/// <param name="Plan">The plan; null where rounding up might exceed a limit.</param>
/// <param name="Bound">The lower bound of any plan's cost; null where there is none.</param>
/// <param name="Roundings">The rows that made the bound better.</param>
/// <param name="Ranking">The machines, those that the bound uses first.</param>
internal sealed record FirstPlan(Plan? Plan, UsdPerMonth? Bound, IReadOnlyList<Rounding> Roundings, IReadOnlyList<int> Ranking)
{
    private const int MostRounds = 20;

    /// <summary>A round that raises the bound by less is the last but one.</summary>
    private const double LeastGain = 0.0002;

    /// <param name="problem">The problem, its machines already pruned.</param>
    /// <param name="toBeat">What a plan has to cost less than to be of use; null for no such cost.</param>
    /// <param name="limits">How well to solve.</param>
    /// <param name="clock">The time for it.</param>
    /// <param name="tell">Receives progress; null for none.</param>
    public static FirstPlan Of(FleetProblem problem, UsdPerMonth? toBeat, SolveLimits limits, SearchClock clock, Action<SolveProgress>? tell)
    {
        using var relaxed = new FleetModel(problem, relaxed: true);
        if (relaxed.Relax(clock) != Solver.ResultStatus.OPTIMAL)
        {
            return new(null, null, [], Cheapest(problem));
        }

        var plan = Rounded(problem, relaxed);
        var ranking = relaxed.Ranked();
        var bound = relaxed.Bound(relaxed: true);
        var roundings = new List<Rounding>();
        tell?.Invoke(new(new SolvePhase.FirstPlan(), plan?.Bill, bound));
        for (var round = 0; round < MostRounds
            && (plan is null || PlanOutcome.Gap(plan, bound) > limits.Gap)
            && !(bound >= toBeat)
            && !clock.IsOver()
            && relaxed.Violated() is { Count: > 0 } violated; round++)
        {
            violated.ToList().ForEach(relaxed.Add);
            roundings.AddRange(violated);
            if (relaxed.Relax(clock) != Solver.ResultStatus.OPTIMAL)
            {
                break;
            }

            ranking = relaxed.Ranked();
            var before = bound;
            bound = relaxed.Bound(relaxed: true) > bound ? relaxed.Bound(relaxed: true) : bound;
            if (bound < before * Ratio.FromValue(1 + LeastGain))
            {
                break;
            }
        }

        tell?.Invoke(new(new SolvePhase.TighterBound(), plan?.Bill, bound));
        return new(plan, bound, roundings, ranking);
    }

    /// <summary>Machines by the price of what they serve.</summary>
    private static int[] Cheapest(FleetProblem problem) =>
        [
            .. Enumerable
                .Range(0, problem.Machines.Count)
                .OrderBy(machine => (double)problem.Machines[machine].Price.Dollars / problem.Machines[machine].Rates.Max(rate => rate.PerSecond)),
        ];

    private static Plan? Rounded(FleetProblem problem, FleetModel relaxed)
    {
        var mayRound = problem.Rules.Quotas.Count == 0
            && problem.Rules.ScaleUp is null
            && problem.Rules.MinimumRun <= problem.Demand.Step
            && (problem.Spares == 0 || problem.ApiStandsIn);
        return mayRound && relaxed.Read(up: true) is var rounded ? HourlySearch.Knows(problem) ? HourlySearch.Better(problem, rounded) : rounded : null;
    }
}
