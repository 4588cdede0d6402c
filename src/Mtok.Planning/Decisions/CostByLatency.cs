namespace Mtok.Planning;

/// <summary>What a workload costs on one option's machines where each of them works at another batch: slower for each user, cheaper for all.</summary>
/// <param name="Option">The option; machines alone.</param>
/// <param name="Points">From the fastest for a user to the slowest.</param>
/// <param name="Source">The evidence of the throughput.</param>
public sealed record LatencyCurve(RankedOption Option, IReadOnlyList<LatencyPoint> Points, string Source);

/// <summary>One batch of a <see cref="LatencyCurve"/>.</summary>
/// <param name="Tpot">Time per output token after the first, in the mean.</param>
/// <param name="Ttft">Time to the first token, in the mean.</param>
/// <param name="PerMtok">Total cost / tokens served, whole machines and idle hours included (C7), with the interval of throughput.</param>
public sealed record LatencyPoint(Duration Tpot, Duration Ttft, Estimate<UsdPerMtok> PerMtok);

/// <summary>Cost against latency: the frontiers of the best machines, priced for a workload.</summary>
public static class CostByLatency
{
    private const int FrontierPoints = 24;

    /// <summary>
    /// Curves of the cheapest options that are machines alone, each of another deployment; options whose frontier cannot be modelled
    /// are skipped.
    /// </summary>
    /// <param name="decision">The options ranked.</param>
    /// <param name="capacities">What throughput is modelled from.</param>
    /// <param name="most">The most curves.</param>
    public static IReadOnlyList<LatencyCurve> Of(Decision decision, Capacities capacities, int most)
    {
        var (answers, reckoning) = (new CapacityAnswers(capacities), new Reckoning(decision.Problem, decision.Workload));
        return [.. decision.Options
            .Where(option => option is { MayWin: true, Fleet: not null, Api: null })
            .DistinctBy(option => option.Fleet!.Capacity.Deployment)
            .Select(option => CurveOf(option, decision.Workload, capacities.Catalog, answers, reckoning))
            .OfType<LatencyCurve>()
            .Take(most)];
    }

    private static LatencyCurve? CurveOf(RankedOption option, Workload workload, Catalog catalog, CapacityAnswers answers, Reckoning reckoning)
    {
        var capacity = option.Fleet!.Capacity;
        var deployment = capacity.Deployment;
        var family = catalog.Engines.Any(engine => engine.Family == deployment.Engine) ? deployment.Engine : null;
        var frontier = answers.Frontier(
            capacity.Model,
            catalog.FindAccelerator(deployment.AcceleratorId)!,
            deployment.Gpus,
            deployment.Precision,
            family,
            workload.Mix,
            FrontierPoints,
            deployment.Parallelism,
            deployment.KvPrecision);
        return frontier is null ? null : new(option, [.. frontier.Points.Select(Priced).OrderBy(point => point.Tpot)], frontier.Source);

        LatencyPoint Priced(FrontierPoint point) =>
            new(point.Tpot, point.Ttft, new(PerMtok(point.PerGpu.High), PerMtok(point.PerGpu.Value), PerMtok(point.PerGpu.Low), point.PerGpu.Evidence));

        UsdPerMtok PerMtok(TokensPerSecond perGpu)
        {
            var requests = perGpu.PerSecond * deployment.Gpus / workload.Mix.Output.Count;
            var bill = reckoning.BillOf(option, 1, requests / capacity.Requests.Value.PerSecond);
            return UsdPerMonth.FromDollars(bill) / workload.Traffic.MonthlyTokens(workload.Mix);
        }
    }
}
