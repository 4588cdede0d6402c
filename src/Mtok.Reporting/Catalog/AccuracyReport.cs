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
            ["engine"] = ("Engine, maker, year, network", (prediction, _) => NameOf(prediction.Era)),
            ["accelerator"] = ("Accelerator, network", (prediction, catalog) => $"{prediction.Row.AcceleratorId} {NetworkOf(prediction, catalog)}"),
            ["class"] = ("Model class", (prediction, catalog) => ClassOf(catalog.FindModel(prediction.Row.ModelId)!)),
            ["scenario"] = ("Load, network", (prediction, catalog) =>
                $"{Measurement.ScenarioWords.First(word => word.Value == prediction.Row.Scenario).Key} {NetworkOf(prediction, catalog)}"),
        };

    /// <summary>The report.</summary>
    /// <param name="predictions">The predictions to judge.</param>
    /// <param name="grouping">One of <see cref="Groupings"/>.</param>
    /// <param name="catalog">What they were predicted from.</param>
    public static Report Of(IReadOnlyList<HeldOutPrediction> predictions, string grouping, Catalog catalog)
    {
        var found = ModelAccuracy.Of(predictions, prediction => Groupings[grouping].Key(prediction, catalog));
        var all = ModelAccuracy.Of("all rows", predictions);
        var stored = grouping == "engine"
            ? catalog.Engines.Where(engine => !engine.Provenance.IsUsers && found.All(row => row.Name != NameOf(engine.Id))).ToList()
            : [];
        return new(
            "How well the model predicts published figures",
            [
                new Block.Line(
                    "Each group of model and device is predicted by a calibration that never saw it. Errors are |ln(predicted / published)|: "
                        + "median / 90th percentile. Corrected: the rate once runs of the network on the device at other lengths correct it. "
                        + "Within: rows inside the 90 % interval, whose width the era's other groups gave."),
                new Block.Rows(TableOf(Groupings[grouping].Title, [.. found, all])),
                .. stored.Select(engine =>
                    new Block.Line(
                        $"{NameOf(engine.Id)}: rate {Pair(engine.MedianError, engine.P90Error)} "
                            + $"%{(engine is { TpotMedianError: { } median, TpotP90Error: { } p90 } ? $", TPOT {Pair(median, p90)} %" : "")} "
                            + $"on {engine.Rows} rows, held out when it was fitted; its rows are not in the catalog ({engine.Provenance.Source}).")),
            ],
            JsonFigures.Rows(new JsonArray([.. found.Append(all).Select(Json)])),
            new JsonObject { ["by"] = grouping, ["rows"] = new JsonArray([.. found.Append(all).Select(Json)]) });
    }

    private static Table TableOf(string title, IReadOnlyList<ModelAccuracy> found) => new(
        "",
        [
            new(title), new("Rows", Numbers: true), new("Rate, %", Numbers: true), new("TPOT, %", Numbers: true),
            new("Corrected, %", Numbers: true), new("Within, %", Numbers: true),
        ],
        [.. found.Select(row => new[]
        {
            row.Name,
            row.Rate.Count.ToString(CultureInfo.InvariantCulture),
            Pair(row.Rate.Median, row.Rate.P90),
            row.Tpot is { } tpot ? Pair(tpot.Median, tpot.P90) : "",
            row.Corrected is { } corrected ? Pair(corrected.Median, corrected.P90) : "",
            row.Covered is { } covered ? (covered.Value * 100).ToString("0", CultureInfo.InvariantCulture) : "",
        })]);

    private static JsonObject Json(ModelAccuracy row) => new()
    {
        ["name"] = row.Name,
        ["rows"] = row.Rate.Count,
        ["groups"] = row.Groups,
        ["rate_median_error"] = JsonFigures.Of(row.Rate.Median.Value),
        ["rate_p90_error"] = JsonFigures.Of(row.Rate.P90.Value),
        ["bias"] = JsonFigures.Of(row.Bias.Value),
        ["tpot_rows"] = row.Tpot?.Count ?? 0,
        ["tpot_median_error"] = row.Tpot is { } tpot ? JsonFigures.Of(tpot.Median.Value) : null,
        ["tpot_p90_error"] = row.Tpot is { } times ? JsonFigures.Of(times.P90.Value) : null,
        ["corrected_median_error"] = row.Corrected is { } corrected ? JsonFigures.Of(corrected.Median.Value) : null,
        ["corrected_p90_error"] = row.Corrected is { } corrections ? JsonFigures.Of(corrections.P90.Value) : null,
        ["within_interval"] = row.Covered is { } covered ? JsonFigures.Of(covered.Value) : null,
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

    /// <summary>The parts of an era's id as words, so that a narrow table can break between them.</summary>
    private static string NameOf(string era) =>
        era.Split('-') is [.. var engine, var maker, var year, var network] ? $"{string.Join('-', engine)} {maker} {year} {network}" : era;

    private static string Pair(Ratio median, Ratio p90) => $"{Percent(median)} / {Percent(p90)}";

    private static string Percent(Ratio ratio) => (ratio.Value * 100).ToString("0.0", CultureInfo.InvariantCulture);
}
