using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>The cheapest plan of a workload, and its proof by replay where there is a trace.</summary>
/// <param name="Problem">What the plan could choose from.</param>
/// <param name="Outcome">The plan with its bound, or why there is none.</param>
/// <param name="Replay">The plan replayed; null where there is no trace or no plan.</param>
public sealed record PlanAnswer(FleetProblem Problem, PlanOutcome Outcome, Replay? Replay)
{
    /// <summary>Solutions of a plan, each with more of its machines sized.</summary>
    private const int MostRounds = 12;

    /// <summary>What replays prove of fleets of one kind of machine; null where nothing was replayed.</summary>
    public ProvedRates? Proved => Ways?.Proved;

    /// <summary>How far the plan's bill can be relied on; null where there is no plan.</summary>
    public PlanChances? Chances { get; init; }

    /// <summary>Whether there is a plan that meets the service level as far as it was replayed.</summary>
    public bool Holds => Outcome.BestPlan is not null && Replay is not { Holds: false };

    /// <summary>
    /// Plans, and where the traffic has requests to replay sizes the kinds of machine by them first, then proves the plan; the same for the same
    /// input and seed. No option that is ranked costs less than the plan.
    /// </summary>
    /// <param name="workload">What is served.</param>
    /// <param name="traffic">What comes.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="limits">How well and how long to solve.</param>
    /// <param name="replays">How to replay, and who is told.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    public static PlanAnswer For(
        Workload workload, VerdictTraffic traffic, Capacities capacities, SolveLimits limits, ReplayOptions replays, DateOnly? today = null)
    {
        limits = limits.Begun();
        var problem = PlanChoices.For(workload, traffic.Demand, capacities.Catalog, capacities, today);
        var served = traffic.ServedOf(workload, capacities.Catalog);
        return traffic.Trace is { } trace
            ? Replayed(workload, SizedWays.Of(problem, workload, served, trace, capacities, replays.Seed).Ways, trace, capacities, limits, replays)
            : Sized(SizedWays.Of(problem, workload, served, capacities, (int)replays.Seed), limits, replays);
    }

    /// <summary>The plan whose kinds of machine are sized by replay; those that it takes and that were out by their bound are sized in turn.</summary>
    private static PlanAnswer Sized(SizedWays sized, SolveLimits limits, ReplayOptions replays)
    {
        var found = CountedPlan.Solve(sized.Ways, limits, replays.TellSolving);
        for (var round = 0; round < MostRounds && CanGoOn(found.Outcome) is { } plan && sized.Size(plan.Machines.Select(line => line.Choice)); round++)
        {
            found = CountedPlan.Solve(sized.Ways, limits, replays.TellSolving);
        }

        return Of(sized.Ways, found.Problem, found.Outcome, null, _ => found.CountedOn.Value);
    }

    /// <summary>The plan to go on from; null where there is none, or the user's time is over.</summary>
    private static Plan? CanGoOn(PlanOutcome outcome) => outcome is PlanOutcome.OutOfTime ? null : outcome.BestPlan;

    private static PlanAnswer Replayed(
        Workload workload, RankedWays ways, Trace trace, Capacities capacities, SolveLimits limits, ReplayOptions replays)
    {
        var (outcome, problem, countedOn) = CountedPlan.Solve(ways, limits, replays.TellSolving);
        var (kept, replay) = Replays.Prove(workload, problem, outcome, trace, capacities, limits, replays, OfOneKind(ways, problem));
        return Of(ways, replay?.Problem ?? problem, kept, replay, plan => replay is null || ReferenceEquals(plan, outcome.BestPlan)
            ? countedOn.Value
            : CountedPlan.CountedOn(plan, replay.Problem!, ways.Served, limits));
    }

    /// <summary>Draws over the plan and the best option of each kind and of the best devices; null where there is no plan.</summary>
    /// <param name="catalog">Prices of several dates, and the lives of machines.</param>
    /// <param name="seed">The seed of the draws.</param>
    public Robustness? Draws(Catalog catalog, int seed = 1) => Ways is { } ways && (Replay?.Plan ?? Outcome.BestPlan) is not null
        ? Robustness.Of(
            ways.All(), Served, ways.Problem, Outcome.BestPlan, catalog, seed: seed,
            replayed: Replay is { IsSimulated: true, Holds: true } ? Replay.Replayed : null)
        : null;

    private static PlanAnswer Of(RankedWays ways, FleetProblem problem, PlanOutcome outcome, Replay? replay, Func<Plan, UsdPerMonth?> countedOn) =>
        new(problem, outcome, replay)
        {
            Ways = ways,
            Served = ways.Served,
            Chances = (replay?.Plan ?? outcome.BestPlan) is { } plan ? PlanChances.Of(plan, ways, countedOn(plan)) : null,
        };

    /// <summary>The options that the plan was compared with; null by default.</summary>
    internal RankedWays? Ways { get; init; }

    /// <summary>The workload of the demand: its mean mix, groups of requests and limits.</summary>
    public required Workload Served { get; init; }

    /// <summary>The cheapest proved fleet of one kind of machine as a plan; null where an API takes what exceeds it anyway.</summary>
    private static Plan? OfOneKind(RankedWays ways, FleetProblem problem) => ways.Problem.ApiServesAll
        ? null
        : CountedPlan.Cheapest(ways, option => option is { Tokens: null, Machines: { } machines, Fleet.ByTheHour: false, Standing: KindStanding.Proved }
            && machines.Zones.All(problem.Machines.Contains));
}
