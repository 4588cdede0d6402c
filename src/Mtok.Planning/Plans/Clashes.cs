namespace Mtok.Planning;

/// <summary>Which limits clash where no plan keeps them all.</summary>
internal static class Clashes
{
    /// <summary>Classes that no machine and no API serves.</summary>
    public static IReadOnlyList<string> Unserved(FleetProblem problem) => [.. WithAll(problem), .. WithoutAZone(problem)];

    private static IEnumerable<string> WithAll(FleetProblem problem) =>
        problem.Demand.Classes.Index()
            .Where(kind => problem.ApiOf(kind.Index) is null && !problem.Machines.Any(machine => machine.Serves(kind.Index, kind.Item)))
            .Select(kind => $"nothing serves {kind.Item.Name}: no API that may be used, and no machine that may be used keeps the service level{(kind.Item.Interruptible ? "" : " (spot machines only serve what may be interrupted)")}");

    /// <summary>Classes that nothing serves once a zone is lost.</summary>
    private static IEnumerable<string> WithoutAZone(FleetProblem problem) =>
        from loss in ZoneLoss.Of(problem)
        from kind in problem.Demand.Classes.Index()
        let serving = problem.Machines.Index().Where(machine => machine.Item.Serves(kind.Index, kind.Item)).ToList()
        where problem.ApiOf(kind.Index) is null && serving.Count > 0 && serving.All(machine => loss.Machines.Contains(machine.Index))
        select $"nothing serves {kind.Item.Name} once {loss.Name} is lost: every machine that may serve it stands there or is not known to stand elsewhere, and no API may be used";

    /// <summary>The fewest quotas and spares that together leave no plan: each is dropped in turn and stays dropped where there still is none.</summary>
    public static IReadOnlyList<string> OfQuotas(FleetProblem problem)
    {
        var clashing = problem with { Rules = problem.Rules with { Budget = null } };
        foreach (var quota in problem.Rules.Quotas)
        {
            var without = clashing with { Rules = clashing.Rules with { Quotas = [.. clashing.Rules.Quotas.Where(other => other != quota)] } };
            clashing = IsFeasible(without) ? clashing : without;
        }

        clashing = problem.Spares > 0 && !IsFeasible(clashing with { Spares = 0 }) ? clashing with { Spares = 0 } : clashing;
        clashing = problem.SparesBy == SparesBy.Zone && !IsFeasible(clashing with { SparesBy = SparesBy.Machine }) ? clashing with { SparesBy = SparesBy.Machine } : clashing;
        List<string> limits =
        [
            .. clashing.Rules.Quotas.Select(quota => quota.ToString()),
            .. clashing.Spares > 0 ? [$"{clashing.Spares} spare machines of each offer in use"] : Array.Empty<string>(),
            .. clashing.SparesBy == SparesBy.Zone ? ["the loss of any one zone to be outlasted"] : Array.Empty<string>(),
        ];
        var places = new Places(problem);
        var idle = Enumerable.Range(0, places.All.Count).Count(place => places.Usable(place) <= 0);
        var unserved = problem.Demand.Classes.Index().Where(kind => problem.ApiOf(kind.Index) is null).Select(kind => kind.Item.Name);
        return
        [
            limits.Count == 0 && idle > 0
                ? $"in {idle} of {places.All.Count} steps nothing of a machine's rate is left to plan with"
                : $"these limits leave too few machines for the busiest hours ({problem.Demand.Peak}): {string.Join("; ", limits)}. Without any one of them there is a plan",
            $"no API that may be used can serve what passes the machines ({string.Join(", ", unserved)})",
        ];
    }

    /// <summary>That the budget is too small, and which quotas would have to go for it to do.</summary>
    public static IReadOnlyList<string> OfBudget(FleetProblem problem, UsdPerMonth budget, Plan? best, UsdPerMonth bound, SolveLimits limits)
    {
        var unbudgeted = problem with { Rules = problem.Rules with { Budget = null } };
        var helpers = problem.Rules.Quotas
            .Where(quota => FleetProgram.Solve(unbudgeted with { Rules = unbudgeted.Rules with { Quotas = [.. problem.Rules.Quotas.Where(other => other != quota)] } }, limits).BestPlan is { } plan && plan.Bill <= budget)
            .Select(quota => $"the budget and the {quota} clash: without that quota a plan keeps the budget");
        return [$"the budget of {budget} is too small: {(best is null ? "" : $"the best plan costs {best.Bill}, ")}none can cost less than {bound}", .. helpers];
    }

    private static bool IsFeasible(FleetProblem problem)
    {
        using var model = new FleetModel(problem, relaxed: false);
        return model.Solve(Ratio.FromValue(1e9), TimeSpan.FromSeconds(30), null) != Google.OrTools.LinearSolver.Solver.ResultStatus.INFEASIBLE;
    }
}
