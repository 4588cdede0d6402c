namespace Mtok.Fitting;

/// <summary>
/// Writes the measured runs of the shared tables as catalog/measurements: figures with their document and date. Runs that their
/// table marks as partial, doubtful or repeated are left out, and so are those whose model, device or lengths the catalog does not know.
/// </summary>
internal sealed class CarriedMeasurements(Catalog catalog)
{
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    /// <summary>Writes every file; reports what was left out, and why.</summary>
    /// <param name="data">The folder of shared data.</param>
    /// <param name="report">Where counts are printed.</param>
    public static void WriteAll(string data, TextWriter report)
    {
        var carried = new CarriedMeasurements(Facts());
        var latency = PublishedRow.Read(Path.Combine(data, "throughput_latency.csv"));
        var files = new (string Name, IReadOnlyList<Measurement> Rows)[]
        {
            ("gpustack", carried.Rows(PublishedRow.Read(Path.Combine(data, "throughput_gpustack.csv")), GpustackRun.Of)),
            ("sglang-cookbook", carried.Rows(latency.Where(row => row.Text("source") == CookbookRun.Name), CookbookRun.Of)),
            ("llm-d", carried.Rows(latency.Where(row => row.Text("source") != CookbookRun.Name), PrefixStage.Of)),
        };
        foreach (var (name, rows) in files)
        {
            var path = Path.Combine(KernelFile.CatalogFolder, "measurements", name + ".csv");
            File.WriteAllText(path + ".tmp", MeasurementFile.Write(rows));
            File.Move(path + ".tmp", path, overwrite: true);
            report.WriteLine($"{name}: {rows.Count} runs of {rows.Select(row => row.Provenance.Source).Distinct().Count()} documents");
        }

        foreach (var (why, count) in carried._leftOut)
        {
            report.WriteLine($"left out, {why}: {count}");
        }
    }

    /// <summary>Accelerators and models only: the output must not depend on the files this writes.</summary>
    private static Catalog Facts()
    {
        var reader = new CatalogReader(new());
        reader.Add([.. CatalogFiles.Embedded().Where(file => file.Kind is "accelerators.toml" or "models.toml")]);
        return reader.Build();
    }

    private IReadOnlyList<Measurement> Rows(IEnumerable<PublishedRow> rows, Func<PublishedRow, string, string, Measurement> read) =>
        [.. rows.Select(row => Read(row, read)).OfType<Measurement>()];

    private Measurement? Read(PublishedRow row, Func<PublishedRow, string, string, Measurement> read)
    {
        var model = catalog.FindModel(row.Text("model")) ?? catalog.FindModel(row.Text("checkpoint"));
        var accelerator = catalog.FindAccelerator(DeviceOf(row.Text("gpu")));
        var why = row.Text("use") != "yes" ? $"marked {row.Text("use")}"
            : row.Number("input_tokens") is null || row.Number("output_tokens") is null ? "without lengths"
            : accelerator is null ? $"no accelerator {row.Text("gpu")}"
            : model is null ? $"no model {row.Text("model")}"
            : null;
        if (why is not null)
        {
            _leftOut[why] = _leftOut.GetValueOrDefault(why) + 1;
            return null;
        }

        return read(row, model!.Id, accelerator!.Id);
    }

    /// <summary>
    /// Devices whose form a document does not state: tensor parallelism over 4 and 8 of them is that of boards with NVLink, and a bf16 model of
    /// 70B on 8 A100 and its name leave 80 GB.
    /// </summary>
    private static string DeviceOf(string name) => name switch
    {
        "NVIDIA H100 80GB" => "h100-sxm",
        "NVIDIA A100" => "a100-sxm-80gb",
        _ => name,
    };

    /// <summary>The parts of a row that all tables have.</summary>
    public static Measurement Plain(PublishedRow row, string model, string accelerator, Scenario scenario, TokensPerSecond rate, string submitter, Provenance provenance) =>
        new(
            model, accelerator, row.Count("gpus")!.Value, row.Count("tp"), row.Count("pp"), Precision.Named(row.Text("precision").Split(' ')[0]), row.Text("engine"),
            row.Text("engine_version"), scenario, Tokens.FromCount(row.Number("input_tokens")!.Value), Tokens.FromCount(row.Number("output_tokens")!.Value),
            scenario == Scenario.OpenLoop ? null : row.Count("concurrency"), rate, row.Milliseconds("mean_ttft_ms"), row.Milliseconds("mean_tpot_ms"),
            row.Milliseconds("p99_ttft_ms"), row.Milliseconds("p99_tpot_ms"), submitter, "", provenance)
        {
            Requests = row.Count("num_prompts"),
            SentRate = scenario == Scenario.OpenLoop ? RequestsPerSecond.FromPerSecond(row.Number("request_rate")!.Value) : null,
            Speculative = row.Text("speculative") is "none" ? "" : row.Text("speculative"),
            KvPrecision = row.Text("kv_cache_dtype").StartsWith("fp8", StringComparison.Ordinal) ? Precision.Named("fp8") : null,
            ExpertParallel = row.Count("ep") is > 1 and var spread ? spread : null,
            DataParallel = row.Text("dp_attention") == "yes" && row.Count("dp") is > 1 and var groups ? groups : null,
            Lengths = row.Text("dataset").StartsWith("ShareGPT", StringComparison.Ordinal) ? LengthSpread.ShareGpt : LengthSpread.Fixed,
        };

    /// <summary>What of a row changes speed and has no column: what the words before it say, then the flags.</summary>
    public static string Note(PublishedRow row, params IEnumerable<string> words) => string.Join(
        "; ", words.Append(row.Text("flags") is { Length: > 0 } flags ? "flags " + flags : "").Append("run " + row.Text("run")).Where(word => word.Length > 0));
}
