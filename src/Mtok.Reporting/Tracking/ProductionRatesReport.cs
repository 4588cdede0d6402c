using System.Text.Json.Nodes;
using Mtok.Imports;
using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Reports the throughput seen in production, why it is not known where it is not, and where it was stored.</summary>
public static class ProductionRatesReport
{
    /// <summary>The report of rates.</summary>
    /// <param name="rates">What each deployment's replicas served of each model.</param>
    /// <param name="stored">The files the measurements were stored in; empty where nothing was.</param>
    public static Report Of(IReadOnlyList<ProductionRate> rates, IReadOnlyList<StoredMeasurements> stored)
    {
        var known = rates.Where(rate => rate.Rates is not null).ToList();
        var unknown = rates.Where(rate => rate.Rates is null).ToList();
        List<Block> blocks = [new Block.Line(Summary(rates, known.Count), Strong: true)];
        if (known.Count > 0)
        {
            blocks.Add(new Block.Rows(new("One saturated replica", Columns, [.. known.Select(Cells)])));
            blocks.AddRange(stored.Count == 0 ? [new Block.Line("Nothing was stored: add --catalog DIR to store them.")] : stored.Select(Line));
        }

        if (unknown.Count > 0)
        {
            blocks.Add(new Block.List("Not measured", [.. unknown.Select(rate => $"{NameOf(rate)}: {Why(rate)}")]));
        }

        return new("Throughput seen in production", blocks, new("", [.. Columns, new("Why not", Wide: true)], [.. rates.Select(MainCells)]), new JsonObject
        {
            ["measurements"] = new JsonArray([.. known.Select(Json)]),
            ["not_measured"] = new JsonArray([.. unknown.Select(rate => new JsonObject
            {
                ["deployment"] = rate.Deployment,
                ["model"] = rate.Model.Length > 0 ? rate.Model : null,
                ["why"] = Why(rate),
                ["busiest_output_tokens_per_second"] = JsonFigures.Of(rate.Busiest?.PerSecond),
            })]),
            ["stored"] = new JsonArray([
                .. stored.Select(file => new JsonObject { ["file"] = file.Path, ["added"] = file.Added, ["replaced"] = file.Replaced }),
            ]),
        });
    }

    private static IReadOnlyList<Column> Columns =>
    [
        new("Deployment"), new("Model"), new("Replica"), new("Engine"), new("Hours", Numbers: true), new("Output tok/s", Numbers: true),
        new("5th to 95th percentile", Numbers: true), new("Input tok/s", Numbers: true), new("Cached tok/s", Numbers: true),
        new("Computed input", Numbers: true), new("Output", Numbers: true), new("Source"),
    ];

    private static string Summary(IReadOnlyList<ProductionRate> rates, int known) => rates.Count == 0
        ? "No deployments file describes replicas: nothing can be measured."
        : $"{CountText.Of(known, "measurement")} from saturated hours; {CountText.Of(rates.Count - known)} not measured.";

    private static Block Line(StoredMeasurements file) => new Block.Line(
        $"Stored in {file.Path}: {CountText.Of(file.Added, "row")}{(file.Replaced > 0 ? $", {file.Replaced} of them replacing earlier rows" : "")}.");

    private static string NameOf(ProductionRate rate) => rate.Model.Length > 0 ? $"{rate.Deployment}, {rate.Model}" : rate.Deployment;

    private static string Why(ProductionRate rate) => rate.Why switch
    {
        NoRate.NoCounters => "no engine's counters belong to it",
        NoRate.UnknownModel => "the catalog does not know the model",
        NoRate.NoAccelerator => "the deployments file names no accelerator",
        NoRate.NoEngine => "the deployments file names no engine",
        NoRate.NoUsableHour => "in no whole hour did a replica serve one model alone, with tokens and requests stated and at most 5 % of them failed",
        NoRate.NoQueue => "the number of waiting requests is not read, or fewer than 12 times an hour",
        NoRate.BeyondHardware => "its targets output more than the accelerators of one replica can compute: does a target stand for several replicas?",
        _ => $"never saturated: {rate.Busiest} in the busiest hour, which is a lower bound and no measurement",
    };

    private static string[] Cells(ProductionRate rate) => rate.Rates is not { } of
        ? [rate.Deployment, rate.Model, .. Enumerable.Repeat("", Columns.Count - 2)]
        :
        [
            rate.Deployment, rate.Model, $"{of.Row.Gpus} x {of.Row.AcceleratorId} {of.Row.Precision.Id}", of.Row.Engine, CountText.Of(of.Hours),
            Number(of.Output.Value), $"{Number(of.Output.Low)} to {Number(of.Output.High)}", Number(of.Input.Value),
            of.Cached is { } cached ? Number(cached.Value) : "", Number(of.Row.Input), Number(of.Row.Output), of.Row.Provenance.Source,
        ];

    private static string[] MainCells(ProductionRate rate) => [.. Cells(rate), rate.Rates is null ? Why(rate) : ""];

    private static string Number(TokensPerSecond rate) => rate.PerSecond.Shown("0.#");

    private static string Number(Tokens tokens) => tokens.Count.Shown("0.#");

    private static JsonObject Json(ProductionRate rate)
    {
        var of = rate.Rates!;
        return new()
        {
            ["deployment"] = rate.Deployment,
            ["model"] = of.Row.ModelId,
            ["accelerator"] = of.Row.AcceleratorId,
            ["gpus"] = of.Row.Gpus,
            ["precision"] = of.Row.Precision.Id,
            ["engine"] = of.Row.Engine,
            ["scenario"] = Measurement.ScenarioWords.First(word => word.Value == of.Row.Scenario).Key,
            ["saturated_hours"] = of.Hours,
            ["replicas"] = of.Replicas,
            ["output_tokens_per_second"] = Json(of.Output),
            ["input_tokens_per_second"] = Json(of.Input),
            ["cached_tokens_per_second"] = of.Cached is { } cached ? Json(cached) : null,
            ["computed_input_tokens"] = JsonFigures.Of(of.Row.Input.Count),
            ["output_tokens"] = JsonFigures.Of(of.Row.Output.Count),
            ["as_of"] = of.Row.Provenance.AsOf.ToString(),
            ["source"] = of.Row.Provenance.Source,
            ["note"] = of.Row.Note,
        };
    }

    private static JsonObject Json(Estimate<TokensPerSecond> rate) => new()
    {
        ["low"] = JsonFigures.Of(rate.Low.PerSecond),
        ["median"] = JsonFigures.Of(rate.Value.PerSecond),
        ["high"] = JsonFigures.Of(rate.High.PerSecond),
    };
}
