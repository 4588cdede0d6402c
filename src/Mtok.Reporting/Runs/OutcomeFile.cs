using System.Globalization;
using System.Text;
using Mtok.Simulation;
using Parquet;
using Parquet.Schema;

namespace Mtok.Reporting;

/// <summary>Writes every request of a simulation and its times: as Parquet where the file's name ends so, else as CSV.</summary>
public static class OutcomeFile
{
    private const int GroupRows = 1 << 17;

    private static readonly Column[] Columns =
    [
        new Column.Count("request", one => one.Number),
        new Column.Word("ending", (one, _) => SimulationReport.Word(one.Ending)),
        new Column.Word("class", (one, result) => result.Classes[Math.Min(one.Class, result.Classes.Count - 1)].Name),
        new Column.Count("replica", one => one.Replica),
        new Column.Seconds("arrival_s", one => one.Arrival),
        new Column.Seconds("wait_s", one => one.Wait),
        new Column.Seconds("ttft_s", one => one.Ttft),
        new Column.Seconds("tpot_s", one => one.Tpot),
        new Column.Seconds("e2e_s", one => one.E2e),
        new Column.Count("input_tokens", one => (long)one.Input.Count),
        new Column.Count("cached_tokens", one => (long)one.Cached.Count),
        new Column.Count("output_tokens", one => (long)one.Output.Count),
        new Column.Count("preemptions", one => one.Preemptions),
        new Column.Count("retries", one => one.Retries),
    ];

    /// <summary>Writes the file's bytes.</summary>
    /// <param name="path">The file's name, whose ending gives the format.</param>
    /// <param name="result">What was simulated.</param>
    /// <param name="stream">Where to write.</param>
    public static void Write(string path, SimulationResult result, Stream stream)
    {
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            WriteParquet(result, stream);
        }
        else
        {
            WriteCsv(result, stream);
        }
    }

    private static void WriteCsv(SimulationResult result, Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(string.Join(',', Columns.Select(column => column.Name)));
        foreach (var one in result.Outcomes())
        {
            text.WriteLine(string.Join(',', Columns.Select(column => column switch
            {
                Column.Word word => word.Of(one, result),
                Column.Count count => count.Of(one).ToString(CultureInfo.InvariantCulture),
                Column.Seconds seconds => seconds.Of(one)?.Seconds.Shown("0.#########") ?? "",
                _ => "",
            })));
        }
    }

    private static void WriteParquet(SimulationResult result, Stream stream)
    {
        var fields = Columns.Select<Column, DataField>(column => column switch
        {
            Column.Word => new DataField<string>(column.Name),
            Column.Count => new DataField<long>(column.Name),
            _ => new DataField<double?>(column.Name),
        }).ToList();
        var writer = ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).GetAwaiter().GetResult();
        foreach (var rows in result.Outcomes().Chunk(GroupRows))
        {
            using var group = writer.CreateRowGroup();
            for (var at = 0; at < Columns.Length; at++)
            {
                WriteColumn(group, fields[at], Columns[at], rows, result);
            }
        }

        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static void WriteColumn(ParquetRowGroupWriter group, DataField field, Column column, RequestOutcome[] rows, SimulationResult result) =>
        (column switch
        {
            Column.Word word => group.WriteAsync(field, [.. rows.Select(one => word.Of(one, result))]),
            Column.Count count => group.WriteAsync<long>(field, Array.ConvertAll(rows, one => count.Of(one))),
            Column.Seconds seconds => group.WriteAsync<double>(field, Array.ConvertAll(rows, one => seconds.Of(one)?.Seconds)),
            _ => throw new InvalidOperationException(column.Name),
        }).GetAwaiter().GetResult();

    private abstract record Column(string Name)
    {
        public sealed record Word(string Name, Func<RequestOutcome, SimulationResult, string> Of) : Column(Name);

        public sealed record Count(string Name, Func<RequestOutcome, long> Of) : Column(Name);

        public sealed record Seconds(string Name, Func<RequestOutcome, Duration?> Of) : Column(Name);
    }
}
