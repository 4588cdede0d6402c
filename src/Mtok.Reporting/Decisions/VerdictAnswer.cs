using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>The answer of a <see cref="Verdict"/> in a sentence, how sure it is, and its key figures.</summary>
internal static class VerdictAnswer
{
    /// <summary>What to run and what it costs.</summary>
    public static string Lead(Verdict verdict, VerdictContext context) =>
        Plan(verdict, context)[0] is Block.Line line ? line.Text : DecisionReport.Answer(verdict.Decision);

    /// <summary>The plan's own report, with the answer first.</summary>
    public static IReadOnlyList<Block> Plan(Verdict verdict, VerdictContext context) =>
        PlanReport.Blocks(verdict.Decision.Workload, verdict.Problem, context.Limits, verdict.Outcome, verdict.Replay, showsReplay: false);

    /// <summary>How sure it is and what would change it; empty where there is no plan.</summary>
    public static string Sure(Verdict verdict) => verdict.Certainty is { } certainty ? CertaintyWords.Of(certainty) : "";

    /// <summary>The robustness section.</summary>
    public static IEnumerable<Block> Robust(Verdict verdict) => verdict.Robustness is { } robustness ? RobustnessReport.Blocks(robustness) : [];

    private static string Share(Ratio share) => share.Value.Shown("0%");

    /// <summary>The figures at a glance.</summary>
    public static IEnumerable<(string What, string Value, string Basis)> Strip(Verdict verdict, VerdictContext context)
    {
        if (verdict.Plan is { } plan)
        {
            var evidence = string.Join(" and ", plan.Machines.Select(line => JsonFigures.Word(line.Choice.Evidence)).Distinct());
            yield return (verdict.Replay is null
                ? "A month"
                : "A month, as planned", MoneyText.Money(plan.Bill), $"machines {MoneyText.Money(plan.BareMachineCost)}, "
                    + $"API {MoneyText.Money(plan.ApiCost)}{(plan.AllOverheads.Dollars > 0 ? $", overheads {MoneyText.Money(plan.AllOverheads)}" : "")}");
            yield return ("A million tokens", plan.PerMtok.ToString().Split('/')[0], $"input and output together; {(evidence.Length > 0
                ? $"throughput {evidence}"
                : "list price")}");
            var bound = verdict.Outcome.LowerBound!.Value;
            yield return ("No plan costs less than", MoneyText.Money(bound), $"a month, proved; a gap of {PlanOutcome.Gap(plan, bound)}");
        }
        else if (verdict.Decision.Recommended is { Cost: { } cost } best)
        {
            yield return ("Best single option", MoneyText.Money(cost.Bill.Value), $"a month; {best.Name}");
        }

        if (verdict.Replay is { IsSimulated: true } replay)
        {
            yield return ("Replayed", MoneyText.Money(replay.Replayed), $"a month, simulated; {(replay.Level.Figures.Count > 0
                ? $"{replay.Level} {(replay.Holds ? "kept" : "not kept")}"
                : replay.Level.HasLimits
                ? $"{replay.Result.Attainment} of requests met the service level"
                : "no latency limit")}");
        }

        if (verdict.Robustness is { Standings.Count: > 1, Regret: var regret })
        {
            yield return ("Expected loss", MoneyText.Money(regret.Expected),
                $"a month above the cheapest of each draw, {MoneyText.Money(regret.At95)} at 95%; within 5% in {Share(regret.Near)} of draws");
        }

        if (verdict.Curve is { } curve && curve.Points.Any(point => point.Api is not null) && curve.Points.Any(point => point.Fleet is not null))
        {
            yield return curve.Stays is { } stays
                ? ("Machines cheaper from", stays.ToString(), $"a month; today {curve.Today}")
                : ("Machines alone cheaper", "at no volume", $"today {curve.Today} a month");
        }

        if (verdict.Decision.Recommended is not null)
        {
            yield return ("Oldest price", DecisionReport.OldestPrice(verdict.Decision, context.Show), "of the options shown");
        }
    }
}
