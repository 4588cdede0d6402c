namespace Mtok.Planning;

/// <summary>What stands in where something of a plan fails.</summary>
public static class PlanRedundancy
{
    /// <summary>The spares of all kinds of machine, and how often enough of each kind is up (D1 to D3).</summary>
    /// <param name="problem">What the plan could choose from.</param>
    /// <param name="plan">The plan.</param>
    public static Redundancy Of(FleetProblem problem, Plan plan)
    {
        if (plan.Machines.Count == 0)
        {
            return problem.OfProvider;
        }

        var kept = plan.Machines.Select(line => (line.Choice, Spares: Math.Min(line.Most, problem.SparesOf(line.Choice)))).ToList();
        var (spares, cost) = (kept.Sum(line => line.Spares), kept.Sum(line => (line.Choice.Price * Duration.Month).Dollars * line.Spares));
        var up = problem.SparesBy == SparesBy.Zone && !problem.ApiStandsIn
            ? problem.Uptime.Region
            : plan.Machines.Aggregate(Ratio.One, (share, line) =>
                share * problem.Uptime.InOneZone(line.Most, Math.Max(0, line.Most - problem.SparesOf(line.Choice))));
        return problem.OfMachines(problem.SparesBy == SparesBy.Zone, spares, UsdPerMonth.FromDollars(cost), up);
    }
}
