using System.Globalization;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Writes docs/economics.md: each equation that was found wrong or biased, its example as it was and as the code computes it now.</summary>
internal static class EconomicsText
{
    private static readonly string Big = Workloads.Steady.Replace("1_000_000_000", "20_000_000_000", StringComparison.Ordinal)
        + "[allow]\nexclude_providers = [\"vast\", \"tensordock\"]\n";

    private static readonly string OnDemand = Workloads.Steady.Replace("1_000_000_000", "400_000_000", StringComparison.Ordinal) + "[allow]\nkinds = [\"on_demand\"]\n";

    private const string Sonnet = """
        models = ["claude-sonnet-4-5"]
        [traffic]
        requests_per_day = 10_000
        [people]
        fte_per_seller = 0
        [allow]
        providers = ["anthropic"]

        """;

    public static string Write()
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine("""
            # What was wrong with the money, and what is computed now

            A review of every equation of cost (2026-11-27) found these wrong or biased. Each row has its example, the figure of then and the figure
            that the code gives today; prices and throughput have moved in between as well, so that the column "why" says what of a difference is the
            equation. A test writes this page from the code and the catalog; do not edit it by hand (`UPDATE_SNAPSHOTS=1 ./test fast` rewrites it).
            Equations are those of [model.md](model.md).

            """);
        ReportText.WriteMarkdown(
            new("", [new("Equation"), new("Example"), new("Then"), new("Now"), new("Why")], [.. Rows().Select(row => new[] { row.Equation, row.Example, row.Then, row.Now, row.Why })]), text);
        text.WriteLine("""

            Apart from this page, `Laws/DocumentedBillsTests` computes the bills of more than two thousand options of five workloads from the formulas of the documents
            and the rows of the catalog's files, apart from the code, to nine digits.
            """);
        return text.ToString();
    }

    private static IEnumerable<(string Equation, string Example, string Then, string Now, string Why)> Rows()
    {
        yield return ("utilisation of a fleet that is not replayed (Y10)", "16.9 requests a second, 300/300 tokens, 99 % within 2 s and 200 ms", "80 %",
            Share(UtilizationOf(Workloads.Read(Workloads.Steady))), "1 / (1 + z c), c how much the rate varies from minute to minute: a replay holds 0.66 and misses at 0.7");
        yield return ("people (C14)", "a billion tokens a day, no [overheads]", "$0 a month", Money(Best(Workloads.Steady, OptionKind.OnDemand).Cost!.People),
            "0.25 FTE a model, 0.05 a seller and 0.05 the API that stands in, assumed and said so");
        yield return ("hours of work at which the answer changes", "the same", "none", WorkOf(Workloads.Steady), "between the best way with machines and the best API, by the bill one can count on");
        yield return ("spares", "400 M tokens a day on demand: without a spare, and by default", "$1,716, and $1,716",
            $"{Money(BillOf(OnDemand + "[fleet]\nspares = 0\n"))}, and {Money(BillOf(OnDemand))}", "N+1 where a service level is asked for and no API stands in");
        yield return ("billing increments (C3)", "ten machines of vultr for an hour a day, ten minutes to start", "11.7 machine-hours a day",
            string.Create(CultureInfo.InvariantCulture, $"{10 * (1 + Workloads.Built.FindSeller("vultr")!.Billing!.Of(Duration.FromMinutes(10)).Hours):0.#} machine-hours a day"),
            "a start is paid in whole increments of its seller, here hours");
        yield return ("availability (D1)", "the same with availability = \"99.9%\"", "refused as an unknown key", Money(BillOf(OnDemand + "[fleet]\navailability = \"99.9%\"\n")), "k of n at what sellers promise");
        yield return ("cache writes (C2)", "claude-sonnet-4-5, 10,000 requests a day of 10,000/500, half of the input cached, half of the uses a miss", "$7,300",
            Money(BillOf(Sonnet + "[tokens]\ninput = 10_000\noutput = 500\ncached_share = 0.5\ncache_miss_share = 0.5\n")), "what is read was written before: m / (1 - m) of it at the price of writes");
        yield return ("tiers of input lengths (C2)", "claude-sonnet-4-5 of its maker, 10,000 requests a day of 150,000/500 on average, a tier above 200,000", "$139,156",
            Money(BillOf(Sonnet + "[tokens]\ninput = 150_000\noutput = 500\n")), "a tier is a function of one request: lengths vary like a public profile's where only the mean is known");
        yield return ("prompt cache on measured machines", "llama-3.3-70b 1000/1000 on machines measured at these lengths, 90 % of the input cached", "x 1.00",
            CacheGain(), "the step model's own ratio, as for modelled machines");
        yield return ("break-even volume (V2)", "a billion tokens a day: decide, the curve", "30.46 B, 14.26 B", BreakEvens(), "one reckoning");
        yield return ("break-even utilisation (C10)", "support-chat", "39.15 % of an 8x H100 that nobody proposed", UtilizationFlip(), "of the cheapest machines; what does not follow the tokens is spread over all that they could serve");
        yield return ("work that may wait", "5 M requests a day that may wait a day, business hours: busiest step that decide sizes for / mean", "1.00 (the whole week evened)", Waiting(), "evened over its own deadline");
        yield return ("confidence", "a billion tokens a day", "cheapest in 45 % of draws", Regret(Workloads.Steady), "regret first: one that loses by a dollar is right");
        yield return ("prices that move (U5, U6)", "an H100 by the hour, over a year", "- 12 % a year, for every device", Trend(), "its own history, both signs; where too few sellers were seen twice nothing falls by assumption");
        yield return ("what to do first (H1 to H3)", "20 B tokens a day", "run 5 owned machines", First(Big), "stages of demand, with commitments, switching and what is left at the end");
        yield return ("what an API takes", "83 requests a second of 600 tokens in one hour a day, to one provider", "not asked", Limits(), "published limits bind, unknown ones are said");
    }

    private static Workload Example(string name) => Workloads.Read(File.ReadAllText(Snapshot.PathOf($"examples/{name}.toml")));

    private static Decision Decide(string text) => Decision.For(Workloads.Read(text), Workloads.Built, Workloads.Capacity);

    private static RankedOption Best(string text, OptionKind kind) => Decide(text).Options.First(option => option.MayWin && option.Kind == kind);

    private static UsdPerMonth BillOf(string text) => Decide(text).Recommended!.Cost!.Bill.Value;

    private static Ratio UtilizationOf(Workload workload) => BurstRoom.RulesOf(workload, Demand.Of(workload), Workloads.Built).PeakUtilization;

    private static string WorkOf(string text) => Decide(text).Flips.OfType<Flip.Work>().Single() is { Threshold: { } then } flip
        ? FormattableString.Invariant($"{then.Hours:0} h a month, here {flip.Today.Hours:0}")
        : "none";

    private static string CacheGain()
    {
        IReadOnlyList<ReplicaCapacity> Of(double cached) => Workloads.Capacity.Find(
            Workloads.Built.FindModel("llama-3.3-70b")!, new TokenMix(Tokens.FromCount(1000), Tokens.FromCount(1000), Ratio.FromValue(cached)), ServiceLevel.None,
            AllowedPrecisions.Default, Workloads.Built.Accelerators.Select(accelerator => accelerator.Id));
        var (measured, cached) = (Of(0).Where(capacity => capacity.Requests.Evidence == Evidence.Measured), Of(0.9));
        var gains = measured.Join(cached, one => one.Deployment, other => other.Deployment, (one, other) => (other.Requests.Value / one.Requests.Value).Value).Order().ToList();
        return FormattableString.Invariant($"x {gains[0]:0.00} to {gains[^1]:0.00}, {gains.Count} deployments");
    }

    private static string BreakEvens()
    {
        var workload = Workloads.Read(Workloads.Steady);
        var decision = Decision.For(workload, Workloads.Built, Workloads.Capacity);
        var first = decision.Flips.OfType<Flip.Volume>().Single().Threshold;
        var curve = VolumeCurve.For(PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity));
        return $"{first}, {curve.First} a month";
    }

    private static string UtilizationFlip() => Decision.For(Example("support-chat"), Workloads.Built, Workloads.Capacity).Flips.OfType<Flip.Utilization>().Single() is var flip
        && flip.Threshold is { } needed ? $"{needed} of {flip.Machines}, here {flip.Today}" : $"none: {flip.Needed.Value.ToString("0.00", CultureInfo.InvariantCulture)} times the API's price when full";

    private static string Waiting()
    {
        var workload = Workloads.Read("models = [\"llama-3.3-70b\"]\n[traffic]\nrequests_per_day = 5_000_000\nshape = \"business-hours\"\n[tokens]\ninput = 300\noutput = 300\n[work]\ndeferrable = true\n");
        var problem = PlanChoices.For(workload, Demand.Of(workload), Workloads.Built, Workloads.Capacity);
        var load = new KindLoad(problem, new(problem), problem.Machines[0]);
        return (load.Least / problem.Demand.Mean().PerSecond).ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Regret(string text) => Decide(text).Robustness!.Recommended is var best
        ? $"within 5 % of the cheapest in {Share(best.Near)}; expected loss {Money(best.ExpectedRegret)} a month, {Money(best.Regret95)} at 95 %"
        : "";

    private static string Trend()
    {
        var trend = PriceTrends.Of(Workloads.Built).Rent("h100-sxm", isSpot: false);
        return string.Create(CultureInfo.InvariantCulture, $"{trend.Yearly.Value:+0.0%;-0.0%;0%} a year, one standard deviation {trend.Over(Duration.FromYears(1)).LogSpread.Value:0.0%}");
    }

    private static string First(string text) => DecisionReport.Of(Decide(text), 5).Json["first_move"]!["text"]!.GetValue<string>();

    private static string Limits()
    {
        var text = Workloads.Steady.Replace("1_000_000_000", "1_000_000_000\nshape = \"spiky\"\npeak_ratio = 5", StringComparison.Ordinal);
        var apis = Decide(text).Options.Where(option => option.Kind == OptionKind.Api).ToList();
        var refused = apis.Count(option => option.Refusal is Refusal.OverApiLimit);
        return $"{refused} of {apis.Count} refused by their limit"
            + (apis.Find(option => option is { Feasible: true, Tokens.Parts.Count: > 1 }) is { } split ? $", or split: {split.Name}" : "");
    }

    private static string Share(Ratio share) => share.Value.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Money(UsdPerMonth cost) => "$" + cost.Dollars.ToString("#,##0", CultureInfo.InvariantCulture);
}
