using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>The answer of a <see cref="Verdict"/> in a sentence, how sure it is, and the figures it rests on.</summary>
internal static class VerdictAnswer
{
    /// <summary>What to run and what it costs.</summary>
    public static string Lead(Verdict verdict, VerdictContext context) => Plan(verdict, context)[0] is Block.Line line ? line.Text : DecisionReport.Answer(verdict.Decision);

    /// <summary>The plan's own report, with the answer first.</summary>
    public static IReadOnlyList<Block> Plan(Verdict verdict, VerdictContext context) => PlanReport.Blocks(verdict.Decision.Workload, verdict.Problem, context.Limits, verdict.Outcome, verdict.Replay, tellsReplay: false);

    /// <summary>How sure it is and what would change it; empty where nothing serves.</summary>
    public static string Sure(Verdict verdict)
    {
        if (verdict.Plan is null)
        {
            return "";
        }

        var replay = verdict.Replay switch
        {
            null when verdict.Traffic.Length == 0 => "",
            null => $" Not replayed: {verdict.Traffic}.",
            { IsSimulated: false } => " It could not be replayed.",
            { Holds: true } => $" Replayed request by request, it holds{Traffic(verdict)}.",
            _ => $" Replayed request by request, it does not hold{Traffic(verdict)}.",
        };
        if (verdict.Robustness is not { Standings.Count: > 0 } robustness)
        {
            return (verdict.Decision.Confidence is { } confidence ? Sentences.Of($"of the single options, {verdict.Decision.Recommended!.Name} is the {ConfidenceText.Line(confidence, regret => $"{MoneyText.Money(regret)} a month")}") : "") + replay;
        }

        var best = robustness.Recommended;
        var turning = robustness.Swings.Where(swing => swing.Turns(best.Name)).Select(swing => Turning(swing, best.Name)).ToList();
        var change = turning.Count == 0 ? "No uncertain figure alone changes that." : $"What would change it: {string.Join("; ", turning)}.";
        var name = verdict.IsTightened ? $"Before any way was tightened by a replay, {best.Name}" : Sentences.Begin(best.Name);
        return $"{name} is the cheapest in {Share(best.Cheapest)} of {robustness.Draws.ToString("#,##0", CultureInfo.InvariantCulture)} draws of what may turn out otherwise. {change}{replay}";
    }

    /// <summary>The doubts, with what they are of where the plan was tightened after them.</summary>
    public static IEnumerable<Block> Doubts(Verdict verdict) => verdict.Robustness is not { } robustness
        ? []
        : [.. verdict.IsTightened ? [new Block.Line("All ways are compared as first planned: the replay made the plan dearer, and the other ways were not replayed.")] : Array.Empty<Block>(), .. RobustnessReport.Blocks(robustness)];

    private static string Traffic(Verdict verdict) => verdict.Traffic.Length == 0 ? "" : $": {verdict.Traffic}";

    private static string Share(Ratio share) => share.Value.ToString("0%", CultureInfo.InvariantCulture);

    private static string Turning(Swing swing, string recommended)
    {
        (string End, string Cheapest)[] ends = [(swing.Low, swing.CheapestAtLow), (swing.High, swing.CheapestAtHigh)];
        return $"{swing.What} {string.Join(" or ", ends.Where(end => end.Cheapest != recommended).Select(end => $"at {end.End} (then {end.Cheapest})"))}";
    }

    /// <summary>The figures at a glance.</summary>
    public static IEnumerable<(string What, string Value, string Basis)> Strip(Verdict verdict, VerdictContext context)
    {
        if (verdict.Plan is { } plan)
        {
            var evidence = string.Join(" and ", plan.Machines.Select(line => JsonFigures.Word(line.Choice.Evidence)).Distinct());
            yield return (verdict.Replay is null ? "A month" : "A month, as planned", MoneyText.Money(plan.Bill), $"machines {MoneyText.Money(plan.MachineCost)}, API {MoneyText.Money(plan.ApiCost)}{(plan.Overheads.Dollars > 0 ? $", overheads {MoneyText.Money(plan.Overheads)}" : "")}");
            yield return ("A million tokens", plan.PerMtok.ToString().Split('/')[0], $"input and output together; {(evidence.Length > 0 ? $"throughput {evidence}" : "list price")}");
            var bound = verdict.Outcome.LowerBound!.Value;
            yield return ("No plan costs less than", MoneyText.Money(bound), $"a month, proved; a gap of {PlanOutcome.Gap(plan, bound)}");
        }
        else if (verdict.Decision.Recommended is { Cost: { } cost } best)
        {
            yield return ("Best single option", MoneyText.Money(cost.Bill.Value), $"a month; {best.Name}");
        }

        if (verdict.Replay is { IsSimulated: true } replay)
        {
            yield return ("Replayed", MoneyText.Money(replay.Replayed), $"a month, simulated; {(replay.Level.HasLimits ? $"{replay.Result.Attainment} of requests kept the service level" : "no latency limit to keep")}");
        }

        if (verdict.Robustness is { Standings.Count: > 0 } robustness)
        {
            yield return ("Cheapest in", Share(robustness.Recommended.Cheapest), $"of draws; mean regret {MoneyText.Money(robustness.Recommended.ExpectedRegret)} a month");
        }

        if (verdict.Curve is { } curve && curve.Points.Any(point => point.Api is not null) && curve.Points.Any(point => point.Fleet is not null))
        {
            yield return curve.Stays is { } stays
                ? ("Machines pay from", stays.ToString(), $"a month; today {curve.Today}")
                : ("Machines alone pay", "at no volume", $"today {curve.Today} a month");
        }

        if (verdict.Decision.Recommended is not null)
        {
            yield return ("Oldest price", DecisionReport.OldestPrice(verdict.Decision, context.Show), "of the options shown");
        }
    }
}
