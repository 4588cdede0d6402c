using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Reports a <see cref="Comparison"/>: the cheapest option first, then a table by $/Mtok.</summary>
public static class ComparisonReport
{
    private static readonly Column[] Columns =
    [
        new("Option"), new("$/Mtok", Numbers: true), new("Interval", Numbers: true, Wide: true), new("$/h", Numbers: true), new("tok/s", Numbers: true),
        new("Availability", Wide: true), new("Commitment", Wide: true), new("Evidence"), new("Price date", Wide: true),
    ];

    /// <summary>The report as text, table and JSON.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="show">Rows of the text's table; JSON and CSV have all options.</param>
    /// <param name="stated">Whether the user stated the utilisation.</param>
    /// <param name="disagreements">Prices on which sources disagree.</param>
    public static Report Of(Comparison comparison, int show, bool stated, IReadOnlyList<PriceDisagreement>? disagreements = null)
    {
        var workload = comparison.Workload;
        var credible = comparison.Options.Where(option => option.MayWin).ToList();
        var table = TableOf("", credible, workload.Models.Count > 1);
        var kinds = TableOf("Cheapest of each kind", credible.DistinctBy(option => option.Kind), workload.Models.Count > 1);
        var use = stated
            ? $"machines at {comparison.Utilization} utilisation"
            : "machines at 100% utilisation, which no real traffic reaches (see --utilization)";
        var blocks = new List<Block>
        {
            new Block.Line(comparison.Cheapest is { } cheapest
                ? $"Cheapest: {cheapest.Name}, {cheapest.PerMtok.Value}"
                : comparison.Options.Count > 0
                    ? "No option has a credible price for this."
                    : "No option has both a price and a throughput figure for this.", Strong: true),
            new Block.Line(
                $"{string.Join(", ", workload.Models.Select(model => model.Id))}, {workload.Mix}; {workload.ServiceLevel}; $/Mtok of input and "
                    + $"output together, {use}.{Sure(comparison)}"),
            new Block.Rows(kinds),
            new Block.Rows(table with
            {
                Title = $"Cheapest {Math.Min(show, credible.Count)} of {credible.Count} (--show N for more, --format csv for all)",
                Rows = [.. table.Rows.Take(show)],
            }),
            new Block.Rows(ApartTable.BestOfEachModel(credible.Select(option => (
                option.ModelId, option.Name, option.PerMtok.Value, option.PerMtokApart, (Usd?)(option.PerMtok.Value * workload.Mix.Total))))),
        };
        blocks.InsertRange(1, [.. PriceNotes.Warnings(comparison.Warnings), .. Doubtful(comparison)]);
        if (credible.Count > 0)
        {
            var shown = credible.DistinctBy(option => option.Kind).Concat(credible.Take(show)).Select(option => option.Priced).ToList();
            blocks.Add(PriceNotes.Sources(shown));
            blocks.AddRange(PriceNotes.Disagreements(shown, disagreements ?? []));
        }

        if (comparison.Unknown.Count > 0)
        {
            blocks.Add(new Block.List(
                $"{CountText.Of(comparison.Unknown.Count, "option")} left out",
                [.. comparison.Unknown.Select(option => option.Refusal).OfType<Refusal>()
                .GroupBy(RefusalWords.Of).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
                .Take(6).Select(group => $"{group.Count()}: {group.Key}")]));
        }

        var json = Json(comparison);
        json["price_disagreements"] = PriceNotes.JsonDisagreements(comparison.Options.Select(option => option.Priced), disagreements ?? []);
        return new(
            $"Cost per million tokens: {string.Join(", ", workload.Models.Select(model => model.Id))}",
            blocks,
            JsonFigures.Rows(json["options"]!.AsArray()),
            json);
    }

    private static IEnumerable<Block> Doubtful(Comparison comparison) => PriceNotes.Doubtful(
        comparison.Doubtful.Select(option => ($"{option.Name}: {option.PerMtok.Value}", option.Doubts, (object)option.Priced.Where)),
        isAll: comparison.Cheapest is null);

    private static string Sure(Comparison comparison) =>
        comparison.Confidence is { } confidence
            ? $" The first is {ConfidenceWords.Of(confidence, "throughput within its interval, prices fixed", regret => regret.ToString())}."
            : "";

    /// <summary>With a column for the model where the workload accepts several.</summary>
    private static Table TableOf(string title, IEnumerable<ComparedOption> options, bool severalModels) => severalModels
        ? new(
            title,
            [Columns[0], new("Model"), .. Columns[1..]],
            [.. options.Select(option => (string[])[Row(option)[0], option.ModelId, .. Row(option)[1..]])])
        : new(title, Columns, [.. options.Select(Row)]);

    private static string[] Row(ComparedOption option) =>
    [
        option.Name,
        Price(option.PerMtok.Value),
        option.PerMtok.Low == option.PerMtok.High ? "" : $"{Price(option.PerMtok.Low)}-{Price(option.PerMtok.High)}",
        option.Price is { } price ? price.Dollars.Shown("0.00") : "",
        option.Rate is { } rate ? rate.PerSecond.Shown("#,##0") : "",
        AvailabilityWords.Of(option.Availability),
        AvailabilityWords.Of(option.Commitment),
        PriceNotes.Evidence(option.Kind, option.PerMtok.Evidence),
        option.Priced.AsOf.ToString(),
    ];

    private static string Price(UsdPerMtok price) => price.Dollars.Shown("0.000");

    private static JsonObject Json(Comparison comparison) => new()
    {
        ["models"] = JsonFigures.Of(comparison.Workload.Models.Select(model => model.Id)),
        ["input_tokens"] = JsonFigures.Of(comparison.Workload.Mix.Input.Count),
        ["output_tokens"] = JsonFigures.Of(comparison.Workload.Mix.Output.Count),
        ["cached_share"] = JsonFigures.Of(comparison.Workload.Mix.CachedShare.Value),
        ["utilization"] = JsonFigures.Of(comparison.Utilization.Value),
        ["warnings"] = JsonFigures.Of(comparison.Warnings.Select(DoubtWords.Of)),
        ["confidence"] = ConfidenceJson.Of(comparison.Confidence, "regret_usd_per_mtok", regret => regret.Dollars),
        ["options"] = new JsonArray([.. comparison.Options.Select(option => Json(option, comparison.Workload.Mix))]),
        ["unknown"] = new JsonArray([
            .. comparison.Unknown.Select(option => new JsonObject { ["name"] = option.Name, ["reasons"] = JsonFigures.Of(RefusalWords.Reasons(option)) }),
        ]),
    };

    private static JsonObject Json(ComparedOption option, TokenMix mix) => new()
    {
        ["name"] = option.Name,
        ["kind"] = DecisionReport.KindWord(option.Kind),
        ["model"] = option.ModelId,
        ["usd_per_mtok"] = JsonFigures.Of(option.PerMtok.Value.Dollars),
        ["usd_per_mtok_input"] = JsonFigures.Of(option.PerMtokApart?.Input?.Dollars),
        ["usd_per_mtok_cached"] = JsonFigures.Of(option.PerMtokApart?.Cached?.Dollars),
        ["usd_per_mtok_output"] = JsonFigures.Of(option.PerMtokApart?.Output?.Dollars),
        ["usd_per_mtok_low"] = JsonFigures.Of(option.PerMtok.Low.Dollars),
        ["usd_per_mtok_high"] = JsonFigures.Of(option.PerMtok.High.Dollars),
        ["usd_per_task"] = JsonFigures.Of((option.PerMtok.Value * mix.Total).Dollars),
        ["usd_per_hour"] = JsonFigures.Of(option.Price?.Dollars),
        ["tokens_per_second"] = JsonFigures.Of(option.Rate?.PerSecond),
        ["availability"] = AvailabilityWords.Of(option.Availability),
        ["commitment"] = AvailabilityWords.Of(option.Commitment),
        ["evidence"] = JsonFigures.Word(option.PerMtok.Evidence),
        ["as_of"] = option.Priced.AsOf.ToString(),
        ["price_source"] = option.Priced.Source,
        ["credible"] = option.MayWin,
        ["doubts"] = JsonFigures.Of(option.Doubts.Select(DoubtWords.Of)),
        ["reason"] = string.Join("; ", option.Notes.Select(OptionNoteWords.Of)),
    };
}
