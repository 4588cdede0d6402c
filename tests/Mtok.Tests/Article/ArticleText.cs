using System.Globalization;
using Mtok.Planning;
using Mtok.Reporting;

namespace Mtok.Tests;

/// <summary>Writes docs/article.md: each figure the article publishes beside the one these equations and prices give.</summary>
internal static class ArticleText
{
    /// <summary>The article's table of options. The rate of an API is not given.</summary>
    private static readonly (string Name, decimal PerHour, double Rate, decimal Published, string BestFor)[] Rows =
    [
        ("H100 spot", 2.50m, 50, 0.14m, "batch processing"),
        ("H100 on demand", 4.50m, 50, 0.25m, "production serving"),
        ("H100 reserved", 3.00m, 50, 0.17m, "predictable workloads"),
        ("A100 spot", 1.50m, 30, 0.14m, "cost-sensitive batch"),
        ("A100 on demand", 2.50m, 30, 0.23m, "general purpose"),
    ];

    private static readonly UsdPerMtok Api = UsdPerMtok.FromDollars(0.80m);
    private static readonly Ratio Overhead = Ratio.FromValue(1.4);
    private static readonly UsdPerHour OnDemand = UsdPerHour.FromDollars(4.50m);

    public static string Write(Catalog catalog, string examples)
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine("""
            # The article's figures and ours

            The project began with "Cost Per Token Across Hardware Options" (peakinfer.com), which prices Llama-70B on six options.
            This page compares each of its figures with the one that follows from its own inputs, and then with the result of real prices and
            measured throughput. A test writes it from the code, the catalog and `examples/`; do not edit it by hand
            (`UPDATE_SNAPSHOTS=1 ./test fast` rewrites it).
            """);
        WriteOptions(text, catalog);
        WriteOverhead(text);
        WriteUtilization(text);
        WriteBreakEven(text);
        WriteScenarios(text, catalog, examples);
        return text.ToString();
    }

    private static void WriteOptions(StringWriter text, Catalog catalog)
    {
        text.WriteLine("""

            ## 1. The table of options

            `$/Mtok = ($/h) / (tok/s x 3600) x 1,000,000` (C1). The article's rate is that of a single user's stream, while its price requires the
            rate of the whole GPU. All five rows are too low by a factor of 100.
            """);
        text.WriteLine();
        ReportText.WriteMarkdown(
            new("", [new("Option"), new("$/h", true), new("tok/s", true), new("Article $/Mtok", true), new("From its own inputs", true), new("tok/s its price needs", true)],
                [.. Rows.Select(row => new[]
                {
                    row.Name, Dollars(row.PerHour), $"{row.Rate:0}", Dollars(row.Published),
                    Dollars((UsdPerHour.FromDollars(row.PerHour) / TokensPerSecond.FromPerSecond(row.Rate)).Dollars),
                    $"{row.PerHour / row.Published / 3600m * 1_000_000m:#,##0}",
                })]),
            text);
        text.WriteLine();
        text.WriteLine("The same table from the catalog: today's cheapest price of each kind, and the best throughput measured at 1,000 input and 1,000 output tokens without a latency limit, at full utilisation. $/Mtok counts input and output together.");
        text.WriteLine();
        var mix = new TokenMix(Tokens.FromCount(1000), Tokens.FromCount(1000), Ratio.Zero);
        var workload = new Workload("", [catalog.FindModel("llama-3.3-70b")!], new(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady), mix, ServiceLevel.None, true, false, Allowed.All, FleetRules.DefaultFor(ServiceLevel.None), Overheads.None, []);
        var comparison = Comparison.For(workload, Ratio.One, catalog, new(catalog));
        ReportText.WriteMarkdown(
            new("", [new("Option"), new("Cheapest today"), new("$/h", true), new("tok/s", true), new("$/Mtok", true), new("Evidence"), new("Price date")],
                [.. Kinds().Select(kind => (kind.Name, Option: comparison.Options.FirstOrDefault(kind.Matches))).Where(kind => kind.Option is not null).Select(kind => new[]
                {
                    kind.Name, kind.Option!.Name, kind.Option.Price is { } price ? Dollars(price.Dollars) : "", kind.Option.Rate is { } rate ? $"{rate.PerSecond:#,##0}" : "",
                    kind.Option.PerMtok.Value.Dollars.ToString("0.000", CultureInfo.InvariantCulture), kind.Option.PerMtok.Evidence.ToString().ToLowerInvariant(), kind.Option.Priced.AsOf.ToString(),
                })]),
            text);
    }

    private static IEnumerable<(string Name, Func<ComparedOption, bool> Matches)> Kinds()
    {
        foreach (var (device, words) in new[] { ("h100", "H100"), ("a100", "A100") })
        {
            foreach (var kind in new[] { OptionKind.Spot, OptionKind.OnDemand, OptionKind.Reserved })
            {
                var name = $"{words} {(kind == OptionKind.OnDemand ? "on demand" : kind.ToString().ToLowerInvariant())}";
                yield return (name, option => option.Kind == kind && option.Name.Contains(device + "-", StringComparison.OrdinalIgnoreCase) && option.Name.Contains("x " + device, StringComparison.Ordinal));
            }
        }

        yield return ("API", option => option.Kind == OptionKind.Api);
    }

    private static void WriteOverhead(StringWriter text)
    {
        var raw = UsdPerHour.FromDollars(2.50m) / TokensPerSecond.FromPerSecond(50);
        var batch = UsdPerHour.FromDollars(2.50m) / TokensPerSecond.FromPerSecond(5000);
        var used = UnitCost.PerMtok(UsdPerHour.FromDollars(2.50m), TokensPerSecond.FromPerSecond(5000), Ratio.FromPercent(80), Overhead);
        text.WriteLine($"""

            ## 2. The comparison with overhead and utilisation

            The article multiplies by {Overhead.Value} for egress, logging and engineering time, and mentions a utilisation of 80 % without applying it.

            | H100 spot at $2.50/h | Article | From its own inputs (50 tok/s) | At 5,000 tok/s, the rate its price needs |
            | --- | ---: | ---: | ---: |
            | raw | $0.14 | {Dollars(raw.Dollars)} | {Dollars(batch.Dollars)} |
            | with overhead 1.4 | $0.20 | {Dollars((raw * Overhead).Dollars)} | {Dollars((batch * Overhead).Dollars)} |
            | also at 80 % utilisation | not applied | {Dollars((raw * Overhead / Ratio.FromPercent(80)).Dollars)} | {Dollars(used.Dollars)} |
            """);
    }

    private static void WriteUtilization(StringWriter text)
    {
        text.WriteLine("""

            ## 3. The utilisation trap

            H100 on demand at $4.50/h. The article's table starts from its $0.25 at full utilisation and therefore contains the same factor of 100.
            `mtok utilization --usd-per-hour 4.50 --tokens-per-second 5000 --api 0.80`

            """);
        var slow = TokensPerSecond.FromPerSecond(50);
        var fast = TokensPerSecond.FromPerSecond(5000);
        ReportText.WriteMarkdown(
            new("", [new("Utilisation", true), new("$0.25 / utilisation", true), new("At 50 tok/s", true), new("At 5,000 tok/s", true), new("Against its $0.80 API", true)],
                [.. new[] { 100.0, 80, 50, 20 }.Select(Ratio.FromPercent).Select(share => new[]
                {
                    share.ToString(), Dollars(0.25m / (decimal)share.Value), Dollars(UnitCost.PerMtok(OnDemand, slow, share, Ratio.One).Dollars),
                    Dollars(UnitCost.PerMtok(OnDemand, fast, share, Ratio.One).Dollars), $"{(UnitCost.PerMtok(OnDemand, fast, share, Ratio.One) / Api).Value:0.##}x",
                })]),
            text);
        text.WriteLine($"""

            Break-even utilisation (C10) at 5,000 tok/s: {BreakEven.Utilization(OnDemand / fast, Api)}; with its overhead of 1.4: {BreakEven.Utilization(OnDemand / fast * Overhead, Api)}. At 50 tok/s no utilisation reaches it.
            """);
    }

    private static void WriteBreakEven(StringWriter text)
    {
        var monthly = UsdPerMonth.FromDollars(5000);
        var volume = BreakEven.Volume(monthly, Api, UsdPerMtok.FromDollars(0.35m))!.Value;
        var machine = UsdPerMonth.FromDollars((OnDemand * Duration.Month).Dollars);
        var oneGpu = machine * Overhead / Api;
        text.WriteLine($"""

            ## 4. Break-even

            | | Article | Computed |
            | --- | ---: | ---: |
            | $5,000 a month over $0.80 - $0.35 saved per Mtok (C9) | 11.1 million tokens a month | {volume.Count / 1e6:#,##0} million |
            | one H100 on demand, 730 hours at $4.50 | | {Dollars(machine.Dollars)} a month |
            | with overhead 1.4, against $0.80 | "over 100 million a month: self-hosting likely wins" | {oneGpu.Count / 1e6:#,##0} million, {oneGpu.Count / 100e6:0} times as much |

            The article defines low volume as under 10 million tokens a day in one place and under 10 million a month in another, a factor of 30.
            """);
    }

    private static void WriteScenarios(StringWriter text, Catalog catalog, string examples)
    {
        text.WriteLine("""

            ## 5. The best choice by scenario

            The article's choice is the option whose "best for" column names the scenario. Ours is the result of `mtok decide` for the example file, with the
            article's overhead of 1.4 on machines, real prices and measured throughput.

            """);
        var decisions = ArticleScenario.All.Select(scenario => (Scenario: scenario, Decision: Decision.For(scenario.Read(catalog, examples), catalog, new(catalog)))).ToList();
        ReportText.WriteMarkdown(
            new("", [new("Scenario"), new("Article"), new("Cheapest today"), new("$/month", true), new("$/Mtok", true), new("The article's kind costs"), new("Agrees")],
                [.. decisions.Select(row => Row(row.Scenario, row.Decision))]),
            text);
        text.WriteLine("""

            ## 6. The three questions, with computed thresholds

            What would have to change for the other side, API or machines, to become cheaper, one input at a time.

            """);
        ReportText.WriteMarkdown(
            new("", [new("Scenario"), new("Volume"), new("Utilisation"), new("Pattern")],
                [.. decisions.Select(row => new[] { row.Scenario.Name, Note<Flip.Volume>(row.Decision), Note<Flip.Utilization>(row.Decision), Note<Flip.PeakRatio>(row.Decision) })]),
            text);
    }

    private static string[] Row(ArticleScenario scenario, Decision decision)
    {
        var best = decision.Recommended!;
        var theirs = decision.Options.FirstOrDefault(option => option.Feasible && option.Kind == scenario.Kind);
        return
        [
            scenario.Link, scenario.Article, best.Name, $"{best.Cost!.Bill.Value.Dollars:#,##0}", best.Cost.PerMtok.Allocation.Dollars.ToString("0.000", CultureInfo.InvariantCulture),
            theirs is null ? "not feasible" : $"${theirs.Cost!.Bill.Value.Dollars:#,##0}",
            best.Kind == scenario.Kind ? "yes" : "no",
        ];
    }

    private static string Note<TFlip>(Decision decision)
        where TFlip : Flip => decision.Flips.OfType<TFlip>().FirstOrDefault() is { } flip ? FlipWords.Of(flip) : "work may wait: hours even out";

    private static string Dollars(decimal amount) => "$" + amount.ToString("#,##0.00", CultureInfo.InvariantCulture);
}
