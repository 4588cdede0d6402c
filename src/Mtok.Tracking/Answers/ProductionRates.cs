using System.Globalization;

namespace Mtok.Tracking;

/// <summary>Throughput seen in production: what replicas served in the hours in which requests waited for them.</summary>
public static class ProductionRates
{
    private const string Submitter = "own production";
    private const double Lowest = 0.05;
    private const double Highest = 0.95;

    /// <summary>The throughput of each deployment for each model that it served, or why it is not known.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="span">The time asked about.</param>
    /// <param name="catalog">Knows models, accelerators and engines.</param>
    public static IReadOnlyList<ProductionRate> Of(Tracked tracked, TrackSpan span, Catalog catalog)
    {
        var queues = new QueueHours(tracked.Levels);
        var counted = tracked.Counters.Hours.Where(hour => hour.Target.Length > 0 && hour.Tokens.Total > 0 && span.Holds(hour.Hour))
            .ToLookup(hour => tracked.Deployments.Of(hour.Key with { Deployment = TrackAnswers.DeploymentOf(hour, tracked.Deployments) })?.Name);
        return
        [
            .. tracked.Deployments.Deployments.SelectMany(deployment => counted[deployment.Name].Any()
                ? OfDeployment(deployment, tracked, counted[deployment.Name], queues, catalog)
                : [new ProductionRate(deployment.Name, "", null, NoRate.NoCounters, null)]),
        ];
    }

    private static IEnumerable<ProductionRate> OfDeployment(
        TrackedDeployment deployment, Tracked tracked, IEnumerable<CountedHour> counted, QueueHours queues, Catalog catalog)
    {
        string NameOf(string model) => catalog.FindModel(model)?.Id ?? model;
        var hours = ReplicaHours.Of(tracked, counted, queues).ToLookup(hour => NameOf(hour.Usage.Key.Model), StringComparer.Ordinal);
        return counted.Select(hour => NameOf(hour.Key.Model)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(model => OfModel(deployment, model, [.. hours[model]], catalog));
    }

    private static ProductionRate OfModel(TrackedDeployment deployment, string name, IReadOnlyList<ReplicaHour> hours, Catalog catalog)
    {
        TokensPerSecond? busiest = hours.Count > 0 ? hours.Max(hour => hour.Output) : null;
        ProductionRate Without(NoRate why) => new(deployment.Name, name, null, why, busiest);
        if (catalog.FindModel(name) is not { } model)
        {
            return Without(NoRate.UnknownModel);
        }

        if (deployment.Replica is not { } replica)
        {
            return Without(NoRate.NoAccelerator);
        }

        List<ReplicaHour> saturated = [.. hours.Where(hour => hour.IsSaturated == true)];
        if (saturated.Count == 0)
        {
            return Without(hours.Count == 0 ? NoRate.NoUsableHour
                : hours.All(hour => hour.IsSaturated is null) ? NoRate.NoQueue
                : NoRate.NeverSaturated);
        }

        if (replica.Engine is not { } engine)
        {
            return Without(NoRate.NoEngine);
        }

        var rates = Rates(model, replica, NameOf(engine, catalog), saturated);
        return HardwareBound.Output(model, catalog.FindAccelerator(replica.AcceleratorId)!, replica.Gpus) is { } bound && rates.Output.Value > bound
            ? Without(NoRate.BeyondHardware)
            : new(deployment.Name, name, rates, null, busiest);
    }

    private static ReplicaRates Rates(Model model, ReplicaSize replica, string engine, List<ReplicaHour> hours)
    {
        var output = Over(hours.Select(hour => hour.Output));
        List<TokensPerSecond> cached = [.. hours.Select(hour => hour.Cached).OfType<TokensPerSecond>()];
        return new(
            hours.Count,
            hours.Select(hour => hour.Target).Distinct(StringComparer.Ordinal).Count(),
            output,
            Over(hours.Select(hour => hour.Input)),
            cached.Count == hours.Count ? Over(cached) : null,
            Row(model, replica, engine, hours, output.Value));
    }

    private static Measurement Row(Model model, ReplicaSize replica, string engine, List<ReplicaHour> hours, TokensPerSecond rate)
    {
        var requests = hours.Sum(hour => hour.Usage.Requests!.Value);
        Tokens Mean(Func<TokenClasses, long> of) => Tokens.FromCount((double)hours.Sum(hour => of(hour.Usage.Tokens)) / requests);
        var (first, last) = (Day(hours[0]), Day(hours[^1]));
        var counted = hours.Count == 1 ? "1 saturated hour" : string.Create(CultureInfo.InvariantCulture, $"{hours.Count} saturated hours");
        var cache = hours.TrueForAll(hour => hour.Cached is not null) ? "input is the prompt tokens computed" : "cache hits are not stated";
        return new(
            ModelId: model.Id, AcceleratorId: replica.AcceleratorId, Gpus: replica.Gpus, TensorParallel: null, PipelineParallel: null,
            Precision: replica.Precision, Engine: engine, EngineVersion: "", Scenario: Scenario.Saturated,
            Input: Mean(tokens => tokens.Input!.Value - (tokens.CacheRead ?? 0)), Output: Mean(tokens => tokens.Output!.Value), Concurrency: null,
            OutputRate: rate, Ttft: null, Tpot: null, TtftP99: null, TpotP99: null, Submitter: Submitter,
            Note: $"median of {counted}; {cache}",
            Provenance: new(AsOf.Of(last), $"{Submitter}, {AsOf.Of(first)}{(last > first ? $" to {AsOf.Of(last)}" : "")}", new("", 0, 0)) { IsUsers = true });
    }

    private static DateOnly Day(ReplicaHour hour) => DateOnly.FromDateTime(hour.Hour.UtcDateTime);

    /// <summary>The engine as measurements spell it.</summary>
    private static string NameOf(string engine, Catalog catalog) =>
        catalog.Engines.FirstOrDefault(known => known.Family.Equals(engine, StringComparison.OrdinalIgnoreCase))?.Family ?? engine;

    private static Estimate<TokensPerSecond> Over(IEnumerable<TokensPerSecond> rates)
    {
        List<double> sorted = [.. rates.Select(rate => rate.PerSecond).Order()];
        return new(At(sorted, Lowest), At(sorted, 0.5), At(sorted, Highest), Evidence.Measured);
    }

    /// <summary>A quantile, between two neighbours in proportion.</summary>
    private static TokensPerSecond At(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var (below, above) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return TokensPerSecond.FromPerSecond(below + ((place - Math.Floor(place)) * (above - below)));
    }
}
