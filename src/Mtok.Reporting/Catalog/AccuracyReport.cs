using System.Globalization;
using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Reports how well the throughput model predicts held-out measurements.</summary>
public static class AccuracyReport
{
    /// <summary>The groupings of predictions, by their option value.</summary>
    public static IReadOnlyDictionary<string, (string Title, Func<HeldOutPrediction, Catalog, string> Key)> Groupings { get; } =
        new Dictionary<string, (string, Func<HeldOutPrediction, Catalog, string>)>(StringComparer.Ordinal)
        {
            ["load"] = ("Network, maker, load", (prediction, catalog) =>
                $"{NetworkOf(prediction, catalog)} {catalog.FindAccelerator(prediction.Row.AcceleratorId)!.Vendor}, {prediction.Load}"),
            ["publication"] = ("Publication, network", (prediction, catalog) => $"{Publication.Of(prediction.Row)}, {NetworkOf(prediction, catalog)}"),
            ["engine"] = ("Engine, maker, network", (prediction, _) => NameOf(prediction.Id)),
            ["accelerator"] = ("Accelerator, network", (prediction, catalog) => $"{prediction.Row.AcceleratorId} {NetworkOf(prediction, catalog)}"),
            ["class"] = ("Model class", (prediction, catalog) => ClassOf(catalog.FindModel(prediction.Row.ModelId)!)),
            ["scenario"] = ("Load, network", (prediction, catalog) =>
                $"{Measurement.ScenarioWords.First(word => word.Value == prediction.Row.Scenario).Key} {NetworkOf(prediction, catalog)}"),
            ["version"] = ("Year of the run", (prediction, _) => prediction.Row.Provenance.AsOf.From.Year.ToString(CultureInfo.InvariantCulture)),
        };

    /// <summary>What can be left out, by its option value.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut { get; } =
        HeldOutPrediction.Ways.ToDictionary(way => way.Replace(' ', '-'), StringComparer.Ordinal);

    /// <summary>The report.</summary>
    /// <param name="predictions">The predictions to judge.</param>
    /// <param name="grouping">One of <see cref="Groupings"/>.</param>
    /// <param name="leftOut">What was left out, one of <see cref="HeldOutPrediction.Ways"/>.</param>
    /// <param name="catalog">What they were predicted from.</param>
    public static Report Of(IReadOnlyList<HeldOutPrediction> predictions, string grouping, string leftOut, Catalog catalog)
    {
        var found = ModelAccuracy.Of(predictions, prediction => Groupings[grouping].Key(prediction, catalog));
        var all = ModelAccuracy.Of("all rows", predictions);
        return new(
            "How well the model predicts published figures",
            [
                new Block.Line(
                    $"Each {leftOut} is predicted by calibrations that never saw it, in whole. "
                        + "Errors are |ln(predicted / published)|, median / 90th percentile; those of TPOT are of its mean or median, as published; "
                        + "bias is the median of ln(predicted / published), above 0 too fast. Within: rows inside the 90 % interval that the others give. "
                        + "Twice: rows more than 2 times off."),
                new Block.Rows(TableOf(Groupings[grouping].Title, [.. found, all])),
            ],
            JsonFigures.Rows(new JsonArray([.. found.Append(all).Select(Json)])),
            new JsonObject { ["by"] = grouping, ["left_out"] = leftOut, ["rows"] = new JsonArray([.. found.Append(all).Select(Json)]) });
    }

    private static Table TableOf(string title, IReadOnlyList<ModelAccuracy> found) => new(
        "",
        [
            new(title), new("Rows", Numbers: true), new("Rate, %", Numbers: true), new("Bias, %", Numbers: true), new("TPOT, %", Numbers: true),
            new("Within, %", Numbers: true), new("Twice, %", Numbers: true),
        ],
        [.. found.Select(row => new[]
        {
            row.Name,
            row.Rate.Count.ToString(CultureInfo.InvariantCulture),
            Pair(row.Rate.Median, row.Rate.P90),
            (row.Bias.Value * 100).Shown("+0.0;-0.0;0.0"),
            row.Tpot is { } tpot ? Pair(tpot.Median, tpot.P90) : "",
            (row.Covered.Value * 100).Shown("0"),
            (row.Doubled.Value * 100).Shown("0"),
        })]);

    private static JsonObject Json(ModelAccuracy row) => new()
    {
        ["name"] = row.Name,
        ["rows"] = row.Rate.Count,
        ["publications"] = row.Publications,
        ["rate_median_error"] = JsonFigures.Of(row.Rate.Median.Value),
        ["rate_p90_error"] = JsonFigures.Of(row.Rate.P90.Value),
        ["bias"] = JsonFigures.Of(row.Bias.Value),
        ["tpot_rows"] = row.Tpot?.Count ?? 0,
        ["tpot_median_error"] = row.Tpot is { } tpot ? JsonFigures.Of(tpot.Median.Value) : null,
        ["tpot_p90_error"] = row.Tpot is { } times ? JsonFigures.Of(times.P90.Value) : null,
        ["within_interval"] = JsonFigures.Of(row.Covered.Value),
        ["more_than_twice_off"] = JsonFigures.Of(row.Doubled.Value),
    };

    private static string NetworkOf(HeldOutPrediction prediction, Catalog catalog) =>
        catalog.FindModel(prediction.Row.ModelId)!.Network!.Experts is null ? "dense" : "experts";

    private static string ClassOf(Model model) => (model.Network!.Experts is null, (model.Parameters ?? model.Network.CountParameters()) / 1e9) switch
    {
        (true, < 20) => "dense, below 20B",
        (true, < 100) => "dense, 20B to 100B",
        (true, _) => "dense, above 100B",
        (false, < 100) => "experts, below 100B",
        (false, < 300) => "experts, 100B to 300B",
        _ => "experts, above 300B",
    };

    /// <summary>The parts of a calibration's id as words, so that a narrow table can break between them.</summary>
    private static string NameOf(string id) =>
        id.Split('-') is [.. var engine, var maker, var network] ? $"{string.Join('-', engine)} {maker} {network}" : id;

    private static string Pair(Ratio median, Ratio p90) => $"{Percent(median)} / {Percent(p90)}";

    private static string Percent(Ratio ratio) => (ratio.Value * 100).Shown("0.0");
}
