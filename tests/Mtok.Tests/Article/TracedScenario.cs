using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>A scenario of the article on a trace of its traffic: the cheapest way of all, and the cheapest of the article's kind alone.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Workload">Its workload file.</param>
/// <param name="Span">How long its trace lasts.</param>
/// <param name="Cheapest">The cheapest way of all.</param>
/// <param name="Kind">The cheapest of the article's kind; the same where that is of it.</param>
/// <param name="Robustness">How often each candidate is the cheapest.</param>
/// <param name="Curve">Volumes, each planned anew; null for work that may wait.</param>
/// <param name="KindCurve">The same with machines of the article's kind alone.</param>
internal sealed record TracedScenario(ArticleScenario Scenario, Workload Workload, Duration Span, ProvedPlan Cheapest, ProvedPlan Kind, Robustness? Robustness, VolumeCurve? Curve, VolumeCurve? KindCurve)
{
    /// <summary>Both plans are within 1 % of the cheapest, so that costs nearer together than this are the same.</summary>
    private const double Same = 1.02;

    private static readonly (Ratio, Ratio) Volumes = (Ratio.FromPercent(1), Ratio.FromValue(100));

    public static TracedScenario Of(ArticleScenario scenario, Workload workload, Catalog catalog)
    {
        // A week has every hour of the shape; a day tells as much of days that are all alike.
        var span = workload.Traffic.Shape.Hours.Count > 24 ? WorkloadTraffic.UsualSpan(workload) : Duration.FromHours(24);
        var trace = TraceChange.Held(TraceGenerator.Of(workload, catalog.FindProfile(WorkloadTraffic.UsualProfile)!, span, 1), Replays.MostHeld);
        var demand = TraceDemand.Of(trace, workload, Duration.Hour, (int)span.Hours, 1)!;
        var capacities = new Capacities(catalog);
        var cheapest = ProvedPlan.Of(workload, demand, trace, catalog, capacities);
        var kind = cheapest.Holds && cheapest.IsOf(scenario.Kind)
            ? cheapest
            : ProvedPlan.Of(workload with { Allowed = workload.Allowed with { Kinds = [scenario.Kind] } }, demand, trace, catalog, capacities);
        var robustness = Robustness.Of(Decision.For(workload, catalog, capacities), cheapest.Problem, cheapest.Replay?.Plan, catalog);
        return new(scenario, workload, span, cheapest, kind, robustness, Along(workload, cheapest.Problem), Along(workload, Only(scenario.Kind, cheapest.Problem)));
    }

    /// <summary>Whether nothing that keeps the service level costs less than the article's kind.</summary>
    public bool Holds => Kind.Holds && (ReferenceEquals(Kind, Cheapest) || !Cheapest.Holds || Kind.Cost.Dollars <= Cheapest.Cost.Dollars * (decimal)Same);

    /// <summary>The volumes looked at, and whether nothing costs less there than the article's kind; as planned.</summary>
    public IReadOnlyList<(Tokens Volume, bool Holds)> ByVolume => Curve is null || KindCurve is null ? [] : [.. Curve.Points
        .Join(KindCurve.Points, point => point.Volume, own => own.Volume, (point, own) => (point.Volume, Cost: Scenario.Kind == OptionKind.Api ? point.Api : own.Fleet, Least: point.Mix))
        .Select(at => (at.Volume, at.Cost is { } cost && at.Least is { } least && cost.Dollars <= least.Dollars * (decimal)Same))];

    private static FleetProblem Only(OptionKind kind, FleetProblem problem) =>
        problem with { Machines = [.. problem.Machines.Where(choice => Candidates.KindOf(choice.Offer.Pricing) == kind)] };

    private static VolumeCurve? Along(Workload workload, FleetProblem problem) =>
        workload.Deferrable ? null : VolumeCurve.For(problem, null, Volumes, 33);
}
