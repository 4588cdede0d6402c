using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>A way of serving a scenario's trace: planned, and what it costs.</summary>
internal sealed record TracedPlan(FleetProblem Problem, PlanOutcome Outcome);

/// <summary>A scenario of the article planned on a trace of its traffic: the cheapest of all, and the cheapest of the article's kind alone.</summary>
internal sealed record TracedScenario(ArticleScenario Scenario, Workload Workload, Trace Trace, Duration Span, TracedPlan Cheapest, TracedPlan Theirs, VolumeCurve Curve, VolumeCurve TheirCurve)
{
    private static readonly SolveLimits Limits = new(Ratio.FromPercent(1), Duration.FromSeconds(600));

    private static readonly (Ratio, Ratio) Volumes = (Ratio.FromPercent(1), Ratio.FromValue(100));

    public static TracedScenario Of(ArticleScenario scenario, Catalog catalog, Workload workload, Trace trace, Duration span)
    {
        var demand = TraceDemand.Of(trace, workload, Duration.Hour, 168, 1)!;
        var capacities = new Capacities(catalog);
        TracedPlan Plan(params OptionKind[] kinds)
        {
            var allowed = kinds.Length == 0 ? workload : workload with { Allowed = workload.Allowed with { Kinds = kinds } };
            var problem = PlanChoices.For(allowed, demand, catalog, capacities);
            return new(problem, FleetProgram.Solve(problem, Limits));
        }

        var (cheapest, theirs) = (Plan(), Plan(scenario.Kind));
        var againstApi = theirs.Problem with { Apis = cheapest.Problem.Apis };
        return new(scenario, workload, trace, span, cheapest, theirs, Along(cheapest.Problem), Along(againstApi));
    }

    private static VolumeCurve Along(FleetProblem problem) => VolumeCurve.For(problem, Limits, Volumes, 17);
}
