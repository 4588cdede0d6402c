using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Imports;

namespace Mtok.Reporting;

/// <summary>Reports what was imported, and where it was stored.</summary>
public static class ImportReports
{
    /// <summary>The measurements read from benchmark results.</summary>
    public static Report Benchmarks(IReadOnlyList<BenchmarkImport> imports, IReadOnlyList<StoredMeasurements> stored, IReadOnlyList<Problem> warnings)
    {
        var rows = imports.SelectMany(import => import.Measurements.Select(row => (import.File, Row: row))).ToList();
        var table = new Table(
            "",
            [
                new("Model"), new("Accelerator"), new("Gpus", Numbers: true), new("Precision"), new("Engine"), new("Scenario"), new("Input",
                    Numbers: true), new("Output", Numbers: true),
                new("Output tok/s", Numbers: true), new($"TTFT ms, {Statistic(rows.Select(pair => pair.Row))}", Numbers: true),
                new("TPOT ms, median or mean", Numbers: true), new("As of"), new("Source", Wide: true), new("File", Wide: true),
            ],
            [.. rows.Select(pair => new[]
            {
                pair.Row.ModelId, pair.Row.AcceleratorId, pair.Row.Gpus.ToString(CultureInfo.InvariantCulture), pair.Row.Precision.Id,
                pair.Row.Engine, Load(pair.Row),
                Number(pair.Row.Input.Count), Number(pair.Row.Output.Count), Number(pair.Row.OutputRate.PerSecond),
                Number(pair.Row.Ttft?.Milliseconds), Number(pair.Row.Tpot?.Milliseconds),
                pair.Row.Provenance.AsOf.ToString(), pair.Row.Provenance.Source, Path.GetFileName(pair.File),
            })]);
        var read = $"{CountText.Of(rows.Count, "measurement")} read: {string.Join(", ", imports.Select(import => $"{import.File} ({import.Format})"))}";
        List<Block> blocks = [new Block.Line(read, Strong: true), new Block.Rows(table)];
        blocks.AddRange(stored.Count == 0
            ? [new Block.Line("Nothing was stored: add --catalog DIR to store them.")]
            : stored.Select(file =>
                new Block.Line(
                    $"Stored in {file.Path}: {CountText.Of(file.Added, "row")}{(file.Replaced > 0
                        ? $", {file.Replaced} of them replacing earlier rows"
                        : "")}.")));
        if (warnings.Count > 0)
        {
            blocks.Add(new Block.List("To check", [.. warnings.Select(problem => problem.ToString())]));
        }

        var json = new JsonObject
        {
            ["files"] = new JsonArray([
                .. imports.Select(import => new JsonObject
                {
                    ["file"] = import.File,
                    ["format"] = import.Format,
                    ["measurements"] = import.Measurements.Count,
                }),
            ]),
            ["measurements"] = new JsonArray([.. rows.Select(pair => Json(pair.File, pair.Row))]),
            ["stored"] = new JsonArray([
                .. stored.Select(file => new JsonObject { ["file"] = file.Path, ["added"] = file.Added, ["replaced"] = file.Replaced }),
            ]),
            ["warnings"] = JsonFigures.Of(warnings.Select(problem => problem.ToString())),
        };
        return new("Imported benchmark results", blocks, table, json);
    }

    private static JsonObject Json(string file, Measurement row) => new()
    {
        ["file"] = file,
        ["model"] = row.ModelId,
        ["accelerator"] = row.AcceleratorId,
        ["gpus"] = row.Gpus,
        ["tensor_parallel"] = row.TensorParallel,
        ["pipeline_parallel"] = row.PipelineParallel,
        ["precision"] = row.Precision.Id,
        ["engine"] = row.Engine,
        ["engine_version"] = row.EngineVersion,
        ["scenario"] = Measurement.ScenarioWords.First(word => word.Value == row.Scenario).Key,
        ["input_tokens"] = JsonFigures.Of(row.Input.Count),
        ["output_tokens"] = JsonFigures.Of(row.Output.Count),
        ["concurrency"] = row.Concurrency,
        ["requests"] = row.Requests,
        ["completed"] = row.Completed?.Value,
        ["sent_per_second"] = row.SentRate?.PerSecond,
        ["speculative"] = row.Speculative.Length > 0 ? row.Speculative : null,
        ["output_tokens_per_second"] = JsonFigures.Of(row.OutputRate.PerSecond),
        ["requests_per_second"] = JsonFigures.Of(row.RequestRate.PerSecond),
        ["ttft_ms"] = JsonFigures.Of(row.Ttft?.Milliseconds),
        ["tpot_ms"] = JsonFigures.Of(row.Tpot?.Milliseconds),
        ["ttft_p99_ms"] = JsonFigures.Of(row.TtftP99?.Milliseconds),
        ["tpot_p99_ms"] = JsonFigures.Of(row.TpotP99?.Milliseconds),
        ["as_of"] = row.Provenance.AsOf.ToString(),
        ["source"] = row.Provenance.Source,
        ["note"] = row.Note,
    };

    /// <summary>What the times to first token are, where all rows are of one kind.</summary>
    private static string Statistic(IEnumerable<Measurement> rows) => rows.Select(row => row.TtftIs).Distinct().ToList() is [var one]
        && Measurement.TtftWords.FirstOrDefault(word => word.Value == one).Key is { } word ? word : "median or mean";

    private static string Load(Measurement row) =>
        Measurement.ScenarioWords.First(word => word.Value == row.Scenario).Key
        + (row.Concurrency is { } users ? $" {users}" : row is { Scenario: Scenario.Burst, Requests: { } sent } ? $" {sent}" : "")
        + (row.Speculative.Length > 0 ? " speculative" : "");

    private static string Number(double? value) => value is { } number ? number.Shown("0.###") : "";
}
