using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>Reports a plan: the answer first with cost, status, bound and gap, then machines, requests and hours; CSV and JSON have every step.</summary>
public static class PlanReport
{
    /// <summary>The report as text, table and JSON.</summary>
    /// <param name="workload">The workload planned for.</param>
    /// <param name="problem">Demand, choices and limits of the plan.</param>
    /// <param name="limits">The gap and time requested.</param>
    /// <param name="outcome">The plan, or why there is none.</param>
    /// <param name="replay">Its replay; null where it was not replayed.</param>
    public static Report Of(Workload workload, FleetProblem problem, SolveLimits limits, PlanOutcome outcome, Replay? replay = null)
    {
        var bound = outcome.LowerBound ?? default;
        var schedule = outcome.BestPlan is { } plan ? PlanSchedule.Json(plan) : [];
        if (replay is not null)
        {
            ReplayReport.AddTo(schedule, replay);
        }

        var blocks = Blocks(workload, problem, limits, outcome, replay, showsReplay: true);
        return new($"{workload.Name}: the plan", blocks, JsonFigures.Rows(schedule), Json(workload, problem, outcome, bound, schedule, replay));
    }

    /// <summary>As much of the report as is asked for; JSON and CSV have everything.</summary>
    /// <param name="workload">The workload planned for.</param>
    /// <param name="answer">The plan with its problem and replay.</param>
    /// <param name="limits">The gap and time requested.</param>
    /// <param name="view">How much, and what else it is made of.</param>
    public static Report Of(Workload workload, PlanAnswer answer, SolveLimits limits, DecisionView view)
    {
        var all = Of(workload, answer.Problem, limits, answer.Outcome, answer.Replay);
        var robustness = answer.Draws(view.Capacities.Catalog);
        var unranked = new Decision(answer.Served, [], [], robustness) { Proved = answer.Proved };
        var screen = new ScreenAnswer(
            unranked, new(unranked, answer.Problem, answer.Outcome, answer.Replay, robustness, null) { Chances = answer.Chances },
            view.Day, view.Disagreements)
        { Limits = limits, Today = TodaysBill.Of(answer.Served, view.Capacities.Catalog) };
        SavingWords.AddTo(all.Json, screen);
        StaffingWords.AddTo(all.Json, screen);
        AddTo(all.Json, answer, screen);
        return view.Detail switch
        {
            Detail.All => all with { Blocks = [.. all.Blocks, .. robustness is null ? [] : RobustnessReport.Blocks(robustness)] },
            Detail.Why when screen.Plan is not null => all with { Blocks = WhyScreen.Of(screen, view.Capacities) },
            _ => all with { Blocks = PlanScreen.Of(screen) },
        };
    }

    /// <summary>What the answer rests on, as in a decision.</summary>
    private static void AddTo(JsonNode json, PlanAnswer answer, ScreenAnswer screen)
    {
        json["counted_on_usd_per_month"] = JsonFigures.Of(screen.CountedOn?.Dollars);
        json["doubt"] = screen.Sureness is { } sureness ? SurenessWords.Of(sureness) : null;
        json["regret"] = ConfidenceJson.Of(screen.Decision.Robustness?.Regret);
        json["budget"] = RobustnessReport.Json(screen.Decision.Robustness?.Budget);
        json["proof"] = answer.Proved is { } proved ? ProofWords.Json(proved) : null;
    }

    /// <summary>The report's text, the answer first.</summary>
    /// <param name="workload">The workload planned for.</param>
    /// <param name="problem">Demand, choices and limits of the plan.</param>
    /// <param name="limits">The gap and time requested.</param>
    /// <param name="outcome">The plan, or why there is none.</param>
    /// <param name="replay">Its replay; null where it was not replayed.</param>
    /// <param name="showsReplay">Whether the replay is shown here; otherwise the caller shows it.</param>
    internal static IReadOnlyList<Block> Blocks(
        Workload workload, FleetProblem problem, SolveLimits limits, PlanOutcome outcome, Replay? replay, bool showsReplay)
    {
        var bound = outcome.LowerBound ?? default;
        var shown = showsReplay ? replay : null;
        return outcome switch
        {
            PlanOutcome.Infeasible none =>
                [
                    new Block.Line("No plan meets all limits.", Strong: true),
                    new Block.List("Why", [.. none.Reasons.Select(ClashWords.Of)]),
                    .. Doubtful(problem),
                ],
            { BestPlan: { } best } =>
                [.. Answer(best, bound, limits, outcome, replay, problem.IsCountedOn), .. Replayed(shown), .. Tables(best), .. shown is null
                    ? []
                    : ReplayReport.Blocks(shown), new Block.List("Assumptions", Given(workload, problem, best, replay))],
            PlanOutcome.OutOfTime =>
                [new Block.Line($"No plan was found within {limits.Time}; none can cost less than {Money(bound)} a month. Raise --time-limit.", Strong: true)],
            _ => [new Block.Line($"The search ended before it found a plan; none can cost less than {Money(bound)} a month. Loosen a limit.", Strong: true)],
        };
    }

    /// <summary>What could serve at prices that are doubtful, where no plan exists without it.</summary>
    private static IEnumerable<Block> Doubtful(FleetProblem problem) => PriceNotes.Doubtful(
        problem.Doubtful.Select(left => (left.Name, (IReadOnlyList<Doubt>)[left.Doubt], (object)left.Name)), isAll: true);

    private static IEnumerable<Block> Replayed(Replay? replay) => replay is null ? [] : [new Block.Line(ReplayReport.Answer(replay), Strong: !replay.Holds)];

    private static IEnumerable<Block> Answer(Plan plan, UsdPerMonth bound, SolveLimits limits, PlanOutcome outcome, Replay? replay, bool isCountedOn)
    {
        var parts = plan.Machines
            .Select(line => line.Committed > 0 ? $"{line.Committed} x {line.Choice.Name} all the time" : $"{Range(line)} x {line.Choice.Name} as needed")
            .ToList();
        if (plan.ApiShare.Value > 0)
        {
            var apis = string.Join(" and ", plan.Classes.Where(line => line.Cost.Dollars > 0).Select(line => line.Api!.Name).Distinct());
            parts.Add($"{plan.ApiShare} of requests to {apis}");
        }

        var start = plan.Machines.Count > 0 ? "Run" : "Send";
        yield return new Block.Line($"{start} {string.Join(", ", parts)}: {Cost(plan, replay)}.", Strong: true);
        var gap = PlanOutcome.Gap(plan, bound);
        var isWithin = gap <= limits.Gap;
        var none = replay is { Rounds.Count: > 1 } && isWithin ? "No plan tightened in the same way" : "No plan";
        yield return new Block.Line(outcome is PlanOutcome.Found
            ? $"{none} can cost less than {Money(bound)} a month: a gap of {gap}{(isWithin
                ? $", within the {limits.Gap} requested."
                : isCountedOn ? $". {Sentences.Begin(PlanScreen.Cheaper)}."
                : ". Cheaper plans that were tried miss the service level in the replay.")}"
            : $"{(outcome is not PlanOutcome.OutOfTime
                ? $"The search ended before the gap of {limits.Gap}"
                : isWithin
                    ? $"The time limit of {limits.Time} cut the search for a plan that holds"
                    : $"The time limit of {limits.Time} was reached before the gap of {limits.Gap}")}: {none.ToLowerInvariant()} can cost less "
                + $"than {Money(bound)} a month, a gap of {gap}.");
    }

    /// <summary>
    /// The cost: as replayed where the plan meets the service level there. A plan sends to an API what exceeds a replica's rate, a
    /// replay only what would wait too long.
    /// </summary>
    private static string Cost(Plan plan, Replay? replay) => replay is { IsSimulated: true, Holds: true } && Money(replay.Replayed) != Money(plan.Bill)
        ? $"{Money(replay.Replayed)} a month as replayed, {replay.Replayed / plan.Demand.MonthlyTokens} ({Money(plan.Bill)} as planned)"
        : $"{Money(plan.Bill)} a month, {plan.PerMtok}";

    private static IEnumerable<Block> Tables(Plan plan)
    {
        if (plan.Machines.Count > 0)
        {
            yield return new Block.Rows(
                new("Machines", [
                    new("Machine"), new("Always", Numbers: true), new("Mean", Numbers: true), new("Most", Numbers: true),
                    new("$/month", Numbers: true), new("Evidence"),
                ],
                [
                    .. plan.Machines.Select(line => new[]
                    {
                        line.Choice.Name,
                        Count(line.Committed),
                        plan.MeanOf(line).Shown("0.0"),
                        Count(line.Most),
                        Number(line.Cost),
                        JsonFigures.Word(line.Choice.Evidence),
                    }),
                ]));
        }

        yield return new Block.Rows(
            new("Requests", [
                new("Class"), new("Mean", Numbers: true), new("Tokens", Numbers: true, Wide: true), new("To API", Numbers: true),
                new("$/month", Numbers: true), new("API"),
            ],
            [
                .. plan.Classes.Select((line, kind) =>
                    new[] { line.Requests.Name, plan.Demand.Mean(kind).ToString(), $"{line.Requests.Mix.Input.Count:0} "
                        + $"+ {line.Requests.Mix.Output.Count:0}", Share(plan, kind), Number(line.Cost), line.Cost.Dollars > 0
                    ? line.Api!.Name
                    : "" }),
            ]));
        foreach (var (at, span) in plan.Demand.Spans.Index())
        {
            yield return new Block.Rows(PlanSchedule.Days(plan, at, span));
        }
    }

    private static List<string> Given(Workload workload, FleetProblem problem, Plan plan, Replay? replay)
    {
        var fleet = problem.Fleet ?? workload.Fleet;
        var lines = new List<string>
        {
            $"each hour uses at most {ProofWords.PeakUse(fleet)}; "
                + $"{(replay is { IsSimulated: true } ? "" : "queues within an hour are not simulated; ")}"
                + $"{fleet.Provision + fleet.Load} to start a machine, paid",
            Spares(problem),
            $"{CountText.Of(problem.Machines.Count, "machine offer")} and {CountText.Of(problem.Apis.Count, "API")} to choose from; "
                + $"demand: {plan.Demand.Mean()} on average, {plan.Demand.Peak} in the busiest step",
            "a month is 730 hours; committed machines are paid for all of them",
        };
        if (problem.Doubtful.Count > 0)
        {
            lines.Add($"{CountText.Of(problem.Doubtful.Count, "machine offer or API", "machine offers and APIs")} left out because their price is "
                + "doubtful (--format json lists them)");
        }

        lines.AddRange(plan.Demand.Classes.Where(_ => workload.Classes.Count > 0).Select(requests =>
            $"{requests.Name}: {requests.ServiceLevel}; {(requests.Deadline > default(Duration)
                ? $"may wait {requests.Deadline}"
                : "may not wait")}, may {(requests.Interruptible ? "" : "not ")}be interrupted"));
        if (problem.NotPlanned.Count > 0)
        {
            lines.Add($"provisioned throughput is ranked by mtok decide and not planned: {string.Join(", ", problem.NotPlanned)}");
        }

        if (plan.AllOverheads.Dollars > 0)
        {
            var within = plan.AllOverheads - plan.Overheads;
            lines.Add($"overheads: {Money(plan.AllOverheads)} a month{(within.Dollars > 0 ? $", {Money(within)} of it in the cost of machines above" : "")}");
        }

        if (plan.Machines.Count > 0)
        {
            lines.AddRange(EnergyWords.Of(plan));
        }

        lines.AddRange(plan.Machines
            .Where(line => line.Choice.Offer.IsListing && line.Most > 1)
            .Select(line => $"{line.Choice.Name} is the price of one listing; how many are available is unknown"));
        var prices = plan.Machines
            .Select(line => line.Choice.Offer.Provenance)
            .Concat(plan.Classes.Where(line => line.Cost.Dollars > 0).SelectMany(line => line.Api!.Parts.Select(part => part.Tariff.Base.Provenance)));
        return [.. lines, $"prices: {string.Join("; ", prices.Select(price => $"{price.AsOf}, {price.Source}").Distinct())}"];
    }

    private static string Spares(FleetProblem problem) => problem switch
    {
        { ApiStandsIn: true } => "no spares: an API covers failures",
        { SparesBy: SparesBy.Zone } =>
            "any one zone may be lost: the other machines still serve what no API takes over; machines of a seller that does not state their "
                + "zone are assumed to be in one zone",
        _ => $"{CountText.Of(problem.Spares, "spare")} of each offer in use",
    };

    private static JsonObject Json(Workload workload, FleetProblem problem, PlanOutcome outcome, UsdPerMonth bound, JsonArray schedule, Replay? replay)
    {
        var plan = outcome.BestPlan;
        var apart = plan is null ? null : problem.ApartOf(plan);
        return new()
        {
            ["workload"] = workload.Name,
            ["status"] = outcome switch
            {
                PlanOutcome.Found => "found",
                PlanOutcome.Infeasible => "infeasible",
                PlanOutcome.OutOfWork => "out_of_work",
                _ => "out_of_time",
            },
            ["usd_per_month"] = JsonFigures.Of(plan?.Bill.Dollars),
            ["bound_usd_per_month"] = outcome is PlanOutcome.Infeasible ? null : JsonFigures.Of(bound.Dollars),
            ["gap"] = JsonFigures.Of(plan is null ? null : PlanOutcome.Gap(plan, bound).Value),
            ["usd_per_mtok"] = JsonFigures.Of(plan?.PerMtok.Dollars),
            ["usd_per_mtok_input"] = JsonFigures.Of(apart?.Input?.Dollars),
            ["usd_per_mtok_cached"] = JsonFigures.Of(apart?.Cached?.Dollars),
            ["usd_per_mtok_output"] = JsonFigures.Of(apart?.Output?.Dollars),
            ["machines_usd_per_month"] = JsonFigures.Of(plan?.BareMachineCost.Dollars),
            ["api_usd_per_month"] = JsonFigures.Of(plan?.ApiCost.Dollars),
            ["overheads_usd_per_month"] = JsonFigures.Of(plan?.AllOverheads.Dollars),
            ["api_share"] = JsonFigures.Of(plan?.ApiShare.Value),
            ["mean_power_watts"] = JsonFigures.Of(plan is { Machines.Count: > 0 } ? plan.MeanPower?.Count : null),
            ["mean_device_power_watts"] = JsonFigures.Of(plan is { Machines.Count: > 0 } ? plan.MeanDevicePower?.Count : null),
            ["host_power_assumed"] = JsonFigures.Of(plan is null ? [] : EnergyWords.AssumedHosts(plan)),
            ["energy_kwh_per_month"] = JsonFigures.Of(plan is { Machines.Count: > 0 } ? plan.MonthlyEnergy?.Count : null),
            ["energy_kwh_per_mtok_of_machines"] = JsonFigures.Of(plan is { Machines.Count: > 0 } ? plan.EnergyPerMtok?.Count : null),
            ["doubtful"] = JsonFigures.Of(problem.Doubtful.Select(DoubtWords.Of)),
            ["reasons"] = JsonFigures.Of(outcome is PlanOutcome.Infeasible none ? none.Reasons.Select(ClashWords.Of) : []),
            ["machines"] = new JsonArray([.. (plan?.Machines ?? []).Select(line => new JsonObject
            {
                ["name"] = line.Choice.Name,
                ["committed"] = line.Committed,
                ["mean"] = JsonFigures.Of(plan!.MeanOf(line)),
                ["most"] = line.Most,
                ["replicas_per_machine"] = line.Choice.Replicas,
                ["usd_per_hour"] = JsonFigures.Of(line.Choice.Price.Dollars),
                ["usd_per_month"] = JsonFigures.Of(line.Cost.Dollars),
                ["evidence"] = JsonFigures.Word(line.Choice.Evidence),
                ["price_date"] = line.Choice.Offer.Provenance.AsOf.ToString(),
                ["price_source"] = line.Choice.Offer.Provenance.Source,
                ["reasons"] = JsonFigures.Of(line.Choice.Notes.Select(OptionNoteWords.Of)),
            })]),
            ["replay"] = replay is null ? null : ReplayReport.Json(replay),
            ["schedule"] = schedule.DeepClone(),
            ["models"] = JsonFigures.Of(workload.Models.Select(model => model.Id)),
            ["utilization"] = JsonFigures.Of(plan?.Utilization?.Value),
            ["demand"] = plan is null
                ? null
                : DecisionReport.DemandJson(plan.Demand.Mean(), DemandedWorkload.Of(workload, plan.Demand, workload.Name).Mix),
        };
    }

    private static string Share(Plan plan, int kind) => plan.Demand.Mean(kind).PerSecond > 0 ? plan.ApiShareOf(kind).ToString() : "";

    private static string Range(PlannedMachines line)
    {
        var least = line.Running.Min(span => span.Min());
        return least == line.Most ? Count(least) : $"{least} to {line.Most}";
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
