using System.Globalization;
using Mtok.Planning;
using Mtok.Reporting;
using Mtok.Traces;

namespace Mtok.Tests;

/// <summary>A way of serving a trace: planned hour by hour, and proved by replay.</summary>
internal sealed record ProvedPlan(FleetProblem Problem, PlanOutcome Outcome, Replay? Replay)
{
    /// <summary>An API serves less than this share of the requests: as good as none.</summary>
    private const double NoShare = 0.001;

    /// <summary>More than enough, so that the answer does not hang on how fast a machine is.</summary>
    private static readonly SolveLimits Limits = new(Ratio.FromPercent(1), Duration.FromHours(1));

    public static ProvedPlan Of(Workload workload, Demand demand, Trace trace, Catalog catalog, Capacities capacities)
    {
        var problem = PlanChoices.For(workload, demand, catalog, capacities);
        var (outcome, replay) = Replays.Prove(workload, problem, FleetProgram.Solve(problem, Limits), trace, capacities, Limits, new());
        return new(problem, outcome, replay);
    }

    public bool Holds => Replay is { Holds: true };

    /// <summary>What it really cost in the replay, a month.</summary>
    public UsdPerMonth Cost => Replay!.Replayed;

    public UsdPerMtok PerMtok => Cost / Problem.Demand.MonthlyTokens;

    /// <summary>Why it does not keep the service level; empty where it does.</summary>
    public string WhyNot => Outcome is PlanOutcome.Infeasible none ? ClashWords.Of(none.Reasons) : Replay is null ? "no plan was found in time" : Replay.WhyNot is { } why ? ReplayFailureWords.Of(why) : "";

    /// <summary>Whether it is nothing but options of one kind.</summary>
    public bool IsOf(OptionKind kind) => Replay!.Plan.Machines.All(line => Candidates.KindOf(line.Choice.Offer.Pricing) == kind)
        && (kind == OptionKind.Api ? Replay.Plan.Machines.Count == 0 : Replay.ApiShare.Value < NoShare);

    public bool UsesAccelerator(string beginning) => Replay!.Plan.Machines.Any(line => line.Choice.Offer.AcceleratorId.StartsWith(beginning, StringComparison.Ordinal));

    public string Name => string.Join(" + ", Replay!.Plan.Machines.Select(line => $"{Count(line)} x {line.Choice.Name}").Concat(Replay.ApiShare.Value < NoShare ? [] : [Api()]));

    public string Ttft => Replay!.IsSimulated ? Replay.Result.Ttft.P99.ToString() : "not simulated";

    public string Tpot => Replay!.IsSimulated ? Replay.Result.Tpot.P99.ToString() : "not simulated";

    private string Api()
    {
        var names = string.Join(", ", Replay!.Plan.Classes.Select(line => line.Api?.Name).OfType<string>().Distinct());
        return Replay.ApiShare >= Ratio.One ? names : string.Create(CultureInfo.InvariantCulture, $"{Replay.ApiShare.Percent:0.0}% to {names}");
    }

    private static string Count(PlannedMachines line) =>
        line.Running.Min(span => span.Min()) is var least && least == line.Most ? $"{least}" : $"{least} to {line.Most}";
}
