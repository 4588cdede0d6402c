using System.Globalization;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Writes the article's scenarios with traces: the last section of docs/article.md, which takes a minute to compute.</summary>
internal static class ArticleTraces
{
    public const string Title = "## 7. With traces";

    public static string Write(IReadOnlyList<TracedScenario> scenarios)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var level = scenarios[0].Workload.ServiceLevel.Share;
        text.WriteLine($"""
            {Title}

            The same scenarios, each on a trace of its traffic. No recorded trace exists, so the traffic is synthetic (assumed): it has the scenario's rate, hours and
            mean lengths, and the bursts within the hour and the spread of lengths of a public trace ([how](traces.md#traffic-of-a-workload)):
            `mtok trace generate --workload FILE --hours H --seed 1`. The cheapest hourly plan is replayed on it request by request and tightened
            until {level} of the requests of every hour meet the service level; its cost is the cost of the replay. Real traffic with the same rate and
            lengths was found to need more machines ([by how much](traces.md#traffic-of-a-workload)). API latency is assumed, and machine
            prices are multiplied by 1.4 as before. "Cheapest in draws" counts, of 10,000 draws of throughput, prices, demand and spot availability
            ([U1 to U3](model.md)), those in which the plan is the cheapest of three: this plan, the article's kind, an API alone. A slow test writes
            this section (`UPDATE_SNAPSHOTS=1 ./test`).

            """);
        Write(text, ["Scenario", "Trace", "Cheapest that meets the SLO", "$/month", "$/Mtok", "p99 TTFT", "p99 TPOT", "An API alone", "Cheapest in draws"], 3, scenarios.Select(Cheapest));
        text.WriteLine("""

            The article's choice on the same trace, with no other kind allowed and the same service level:

            """);
        Write(text, ["Scenario", "Article", "Best of its kind", "$/month", "$/Mtok", "p99 TTFT", "p99 TPOT", "Cheapest in draws", "Right"], 3, scenarios.Select(Kind));
        text.WriteLine("""

            The volume (input and output tokens a month, same hours and lengths) at which machines alone cost less than the best API, and the volumes at which the
            article's choice would be right (at most 2 % above the cheapest): solved again by a search at 33 volumes or more, from a hundredth to a hundred
            times the scenario's, not replayed.

            """);
        Write(text, ["Scenario", "Its volume", "Machines cheaper than an API from", "and stay so from", "Machines of the article's kind from", "The article's choice would be right"], 1, scenarios.Select(Volumes));
        text.WriteLine();
        text.WriteLine(Summary(scenarios));
        text.WriteLine();
        foreach (var scenario in scenarios)
        {
            text.WriteLine($"- **{scenario.Scenario.Name}**: {InWords(scenario)}");
        }

        return text.ToString();
    }

    private static string[] Cheapest(TracedScenario scenario)
    {
        var (plan, trace) = (scenario.Cheapest, $"{scenario.Span.Hours:0} h, {Count(scenario.Cheapest.Replay is { IsSimulated: true } replay ? replay.Result.Requests : 0)} requests");
        return plan.Holds
            ? [scenario.Scenario.Link, trace, plan.Name, Money(plan.Cost), PerMtok(plan), plan.Ttft, plan.Tpot, scenario.Api.Holds ? Money(scenario.Api.Cost) : "none", scenario.Draws[plan].ToString()]
            : [scenario.Scenario.Link, trace, $"none: {plan.WhyNot}", "", "", "", "", "", ""];
    }

    private static string[] Kind(TracedScenario scenario)
    {
        var plan = scenario.Kind;
        return plan.Holds
            ? [scenario.Scenario.Name, scenario.Scenario.Article, plan.Name, Money(plan.Cost), PerMtok(plan), plan.Ttft, plan.Tpot, scenario.Draws[plan].ToString(), scenario.Holds ? "yes" : "no"]
            : [scenario.Scenario.Name, scenario.Scenario.Article, plan.WhyNot, "", "", "", "", "", "no"];
    }

    private static string[] Volumes(TracedScenario scenario) => scenario.Curve is { } all && scenario.KindCurve is { } own
        ? [scenario.Scenario.Name, Volume(all.Today), From(all.First), From(all.Stays), scenario.Scenario.Kind == OptionKind.Api ? "" : From(own.First), WouldHold(scenario)]
        : [scenario.Scenario.Name, Volume(scenario.Cheapest.Problem.Demand.MonthlyTokens), "not computed: the work is deferrable", "", "", ""];

    private static string From(Tokens? volume) => volume is { } known ? Volume(known) : "none";

    /// <summary>Runs of volumes at which it holds, each from its first to its last.</summary>
    private static string WouldHold(TracedScenario scenario)
    {
        var volumes = scenario.ByVolume;
        var runs = new List<(int First, int Last)>();
        foreach (var (at, (_, holds)) in volumes.Index())
        {
            if (holds)
            {
                runs = runs.Count > 0 && runs[^1].Last == at - 1 ? [.. runs.SkipLast(1), (runs[^1].First, at)] : [.. runs, (at, at)];
            }
        }

        string At(int place) => Volume(volumes[place].Volume);
        return runs switch
        {
            [] => "at none of them",
            [(0, var last)] => last == volumes.Count - 1 ? "at all of them" : $"up to {At(last)}",
            [var (first, last)] when last == volumes.Count - 1 => $"from {At(first)}",
            [.., var (first, last)] when last == volumes.Count - 1 => $"first at {At(runs[0].First)}, at all of them from {At(first)}",
            _ => $"first at {At(runs[0].First)}, last at {At(runs[^1].Last)}",
        };
    }

    private static string Summary(IReadOnlyList<TracedScenario> scenarios)
    {
        var (holds, others) = (Names(scenarios.Where(one => one.Holds)), Names(scenarios.Where(one => !one.Holds)));
        return others.Length == 0 ? "The article's choice is right in every scenario." : holds.Length == 0 ? "The article's choice is right in no scenario." : $"The article's choice is right for: {holds}. It is wrong for: {others}.";
    }

    private static string Names(IEnumerable<TracedScenario> scenarios) => string.Join("; ", scenarios.Select(one => one.Scenario.Name));

    private static string InWords(TracedScenario scenario)
    {
        var article = scenario.Scenario.Article.Split(" (")[0];
        var (cheapest, kind) = (scenario.Cheapest, scenario.Kind);
        if (scenario.Holds)
        {
            return $"{article} is the right choice: {(ReferenceEquals(cheapest, kind) ? "the cheapest of all plans is of its kind" : $"nothing is cheaper than {Money(kind.Cost)} by more than the solver's gap")}.{Tightened(kind)}";
        }

        if (!kind.Holds)
        {
            return $"{article} is the wrong choice: {kind.WhyNot}.";
        }

        var device = article.StartsWith("H100", StringComparison.Ordinal) && !kind.UsesAccelerator("h100") ? " (its cheapest machines are not H100)" : "";
        return $"{article} is the wrong choice: its kind costs {Money(kind.Cost)} a month{device}, {Number((double)(kind.Cost.Dollars / cheapest.Cost.Dollars))} times the {Money(cheapest.Cost)} of {cheapest.Name}.{Tightened(kind)}{AsDearAsApi(scenario)}{Volumes(article, scenario)}";
    }

    private static string AsDearAsApi(TracedScenario scenario) => scenario.Api != scenario.Kind && scenario.Api != scenario.Cheapest && scenario.IsSame(scenario.Api)
        ? $" An API alone costs practically the same ({Money(scenario.Api.Cost)}) and is the cheapest in {scenario.Draws[scenario.Api]} of the draws."
        : "";

    /// <summary>What the replay changed.</summary>
    private static string Tightened(ProvedPlan plan)
    {
        if (plan.Replay is not { Rounds.Count: > 0 } replay || replay.Rounds[0] is not { Missed.Count: > 0 } first)
        {
            return "";
        }

        return $" As first planned ({Money(first.Plan.Bill)}), it missed the service level in {first.Missed.Count} of {first.Steps.Count} hours.";
    }

    private static string Volumes(string article, TracedScenario scenario)
    {
        if (scenario.KindCurve is not { } own)
        {
            return "";
        }

        var would = WouldHold(scenario) is var where && scenario.ByVolume.Any(at => at.Holds) ? $" {article} would be the right choice {where}." : $" {article} would be the right choice at no volume from {Volume(scenario.ByVolume[0].Volume)} to {Volume(scenario.ByVolume[^1].Volume)}.";
        return scenario.Scenario.Kind == OptionKind.Api ? would
            : own.First is { } first ? $"{would} Against an API alone its kind pays from {Volume(first)}, {Number(first.Count / own.Today.Count)} times the scenario's."
            : $"{would} Against an API alone its kind never pays: {NoBreakEvenWords.Of(own.Never!)}.";
    }

    private static void Write(StringWriter text, string[] titles, int firstNumber, IEnumerable<string[]> rows) =>
        ReportText.WriteMarkdown(new("", [.. titles.Select((title, at) => new Column(title, at >= firstNumber && at < titles.Length - 1))], [.. rows]), text);

    private static string Money(UsdPerMonth cost) => "$" + cost.Dollars.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string PerMtok(ProvedPlan plan) => plan.PerMtok.Dollars.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Volume(Tokens tokens) => $"{Number(tokens.Count / 1e9)} billion";

    private static string Number(double value) => value.ToString(value >= 100 ? "#,##0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    private static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);
}
