using Mtok.Planning;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>A scenario of the article on a trace of its traffic: the cheapest way of all, of the article's kind, and an API alone; each proved by replay.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Workload">Its workload file.</param>
/// <param name="Span">How long its trace lasts.</param>
/// <param name="Cheapest">The cheapest way of all.</param>
/// <param name="Kind">The cheapest of the article's kind; the same where that is of it.</param>
/// <param name="Api">An API alone; the same as either where that is one.</param>
/// <param name="Draws">How often each of them is the cheapest.</param>
/// <param name="Curve">Volumes, each planned anew; null for work that may wait.</param>
/// <param name="KindCurve">The same with machines of the article's kind alone.</param>
internal sealed record TracedScenario(ArticleScenario Scenario, Workload Workload, Duration Span, ProvedPlan Cheapest, ProvedPlan Kind, ProvedPlan Api, IReadOnlyDictionary<ProvedPlan, Ratio> Draws, VolumeCurve? Curve, VolumeCurve? KindCurve)
{
    /// <summary>Each plan is within 1 % of the cheapest, so that costs nearer together than this are the same.</summary>
    private const double Same = 1.02;

    private static readonly (Ratio, Ratio) Volumes = (Ratio.FromPercent(1), Ratio.FromValue(100));

    public static TracedScenario Of(ArticleScenario scenario, Workload workload, Catalog catalog)
    {
        // A week has every hour of the shape; a day tells as much of days that are all alike.
        var span = workload.Traffic.Shape.Hours.Count > 24 ? WorkloadTraffic.UsualSpan(workload) : Duration.FromHours(24);
        var trace = TraceChange.InMemory(TraceGenerator.Of(workload, catalog.FindProfile(WorkloadTraffic.UsualProfile)!, span, 1), Replays.MostHeld);
        var demand = TraceDemand.Of(trace, workload, Duration.Hour, (int)span.Hours, 1)!;
        var capacities = new Capacities(catalog);
        var cheapest = ProvedPlan.Of(workload, demand, trace, catalog, capacities);
        ProvedPlan Only(OptionKind kind) => cheapest.Holds && cheapest.IsOf(kind)
            ? cheapest
            : ProvedPlan.Of(workload with { Allowed = workload.Allowed with { Kinds = [kind] } }, demand, trace, catalog, capacities);
        var api = Only(OptionKind.Api);
        var own = scenario.Kind == OptionKind.Api ? api : Only(scenario.Kind);
        return new(scenario, workload, span, cheapest, own, api, Drawn(workload, catalog, cheapest, own, api), Along(workload, cheapest.Problem), Along(workload, MachinesOf(scenario.Kind, cheapest.Problem)));
    }

    /// <summary>Draws among what holds in the replay, at what it cost there (U1 to U3).</summary>
    private static Dictionary<ProvedPlan, Ratio> Drawn(Workload workload, Catalog catalog, params ProvedPlan[] plans)
    {
        var outlook = new Outlook(Uncertainties.Of(workload, catalog));
        var finalists = new Finalists(plans[0].Problem, outlook);
        var candidates = plans.Distinct().Where(plan => plan.Holds).Select(plan => (Plan: plan, Finalist: finalists.Of(plan.Replay!.Plan).WithBill(plan.Cost, finalists.Middle))).ToList();
        var standings = Robustness.Of([.. candidates.Select(one => one.Finalist)], outlook, null, 1).Standings;
        return candidates.ToDictionary(one => one.Plan, one => standings.First(standing => standing.Kind == one.Finalist.Kind).Cheapest);
    }

    /// <summary>Whether nothing that keeps the service level costs less than the article's kind.</summary>
    public bool Holds => IsSame(Kind);

    /// <summary>Whether a plan that keeps the service level costs no more than the cheapest that does.</summary>
    public bool IsSame(ProvedPlan plan) => plan.Holds && (ReferenceEquals(plan, Cheapest) || !Cheapest.Holds || plan.Cost.Dollars <= Cheapest.Cost.Dollars * (decimal)Same);

    /// <summary>The volumes looked at, and whether nothing costs less there than the article's kind; as planned.</summary>
    public IReadOnlyList<(Tokens Volume, bool Holds)> ByVolume => Curve is null || KindCurve is null ? [] : [.. Curve.Points
        .Join(KindCurve.Points, point => point.Volume, own => own.Volume, (point, own) => (point.Volume, Cost: Scenario.Kind == OptionKind.Api ? point.Api : own.Fleet, Least: point.Mix))
        .Select(at => (at.Volume, at.Cost is { } cost && at.Least is { } least && cost.Dollars <= least.Dollars * (decimal)Same))];

    private static FleetProblem MachinesOf(OptionKind kind, FleetProblem problem) =>
        problem with { Machines = [.. problem.Machines.Where(choice => Candidates.KindOf(choice.Offer.Pricing) == kind)] };

    private static VolumeCurve? Along(Workload workload, FleetProblem problem) =>
        workload.Deferrable ? null : VolumeCurve.For(problem, null, Volumes, 33);
}
