using Mtok.Planning;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Tracked traffic beside what planning says that it would have cost.</summary>
/// <param name="Traffic">What was tracked, and what was paid.</param>
/// <param name="Models">Each model, what was paid most first.</param>
public sealed record TrackedComparison(TrackedTraffic Traffic, IReadOnlyList<ComparedModel> Models)
{
    /// <summary>Rules where no workload gives any: everything is allowed, and no answer is too slow.</summary>
    private static readonly Workload AnyRules = new(
        "tracked",
        [],
        new(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady),
        new(Tokens.FromCount(1), Tokens.FromCount(1), Ratio.Zero),
        ServiceLevel.None,
        Interruptible: false,
        Deferrable: false,
        Allowed.All,
        FleetRules.DefaultFor(ServiceLevel.None),
        Overheads.None,
        []);

    /// <summary>Compares each model's traffic with every option.</summary>
    /// <param name="traffic">What was tracked.</param>
    /// <param name="rules">What is allowed and how fast answers must come; null for anything. Its models, traffic and tokens play no part.</param>
    /// <param name="capacities">Throughput of replicas, with the catalog of prices.</param>
    /// <param name="today">The day to which the age of prices is counted; null where it is not.</param>
    public static TrackedComparison Of(TrackedTraffic traffic, Workload? rules, Capacities capacities, DateOnly? today) => new(
        traffic,
        [
            .. traffic.Models.Select(model => new ComparedModel(
                model, model.Model is { } known ? PastComparison.Of(PastOf(model, traffic), known, rules ?? AnyRules, capacities, today) : null))
                .OrderByDescending(model => model.Paid).ThenBy(model => model.Traffic.Name, StringComparer.Ordinal),
        ]);

    /// <summary>The usage of which both input and output are known, as planning takes it.</summary>
    private static PastTraffic PastOf(ModelTraffic model, TrackedTraffic traffic) => new(
        traffic.From,
        traffic.Hours,
        [.. model.Stated.Select(row => new PastRequests(row.Usage.Hour, row.IsHourly, row.Usage.Requests, ModelTraffic.CountsOf(row)!))]);
}

/// <summary>One model's traffic beside its options.</summary>
/// <param name="Traffic">The traffic, and what was paid for it.</param>
/// <param name="Comparison">What it would have cost elsewhere; null where the catalog does not know the model.</param>
public sealed record ComparedModel(ModelTraffic Traffic, PastComparison? Comparison)
{
    /// <summary>What was paid in dollars; null where nothing is known of it, or some was paid in another currency.</summary>
    public Usd? Paid { get; } = Traffic.Paid.Count > 0 && Traffic.Paid.All(paid => paid.Amount.Currency == "USD")
        ? Usd.FromDollars(Traffic.Paid.Sum(paid => paid.Amount.Amount))
        : null;

    /// <summary>The tokens that are priced.</summary>
    public Tokens Tokens { get; } = Comparison?.Traffic.Tokens.Total
        ?? Traffic.Stated.Aggregate(default(Tokens), (sum, row) => sum + ModelTraffic.CountsOf(row)!.Total);

    /// <summary>What was paid / the tokens; null where either is not known of all of its traffic.</summary>
    public UsdPerMtok? PaidPerMtok => Paid is { } paid && Traffic.Untold.Count == 0 ? Per(paid) : null;

    /// <summary>A cost / the tokens; null where there are none.</summary>
    public UsdPerMtok? Per(Usd cost) => Tokens.Count > 0 ? cost / Tokens : null;

    /// <summary>What an option would have cost beyond what was paid; null where either is not known of all traffic.</summary>
    public Usd? Difference(PastOption option) => option.Cost is { } cost && Paid is { } paid && Traffic.Untold.Count == 0 ? cost.Value - paid : null;
}
