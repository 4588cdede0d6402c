namespace Mtok.Planning;

/// <summary>Plans that no option is cheaper than, at the middle and in what one can count on (U7).</summary>
internal static class CountedPlan
{
    private static readonly Ratio Rounding = Ratio.FromValue(1 + 1e-6);

    /// <summary>
    /// The cheapest plan; where one can count on an option for less, the cheapest of the machines that cost least at the throughput one can count on,
    /// or that option.
    /// </summary>
    /// <param name="ways">The options, and what they are made from.</param>
    /// <param name="limits">How well and how long to solve.</param>
    /// <param name="tell">Receives progress; null for none.</param>
    /// <returns>
    /// The plan with a bound that no plan of any machines is below, what it was made from, and the plan's bill that one can count on, asked for once.
    /// </returns>
    public static (PlanOutcome Outcome, FleetProblem Problem, Lazy<UsdPerMonth?> CountedOn) Solve(
        RankedWays ways, SolveLimits limits, Action<SolveProgress>? tell)
    {
        var (problem, outcome) = (ways.Problem, Cheapest(ways, limits, tell));
        var best = ways.All().FirstOrDefault(option => option.MayWin);
        Lazy<UsdPerMonth?> Counted(Plan? plan) => new(() => plan is null ? null : CountedOn(plan, problem, ways.Served, limits));
        bool IsDearer(Lazy<UsdPerMonth?> bill) => best?.CountedOn is { } least && !(bill.Value <= least * Rounding);
        var first = Counted(outcome.BestPlan);
        if (outcome.BestPlan is null || !IsDearer(first) || ways.Reckoning.PlanOf(best!) is not { } option)
        {
            return (outcome, problem, first);
        }

        // A search that ended by its work is not made again, and none is made after the user's time.
        var counted = outcome is PlanOutcome.Found ? FleetProgram.Solve(problem.CountedOn(), limits, tell).BestPlan : null;
        var (bound, surer) = (outcome.LowerBound!.Value, problem.CountedOn(counted, best!));
        if (outcome is PlanOutcome.OutOfTime)
        {
            return (new PlanOutcome.OutOfTime(option, bound), surer, Counted(option));
        }

        var other = FleetProgram.Solve(surer, limits, tell).OrBetter(option, limits.Gap);
        var second = Counted(other.BestPlan);
        return other.BestPlan is null || IsDearer(second)
            ? (new PlanOutcome.Found(option, bound), surer, Counted(option))
            : (other.With(bound), surer, second);
    }

    /// <summary>The cheapest of the options that may be recommended, as a plan; null where there is none.</summary>
    public static Plan? Cheapest(RankedWays ways, Func<RankedOption, bool> takes) => ways.All()
        .Where(option => option.MayWin && takes(option)).OrderBy(option => option.Cost!.Bill.Value)
        .Select(ways.Reckoning.PlanOf).OfType<Plan>().FirstOrDefault();

    /// <summary>The bill that one can count on of a plan's own machines and APIs; null where limits allow too few of them.</summary>
    public static UsdPerMonth? CountedOn(Plan plan, FleetProblem problem, Workload served, SolveLimits limits)
    {
        var machines = plan.Machines.Select(line => line.Choice).ToList();
        if (machines.TrueForAll(machine => machine.CountedOn == Ratio.One))
        {
            return plan.Bill;
        }

        var own = (problem with { Machines = machines }).CountedOn();
        var counted = Cheapest(new(own with { AllMachines = own.Machines, AllApis = own.Apis }, served, null), limits, null);
        return counted.BestPlan is { } other ? (other.Bill > plan.Bill ? other.Bill : plan.Bill) : null;
    }

    private static PlanOutcome Cheapest(RankedWays ways, SolveLimits limits, Action<SolveProgress>? tell)
    {
        var outcome = FleetProgram.Solve(ways.Problem, limits, tell).OrBetter(Cheapest(ways, _ => true), limits.Gap);
        return outcome.BestPlan is { Machines.Count: 0 } && !ways.Served.Allowed.Kinds.Contains(OptionKind.Api)
            ? WithMachines(ways, outcome.LowerBound!.Value, limits, tell)
            : outcome;
    }

    /// <summary>Where an API may only be a part of a mix: machines alone, or the cheapest mix.</summary>
    private static PlanOutcome WithMachines(RankedWays ways, UsdPerMonth bound, SolveLimits limits, Action<SolveProgress>? tell)
    {
        var alone = FleetProgram.Solve(ways.Problem.WithoutApis(), limits, tell);
        var mix = Cheapest(ways, option => option is { Machines: not null, Tokens: not null });
        return mix is not null && !(alone.BestPlan?.Bill <= mix.Bill) ? new PlanOutcome.Found(mix, bound) : alone.With(bound);
    }
}
