using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>
/// Every way of serving a demand, the machines that an answer rests on sized by replaying requests (Y6): those of the trace, or, made up like a
/// profile for the busiest hours, of a workload without one (Y7).
/// </summary>
internal sealed class SizedWays
{
    /// <summary>Requests enough for the share that misses to be known.</summary>
    private const double Enough = 20_000;

    private const double Most = 60_000;

    /// <summary>Traffic of which a minute is more is not made up: it takes so many replicas that what they pool hardly grows any more.</summary>
    private const double MostInAMinute = 4 * Most;

    private static readonly Duration Shortest = Duration.FromMinutes(10);

    private static readonly Duration Longest = Duration.FromHours(6);

    private readonly FleetProblem _problem;
    private readonly Workload _served;
    private readonly Func<TrafficSource>? _madeUp;
    private readonly Lazy<RankingProof>? _proof;
    private ProvedRates? _proved;
    private RankedWays? _ways;

    private SizedWays(FleetProblem problem, Workload served, Lazy<RankingProof>? proof, Func<TrafficSource>? madeUp)
    {
        _problem = problem;
        _served = served;
        _madeUp = madeUp;
        _proof = proof;
    }

    /// <summary>The ways, sized as far as was replayed.</summary>
    public RankedWays Ways => _ways ??= new(_proved is null ? _problem : _problem.With(_proved), _served, _proved);

    /// <summary>The ways of serving a workload's own traffic, the best of them sized; the same for the same input and seed.</summary>
    /// <param name="workload">What has to be served.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    /// <param name="seed">The seed of requests that are made up.</param>
    public static SizedWays Of(Workload workload, Capacities capacities, DateOnly? today = null, int seed = 1)
    {
        var catalog = capacities.Catalog;
        return Of(
            PlanChoices.For(workload, Demand.Of(workload), catalog, capacities, today), workload,
            workload with { Mix = AssumedLengths.Of(workload.Mix, workload, catalog) }, capacities, seed);
    }

    /// <summary>The same of a problem; requests are made up only where machines may be recommended, and only of one class that has a limit.</summary>
    public static SizedWays Of(FleetProblem problem, Workload workload, Workload served, Capacities capacities, int seed)
    {
        if (problem.Demand.Classes is not [{ Deadline.Seconds: 0, ServiceLevel.HasLimits: true }]
            || workload.Works.Count > 0
            || problem.Demand.Peak.PerSecond * 60 > MostInAMinute
            || capacities.Catalog.FindProfile(WorkloadTraffic.UsualProfile) is not { } like)
        {
            return new(problem, served, null, null);
        }

        var made = new Lazy<(Trace Trace, Demand Demand)>(() => BusiestHours(problem.Demand, workload, like, seed));
        var proof = new Lazy<RankingProof>(() =>
            Proving(new(problem, workload, made.Value.Trace, made.Value.Demand, capacities, seed), problem, workload));
        var ways = new SizedWays(problem, served, proof, () => new TrafficSource.Synthetic(made.Value.Trace.Name));
        ways.SizeBest();
        return ways;
    }

    /// <summary>The ways of serving a trace, every kind sized that may be the cheapest.</summary>
    public static SizedWays Of(FleetProblem problem, Workload workload, Workload served, Trace trace, Capacities capacities, long seed)
    {
        var proof = Proving(new(problem, workload, trace, problem.Demand, capacities, seed), problem, workload);
        var ways = new SizedWays(problem, served, new(() => proof), null);
        ways.Update();
        ways.SizeBest();
        return ways;
    }

    /// <summary>The replay of the best option's kind at the number that was proved; null where none was.</summary>
    public SimulationResult? RunBest() => _proved is not null && Ways.BestMachines.FirstOrDefault() is { } machine
        ? _proof!.Value.Run(_problem.AllMachines.First(asked => asked.Name == machine.Name))
        : null;

    /// <summary>Sizes the kinds of some machines; whether there were any that were not yet.</summary>
    public bool Size(IEnumerable<MachineChoice> machines)
    {
        var wanted = machines.ToList();
        if (_proof is null || wanted.Count == 0 || (!_proof.Value.Size(wanted) && _proved is not null))
        {
            return false;
        }

        Update();
        return true;
    }

    /// <summary>Sizes the best until it is sized: what is not yet replayed looks cheaper than it is.</summary>
    private void SizeBest()
    {
        while (Size(AtMost().BestMachines))
        {
        }
    }

    private RankedWays AtMost() => _problem.Fleet is { FollowsBursts: true } ? new(_problem.With(_proved, atMost: true), _served, _proved) : Ways;

    private void Update()
    {
        _proved = _proof!.Value.Rates() with { Traffic = _madeUp?.Invoke() };
        _ways = null;
    }

    private static RankingProof Proving(RankingProof proof, FleetProblem problem, Workload workload)
    {
        proof.Prove(RankingProof.CheapestApi(problem, workload));
        return proof;
    }

    /// <summary>Requests at the busiest hour's rate, as long as it takes for enough of them; of a part of an hour the busiest.</summary>
    private static (Trace Trace, Demand Demand) BusiestHours(Demand demand, Workload workload, TrafficProfile like, int seed)
    {
        var peak = demand.Peak;
        var wanted = Math.Clamp(Enough / peak.PerSecond, Shortest.Seconds, Longest.Seconds);
        var length = Duration.FromSeconds(Math.Ceiling(Math.Min(wanted, Math.Max(60, Most / peak.PerSecond))));
        var steps = Math.Max(1, (int)Math.Round(length / Duration.Hour is var hours ? hours.Value : 0));
        var step = length * Ratio.FromValue(1.0 / steps);
        var busiest = WorkloadTraffic.FromBusiest(like, length);
        var trace = TraceGenerator.Of(workload with { Traffic = new(peak, HourlyShape.Steady) }, busiest, length, seed);
        return (
            TraceChange.InMemory(trace, VerdictTraffic.MostHeld),
            demand with { Step = step, Spans = [new(new SpanName.Whole(), Ratio.One, [[.. Enumerable.Repeat(peak, steps)]])] });
    }
}
