using Mtok.Simulation;

namespace Mtok.Planning;

/// <summary>The replayed and the planned cost a month (Y5).</summary>
internal static class ReplayedCost
{
    /// <summary>Machines by the time they were paid for, requests by the time in which they came.</summary>
    public static UsdPerMonth Of(FleetProblem problem, Plan plan, SimulationResult result, Duration time)
    {
        var machines = (result.Cost.Total - result.Cost.Api) * (Duration.Month / result.Horizon);
        var requests = (result.Cost.Api + Besides(problem, result)) * (Duration.Month / time);
        var others = plan.Machines.Count > 0 ? problem.Fixed - problem.PeopleOfMachines : default;
        return UsdPerMonth.FromDollars((machines + requests).Dollars) + others + plan.People;
    }

    /// <summary>What the plan costs for what was recorded, without the ends of a forecast.</summary>
    public static UsdPerMonth Planned(FleetProblem problem, Plan plan)
    {
        if (problem.Demand.Spans.All(span => span.StandsFor.Count > 0))
        {
            return plan.Bill;
        }

        var kept = problem.Demand.Spans.Index().Where(span => span.Item.StandsFor.Count > 0).Select(span => span.Index).ToList();
        var recorded = problem with
        {
            Demand = ReplayedSpans.Recorded(problem.Demand),
            Usable = problem.Usable.Count == 0 ? [] : [.. kept.Select(span => problem.Usable[span])],
        };
        var places = new Places(recorded);
        PlannedMachines? LineOf(int machine) =>
            plan.Machines.FirstOrDefault(line => ReferenceEquals(line.Choice, problem.Machines[machine]) || line.Choice == problem.Machines[machine]);
        return new PlanReading(recorded, places).Read(
            machine => LineOf(machine)?.Committed ?? 0,
            (machine, place) => LineOf(machine)?.Running[kept[places.All[place].Span]][places.All[place].Step] ?? 0,
            (kind, place) => plan.Classes[kind].Overflow[kept[places.All[place].Span]][places.All[place].Step].PerSecond,
            (kind, place) => plan.Classes[kind].Served[kept[places.All[place].Span]][places.All[place].Step].PerSecond).Bill;
    }

    /// <summary>What requests served by machines cost in addition to the machines.</summary>
    private static Usd Besides(FleetProblem problem, SimulationResult result) => problem.PerRequest.Count == 0
        ? default
        : result.Classes.Aggregate(
            default(Usd),
            (sum, one) => problem.Demand.Classes.Index().FirstOrDefault(kind => kind.Item.Name == one.Name, (-1, null!)) is { Index: >= 0 } kind
            ? sum + (problem.PerRequest[kind.Index] * Ratio.FromValue(one.Answered - one.Overflowed))
            : sum);
}
