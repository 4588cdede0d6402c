namespace Mtok.Planning;

/// <summary>Progress of a solution.</summary>
/// <param name="Phase">What has been solved.</param>
/// <param name="Best">The best plan's cost; null before there is one.</param>
/// <param name="Bound">The lower bound of any plan's cost; null before it is known.</param>
public sealed record SolveProgress(SolvePhase Phase, UsdPerMonth? Best, UsdPerMonth? Bound)
{
    /// <summary>(best - bound) / best; null before both are known.</summary>
    public Ratio? Gap => Best is { Dollars: > 0 } best && Bound is { } bound ? Ratio.FromValue(Math.Max(0, 1 - (bound / best).Value)) : null;
}

/// <summary>The cheapest plan under all limits, with a lower bound on the cost of any plan (L1 to L8), by SCIP.</summary>
public static class FleetProgram
{
    private const double MostUseful = 1e4;

    /// <summary>Solves; the same problem and gap give the same plan and bound on any machine, unless a time limit is given and cuts the search.</summary>
    /// <param name="problem">Demand, choices and limits.</param>
    /// <param name="limits">The gap, and the time limit if there is one.</param>
    /// <param name="tell">Receives progress; null for none.</param>
    public static PlanOutcome Solve(FleetProblem problem, SolveLimits limits, Action<SolveProgress>? tell = null)
    {
        var clock = limits.Clock();
        if (Clashes.Unserved(problem) is { Count: > 0 } unserved)
        {
            return new PlanOutcome.Infeasible(unserved);
        }

        var pruned = problem with { Machines = Dominance.Prune(problem) };
        var useful = AtMostUseful(pruned);
        var alone = problem.ApiServesAll && problem.Fixed > default(UsdPerMonth) ? new PlanReading(pruned, new(pruned)).ApiAlone() : null;
        var outcome = AsGiven(ProgramSearch.Solve(useful, alone?.Bill, limits, clock, tell), useful, pruned);
        return outcome switch
        {
            PlanOutcome.Infeasible => new PlanOutcome.Infeasible(Clashes.OfQuotas(pruned)),
            _ => Budgeted(pruned, alone is null ? outcome : OrApiAlone(alone, outcome), limits, clock),
        };
    }

    /// <summary>
    /// Machines that could serve so many times all that can ever come together are taken to serve no more than that: one is enough either way,
    /// and a solver takes shares of them that are too small for rounding.
    /// </summary>
    private static FleetProblem AtMostUseful(FleetProblem problem)
    {
        var places = new Places(problem);
        var most = problem.Demand.Classes
            .Select((requests, kind) => MostUseful * Math.Ceiling((requests.Deadline / problem.Demand.Step).Value + 1) * Enumerable
                .Range(0, places.All.Count)
                .Max(place => places.Rate(kind, place)))
            .ToList();
        RequestsPerSecond Useful(RequestsPerSecond rate, int kind) =>
            most[kind] > 0 && rate.PerSecond > most[kind] ? RequestsPerSecond.FromPerSecond(most[kind]) : rate;
        return problem.Machines.Any(machine => machine.Rates.Where((rate, kind) => Useful(rate, kind) < rate).Any())
            ? problem with { Machines = [.. problem.Machines.Select(machine => machine with { Rates = [.. machine.Rates.Select(Useful)] })] }
            : problem;
    }

    /// <summary>An outcome with the machines as they were given.</summary>
    private static PlanOutcome AsGiven(PlanOutcome outcome, FleetProblem useful, FleetProblem given)
    {
        Plan Given(Plan plan) =>
            plan with
            {
                Machines =
                [
                    .. plan.Machines.Select(line => line with
                    {
                        Choice = given.Machines[useful.Machines.Index().First(machine => ReferenceEquals(machine.Item, line.Choice)).Index],
                    }),
                ],
            };
        return outcome switch
        {
            _ when ReferenceEquals(useful, given) => outcome,
            PlanOutcome.Found found => found with { Plan = Given(found.Plan) },
            PlanOutcome.OutOfTime { Best: { } best } late => late with { Best = Given(best) },
            PlanOutcome.OutOfWork { Best: { } best } ended => ended with { Best = Given(best) },
            _ => outcome,
        };
    }

    /// <summary>Where machines bring fixed costs, none at all may be cheaper.</summary>
    private static PlanOutcome OrApiAlone(Plan alone, PlanOutcome outcome) => outcome switch
    {
        PlanOutcome.Found found when alone.Bill <= found.Plan.Bill => new PlanOutcome.Found(alone, ProgramSearch.Least(alone, found.Bound)),
        PlanOutcome.Found found => found with { Bound = ProgramSearch.Least(alone, found.Bound) },
        _ when alone.Bill <= outcome.LowerBound => new PlanOutcome.Found(alone, alone.Bill),
        PlanOutcome.OutOfTime late when late.Best is null || alone.Bill < late.Best.Bill => late with { Best = alone },
        PlanOutcome.OutOfWork ended when ended.Best is null || alone.Bill < ended.Best.Bill => ended with { Best = alone },
        _ => outcome,
    };

    /// <summary>L7: a plan above the budget may only need more time; solving with the budget as a constraint decides.</summary>
    private static PlanOutcome Budgeted(FleetProblem problem, PlanOutcome outcome, SolveLimits limits, SearchClock clock)
    {
        if (problem.Rules.Budget is not { } budget || (outcome.BestPlan is { } best && best.Bill <= budget))
        {
            return outcome;
        }

        var bound = outcome.LowerBound ?? default;
        if (bound <= budget)
        {
            var within = ProgramSearch.Within(problem, budget, bound, limits, clock);
            if (within is not PlanOutcome.Infeasible)
            {
                return within;
            }
        }

        return new PlanOutcome.Infeasible(Clashes.OfBudget(problem, budget, outcome.BestPlan, bound, limits));
    }
}
