using System.Globalization;
using System.Text.Json.Nodes;

namespace Mtok.Reporting;

/// <summary>Reports calibrations fitted on a user's own measurements.</summary>
public static class CalibrationReport
{
    /// <summary>The report.</summary>
    /// <param name="found">The calibrations.</param>
    /// <param name="stored">The file they were written to; null where they were only shown.</param>
    public static Report Of(IReadOnlyList<EngineCalibration> found, string? stored)
    {
        var rows = new JsonArray([.. found.Select(Json)]);
        var table = new Table("", [
            new("Engine, devices, year, network"), new("s", Numbers: true), new("o", Numbers: true), new("Reserve", Numbers: true),
            new("Rows", Numbers: true), new("Median error", Numbers: true), new("90th percentile", Numbers: true),
        ],
            [.. found.Select(engine => new[]
            {
                engine.Id, Number(engine.Scale.Value), engine.Offset.ToString(), engine.Reserve.ToString(), engine.Rows.ToString(CultureInfo.InvariantCulture),
                engine.MedianError.Value.Shown("0.0%"), engine.P90Error.Value.Shown("0.0%"),
            })]);
        return new(
            "Calibration from your measurements",
            [
                new Block.Line(
                    stored is null ? "Nothing was stored: add --store to store it." : $"Stored in {stored}; used with --catalog from now on.",
                    Strong: stored is not null),
                new Block.Rows(table),
            ],
            JsonFigures.Rows(rows),
            new JsonObject { ["stored"] = stored, ["engines"] = rows.DeepClone() });
    }

    private static JsonObject Json(EngineCalibration engine) => new()
    {
        ["id"] = engine.Id,
        ["family"] = engine.Family,
        ["scale"] = JsonFigures.Of(engine.Scale.Value),
        ["offset_ms"] = JsonFigures.Of(engine.Offset.Milliseconds),
        ["reserve"] = JsonFigures.Of(engine.Reserve.Value),
        ["rows"] = engine.Rows,
        ["median_error"] = JsonFigures.Of(engine.MedianError.Value),
        ["p90_error"] = JsonFigures.Of(engine.P90Error.Value),
    };

    private static string Number(double value) => value.Shown("0.###");
}
