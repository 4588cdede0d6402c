namespace Mtok.Planning;

/// <summary>What the cheapest plan found costs at a multiple of a problem's demand.</summary>
/// <param name="Factor">The multiple.</param>
/// <param name="Bill">What it costs, dollars a month.</param>
/// <param name="Bound">What no plan costs less than.</param>
/// <param name="Machines">Machines of the busiest step.</param>
/// <param name="Until">The multiple up to which the same machines serve.</param>
internal sealed record ScaledCost(double Factor, double Bill, double Bound, int Machines, double Until);

/// <summary>The cheapest plans of one problem at multiples of its demand.</summary>
/// <param name="problem">The problem.</param>
internal abstract class ScaledPlans(FleetProblem problem)
{
    /// <summary>
    /// What parts of machines cost at the problem's own demand, fixed costs apart: no plan costs less, and without limits it grows
    /// with the demand; null where even they do not serve it.
    /// </summary>
    public (double Bill, double[][] Parts)? Relaxation { get; } = Relaxed(problem);

    /// <summary>How many solutions a search for a crossing may take.</summary>
    public abstract int MostSolutions { get; }

    /// <summary>The cheapest plan found; null where there is none. Safe for concurrent calls, each with the same result as alone.</summary>
    public abstract ScaledCost? At(double factor);

    /// <summary>What no plan costs less than, without looking for one.</summary>
    public virtual double Least(double factor) => ((Relaxation?.Bill ?? 0) * factor) + (double)problem.Fixed.Dollars;

    /// <summary>What the cheapest plan does not cost more than, without looking for it; infinite where that is not known.</summary>
    public virtual double Most(double factor) => double.PositiveInfinity;

    /// <summary>
    /// A problem of one class that may not wait and without limits is solved by counted work; of any other each kind of machine is sized alone.
    /// </summary>
    /// <param name="problem">The problem, its machines already pruned.</param>
    public static ScaledPlans Of(FleetProblem problem) =>
        HourlySearch.Knows(problem with { Spares = 0 })
            ? new CountedPlans(problem)
            : new SinglePlans(problem);

    private static (double Bill, double[][] Parts)? Relaxed(FleetProblem problem)
    {
        using var model = new FleetModel(problem with { Spares = 0, Rules = PlanRules.None }, relaxed: true);
        return model.Relax(SearchClock.None) == Google.OrTools.LinearSolver.Solver.ResultStatus.OPTIMAL
            ? ((double)(model.Bound(relaxed: true) - problem.Standing).Dollars, model.Parts())
            : null;
    }
}
