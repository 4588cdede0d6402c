using System.Diagnostics;
using Google.OrTools.LinearSolver;

namespace Mtok.Planning;

/// <summary>The gap and the time of a solution.</summary>
/// <param name="Gap">The largest gap between cost and bound.</param>
/// <param name="Time">The time limit.</param>
public sealed record SolveLimits(Ratio Gap, Duration Time)
{
    /// <summary>To 1 % in 10 seconds.</summary>
    public static SolveLimits Default { get; } = new(Ratio.FromPercent(1), Duration.FromSeconds(10));
}

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

    /// <summary>Solves; the same problem and limits give the same plan wherever the time is enough.</summary>
    /// <param name="problem">Demand, choices and limits.</param>
    /// <param name="limits">The gap and the time limit.</param>
    /// <param name="tell">Receives progress; null for none.</param>
    public static PlanOutcome Solve(FleetProblem problem, SolveLimits limits, Action<SolveProgress>? tell = null)
    {
        var clock = Stopwatch.StartNew();
        if (Clashes.Unserved(problem) is { Count: > 0 } unserved)
        {
            return new PlanOutcome.Infeasible(unserved);
        }

        var pruned = problem with { Machines = Dominance.Prune(problem) };
        var useful = AtMostUseful(pruned);
        var outcome = AsGiven(WithMachines(useful, limits, clock, tell), useful, pruned);
        return outcome switch
        {
            PlanOutcome.Infeasible => new PlanOutcome.Infeasible(Clashes.OfQuotas(pruned)),
            _ => Budgeted(pruned, problem.ApiServesAll && problem.Fixed > default(UsdPerMonth) ? OrApiAlone(pruned, outcome) : outcome, limits, clock),
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
            _ => outcome,
        };
    }

    private static PlanOutcome WithMachines(FleetProblem problem, SolveLimits limits, Stopwatch clock, Action<SolveProgress>? tell)
    {
        var first = FirstPlan.Of(problem, limits, () => Left(limits, clock) - Part(limits, 0.5), tell);
        if (first.Plan is { } good && first.Bound is { } least && PlanOutcome.Gap(good, least) <= limits.Gap)
        {
            return new PlanOutcome.Found(good, Least(good, least));
        }

        if (problem.ApiServesAll
            && first.Bound is { } machines
            && new PlanReading(problem, new(problem)).ApiAlone() is var alone
            && PlanOutcome.Gap(alone, machines) <= limits.Gap)
        {
            return new PlanOutcome.Found(alone, Least(alone, machines));
        }

        first = first with { Plan = KernelSearch.Better(problem, first, limits, () => Left(limits, clock) - Part(limits, 0.3), tell) };
        if (first.Plan is { } better && first.Bound is { } below && PlanOutcome.Gap(better, below) <= limits.Gap)
        {
            return new PlanOutcome.Found(better, Least(better, below));
        }

        using var model = new FleetModel(problem, relaxed: false);
        first.Roundings.ToList().ForEach(model.Add);
        var status = model.Solve(limits.Gap, Left(limits, clock), first.Plan);
        var outcome = Outcome(model, status, first.Plan, first.Bound ?? default);
        tell?.Invoke(new(new SolvePhase.WholeMachines(), outcome.BestPlan?.Bill, outcome.LowerBound));
        return outcome;
    }

    private static PlanOutcome Outcome(FleetModel model, Solver.ResultStatus status, Plan? start, UsdPerMonth least)
    {
        switch (status)
        {
            case Solver.ResultStatus.INFEASIBLE:
                return new PlanOutcome.Infeasible([]);
            case Solver.ResultStatus.OPTIMAL:
                var plan = model.Read(up: false);
                return new PlanOutcome.Found(plan, Least(plan, model.Bound(relaxed: false)));
            case Solver.ResultStatus.FEASIBLE:
                var best = model.Read(up: false);
                best = start is not null && start.Bill < best.Bill ? start : best;
                return new PlanOutcome.OutOfTime(best, Least(best, Higher(least, model.Bound(relaxed: false))));
            default:
                return new PlanOutcome.OutOfTime(start, least);
        }
    }

    /// <summary>Where machines bring fixed costs, none at all may be cheaper.</summary>
    private static PlanOutcome OrApiAlone(FleetProblem problem, PlanOutcome outcome)
    {
        var alone = new PlanReading(problem, new(problem)).ApiAlone();
        return outcome switch
        {
            PlanOutcome.Found found when alone.Bill <= found.Plan.Bill => new PlanOutcome.Found(alone, Least(alone, found.Bound)),
            PlanOutcome.Found found => found with { Bound = Least(alone, found.Bound) },
            PlanOutcome.OutOfTime late when alone.Bill <= late.Bound => new PlanOutcome.Found(alone, alone.Bill),
            PlanOutcome.OutOfTime late when late.Best is null || alone.Bill < late.Best.Bill => new PlanOutcome.OutOfTime(alone, Least(alone, late.Bound)),
            _ => outcome,
        };
    }

    /// <summary>L7: a plan above the budget may only need more time; solving with the budget as a constraint decides.</summary>
    private static PlanOutcome Budgeted(FleetProblem problem, PlanOutcome outcome, SolveLimits limits, Stopwatch clock)
    {
        if (problem.Rules.Budget is not { } budget || (outcome.BestPlan is { } best && best.Bill <= budget))
        {
            return outcome;
        }

        var bound = outcome.LowerBound ?? default;
        if (bound <= budget)
        {
            using var model = new FleetModel(problem, relaxed: false);
            model.KeepBudget(budget);
            var within = Outcome(model, model.Solve(limits.Gap, Left(limits, clock), null), null, bound);
            if (within is not PlanOutcome.Infeasible)
            {
                return within;
            }
        }

        return new PlanOutcome.Infeasible(Clashes.OfBudget(problem, budget, outcome.BestPlan, bound, limits));
    }

    private static TimeSpan Left(SolveLimits limits, Stopwatch clock) =>
        TimeSpan.FromSeconds(Math.Max(0.05, limits.Time.Seconds - clock.Elapsed.TotalSeconds));

    private static TimeSpan Part(SolveLimits limits, double share) => TimeSpan.FromSeconds(limits.Time.Seconds * share);

    private static UsdPerMonth Higher(UsdPerMonth left, UsdPerMonth right) => left > right ? left : right;

    /// <summary>A bound is never above a plan that is there.</summary>
    private static UsdPerMonth Least(Plan plan, UsdPerMonth bound) => bound > plan.Bill ? plan.Bill : bound;
}
