using System.Globalization;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>The engineer's screen: how the answer is built, what bounds it, and what its figures rest on.</summary>
internal static class WhyScreen
{
    /// <summary>The screen, 25 lines at 80 columns at most with its title; that of an answer without anything to build is the first screen.</summary>
    public static IReadOnlyList<Block> Of(ScreenAnswer answer, Capacities capacities)
    {
        if (answer.Bill is null)
        {
            return DecisionScreen.Of(answer);
        }

        var workload = answer.Decision.Workload;
        var facts = new ReplicaFacts(workload, capacities);
        var other = answer.Offers.Any() ? null : answer.Decision.BestOfEachKind.FirstOrDefault(option => option is { Fleet: not null, Api: null });
        var replica = answer.Plan is { Machines: [var line, ..] } ? ReplicaFacts.Replica.Of(line.Choice)
            : (other ?? answer.Option)?.Fleet is { } fleet ? ReplicaFacts.Replica.Of(fleet) : null;
        IEnumerable<string> About(Func<ReplicaFacts.Replica, IEnumerable<string>> tell) => replica is null ? [] : tell(replica);
        return new ScreenDraft()
            .Lead(DecisionScreen.Lead(answer))
            .Say("Demand", [Demand(answer)], ScreenDraft.Always)
            .Say("Machines", other is null ? Machines(answer) : [Instead(other, answer.Names)], ScreenDraft.Always)
            .Say("Replica", About(known => [facts.Built(known)]), ScreenDraft.Always)
            .Say("Rate", About(known => [facts.Rate(known)]), ScreenDraft.Always)
            .Say("Batch", About(facts.Batch), 95)
            .Say("Context", About(facts.Context).Concat(Windows(answer)), 94)
            .Say("Latency", facts.Latency(replica, answer.Plan is null ? answer.Decision.Replay() : answer.Replay?.Result), 97)
            .Say("Binding", About(facts.Binding), 93)
            .Say("Evidence", Notes(answer, other), 98)
            .Say("Bill", [Bill(answer)], ScreenDraft.Always)
            .Say("Apart", answer.Apart is { } apart ? [$"{ApartWords.Of(apart)}: {answer.PerMtok} together"] : [], 92)
            .Say("Routing", RoutingReport.Of(answer.Decision), 93)
            .Say("Regret", answer.Decision.Robustness is { Standings.Count: > 1 } drawn ? ConfidenceWords.OverTerm(drawn.Regret) : [], 91)
            .Say("Over time", MovesReport.Over(answer.Decision), 92)
            .Say("Prices", Prices(answer), 90)
            .Say(DecisionScreen.More, ["--all for everything, mtok capacity and mtok simulate for one replica"], 80)
            .Fit();
    }

    private static string Demand(ScreenAnswer answer)
    {
        var workload = answer.Decision.Workload;
        var (mean, peak) = answer.Plan is { } plan ? (plan.Demand.Mean(), plan.Demand.Peak) : (workload.Traffic.Mean, workload.Traffic.Peak);
        return $"{mean} on average, {peak} in the busiest {(answer.Plan is null ? "hour" : "step")}; {workload.Mix}; "
            + $"{workload.Traffic.MonthlyTokens(workload.Mix)} a month";
    }

    private static IEnumerable<string> Machines(ScreenAnswer answer)
    {
        if (answer.Plan is { } plan)
        {
            foreach (var line in plan.Machines)
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{ShortNames.Of(line.Choice.Offer)}: {line.Committed} always, {plan.MeanOf(line):0.0} on average, {line.Most} at most, "
                        + $"{Money(line.Cost)} a month");
            }

            var varies = plan.Machines.Sum(line => line.Most) > plan.Machines.Sum(line => line.Running.Min(span => span.Min()));
            foreach (var hours in HoursWords.Of(plan).Where(_ => varies))
            {
                yield return hours;
            }
        }
        else if (answer.Option is { Fleet: { } fleet, Cost: { } cost })
        {
            var spares = answer.Redundancy is { By: StandIn.Spares, Spares: var kept } ? $", {CountText.Of(kept, "spare")} included" : "";
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{cost.Machines} in the busiest hour, {cost.MeanMachines:0.0} on average{spares}, {cost.Utilization} utilised; "
                    + $"{(fleet.Rules.Provision + fleet.Rules.Load)} to start one");
        }
    }

    /// <summary>The cheapest machines, where the answer has none.</summary>
    private static string Instead(RankedOption other, ShortNames names) =>
        $"none; the cheapest are {names.Reference(other)}, {names.Of(other)}, {Money(other.Cost!.Bill.Value)} a month, up to "
            + $"{CountText.Of(other.Cost.Machines, "machine")}";

    private static IEnumerable<string> Windows(ScreenAnswer answer) => answer.Apis
        .Where(api => api.Base.Context is not null)
        .Select(api => $"{api.Base.Context} at {api.Base.Provider}; a request takes {answer.Decision.Workload.Mix.Total}");

    /// <summary>Where figures come from: throughput first, then what was assumed.</summary>
    private static IEnumerable<string> Notes(ScreenAnswer answer, RankedOption? other) => (answer.Plan is { } plan
            ? plan.Machines.SelectMany(line => line.Choice.Notes)
            : answer.Option!.Notes)
        .Concat(other?.Notes ?? [])
        .OrderBy(note => note is not OptionNote.Throughput)
        .Select(OptionNoteWords.Of).Distinct();

    private static string Bill(ScreenAnswer answer)
    {
        if (answer.Plan is { } plan)
        {
            return $"machines {Money(plan.BareMachineCost)}, API {Money(plan.ApiCost)}, overheads {Money(plan.AllOverheads)} a month";
        }

        var (option, cost) = (answer.Option!, answer.Option!.Cost!);
        return option switch
        {
            { Fleet: { } fleet, Api: null } =>
                $"machines {Money(cost.Bill.Value - cost.Overheads)} at {fleet.Price} each, overheads {Money(cost.Overheads)} a month",
            { Fleet: { } fleet } =>
                $"machines and API {Money(cost.Bill.Value - cost.Overheads)}, machines at {fleet.Price} each, overheads {Money(cost.Overheads)} a month",
            { Api.Base.Prices: { } prices } => $"{prices.Input} in, {prices.Output} out{(prices.CachedInput is { } cached ? $", {cached} cached" : "")}",
            _ => $"{Money(cost.Bill.Value)} a month",
        };
    }

    private static IEnumerable<string> Prices(ScreenAnswer answer) =>
        answer.Prices.Select(price => $"{price.Seller}: {price.Price.AsOf}, {price.Price.Citation}");
}
