using Mtok.Planning;
using Mtok.Simulation;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>Verdicts to draw: real options and plans, with a replay, a robust comparison and a volume curve made up around them.</summary>
internal static class Verdicts
{
    /// <summary>A workload's decision and plan, and nothing else.</summary>
    public static Verdict Bare(Workload workload, Mtok.Catalog catalog)
    {
        var capacities = new Capacities(catalog);
        var decision = Decision.For(workload, catalog, capacities);
        var problem = PlanChoices.For(workload, Demand.Of(workload, 168, 6), catalog, capacities);
        return new(decision, problem, FleetProgram.Solve(problem, SolveLimits.Default), null, null, null) { CostByLatency = CostByLatency.Of(decision, capacities, 3) };
    }

    /// <summary>The same with everything a verdict can have.</summary>
    public static Verdict Whole(Workload workload, Mtok.Catalog catalog)
    {
        var verdict = Bare(workload, catalog);
        var plan = verdict.Outcome.BestPlan!;
        return verdict with { Replay = Replayed(plan, workload.ServiceLevel, catalog), Robustness = Judged(verdict, plan), Curve = Curve(plan) };
    }

    /// <summary>A replay whose first round missed the level in one step.</summary>
    public static Replay Replayed(Plan plan, ServiceLevel level, Mtok.Catalog catalog, ReplayFailure? whyNot = null)
    {
        var kinds = new ReplicaKinds(new(catalog));
        var (model, device) = (catalog.FindModel("llama-3.1-8b")!, catalog.FindAccelerator("h100-sxm")!);
        var kind = kinds.Of(model, new(device.Id, 1, new("bf16"), "vLLM"), kinds.EngineFor(model, device, "vLLM"), new())!;
        var random = new Random(1);
        var trace = new Trace("morning", ["all"], null, [.. Enumerable.Range(0, 2000).Select(index => new TraceRequest(Duration.FromSeconds(index / 8.0), Tokens.FromCount(random.Next(200, 4000)), Tokens.FromCount(random.Next(20, 600)), default, 0, null))]);
        var result = Simulator.Run(trace, new([new(kind, 1, new(UsdPerHour.FromDollars(4), 1, "a test"))], Router.RoundRobin), new());
        List<ReplayedStep> first = [.. Enumerable.Range(0, plan.Demand.Spans[0].Steps).Select(step => Step(step, kept: step == 10 ? 900 : 998))];
        var last = first.Select(step => step with { Kept = 998 }).ToList();
        return new([new(plan, result, first, [first[10]]), new(plan, result, last, whyNot is null ? [] : [last[3]])], plan.Bill, plan.Bill * Ratio.FromValue(1.02), whyNot) { Level = level, Time = Duration.FromHours(24) };
    }

    /// <summary>Standings of the best of each kind, four figures that matter, and a commitment.</summary>
    public static Robustness Judged(Verdict verdict, Plan plan)
    {
        UsdPerMonth Times(double factor) => plan.Bill * Ratio.FromValue(factor);
        var others = verdict.Decision.BestOfEachKind.Select((option, index) => new CandidateStanding(
            option.Name, option.Kind, Ratio.FromValue(index == 0 ? 0.12 : 0), Around(option.Cost!.Bill.Value), Times(0.2), Times(0.5)));
        return new(
            1000,
            [new("the plan", OptionKind.Mixed, Ratio.FromValue(0.88), Around(plan.Bill), Times(0.004), Times(0.03)) { Middle = plan.Bill, Near = Ratio.FromValue(0.97) }, .. others],
            [
                new(new UncertainFigure.Demand(), Ratio.FromValue(0.7), Ratio.FromValue(1.5), Times(0.72), Times(1.47), "the plan", "the plan"),
                new(new UncertainFigure.Throughput("h100-sxm"), Ratio.FromValue(0.75), Ratio.FromValue(1.3), Times(1.3), Times(0.81), "an API", "the plan"),
                new(new UncertainFigure.ApiPrices(), Ratio.FromValue(0.5), Ratio.FromValue(1.1), Times(0.9), Times(1.02), "an API", "the plan"),
                new(new UncertainFigure.HoursWithoutSpot(), Ratio.FromValue(0.2), Ratio.FromValue(3), Times(1), Times(1.05), "the plan", "the plan"),
            ],
            [new("reserved for 3 years", Duration.FromYears(3), new(Ratio.FromPercent(-12), Duration.FromYears(1), new BandSource.Assumed()), Usd.FromDollars(600_000), Usd.FromDollars(520_000), "the plan", Ratio.FromPercent(14))],
            [new Assumption.SharedThroughput(), new Assumption.Drawn(new UncertainFigure.ApiPrices(), new(Ratio.FromValue(0.5), Ratio.FromValue(1.1), new BandSource.Assumed()))]);

        static Estimate<UsdPerMonth> Around(UsdPerMonth middle) => new(middle * Ratio.FromValue(0.8), middle, middle * Ratio.FromValue(1.4), Evidence.Modelled);
    }

    /// <summary>An API at a price, machines in whole numbers, and the cheaper of both.</summary>
    public static VolumeCurve Curve(Plan plan)
    {
        var today = plan.Demand.MonthlyTokens;
        var points = Enumerable.Range(-8, 17).Select(step => today * Ratio.FromValue(Math.Pow(10, step / 4.0))).Select(volume =>
        {
            var machines = (int)Math.Ceiling(volume.Count / (today.Count * 0.6));
            var (api, fleet) = (plan.PerMtok * Ratio.FromValue(1.5), UsdPerMtok.FromDollars((decimal)(machines * 0.7 * (double)plan.Bill.Dollars / volume.Millions)));
            return new VolumePoint(volume, api, fleet, api < fleet ? api : fleet, machines);
        }).ToList();
        return new(today, points, today * Ratio.FromValue(0.4), today * Ratio.FromValue(0.9), Ratio.FromPercent(1), null);
    }

    private static ReplayedStep Step(int step, long kept) => new(0, step, Duration.FromHours(step), 1000, kept, 15);
}
