using System.Globalization;

namespace Mtok.Imports;

/// <summary>
/// Reads measurements from benchmark result files: the format is detected by content, values missing from a file come from
/// <see cref="BenchmarkConditions"/>, and every run is checked. Names are looked up in the catalog.
/// </summary>
public sealed class BenchmarkReader(Catalog catalog, BenchmarkConditions given, Problems problems)
{
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>The runs of a file; null if it cannot be used (reported). Problems with single runs are reported too.</summary>
    public BenchmarkImport? Read(string path) => InputFile.TryRead(path, problems) is { } text ? Read(path, text) : null;

    /// <summary>The runs of a file's text.</summary>
    public BenchmarkImport? Read(string file, string text)
    {
        if (new BenchmarkText(problems).Read(file, text) is not { } content)
        {
            return null;
        }

        _told.Clear();
        var selected = content.IsTable ? Select(content.Runs) : content.Runs;
        if (selected.Count == 0 && !problems.HasErrors)
        {
            problems.Error(
                new(file, 0, 0),
                "no-results",
                $"the file has no result of a language model in tokens per second{(content.IsTable ? " that matches --model and --accelerator" : "")}");
        }

        var checks = new BenchmarkChecks(problems);
        var measurements = new List<Measurement>();
        foreach (var run in selected)
        {
            var complete = Complete(run, file, content.IsTable);
            checks.Check(complete?.Run ?? run);
            if (complete is { } made)
            {
                measurements.Add(made.Measurement);
            }
        }

        // MLPerf lists a result once for each accuracy target it meets: the same figure is the same run.
        return new(
            file, content.Format,
            content.IsTable ? [.. measurements.DistinctBy(row => row with { Provenance = row.Provenance with { Where = new(file, 0, 0) } })] : measurements);
    }

    /// <summary>Of a table's results, those of the given model and accelerator.</summary>
    private IReadOnlyList<BenchmarkRun> Select(IReadOnlyList<BenchmarkRun> runs) =>
        [.. runs.Where(run => (given.Model is null || FindModel(run.Models) is { } model && model == catalog.FindModel(given.Model))
            && (given.Accelerator is null || FindAccelerator(run.Accelerators) is { } device && device == catalog.FindAccelerator(given.Accelerator)))];

    private Model? FindModel(IEnumerable<string> names) => names.Select(catalog.FindModel).FirstOrDefault(found => found is not null);

    private Accelerator? FindAccelerator(IEnumerable<string> names) => names.Select(catalog.FindAccelerator).FirstOrDefault(found => found is not null);

    private (BenchmarkRun Run, Measurement Measurement)? Complete(BenchmarkRun run, string file, bool isTable)
    {
        var model = Name(run, "model", run.Models, given.Model, catalog.FindModel, catalog.SuggestModel, isTable, file)?.Id;
        var accelerator = Name(run, "accelerator", run.Accelerators, given.Accelerator, catalog.FindAccelerator, catalog.SuggestAccelerator, isTable, file)?.Id;
        var gpus = Stated(run, "--gpus", run.Gpus, given.Gpus, file) ?? Missing<int>("--gpus", "the number of accelerators", file);
        var precision = Precision(run, file);
        var engine = run.Engine ?? given.Engine ?? MissingText("--engine", "the serving engine", file);
        var input = Stated(run, "--input-tokens", run.Input, given.Input, file) ?? Missing<Tokens>("--input-tokens", "the input tokens of a request", file);
        var output = Stated(run, "--output-tokens", run.Output, given.Output, file)
            ?? Missing<Tokens>("--output-tokens", "the output tokens of a request", file);
        var asOf = AsOf.TryParse(run.AsOf, out var dated) ? dated : given.AsOf ?? Missing<AsOf>("--as-of", "the date of the measurement", file);
        var source = run.Source ?? given.Source ?? MissingText("--source", "its source", file);
        var tensor = Stated(run, "--tensor-parallel", run.TensorParallel, given.TensorParallel, file);
        if (run.OutputRate is null && !problems.HasErrors)
        {
            problems.Error(run.Where, "missing-figure", $"{Named(run)}the output rate (tokens/s) is missing");
        }

        if (model is null
            || accelerator is null
            || gpus is not { } count
            || precision is null
            || engine is null
            || input is not { } inputs
            || output is not { } outputs
            || asOf is not { } date
            || source is null
            || run.OutputRate is not { } rate)
        {
            return null;
        }

        if (!Plausible(run, inputs, outputs, rate) || !Possible(run, model, accelerator, count, rate))
        {
            return null;
        }

        return (
            run with { Gpus = count, TensorParallel = tensor, Input = inputs, Output = outputs },
            new(ModelId: model, AcceleratorId: accelerator, Gpus: count, TensorParallel: tensor, PipelineParallel: run.PipelineParallel,
                Precision: new(precision), Engine: engine, EngineVersion: run.EngineVersion
                ?? given.EngineVersion
                ?? "", Scenario: run.Scenario, Input: inputs, Output: outputs,
                Concurrency: run.Concurrency, OutputRate: rate, Ttft: run.Ttft, Tpot: run.Tpot, TtftP99: run.TtftP99, TpotP99: run.TpotP99,
                    Submitter: run.Submitter, Note: run.Note, Provenance: new(date, source, run.Where))
            {
                Requests = run.RequestCount,
                Completed = BenchmarkLoad.CompletedShare(run),
                SentRate = run.SentRate,
                MeanRunning = run.InFlight is { } inFlight ? Ratio.FromValue(inFlight) : null,
                EndToEnd = run.MeanEndToEnd,
                Speculative = run.Speculative,
                KvPrecision = run.KvPrecision is { } stored ? new Precision(stored) : null,
                ExpertParallel = run.ExpertParallel,
                DataParallel = run.DataParallel,
                Lengths = run.Lengths,
            });
    }

    /// <summary>Whether the figures are within the catalog's limits.</summary>
    private bool Plausible(BenchmarkRun run, Tokens input, Tokens output, TokensPerSecond rate)
    {
        var lengths = MeasurementReader.Length.Hold(input) && MeasurementReader.Length.Hold(output);
        var times = new[] { run.Ttft, run.Tpot, run.TtftP99, run.TpotP99 }.All(time => time is null
            || MeasurementReader.Milliseconds.Hold(Ratio.FromValue(time.Value.Milliseconds)));
        if (!lengths)
        {
            problems.Error(
                run.Where,
                "out-of-range",
                $"{Named(run)}{input.Count:0.#} input and {output.Count:0.#} output tokens; each must be {MeasurementReader.Length}");
        }

        if (!MeasurementReader.Rate.Hold(rate))
        {
            problems.Error(run.Where, "out-of-range", $"{Named(run)}the output is {rate}; it must be {MeasurementReader.Rate}");
        }

        if (!times)
        {
            problems.Error(run.Where, "out-of-range", $"{Named(run)}a time is out of range; it must be {MeasurementReader.Milliseconds} ms");
        }

        return lengths && times && MeasurementReader.Rate.Hold(rate);
    }

    /// <summary>Whether the hardware could do it: B1 bounds the throughput of any software for these requests.</summary>
    private bool Possible(BenchmarkRun run, string model, string accelerator, int gpus, TokensPerSecond rate)
    {
        if (HardwareBound.Output(catalog.FindModel(model)!, catalog.FindAccelerator(accelerator)!, gpus) is not { } bound || rate <= bound)
        {
            return true;
        }

        problems.Error(
            run.Where,
            "beyond-hardware",
            $"{Named(run)}{rate} is more than {gpus}x {accelerator} can compute at peak ({bound}); the rate or the number of GPUs is wrong");
        return false;
    }

    /// <summary>The catalog row of a name. A name unknown to the catalog, such as a path on a server, is overridden by the option.</summary>
    private T? Name<T>(
        BenchmarkRun run, string what, IReadOnlyList<string> stated, string? option, Func<string, T?> find, Func<string, string> suggest,
        bool isTable, string file)
        where T : class
    {
        var known = stated.Select(find).FirstOrDefault(found => found is not null);
        var requested = option is null ? null : find(option);
        if (option is not null && requested is null)
        {
            ErrorOnce(new("--" + what, 0, 0), "unknown-" + what, $"unknown {what} \"{option}\"{suggest(option)}");
        }

        if (known is not null)
        {
            if (requested is not null && requested != known && !isTable)
            {
                WarnOnce(run.Where, "option-ignored", $"{Named(run)}the file says {what} \"{stated[0]}\", so --{what} {option} is not used");
            }

            return known;
        }

        if (stated.Count == 0 || stated[0].Length == 0)
        {
            if (option is null)
            {
                MissingText("--" + what, "the " + what, file);
            }

            return requested;
        }

        if (requested is not null)
        {
            WarnOnce(
                run.Where,
                "unknown-" + what,
                $"{Named(run)}the file says {what} \"{stated[0]}\", which is not in the catalog; --{what} {option} is used instead");
        }
        else if (option is null)
        {
            ErrorOnce(run.Where, "unknown-" + what, $"{Named(run)}unknown {what} \"{stated[0]}\"{suggest(stated[^1])}; set it with --{what}");
        }

        return requested;
    }

    private string? Precision(BenchmarkRun run, string file)
    {
        var option = given.Precision is null || given.Precision == Mtok.Precision.Unstated.Id ? given.Precision : BenchmarkWords.Precision(given.Precision);
        if (given.Precision is not null && option is null)
        {
            ErrorOnce(
                new("--precision", 0, 0),
                "unknown-word",
                $"--precision must be one of {string.Join(", ", Mtok.Precision.Bits.Keys)} or unstated, not \"{given.Precision}\"");
            return null;
        }

        if (run.Precision is not null && option is not null && option != run.Precision)
        {
            WarnOnce(run.Where, "option-ignored", $"{Named(run)}the file says {run.Precision}, so --precision {option} is not used");
        }

        return run.Precision ?? option ?? MissingText("--precision", "the precision, or \"unstated\"", file);
    }

    private T? Stated<T>(BenchmarkRun run, string option, T? stated, T? requested, string file)
        where T : struct
    {
        if (stated is { } known && requested is { } other && !known.Equals(other))
        {
            WarnOnce(new(file, run.Where.Line, run.Where.Column), "option-ignored", $"{Named(run)}the file says {known}, so {option} {other} is not used");
        }

        return stated ?? requested;
    }

    private T? Missing<T>(string option, string what, string file)
        where T : struct
    {
        MissingText(option, what, file);
        return null;
    }

    private string? MissingText(string option, string what, string file)
    {
        ErrorOnce(new(file, 0, 0), "missing-option", $"the file does not say {what}: set {option}");
        return null;
    }

    private void ErrorOnce(Location where, string rule, string message)
    {
        if (_told.Add(message))
        {
            problems.Error(where, rule, message);
        }
    }

    private void WarnOnce(Location where, string rule, string message)
    {
        if (_told.Add(message))
        {
            problems.Warn(where, rule, message);
        }
    }

    private static string Named(BenchmarkRun run) => run.Path.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"{run.Path}: ") : "";
}
