using System.Globalization;
using Sylvan.Data.Csv;

namespace Mtok.Fitting;

/// <summary>Compares the modelled time to the first token with published ones, and the tails of latencies between sources.</summary>
internal sealed class LatencyJudge(Catalog catalog, string data)
{
    private readonly ThroughputModel _model = new(catalog);
    private readonly ModelledCapacity _capacity = new Capacities(catalog).Modelled;

    /// <summary>Writes medians and biases by source, users and engine, and the server's part that fits.</summary>
    public void Report(TextWriter to)
    {
        var rows = new PublishedTtft(catalog).Rows().ToList();
        var loops = rows.Where(row => row.Users > 0).ToList();
        to.WriteLine("time to the first token, |ln(modelled / published)|, calibrations as capacity takes them (not held out)");
        to.WriteLine(Line("closed loops", loops));
        Classes(to, loops, row => $"{row.Publication}, {row.Statistic}, closed loops of {UsersOf(row)}");
        Classes(to, loops, row => $"{row.Engine}{(row.ForExperts ? ", experts" : "")}, closed loops of {UsersOf(row)}");
        Classes(to, [.. rows.Except(loops)], row => $"{row.Publication}, bursts, {row.Engine}");
        to.WriteLine(Line("throughput_gpustack.csv, open", [.. OpenLoops("throughput_gpustack.csv")]));
        foreach (var family in rows.GroupBy(row => row.Engine).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Fit(to, family.Key, [.. family]);
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

    private static void Classes(TextWriter to, IReadOnlyList<LatencyRow> rows, Func<LatencyRow, string> classOf)
    {
        foreach (var group in rows.GroupBy(classOf).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            to.WriteLine(Line($"  {group.Key}", [.. group]));
        }
    }

    /// <summary>The server's part of a family on all publications, and on all but each, with the error on that one.</summary>
    private static void Fit(TextWriter to, string family, IReadOnlyList<LatencyRow> rows)
    {
        to.WriteLine($"{family}: {ServerPart.Fitted(rows)}");
        var publications = rows.GroupBy(row => row.Publication).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var publication in publications.Count > 1 ? publications : [])
        {
            var server = ServerPart.Fitted([.. rows.Where(row => row.Publication != publication.Key)]);
            to.WriteLine(Line($"  {publication.Key} left out, {server}", [.. publication.Select(server.ErrorOf)]));
        }
    }

    private static string UsersOf(LatencyRow row) =>
        row.Users switch { <= 1 => "1", <= 8 => "2 to 8", <= 32 => "9 to 32", < 128 => "33 to 127", _ => "128 and more" };

    private IEnumerable<double> OpenLoops(string file)
    {
        foreach (var run in Published(file).Where(run => run("use") == "yes" && run("mean_ttft_ms").Length > 0 && Number(run("pp")) is null or 1))
        {
            if (Number(run("request_rate")) is > 0 and < 1000 and { } rate && Predict(run, rate) is { } predicted)
            {
                yield return Math.Log(predicted * 1000 / Number(run("mean_ttft_ms"))!.Value);
            }
        }
    }

    /// <summary>The modelled mean of a run with arrivals at a rate, in seconds; null if the model, the device or the load is not known.</summary>
    private double? Predict(Func<string, string> run, double rate)
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
        return Precision.Bits.ContainsKey(run("precision"))
            ? _model.Serve(model, deployment, _capacity.EngineFor(model, device, run("engine")), mix)?.AtRate(RequestsPerSecond.FromPerSecond(rate / copies))?.Ttft.Seconds
            : null;
    }

    private List<(string Source, IReadOnlyList<double> Ratios)> Tails(bool ttft)
    {
        var mlperf = catalog.Measurements.Where(row => row.Scenario is Scenario.Server && row.Ttft is not null && row.TtftP99 is not null)
            .Select(row => (ttft ? row.TtftP99!.Value / row.Ttft!.Value : row.TpotP99!.Value / row.Tpot!.Value).Value).ToList();
        var training = Published("kernels/blis/training_experiments_h100_vllm.csv").Where(run => run("stage") != "summary").ToList();
        var tails = new List<(string, IReadOnlyList<double>)>
        {
            ("MLPerf server, of the median", mlperf),
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

    private static string Line(string name, IReadOnlyList<LatencyRow> rows) => Line(name, [.. rows.Select(row => row.Error)]);

    private static string Line(string name, IReadOnlyList<double> errors) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {errors.Count} rows, median {Middle([.. errors.Select(Math.Abs)]):0.00}, bias {Middle(errors):+0.00;-0.00}");

    private static double Middle(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
