namespace Mtok.Planning;

/// <summary>Which limits conflict where no plan meets them all.</summary>
internal static class Clashes
{
    /// <summary>Classes that no machine and no API serves.</summary>
    public static IReadOnlyList<Clash> Unserved(FleetProblem problem) => [.. WithAll(problem), .. WithoutAZone(problem)];

    private static IEnumerable<Clash> WithAll(FleetProblem problem) =>
        problem.Demand.Classes.Index()
            .Where(kind => problem.ApiOf(kind.Index) is null && !problem.Machines.Any(machine => machine.Serves(kind.Index, kind.Item)))
            .Select(kind => new Clash.Unserved(kind.Item.Name, kind.Item.Interruptible, problem.Refusals.Count > 0 ? problem.Refusals[kind.Index] : []));

    /// <summary>Classes that nothing serves once a zone is lost.</summary>
    private static IEnumerable<Clash> WithoutAZone(FleetProblem problem) =>
        from loss in ZoneLoss.Of(problem)
        from kind in problem.Demand.Classes.Index()
        let serving = problem.Machines.Index().Where(machine => machine.Item.Serves(kind.Index, kind.Item)).ToList()
        where problem.ApiOf(kind.Index) is null && serving.Count > 0 && serving.All(machine => loss.Machines.Contains(machine.Index))
        select new Clash.UnservedWithoutZone(kind.Item.Name, loss.Name);

    /// <summary>The fewest quotas and spares that together leave no plan: each is dropped in turn and stays dropped where there still is none.</summary>
    public static IReadOnlyList<Clash> OfQuotas(FleetProblem problem)
    {
        var clashing = problem with { Rules = problem.Rules with { Budget = null } };
        foreach (var quota in problem.Rules.Quotas)
        {
            clashing = Without(clashing, rules => rules with { Quotas = [.. rules.Quotas.Where(other => other != quota)] });
        }

        clashing = problem.Spares > 0 && !ProgramSearch.IsFeasible(clashing with { Spares = 0 }) ? clashing with { Spares = 0 } : clashing;
        clashing = problem.SparesBy == SparesBy.Zone && !ProgramSearch.IsFeasible(clashing with { SparesBy = SparesBy.Machine })
            ? clashing with { SparesBy = SparesBy.Machine }
            : clashing;
        clashing = Without(clashing, rules => rules with { KindsAtMost = null });
        clashing = Without(clashing, rules => rules with { SellersAtMost = null });
        List<FleetLimit> limits =
        [
            .. clashing.Rules.Quotas.Select(quota => new FleetLimit.OfQuota(quota)),
            .. clashing.Spares > 0 ? [new FleetLimit.Spares(clashing.Spares)] : Array.Empty<FleetLimit>(),
            .. clashing.SparesBy == SparesBy.Zone ? [new FleetLimit.ZoneLoss()] : Array.Empty<FleetLimit>(),
            .. clashing.Rules.KindsAtMost is { } kinds ? [new FleetLimit.Kinds(kinds)] : Array.Empty<FleetLimit>(),
            .. clashing.Rules.SellersAtMost is { } sellers ? [new FleetLimit.Sellers(sellers)] : Array.Empty<FleetLimit>(),
        ];
        var places = new Places(problem);
        var idle = Enumerable.Range(0, places.All.Count).Count(place => places.Usable(place) <= 0);
        var unserved = problem.Demand.Classes.Index().Where(kind => problem.ApiOf(kind.Index) is null).Select(kind => kind.Item.Name);
        return
        [
            limits.Count == 0 && idle > 0
                ? new Clash.NothingUsable(idle, places.All.Count)
                : new Clash.TooFewMachines(problem.Demand.Peak, limits),
            new Clash.NoOverflowApi([.. unserved]),
        ];
    }

    /// <summary>The problem without a rule where there still is no plan then; else as it was.</summary>
    private static FleetProblem Without(FleetProblem clashing, Func<PlanRules, PlanRules> drop)
    {
        var without = clashing with { Rules = drop(clashing.Rules) };
        return ProgramSearch.IsFeasible(without) ? clashing : without;
    }

    /// <summary>That the budget is too small, and which quotas would have to go for it to do.</summary>
    public static IReadOnlyList<Clash> OfBudget(FleetProblem problem, UsdPerMonth budget, Plan? best, UsdPerMonth bound, SolveLimits limits)
    {
        var unbudgeted = problem with { Rules = problem.Rules with { Budget = null } };
        var helpers = problem.Rules.Quotas
            .Where(quota =>
                FleetProgram.Solve(
                    unbudgeted with { Rules = unbudgeted.Rules with { Quotas = [.. problem.Rules.Quotas.Where(other => other != quota)] } },
                    limits).BestPlan is { } plan
                && plan.Bill <= budget)
            .Select(quota => new Clash.BudgetAndQuota(quota));
        return [new Clash.BudgetTooSmall(budget, best?.Bill, bound), .. helpers];
    }
}
