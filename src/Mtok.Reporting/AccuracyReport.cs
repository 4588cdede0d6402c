using System.Globalization;
using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Shows how well the throughput model predicts what it was not fitted on.</summary>
public static class AccuracyReport
{
    /// <summary>The report.</summary>
    public static Report Of(IReadOnlyList<ModelAccuracy> found)
    {
        var rows = new JsonArray([.. found.Select(Json)]);
        var table = TableOf(found);
        return new(
            "How well the model predicts published rates",
            [
                new Block.Line("Each group of model and device is predicted by a calibration fitted on the others. Errors are |ln(predicted / published)| of the output rate."),
                new Block.Rows(table),
            ],
            JsonFigures.Rows(rows),
            new JsonObject { ["eras"] = rows.DeepClone() });
    }

    /// <summary>The table alone.</summary>
    public static Table TableOf(IReadOnlyList<ModelAccuracy> found) => new(
        "",
        [new("Engine, devices, year, network"), new("Rows", Numbers: true), new("Groups", Numbers: true), new("Median error", Numbers: true), new("90th percentile", Numbers: true), new("Bias", Numbers: true)],
        [.. found.Select(row => new[] { row.Name, row.Rows.ToString(CultureInfo.InvariantCulture), row.Groups.ToString(CultureInfo.InvariantCulture), Percent(row.Median), Percent(row.P90), Percent(row.Bias) })]);

    private static JsonObject Json(ModelAccuracy row) => new()
    {
        ["era"] = row.Name,
        ["rows"] = row.Rows,
        ["groups"] = row.Groups,
        ["median_error"] = JsonFigures.Of(row.Median.Value),
        ["p90_error"] = JsonFigures.Of(row.P90.Value),
        ["bias"] = JsonFigures.Of(row.Bias.Value),
    };

    private static string Percent(Ratio ratio) => ratio.Value.ToString("0.0%", CultureInfo.InvariantCulture);
}
