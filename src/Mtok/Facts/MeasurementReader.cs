namespace Mtok;

/// <summary>Reads <c>measurements/*.csv</c>.</summary>
internal sealed class MeasurementReader(Problems problems, NameTable<Model> models, NameTable<Accelerator> accelerators)
{
    /// <summary>The relative deviation from Little's law above which a closed loop's figures are reported.</summary>
    private const double LittleTolerance = 0.35;

    public static readonly Limits<Tokens> Length = new(Tokens.FromCount(1), Tokens.FromCount(10_000_000));
    public static readonly Limits<TokensPerSecond> Rate = new(TokensPerSecond.FromPerSecond(0.01), TokensPerSecond.FromPerSecond(1e8));
    public static readonly Limits<Ratio> Milliseconds = new(Ratio.FromValue(0.0001), Ratio.FromValue(1e8));
    private static readonly Limits<int> Number = new(1, 1_000_000);
    private static readonly string[] Required =
        ["model", "accelerator", "gpus", "precision", "engine", "scenario", "input_tokens", "output_tokens", "output_tokens_per_second", "as_of", "source"];

    private static readonly string[] Optional =
    [
        "tensor_parallel", "pipeline_parallel", "kv_precision", "engine_version", "concurrency", "ttft_ms", "tpot_ms", "ttft_p99_ms", "tpot_p99_ms",
        "submitter", "note",
    ];

    public IEnumerable<Measurement> Read(CatalogFile file)
    {
        foreach (var row in new CsvTable(file.Path, file.Text, problems).Rows(Required, Optional))
        {
            if (Read(row) is { } measurement)
            {
                CheckLittle(row, measurement);
                yield return measurement;
            }
        }
    }

    private Measurement? Read(CsvRow row)
    {
        var modelId = models.FindId(row, "model");
        var acceleratorId = accelerators.FindId(row, "accelerator");
        var gpus = row.Count("gpus", Number);
        var tensor = row.Count("tensor_parallel", Number);
        var pipeline = row.Count("pipeline_parallel", Number);
        var rate = row.Quantity("output_tokens_per_second", Rate);
        var input = row.Quantity("input_tokens", Length);
        var output = row.Quantity("output_tokens", Length);
        var provenance = Ids.ReadProvenance(row, problems);
        CheckPrecision(row);
        if (!Measurement.ScenarioWords.TryGetValue(row.Text("scenario"), out var scenario))
        {
            problems.Error(
                row.WhereIs("scenario"),
                "unknown-word",
                $"\"scenario\" must be one of {string.Join(", ", Measurement.ScenarioWords.Keys)}, not \"{row.Text("scenario")}\"");
        }

        CheckParallel(row, gpus, (tensor ?? 1) * (pipeline ?? 1));
        if (modelId is null || acceleratorId is null || gpus is null || rate is null || input is null || output is null)
        {
            ReportBlank(row);
            return null;
        }

        return new(
            ModelId: modelId, AcceleratorId: acceleratorId, Gpus: gpus.Value, TensorParallel: tensor, PipelineParallel: pipeline,
            Precision: Precision.Named(row.Text("precision")), Engine: row.RequiredText("engine"), EngineVersion: row.Text("engine_version"),
                Scenario: scenario,
            Input: input.Value, Output: output.Value, Concurrency: row.Count("concurrency", Number), OutputRate: rate.Value,
            Ttft: Time(row, "ttft_ms"), Tpot: Time(row, "tpot_ms"), TtftP99: Time(row, "ttft_p99_ms"), TpotP99: Time(row, "tpot_p99_ms"),
            Submitter: row.Text("submitter"), Note: row.Text("note"), Provenance: provenance)
        {
            KvPrecision = row.Text("kv_precision") is { Length: > 0 } kv ? Precision.Named(kv) : null,
        };
    }

    private static void ReportBlank(CsvRow row)
    {
        foreach (var column in Required.Where(column => column is "gpus" or "input_tokens" or "output_tokens" or "output_tokens_per_second"))
        {
            row.RequiredText(column);
        }
    }

    private void CheckPrecision(CsvRow row)
    {
        var precision = row.RequiredText("precision");
        if (precision.Length > 0 && precision != Precision.Unstated.Id && !Precision.Bits.ContainsKey(precision))
        {
            problems.Error(
                row.WhereIs("precision"),
                "unknown-word",
                $"\"precision\" must be one of {string.Join(", ", Precision.Bits.Keys)} or unstated, not \"{precision}\"");
        }

        var kv = row.Text("kv_precision");
        if (kv.Length > 0 && !Precision.OfKvCache.Contains(kv))
        {
            problems.Error(
                row.WhereIs("kv_precision"), "unknown-word", $"\"kv_precision\" must be one of {string.Join(", ", Precision.OfKvCache)}, not \"{kv}\"");
        }
    }

    private void CheckParallel(CsvRow row, int? gpus, int perCopy)
    {
        if (gpus is { } count && count % perCopy != 0)
        {
            problems.Error(
                row.WhereIs("gpus"),
                "wrong-gpus",
                $"{count} accelerators cannot hold whole copies sharded over {perCopy}; is the rate per accelerator, or of decode accelerators only?");
        }
    }

    /// <summary>Users = requests/s x time of a request: detects total tokens recorded as output, and halved times per token.</summary>
    private void CheckLittle(CsvRow row, Measurement measured)
    {
        if (measured is { Scenario: Scenario.ClosedLoop, Concurrency: { } users, Ttft: { } first, Tpot: { } each })
        {
            var expected = measured.RequestRate.PerSecond * (first.Seconds + (each.Seconds * measured.Output.Count));
            if (Math.Abs((expected / users) - 1) > LittleTolerance)
            {
                problems.Warn(
                    row.WhereIs("output_tokens_per_second"),
                    "littles-law",
                    $"rate x time means {expected:0.#} users, the row says {users}: total tokens recorded as output, or time per token halved?");
            }
        }
    }

    private static Duration? Time(CsvRow row, string column) =>
        row.Quantity(column, Milliseconds) is { } milliseconds
            ? Duration.FromMilliseconds(milliseconds.Value)
            : null;
}
