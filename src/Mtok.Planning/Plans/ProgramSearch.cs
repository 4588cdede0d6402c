using Google.OrTools.LinearSolver;

namespace Mtok.Planning;

/// <summary>
/// The stages of a search for the cheapest plan, each begun where the one before left a gap: fractions of machines rounded up, few kinds of
/// machines at a time, the whole program. Each ends by the work it has done.
/// </summary>
internal static class ProgramSearch
{
    /// <summary>Nodes x integer variables of a search for a bound: 600 nodes of two kinds of machine over a week of hours.</summary>
    private const int MostWork = 200_000;

    private const int LittleWork = MostWork / 20;

    /// <summary>With more integer variables the first node alone takes seconds, and more of them raise the bound by little: 0.01 % for twenty.</summary>
    private const int MostNumbers = 3000;

    /// <summary>With more integer variables the first node alone takes minutes.</summary>
    private const int MostSearched = 10_000;

    /// <summary>How often the work of a search for a bound may go into the search for any plan at all.</summary>
    private const int ForAnyPlan = 10;

    /// <summary>Any plan ends a search that only asks whether there is one.</summary>
    private static readonly Ratio AnyGap = Ratio.FromValue(1e9);

    /// <summary>The cheapest plan of a problem, its machines already pruned.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="toBeat">What is known to serve at that cost: a bound above it ends the search; null for nothing.</param>
    /// <param name="limits">The gap.</param>
    /// <param name="clock">The time limit.</param>
    /// <param name="tell">Receives progress; null for none.</param>
    public static PlanOutcome Solve(FleetProblem problem, UsdPerMonth? toBeat, SolveLimits limits, SearchClock clock, Action<SolveProgress>? tell)
    {
        var first = FirstPlan.Of(problem, toBeat, limits, clock.Until(Ratio.FromPercent(50)), tell);
        if (first.Bound >= toBeat)
        {
            return new PlanOutcome.OutOfWork(null, first.Bound.Value);
        }

        var isLimited = MachineKinds.AreLimited(problem);
        first = isLimited && first.Plan is { } rounded && !MachineKinds.Keeps(problem.Rules, rounded) ? first with { Plan = null } : first;
        if (Early(problem, first, limits) is { } early)
        {
            return early;
        }

        return isLimited ? new FewKinds(problem, first, limits, clock, tell).Solve() : Whole(problem, first, limits, clock, tell);
    }

    /// <summary>The cheapest plan of one set of kinds of machines, where no limit leaves out any of them.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="toBeat">What a plan has to cost less than to be of use; null for no such cost.</param>
    /// <param name="isThorough">Whether to do all the work that a search may do.</param>
    /// <param name="limits">The gap.</param>
    /// <param name="clock">The time limit.</param>
    public static PlanOutcome OfSet(FleetProblem problem, UsdPerMonth? toBeat, bool isThorough, SolveLimits limits, SearchClock clock)
    {
        if (Clashes.Unserved(problem).Count > 0)
        {
            return new PlanOutcome.Infeasible([]);
        }

        var first = FirstPlan.Of(problem, toBeat, limits, clock, null);
        return first.Bound >= toBeat
            ? new PlanOutcome.OutOfWork(null, first.Bound.Value)
            : Early(problem, first, limits) ?? Program(problem, first, new(isThorough ? MostWork : LittleWork, toBeat), limits, clock);
    }

    /// <summary>The cheapest plan by the program, first over a few machines where it is large.</summary>
    public static PlanOutcome Whole(FleetProblem problem, FirstPlan first, SolveLimits limits, SearchClock clock, Action<SolveProgress>? tell)
    {
        var plan = KernelSearch.Better(problem, first, limits, clock.Until(Ratio.FromPercent(70)), tell);
        if (plan is not null && first.Bound is { } below && PlanOutcome.Gap(plan, below) <= limits.Gap)
        {
            return new PlanOutcome.Found(plan, Least(plan, below));
        }

        var outcome = Program(problem, first with { Plan = plan }, new(MostWork, null), limits, clock);
        tell?.Invoke(new(new SolvePhase.WholeMachines(), outcome.BestPlan?.Bill, outcome.LowerBound));
        return outcome;
    }

    /// <summary>The cheapest plan within a budget, found or excluded by the program with the budget as a row.</summary>
    public static PlanOutcome Within(FleetProblem problem, UsdPerMonth budget, UsdPerMonth bound, SolveLimits limits, SearchClock clock)
    {
        using var model = new FleetModel(problem, relaxed: false);
        model.KeepBudget(budget);
        return Outcome(model, model.Search(limits.Gap, Nodes(model), clock), null, bound, limits, clock);
    }

    /// <summary>Whether there is a plan, as far as the work of a search tells: one that comes to no end may find one.</summary>
    public static bool IsFeasible(FleetProblem problem)
    {
        using var model = new FleetModel(problem, relaxed: false);
        return model.Search(AnyGap, ForAnyPlan * Nodes(model), SearchClock.None) != Solver.ResultStatus.INFEASIBLE;
    }

    /// <summary>A search's outcome: found where its plan is within the gap.</summary>
    public static PlanOutcome Ended(Plan? plan, UsdPerMonth bound, SolveLimits limits, SearchClock clock) =>
        plan is not null && PlanOutcome.Gap(plan, bound) <= limits.Gap ? new PlanOutcome.Found(plan, Least(plan, bound))
        : clock.HasCut ? new PlanOutcome.OutOfTime(plan, Least(plan, bound))
        : new PlanOutcome.OutOfWork(plan, Least(plan, bound));

    /// <summary>A bound is never above a plan that is there.</summary>
    public static UsdPerMonth Least(Plan? plan, UsdPerMonth bound) => bound > plan?.Bill ? plan.Bill : bound;

    /// <summary>The first plan, or nothing but APIs, where that is within the gap.</summary>
    private static PlanOutcome.Found? Early(FleetProblem problem, FirstPlan first, SolveLimits limits)
    {
        bool IsGood(Plan? plan) => plan is not null && first.Bound is { } least && PlanOutcome.Gap(plan, least) <= limits.Gap;
        if (IsGood(first.Plan))
        {
            return new(first.Plan!, Least(first.Plan, first.Bound!.Value));
        }

        var alone = problem.ApiServesAll ? problem.AllToApis() : null;
        return IsGood(alone) ? new(alone!, Least(alone, first.Bound!.Value)) : null;
    }

    private static PlanOutcome Program(FleetProblem problem, FirstPlan first, Effort effort, SolveLimits limits, SearchClock clock)
    {
        using var model = new FleetModel(problem, relaxed: false);
        var least = first.Bound ?? default;
        if (first.Plan is not null && model.Numbers > MostSearched)
        {
            return Ended(first.Plan, least, limits, clock);
        }

        first.Roundings.ToList().ForEach(model.Add);
        var status = model.Search(limits.Gap, Nodes(model, effort.Work), clock, first.Plan, toBeat: effort.ToBeat);
        if (effort.ToBeat is not null && status is not (Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE or Solver.ResultStatus.INFEASIBLE))
        {
            // Without a plan the solver does not say what bound it ended at.
            status = model.Search(limits.Gap, Nodes(model, effort.Work), clock, first.Plan);
        }

        var outcome = Outcome(model, status, first.Plan, least, limits, clock);
        if (effort.ToBeat is not null || outcome is not PlanOutcome.OutOfWork { Best: null })
        {
            return outcome;
        }

        status = model.Search(AnyGap, ForAnyPlan * Nodes(model, effort.Work), clock, cuts: false);
        return Outcome(model, status, null, least, limits, clock) is var any and not PlanOutcome.Infeasible
            ? Ended(any.BestPlan, least, limits, clock)
            : new PlanOutcome.Infeasible([]);
    }

    private static int Nodes(FleetModel model, int work = MostWork) =>
        model.Numbers > MostNumbers ? 1 : Math.Max(1, work / Math.Max(1, model.Numbers));

    private static PlanOutcome Outcome(
        FleetModel model, Solver.ResultStatus status, Plan? start, UsdPerMonth least, SolveLimits limits, SearchClock clock)
    {
        switch (status)
        {
            case Solver.ResultStatus.INFEASIBLE:
                return new PlanOutcome.Infeasible([]);
            case Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE:
                var plan = model.Read(up: false);
                plan = start is not null && start.Bill < plan.Bill ? start : plan;
                var bound = model.Bound(relaxed: false) is var own && own > least ? own : least;
                return status == Solver.ResultStatus.OPTIMAL ? new PlanOutcome.Found(plan, Least(plan, bound)) : Ended(plan, bound, limits, clock);
            default:
                return Ended(start, least, limits, clock);
        }
    }

    /// <summary>How far the program is searched.</summary>
    /// <param name="Work">Nodes x integer variables.</param>
    /// <param name="ToBeat">What a plan has to cost less than to be of use; null for no such cost.</param>
    private sealed record Effort(int Work, UsdPerMonth? ToBeat);
}
