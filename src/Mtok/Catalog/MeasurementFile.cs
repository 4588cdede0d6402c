using System.Globalization;

namespace Mtok;

/// <summary>Writes measurements as a <c>measurements/*.csv</c> catalog file.</summary>
public static class MeasurementFile
{
    private const string Header =
        "model,accelerator,gpus,tensor_parallel,pipeline_parallel,precision,engine,engine_version,scenario,"
        + "input_tokens,output_tokens,concurrency,output_tokens_per_second,ttft_ms,tpot_ms,ttft_p99_ms,tpot_p99_ms,submitter,as_of,source,note";

    /// <summary>The rows of a file, checked against a catalog; null if it has errors (reported).</summary>
    public static IReadOnlyList<Measurement>? Read(string path, Catalog catalog, Problems problems)
    {
        if (InputFile.TryRead(path, problems) is not { } text)
        {
            return null;
        }

        var own = new Problems();
        var models = NameTables.Of(catalog.Models, own);
        var accelerators = NameTables.Of(catalog.Accelerators, own);
        IReadOnlyList<Measurement> rows =
        [
            .. new MeasurementReader(own, models, accelerators).Read(new("measurements.csv", Path.GetFileNameWithoutExtension(path), path, text)),
        ];
        foreach (var problem in own.All.Where(problem => problem.Severity == Severity.Error))
        {
            problems.Error(problem.Where, problem.Rule, problem.Message);
        }

        return own.HasErrors ? null : rows;
    }

    /// <summary>The old rows except those measured under the same conditions as a new one, followed by the new rows.</summary>
    public static (IReadOnlyList<Measurement> Rows, int Replaced) Merge(IReadOnlyList<Measurement> old, IReadOnlyList<Measurement> added)
    {
        var keys = added.Select(Conditions).ToHashSet();
        var kept = old.Where(row => !keys.Contains(Conditions(row))).ToList();
        return ([.. kept, .. added], old.Count - kept.Count);
    }

    /// <summary>The file's text; a column of <see cref="MeasurementConditions"/> is written only if a row has something to say in it.</summary>
    public static string Write(IEnumerable<Measurement> rows)
    {
        var lines = rows.Select(row => (Plain: Fields(row), Conditions: MeasurementConditions.Fields(row, Number))).ToList();
        var said = Enumerable.Range(0, MeasurementConditions.Columns.Count).Where(at => lines.Exists(line => line.Conditions[at].Length > 0)).ToList();
        var header = string.Join(',', said.Select(at => MeasurementConditions.Columns[at]).Prepend(Header));
        return string.Concat(lines
            .Select(line => string.Join(',', line.Plain.Concat(said.Select(at => line.Conditions[at])).Select(Field)))
            .Prepend(header)
            .Select(line => line + "\n"));
    }

    private static object Conditions(Measurement row) => new
    {
        row.Arrangement,
        row.Scenario,
        Input = Number(row.Input.Count),
        Output = Number(row.Output.Count),
        row.Concurrency,
        row.Requests,
        row.SentRate,
        row.Speculative,
        row.Submitter,
    };

    private static IReadOnlyList<string> Fields(Measurement row) =>
    [
        row.ModelId, row.AcceleratorId, Number(row.Gpus), Number(row.TensorParallel), Number(row.PipelineParallel),
        row.Precision.Id, row.Engine, row.EngineVersion,
        Measurement.ScenarioWords.First(word => word.Value == row.Scenario).Key, Number(row.Input.Count), Number(row.Output.Count), Number(row.Concurrency),
        Number(row.OutputRate.PerSecond), Number(row.Ttft?.Milliseconds), Number(row.Tpot?.Milliseconds),
        Number(row.TtftP99?.Milliseconds), Number(row.TpotP99?.Milliseconds),
        row.Submitter, row.Provenance.AsOf.ToString(), row.Provenance.Source, row.Note,
    ];

    /// <summary>Twelve digits: more is noise of binary fractions.</summary>
    private static string Number(double? value) =>
        value is { } number
            ? decimal.Parse(number.ToString("G12", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
                .ToString("0.####################", CultureInfo.InvariantCulture)
            : "";

    private static string Field(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.AsSpan().IndexOfAny(",\"") < 0 ? line : $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
