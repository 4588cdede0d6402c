using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>Ranks every option, fleets that may be the cheapest sized by replaying requests (Y6): made up like a profile where there is no trace.</summary>
public static class ProvedDecision
{
    /// <summary>Enough requests for the share that misses to be known.</summary>
    private const double Enough = 20_000;

    private const double Most = 60_000;

    private static readonly Duration Shortest = Duration.FromMinutes(10);

    private static readonly Duration Longest = Duration.FromHours(6);

    /// <summary>Ranks the options of a workload without a trace; the same for the same input and seed.</summary>
    /// <param name="workload">What has to be served.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    /// <param name="seed">The seed of draws and of requests that are made up.</param>
    public static Decision Of(Workload workload, Capacities capacities, DateOnly? today = null, int seed = 1)
    {
        var catalog = capacities.Catalog;
        var problem = PlanChoices.For(workload, Demand.Of(workload), catalog, capacities, today);
        var served = workload with { Mix = AssumedLengths.Of(workload.Mix, workload, catalog) };
        var cheapest = RankingProof.CheapestApi(problem, workload);
        if (problem.Demand.Classes is not [{ Deadline.Seconds: 0, ServiceLevel.HasLimits: true }] || !RankingProof.Matters(problem, cheapest))
        {
            return Decision.For(problem, served, catalog, seed);
        }

        var (trace, demand) = BusiestHours(problem.Demand, workload, catalog.FindProfile(WorkloadTraffic.UsualProfile)!, seed);
        var proved = RankingProof.Of(problem, workload, trace, capacities, cheapest, seed: seed, traced: demand) with
        {
            Traffic = new TrafficSource.Synthetic(trace.Name),
        };
        return Decision.For(problem.With(proved, workload.Fleet), served, catalog, seed, proved);
    }

    /// <summary>Requests at the busiest hour's rate, as long as it takes for enough of them.</summary>
    private static (Trace Trace, Demand Demand) BusiestHours(Demand demand, Workload workload, TrafficProfile like, int seed)
    {
        var peak = demand.Peak;
        var wanted = Math.Clamp(Enough / peak.PerSecond, Shortest.Seconds, Longest.Seconds);
        var length = Duration.FromSeconds(Math.Ceiling(Math.Min(wanted, Math.Max(60, Most / peak.PerSecond))));
        var steps = Math.Max(1, (int)Math.Round(length / Duration.Hour is var hours ? hours.Value : 0));
        var step = length * Ratio.FromValue(1.0 / steps);
        var trace = TraceGenerator.Of(workload with { Traffic = new(peak, HourlyShape.Steady) }, like, length, seed);
        return (
            TraceChange.InMemory(trace, VerdictTraffic.MostHeld),
            demand with { Step = step, Spans = [new(new SpanName.Whole(), Ratio.One, [[.. Enumerable.Repeat(peak, steps)]])] });
    }
}
