using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>Reports a <see cref="Decision"/>: the answer first, then why, the options, and what would change it.</summary>
public static class DecisionReport
{
    /// <summary>What differs by less shows no digit of it.</summary>
    private const double Least = 0.0005;

    private static readonly Column[] Columns =
    [
        new("#", Numbers: true), new("Option"), new("$/month", Numbers: true), new("Count on", Numbers: true), new("$/Mtok", Numbers: true),
        new("Interval", Numbers: true, Wide: true),
        new("Use", Numbers: true),
        new("Machines", Numbers: true), new("Evidence"), new("Price date", Wide: true),
    ];

    private static readonly Column Proof = new("Rests on");

    /// <summary>The report as text, table and JSON.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="show">Rows of the text's table; JSON and CSV have all options.</param>
    /// <param name="disagreements">Prices on which sources disagree.</param>
    public static Report Of(Decision decision, int show, IReadOnlyList<PriceDisagreement>? disagreements = null) =>
        new(Title(decision), All(decision, show, disagreements ?? []), new(() => Data(decision, disagreements ?? [])));

    private static string Title(Decision decision) => $"{decision.Workload.Name}: what to run";

    private static List<Block> All(Decision decision, int show, IReadOnlyList<PriceDisagreement> disagreements) =>
        [
            new Block.Line(Answer(decision), Strong: true),
            .. PriceNotes.Warnings(decision.Warnings),
            .. Doubtful(decision),
            .. Reasons(decision, "Why"),
            .. Costs(decision, show),
            .. Prices(decision, show, disagreements),
            .. decision.Workload.Routing is null ? Array.Empty<Block>() : [new Block.List("Routing", [.. RoutingReport.Of(decision)])],
            .. MovesReport.Blocks(decision),
            .. Changes(decision),
            .. Taken(decision, show),
        ];

    private static (Table Main, JsonNode Json) Data(Decision decision, IReadOnlyList<PriceDisagreement> disagreements, ScreenAnswer? answer = null)
    {
        var json = Json(decision);
        json["price_disagreements"] = PriceNotes.JsonDisagreements(
            decision.Options.Where(option => option.MayWin).SelectMany(option => option.Prices), disagreements);
        MovesReport.AddTo(json.AsObject(), decision);
        json["routing"] = RoutingReport.Json(decision);
        if (answer is not null)
        {
            SavingWords.AddTo(json, answer);
            StaffingWords.AddTo(json, answer);
        }

        return (JsonFigures.Rows(json["options"]!.AsArray()), json);
    }

    /// <summary>As much of the report as is asked for; JSON and CSV have everything.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="view">How much, and what else it is made of.</param>
    public static Report Of(Decision decision, DecisionView view)
    {
        var answer = new ScreenAnswer(decision, null, view.Day, view.Disagreements) { Today = TodaysBill.Of(decision.Workload, view.Capacities.Catalog) };
        var blocks = view.Detail switch
        {
            Detail.All => All(decision, view.Show, view.Disagreements),
            Detail.Why => WhyScreen.Of(answer, view.Capacities),
            _ => DecisionScreen.Of(answer),
        };
        return new(Title(decision), blocks, new(() => Data(decision, view.Disagreements, answer)));
    }

    /// <summary>Why the cheapest option is the cheapest; empty where nothing serves.</summary>
    internal static IEnumerable<Block> Reasons(Decision decision, string title) => decision.Recommended is null ? [] : [new Block.List(title, Why(decision))];

    /// <summary>What the options cost; empty where nothing serves.</summary>
    internal static IEnumerable<Block> Costs(Decision decision, int show)
    {
        if (decision.Recommended is null)
        {
            yield break;
        }

        yield return new Block.Rows(TableOf(decision, "Cheapest of each kind", decision.BestOfEachKind));
        var credible = decision.Options.Where(option => option.MayWin).ToList();
        yield return new Block.Rows(TableOf(
            decision,
            credible.Count > show ? $"Cheapest {show} of {credible.Count} options (--show N for more, --format csv for all)" : "All options",
            credible.Take(show)));
        yield return new Block.Rows(ApartTable.BestOfEachModel(
            credible.Select(option => (
                option.ModelId, option.Name, option.Cost!.PerMtok.Allocation, option.PerMtokApart, option.PerSuccessfulTask(decision.Workload)))));
    }

    /// <summary>The sources of the prices, and where they disagree.</summary>
    internal static IEnumerable<Block> Prices(Decision decision, int show, IReadOnlyList<PriceDisagreement> disagreements) =>
        decision.Recommended is null ? [] : [PriceNotes.Sources(Shown(decision, show)), .. PriceNotes.Disagreements(Shown(decision, show), disagreements)];

    /// <summary>Cheaper options at doubtful prices; empty where there are none.</summary>
    internal static IEnumerable<Block> Doubtful(Decision decision) => PriceNotes.Doubtful(
        decision.Doubtful.Select(option => (
            $"{new ShortNames(decision).Reference(option)} {option.Name}: {Money(option.Cost!.Bill.Value)} a month",
            option.Doubts,
            (object)string.Join(' ', option.Prices.Select(price => price.Where)))),
        isAll: decision.Recommended is null);

    /// <summary>What would change the answer.</summary>
    /// <param name="decision">The answer.</param>
    /// <param name="byVolume">Whether volumes are listed here; otherwise a curve against volume shows them.</param>
    internal static IEnumerable<Block> Changes(Decision decision, bool byVolume = true) => decision.Flips.Count == 0
        ? []
        :
        [
            new Block.List(
                $"What would change the answer ({(byVolume && decision.Recommended?.Kind == OptionKind.Mixed ? "the mix first; then " : "")}the "
                    + "cheapest API against the cheapest machines alone, one input at a time)",
                [.. decision.Flips.Where(flip => byVolume || !flip.IsOfVolume).Select(flip => FlipLine(flip, decision)), .. Margin(decision)]),
            new Block.Rows(Matrix(decision, byVolume)),
        ];

    /// <summary>Options that cannot be used, and the assumptions.</summary>
    internal static IEnumerable<Block> Taken(Decision decision, int show)
    {
        if (decision.Options.Any(option => !option.Feasible))
        {
            yield return new Block.List("Left out", LeftOut(decision, everything: decision.Recommended is null));
        }

        yield return new Block.List("Assumptions", Given(decision, show));
    }

    /// <summary>The oldest price of the options shown.</summary>
    internal static string OldestPrice(Decision decision, int show) => PriceNotes.Oldest(Shown(decision, show));

    private static IEnumerable<Provenance> Shown(Decision decision, int show) =>
        decision.BestOfEachKind.Concat(decision.Options.Where(option => option.MayWin).Take(show)).SelectMany(option => option.Prices);

    internal static string Answer(Decision decision) => decision.Recommended switch
    {
        null when decision.Doubtful.FirstOrDefault() is { } doubtful =>
            $"Nothing serves this workload at a credible price: {doubtful.Name} would for {Money(doubtful.Cost!.Bill.Value)} a month, but is doubtful.",
        null when CheapestOverBudget(decision) is { Refusal: Refusal.OverBudget over } option =>
            $"Nothing serves this workload within {Money(over.Budget)} a month: the cheapest, {option.Name}, costs {Money(over.Bill)}.",
        null when decision.Options.Count == 0 => $"Nothing serves this workload: {NoneOf(decision.Workload)}.",
        null => $"Nothing serves this workload: none of {CountText.Of(decision.Options.Count, "option")} fits.",
        { Kind: OptionKind.Api } api =>
            $"Use an API: {api.Name}, {Money(api.Cost!.Bill.Value)} a "
                + $"month, {api.Cost.PerMtok.Allocation}.{(decision.Options.Any(option => option.MayWin && option.Kind != OptionKind.Api)
                    ? " Do not self-host."
                    : "")}",
        { Kind: OptionKind.Provisioned } bought =>
            $"Buy provisioned throughput: {bought.Name}, {CountText.Of(bought.Cost!.Machines, "unit")}, {Money(bought.Cost.Bill.Value)} a month, "
                + $"{bought.Cost.PerMtok.Allocation}.",
        var best => $"Run {best.Name}: {Money(best.Cost!.Bill.Value)} a month, {best.Cost.PerMtok.Allocation}.",
    };

    private static RankedOption? CheapestOverBudget(Decision decision) => decision.Options
        .Where(option => option.Refusal is Refusal.OverBudget && option.Doubts.All(doubt => !doubt.RulesOut))
        .MinBy(option => ((Refusal.OverBudget)option.Refusal!).Bill);

    /// <summary>What is allowed, of which the catalog has nothing.</summary>
    private static string NoneOf(Workload workload)
    {
        var (allowed, models) = (workload.Allowed, string.Join(" or ", workload.Models.Select(model => model.Id)));
        var kinds = allowed.Kinds.Count < Allowed.All.Kinds.Count ? string.Join(" or ", allowed.Kinds.Select(KindWord)) + " " : "";
        var sellers = allowed.Providers.Count > 0 ? $" from {string.Join(", ", allowed.Providers)}"
            : allowed.ExcludedProviders.Count > 0 ? $" without {string.Join(", ", allowed.ExcludedProviders)}"
            : "";
        return $"the catalog has no {kinds}option for {models}{sellers}";
    }

    private static List<string> Why(Decision decision)
    {
        var best = decision.Recommended!;
        var workload = decision.Workload;
        var lines = new List<string>
        {
            $"{workload.Traffic.MonthlyTokens(workload.Mix)} a month ({workload.Mix}), {workload.Traffic.Mean} on average, {workload.Traffic.Peak} "
                + $"in the busiest hour ({workload.Traffic.Shape.Name}); {workload.ServiceLevel}",
        };
        lines.AddRange(decision.BestOfEachKind
            .Skip(1)
            .Select(other => $"{Words(other.Kind)} costs {Times(other, best)}: {other.Name}, {Money(other.Cost!.Bill.Value)} a month{Idle(other)}"));
        lines.AddRange(best.Notes.Select(OptionNoteWords.Of));
        if (best.Cost is { Bill: { } bill } && bill.Low != bill.High)
        {
            lines.Add($"throughput interval: {Money(bill.Low)} to {Money(bill.High)} a month");
        }

        if (decision.Confidence is { } confidence)
        {
            lines.Add(ConfidenceWords.Of(decision.Robustness!.Regret));
            lines.Add(ConfidenceWords.Of(
                confidence, "throughput, prices, demand and spot availability, each within its interval", regret => $"{Money(regret)} a month"));
            lines.AddRange(ConfidenceWords.OverTerm(decision.Robustness.Regret));
        }

        return lines;
    }

    private static string Idle(RankedOption option) => option.Cost is { Utilization: { } use, Machines: > 0 }
        ? $", {use} utilised, {Machines(option)} {(option.Kind == OptionKind.Provisioned ? "unit" : "machine")}{(option.Cost.Machines == 1 ? "" : "s")}"
        : "";

    internal static string Times(RankedOption other, RankedOption best)
    {
        var (times, counted) = ((other.Cost!.Bill.Value / best.Cost!.Bill.Value).Value, (other.CountedOn / best.CountedOn)?.Value);
        return times < 1 + Least && counted > 1 + Least ? $"{Times(times)}, and {Times(counted.Value)} at the throughput one can count on" : Times(times);
    }

    private static string Times(double times) => times switch
    {
        < 1 - Least => $"{1 - times:0.#%} less",
        < 1 + Least => "as much",
        < 1.95 => $"{times - 1:0.#%} more",
        _ => $"{times:0.#} times as much",
    };

    private static IEnumerable<string> Margin(Decision decision)
    {
        if (decision is { Recommended: { } best, RunnerUp: { } next })
        {
            var more = (next.Cost!.Bill.Value / best.Cost!.Bill.Value).Value - 1;
            yield return $"margin: the next option, {next.Name}, "
                + $"costs {(more < 0.0005 ? "the same" : $"{Money(next.Cost.Bill.Value - best.Cost.Bill.Value)} a month more ({more:0.0%})")}";
        }
    }

    /// <summary>Under a winner that is neither an API nor machines alone, flips between the two say that each is meant alone.</summary>
    private static string FlipLine(Flip flip, Decision decision)
    {
        var (today, threshold) = FlipWords.Figures(flip);
        var alone = flip is not Flip.MixVolume && decision.Recommended is { Kind: OptionKind.Mixed or OptionKind.Provisioned }
            ? ", API and machines each alone"
            : "";
        return $"{FlipWords.Name(flip).Replace('_', ' ')}: {FlipWords.Of(flip)}{alone} (today {today}{(threshold is null ? "" : $", then {threshold}")})";
    }

    /// <summary>The three questions of a decision matrix, with thresholds computed from these prices and this traffic.</summary>
    private static Table Matrix(Decision decision, bool byVolume)
    {
        string[][] rows =
        [
            byVolume ? Question<Flip.Volume>("How much volume?", decision) : [],
            Question<Flip.Utilization>("How busy would machines be?", decision),
            Question<Flip.Work>("How much work are machines?", decision),
            Question<Flip.PeakRatio>("How uneven is the day?", decision),
        ];
        return new(
            "Decision matrix, computed",
            [new("Question"), new("Today", Numbers: true), new("Threshold", Numbers: true), new("Answer")],
            [.. rows.Where(row => row.Length > 0)]);
    }

    private static string[] Question<TFlip>(string question, Decision decision)
        where TFlip : Flip =>
        decision.Flips.OfType<TFlip>().FirstOrDefault() is { } flip && FlipWords.Figures(flip) is var (today, threshold)
            ? [question, today, threshold ?? "none", FlipWords.Of(flip)]
            : [];

    internal static List<string> LeftOut(Decision decision, bool everything)
    {
        var refusals = decision.Options.Select(option => option.Refusal).OfType<Refusal>().ToList();
        var ended = refusals.Where(refusal => refusal is Refusal.SellerEnded).Select(RefusalWords.Of).ToList();
        var groups = refusals.Where(refusal => refusal is not Refusal.SellerEnded)
            .GroupBy(RefusalWords.Of)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        var lines = groups.Take(everything ? 40 : 6).Select(group => $"{CountText.Of(group.Count(), "option")}: {group.Key}").ToList();
        var rest = groups.Skip(lines.Count).Sum(group => group.Count());
        if (ended.Count > 0)
        {
            lines.Add($"{CountText.Of(ended.Count, "option")}: {string.Join("; ", ended.Distinct())}");
        }

        return rest > 0 ? [.. lines, $"{rest} more for other reasons (--format json lists all)"] : lines;
    }

    private static List<string> Given(Decision decision, int show)
    {
        var (workload, fleet) = (decision.Workload, decision.Workload.Fleet);
        var lines = new List<string>
        {
            "$/Mtok is the total cost / tokens of the mix, input and output together; a month is 730 "
                + $"hours{(decision.Recommended is null
                    ? ""
                    : $"; prices of the winner: {string.Join(", ", decision.Recommended.Prices.Select(price => price.AsOf).Distinct())}; oldest "
                        + $"price shown: {OldestPrice(decision, show)}")}",
            $"machines: the busiest hour uses at most {ProofWords.PeakUse(fleet)}, {CountText.Of(fleet.KeptSpares, "spare")} where no API stands in, "
                + $"{fleet.Provision + fleet.Load} to start",
        };
        if (workload.Mix.Lengths is not { Profile: null })
        {
            lines.Add("machines that no replay sized rest on the mean request alone: of requests whose lengths differ they serve fewer");
        }

        var overheads = decision.Recommended?.Cost?.Overheads ?? default;
        lines.Add(
            workload.Overheads == Overheads.None
                ? $"no overheads are counted beyond machines and people ({Money(decision.Recommended?.Cost?.People ?? default)} of the winner's bill); "
                    + "see [overheads] and [people]"
                : $"overheads of the winner: {Money(overheads)} a month; people are {Money(decision.Recommended?.Cost?.People ?? default)} of its bill");
        if (decision.Options.Count(option => option.Refusal is Refusal.ResidencyUnknown) is > 0 and var unstated)
        {
            lines.Add($"{CountText.Of(unstated, "API")} left out: nobody states where they compute, and regions are required "
                + "(unknown_residency = true admits them)");
        }

        if (workload.Mix.CachedShare > Ratio.Zero)
        {
            lines.Add("rates of machines are for cached input: those measured without a prefix cache gain from it what the step model says (T7)");
        }

        return lines;
    }

    /// <summary>With a column for the model where the workload accepts several, and one for what the cost rests on where fleets were replayed.</summary>
    private static Table TableOf(Decision decision, string title, IEnumerable<RankedOption> options)
    {
        var (models, proved) = (decision.Workload.Models.Count > 1, decision.Proved is not null);
        var names = new ShortNames(decision);
        T[] Among<T>(T[] first, T model, T[] others, T proof) =>
            [.. first, .. models ? [model] : Array.Empty<T>(), .. others, .. proved ? [proof] : Array.Empty<T>()];
        return new(
            title,
            Among(Columns[..2], new("Model"), Columns[2..], Proof),
            [.. options.Select(option => Row(option) is var row
                ? Among([$"{names.NumberOf(option)}", row[0]], option.ModelId, row[1..], ProofWords.Of(option))
                : [])]);
    }

    private static string[] Row(RankedOption option) => option.Cost is { } cost
        ?
        [
            option.Name,
            Number(cost.Bill.Value),
            Number(option.CountedOn ?? cost.Bill.Value),
            Price(cost.PerMtok.Allocation),
            cost.Bill.Low == cost.Bill.High ? "" : $"{Price(Scaled(cost, cost.Bill.Low))}-{Price(Scaled(cost, cost.Bill.High))}",
            cost.Utilization is { } use ? use.Value.Shown("0%") : "",
            Machines(option),
            PriceNotes.Evidence(option.Kind, option.Evidence),
            option.OldestPrice.ToString(),
        ]
        : [option.Name, "", "", "", "", "", "", RefusalWords.Of(option.Refusal!), option.OldestPrice.ToString()];

    private static UsdPerMtok Scaled(OptionCost cost, UsdPerMonth bill) => cost.PerMtok.Allocation * (bill / cost.Bill.Value);

    private static string Machines(RankedOption option) => option.Cost is { Machines: > 0 } cost
        ? Math.Abs(cost.MeanMachines - cost.Machines) < 0.005
            ? cost.Machines.ToString(CultureInfo.InvariantCulture)
            : $"{cost.MeanMachines.Shown("0.0")} (peak {cost.Machines})"
        : "";

    private static string Words(OptionKind kind) => kind switch
    {
        OptionKind.Api => "the cheapest API",
        OptionKind.OnDemand => "the cheapest on-demand option",
        OptionKind.Reserved => "the cheapest reserved option",
        OptionKind.Spot => "the cheapest spot option",
        OptionKind.Owned => "the cheapest owned option",
        OptionKind.Provisioned => "the cheapest provisioned throughput",
        _ => "the cheapest baseline fleet with API overflow",
    };

    private static JsonObject Json(Decision decision)
    {
        var workload = decision.Workload;
        return new()
        {
            ["workload"] = workload.Name,
            ["recommended"] = decision.Recommended?.Name,
            ["recommended_kind"] = decision.Recommended is { } best ? KindWord(best.Kind) : null,
            ["counted_on_usd_per_month"] = JsonFigures.Of(decision.Recommended?.CountedOn?.Dollars),
            ["doubt"] = decision.Recommended is { } sure ? SurenessWords.Of(sure.Sureness) : null,
            ["tokens_per_month"] = JsonFigures.Of(workload.Traffic.MonthlyTokens(workload.Mix).Count),
            ["oldest_price"] = decision.Recommended?.OldestPrice.ToString(),
            ["warnings"] = JsonFigures.Of(decision.Warnings.Select(DoubtWords.Of)),
            ["proof"] = decision.Proved is { } proved ? ProofWords.Json(proved) : null,
            ["regret"] = ConfidenceJson.Of(decision.Robustness?.Regret),
            ["budget"] = RobustnessReport.Json(decision.Robustness?.Budget),
            ["confidence"] = ConfidenceJson.Of(decision.Confidence, "regret_usd_per_month", regret => regret.Dollars),
            ["options"] = new JsonArray([.. decision.Options.Select((option, at) => Json(option, at + 1, workload))]),
            ["flips"] = new JsonArray([.. decision.Flips.Select(Json)]),
            ["demand"] = DemandJson(workload.Traffic.Mean, workload.Mix),
        };
    }

    /// <summary>The traffic and the mean request that an answer is for, by which a saved answer is compared with what happened.</summary>
    internal static JsonObject DemandJson(RequestsPerSecond mean, TokenMix mix) => new()
    {
        ["requests_per_second"] = JsonFigures.Of(mean.PerSecond),
        ["input_tokens"] = JsonFigures.Of(mix.Input.Count),
        ["output_tokens"] = JsonFigures.Of(mix.Output.Count),
        ["cached_share"] = JsonFigures.Of(mix.CachedShare.Value),
    };

    private static JsonObject Json(RankedOption option, int number, Workload workload) => new()
    {
        ["name"] = option.Name,
        ["number"] = option.Feasible ? number : null,
        ["kind"] = KindWord(option.Kind),
        ["model"] = option.ModelId,
        ["provider"] = option.Provider,
        ["feasible"] = option.Feasible,
        ["credible"] = option.Feasible ? option.MayWin : null,
        ["doubts"] = JsonFigures.Of(option.Doubts.Select(DoubtWords.Of)),
        ["usd_per_month"] = JsonFigures.Of(option.Cost?.Bill.Value.Dollars),
        ["usd_per_month_low"] = JsonFigures.Of(option.Cost?.Bill.Low.Dollars),
        ["usd_per_month_high"] = JsonFigures.Of(option.Cost?.Bill.High.Dollars),
        ["counted_on_usd_per_month"] = JsonFigures.Of(option.CountedOn?.Dollars),
        ["doubt"] = option.Feasible ? SurenessWords.Of(option.Sureness) : null,
        ["usd_per_mtok"] = JsonFigures.Of(option.Cost?.PerMtok.Allocation.Dollars),
        ["usd_per_mtok_input"] = JsonFigures.Of(option.PerMtokApart?.Input?.Dollars),
        ["usd_per_mtok_cached"] = JsonFigures.Of(option.PerMtokApart?.Cached?.Dollars),
        ["usd_per_mtok_output"] = JsonFigures.Of(option.PerMtokApart?.Output?.Dollars),
        ["usd_per_mtok_usage"] = JsonFigures.Of(option.Cost?.PerMtok.Usage.Dollars),
        ["usd_per_task"] = JsonFigures.Of(option.PerTask(workload)?.Dollars),
        ["usd_per_successful_task"] = JsonFigures.Of(option.PerSuccessfulTask(workload)?.Dollars),
        ["utilization"] = JsonFigures.Of(option.Cost?.Utilization?.Value),
        ["machines"] = option.Cost?.Machines,
        ["mean_machines"] = JsonFigures.Of(option.Cost?.MeanMachines),
        ["api_share"] = JsonFigures.Of(option.Cost?.ApiShare.Value),
        ["api_limit"] = ApiLimitJson.Of(option.ApiParts),
        ["overheads_usd_per_month"] = JsonFigures.Of(option.Cost?.Overheads.Dollars),
        ["people_usd_per_month"] = JsonFigures.Of(option.Cost?.People.Dollars),
        ["availability"] = JsonFigures.Of(option.Redundancy?.Availability.Value),
        ["proof"] = ProofWords.Of(option) is { Length: > 0 } rests ? rests : null,
        ["evidence"] = option.Feasible ? JsonFigures.Word(option.Evidence) : null,
        ["oldest_price"] = option.OldestPrice.ToString(),
        ["price_sources"] = PriceNotes.Json(option.Prices),
        ["price_dates"] = PriceNotes.JsonDates(option.Prices),
        ["reasons"] = JsonFigures.Of(RefusalWords.Reasons(option)),
    };

    private static JsonObject Json(Flip flip)
    {
        var (unit, today, threshold) = FlipWords.Numbers(flip);
        return new()
        {
            ["what"] = FlipWords.Name(flip),
            ["unit"] = unit,
            ["today"] = JsonFigures.Of(today),
            ["threshold"] = JsonFigures.Of(threshold),
            ["to"] = FlipWords.Of(flip.To),
            ["note"] = FlipWords.Of(flip),
        };
    }

    internal static string KindWord(OptionKind kind) => Allowed.KindWords.First(word => word.Value == kind).Key;
}
