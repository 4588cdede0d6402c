namespace Mtok.Planning;

/// <summary>The cheapest plan of a workload, and its proof by replay where there is a trace.</summary>
/// <param name="Problem">What the plan could choose from.</param>
/// <param name="Outcome">The plan with its bound, or why there is none.</param>
/// <param name="Replay">The plan replayed; null where there is no trace or no plan.</param>
public sealed record PlanAnswer(FleetProblem Problem, PlanOutcome Outcome, Replay? Replay)
{
    /// <summary>What replays prove of fleets of one kind of machine; null where nothing was replayed.</summary>
    public ProvedRates? Proved { get; init; }

    /// <summary>Whether there is a plan that meets the service level as far as it was replayed.</summary>
    public bool Holds => Outcome.BestPlan is not null && Replay is not { Holds: false };

    /// <summary>
    /// Plans, and where the traffic has requests to replay sizes the kinds of machine by them first, then proves the plan; the same for the same
    /// input and seed.
    /// </summary>
    /// <param name="workload">What is served.</param>
    /// <param name="traffic">What comes.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="limits">How well and how long to solve.</param>
    /// <param name="replays">How to replay, and who is told.</param>
    public static PlanAnswer For(Workload workload, VerdictTraffic traffic, Capacities capacities, SolveLimits limits, ReplayOptions replays)
    {
        var problem = PlanChoices.For(workload, traffic.Demand, capacities.Catalog, capacities);
        if (traffic.Trace is not { } trace)
        {
            return new(problem, FleetProgram.Solve(problem, limits, replays.TellSolving), null);
        }

        var proved = RankingProof.Of(
            problem, workload, trace, capacities, problem.ApiStandsIn ? problem.AllToApis().Bill : null, seed: replays.Seed);
        var sized = PlanChoices.For(workload, traffic.Demand, capacities.Catalog, capacities, proved);
        var outcome = FleetProgram.Solve(sized, limits, replays.TellSolving);
        var (kept, replay) = Replays.Prove(workload, sized, outcome, trace, capacities, limits, replays, OfOneKind(sized, proved));
        return new(sized, kept, replay) { Proved = proved };
    }

    private static bool IsAllowed(Plan plan, PlanRules rules) =>
        (rules.Budget is not { } budget || plan.Bill <= budget)
        && plan.Machines.All(line => rules.Quotas.All(quota => !quota.Holds(line.Choice.Offer) || line.Most * line.Choice.Gpus <= quota.Gpus));

    /// <summary>The cheapest proved fleet of one kind of machine as a plan; null where an API takes what exceeds it anyway.</summary>
    private static Plan? OfOneKind(FleetProblem problem, ProvedRates proved)
    {
        var machines = problem.ApiStandsIn ? [] : problem.Machines.Where(machine =>
            machine.Model is { } model && proved.Of(model.Id, machine.Deployment)?.Standing is KindStanding.Proved && machine.ServesAll(problem.Demand));
        return problem.SparesBy == SparesBy.Zone
            ? null
            : machines.Select(problem.Constant).Where(plan => IsAllowed(plan, problem.Rules)).MinBy(plan => plan.Bill);
    }
}
