using System.Globalization;
using Sylvan.Data.Csv;

namespace Mtok.Fitting;

/// <summary>Compares the modelled time to the first token with published ones, and the tails of latencies between sources.</summary>
internal sealed class LatencyJudge(Catalog catalog, string data)
{
    /// <summary>Requests per user of an InferenceX run: its scripts send ten times as many as run together.</summary>
    private const int InferenceXRounds = 10;

    /// <summary>The error from which a row counts no more in a fit.</summary>
    private const double Widest = 1.5;

    private readonly ThroughputModel _model = new(catalog);
    private readonly ModelledCapacity _capacity = new Capacities(catalog).Modelled;

    /// <summary>Writes medians and biases by source.</summary>
    public void Report(TextWriter to)
    {
        var rows = Rows().ToList();
        to.WriteLine("time to the first token, |ln(modelled / published)|, calibrations as capacity takes them (not held out); q = server's part (Q9)");
        foreach (var group in rows.GroupBy(row => row.Class).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            to.WriteLine(Line(group.Key, [.. group.Select(row => row.ErrorAt(row.Server))]));
        }

        foreach (var kind in rows.Where(row => row.Fits).GroupBy(row => row.Kind).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Key}: best q of all publications {BestServer([.. kind])} ms"));
            foreach (var publication in kind.GroupBy(row => row.Publication).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var others = kind.Where(row => row.Publication != publication.Key).ToList();
                var server = others.Count == 0 ? double.NaN : BestServer(others);
                to.WriteLine(Line($"  {publication.Key} without q", [.. publication.Select(row => row.ErrorAt(0))]));
                to.WriteLine(Line($"  {publication.Key} left out, q = {server} ms", [.. publication.Select(row => row.ErrorAt(server))]));
            }
        }

        to.WriteLine("p99 / mean in open loops: the source's median, and the error of the middle of the other sources' medians");
        foreach (var (name, sources) in new[] { ("TTFT", Tails(ttft: true)), ("TPOT", Tails(ttft: false)) })
        {
            foreach (var (source, ratios) in sources)
            {
                var others = Middle([.. sources.Where(other => other.Source != source).Select(other => Math.Log(Middle(other.Ratios)))]);
                to.WriteLine(Line($"{name} {source}: {Math.Round(Middle(ratios), 2)}", [.. ratios.Select(ratio => others - Math.Log(ratio))]));
            }

            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, all: {Math.Exp(Middle([.. sources.Select(source => Math.Log(Middle(source.Ratios)))])):0.00}"));
        }
    }

    /// <summary>The server's part, in whole 5 ms, of the least mean error over publications.</summary>
    private static double BestServer(IReadOnlyList<LatencyRow> rows) => Enumerable.Range(0, 41).Select(step => step * 5.0).MinBy(server =>
        rows.GroupBy(row => row.Publication).Average(publication => publication.Average(row => Math.Min(Widest, Math.Abs(row.ErrorAt(server))))));

    private IEnumerable<LatencyRow> Rows()
    {
        foreach (var row in catalog.Measurements.Where(row => row.Scenario is Scenario.ClosedLoop && row.Ttft is not null))
        {
            var (model, publication) = (catalog.FindModel(row.ModelId)!, Publication.Of(row));
            var device = catalog.FindAccelerator(row.AcceleratorId)!;
            var engine = _capacity.EngineFor(model, device, row.Engine);
            var server = catalog.FamilyOf(row.Engine).Applied(engine, device).Server.Milliseconds;
            var run = publication == "InferenceX" ? row with { Requests = InferenceXRounds * row.Concurrency } : row;
            if (_model.Predict(model, run, engine) is { } predicted)
            {
                yield return new(
                    $"{publication}, closed loops of {Users(row.Concurrency!.Value)}", publication, KindOf(row.Engine, engine),
                    predicted.State.Ttft.Milliseconds - server, server, row.Ttft!.Value.Milliseconds, Fits: true);
            }
        }

        foreach (var file in new[] { "throughput_latency.csv", "throughput_gpustack.csv" })
        {
            foreach (var run in Published(file).Where(run => run("use") == "yes" && run("mean_ttft_ms").Length > 0 && Number(run("pp")) is null or 1))
            {
                if (Predict(run) is { } predicted)
                {
                    var load = Number(run("request_rate")) is > 0 and < 1000 ? "open" : Number(run("concurrency")) is { } users && run("request_rate") == "inf" ? (users > 1 ? "closed loops" : "one user") : "bursts";
                    yield return new($"{file}, {load}", file, "", predicted * 1000, 0, Number(run("mean_ttft_ms"))!.Value, Fits: false);
                }
            }
        }
    }

    private static string Users(int users) => users switch { 1 => "1", <= 8 => "2 to 8", <= 32 => "9 to 32", < 128 => "33 to 127", _ => "128 and more" };

    private static string KindOf(string family, EngineCalibration engine) => family == "SGLang" && engine.ForExperts ? "SGLang, experts" : "others";

    /// <summary>The modelled mean of a run, in seconds; null if the model, the device or the load is not known.</summary>
    private double? Predict(Func<string, string> run)
    {
        var gpu = run("gpu").Replace("NVIDIA ", "", StringComparison.Ordinal).Replace("AMD ", "", StringComparison.Ordinal).Split(' ');
        var device = catalog.FindAccelerator($"{gpu[0]}-sxm") ?? catalog.FindAccelerator(gpu[0]);
        var model = catalog.FindModel(run("checkpoint")) ?? catalog.FindModel(run("model"));
        if (model is null || device is null || Number(run("tp")) is not { } tp || Number(run("input_tokens")) is not { } input || Number(run("output_tokens")) is not { } output)
        {
            return null;
        }

        var copies = Math.Max(1, Number(run("gpus")) / tp ?? 1);
        var deployment = new Deployment(device.Id, (int)tp, new(run("precision")), run("engine"));
        var mix = new TokenMix(Tokens.FromCount(input), Tokens.FromCount(output), Ratio.Zero);
        if (!Precision.Bits.ContainsKey(run("precision")) || _model.Serve(model, deployment, _capacity.EngineFor(model, device, run("engine")), mix) is not { } serving)
        {
            return null;
        }

        var prompts = Number(run("num_prompts"));
        if (Number(run("request_rate")) is > 0 and < 1000 and { } rate)
        {
            return serving.AtRate(RequestsPerSecond.FromPerSecond(rate / copies))?.Ttft.Seconds;
        }

        var users = (Number(run("concurrency")) ?? prompts) / copies;
        if (users is null || users < 1)
        {
            return null;
        }

        var together = Tokens.FromCount(users.Value);
        return serving.ClosedLoop(together, Tokens.FromCount(Math.Max(users.Value, (prompts ?? 0) / copies))).Ttft.Seconds;
    }

    private List<(string Source, IReadOnlyList<double> Ratios)> Tails(bool ttft)
    {
        var mlperf = catalog.Measurements.Where(row => row.Scenario is Scenario.Server && row.Ttft is not null && row.TtftP99 is not null)
            .Select(row => (ttft ? row.TtftP99!.Value / row.Ttft!.Value : row.TpotP99!.Value / row.Tpot!.Value).Value).ToList();
        var training = Published("kernels/blis/training_experiments_h100_vllm.csv").Where(run => run("stage") != "summary").ToList();
        var tails = new List<(string, IReadOnlyList<double>)>
        {
            ("MLPerf server", mlperf),
            ("inference-sim training", [.. training.Select(run => ttft ? Number(run("ttft_p99_s")) / Number(run("ttft_mean_s")) : Number(run("tpot_p99_s")) / Number(run("tpot_mean_s"))).OfType<double>()]),
        };
        if (ttft)
        {
            tails.Add(("inference-sim ground truth", [.. Published("kernels/blis/ground_truth_h100_dense.csv").Select(run => Number(run("actual_ttft_p99_ms")) / Number(run("actual_ttft_mean_ms"))).OfType<double>()]));
            // An exponential tail: the way from the mean to p90 is half of that to p99.
            tails.Add(("llm-d, of p90", [.. Published("throughput_latency.csv").Select(run => 1 + (((Number(run("p90_ttft_ms")) / Number(run("mean_ttft_ms"))) - 1) * 2)).OfType<double>()]));
        }

        return tails;
    }

    private List<Func<string, string>> Published(string file)
    {
        using var reader = CsvDataReader.Create(Path.Combine(data, file));
        var rows = new List<Func<string, string>>();
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString, StringComparer.Ordinal);
            rows.Add(column => cells.GetValueOrDefault(column, ""));
        }

        return rows;
    }

    private static double? Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Line(string name, IReadOnlyList<double> errors) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {errors.Count} rows, median {Middle([.. errors.Select(Math.Abs)]):0.00}, bias {Middle(errors):+0.00;-0.00}");

    private static double Middle(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>A published time to the first token and the modelled one without the server's part, in milliseconds.</summary>
    private sealed record LatencyRow(string Class, string Publication, string Kind, double Engine, double Server, double Published, bool Fits)
    {
        public double ErrorAt(double server) => Math.Log((Engine + server) / Published);
    }
}
