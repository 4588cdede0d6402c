using Parquet;
using Parquet.Schema;

namespace Mtok.Traces;

/// <summary>Writes a trace as Parquet, one row group at a time.</summary>
internal static class ParquetTraceWriter
{
    private const int GroupRows = 1 << 17;

    private static readonly DataField<double> Arrival = new("arrival_s");
    private static readonly DataField<long> Input = new("input_tokens");
    private static readonly DataField<long> Output = new("output_tokens");
    private static readonly DataField<long> Cached = new("cached_tokens");
    private static readonly DataField<string> Kind = new("class");

    public static void Write(Trace trace, Stream stream)
    {
        var writer = ParquetWriter.CreateAsync(new ParquetSchema(Arrival, Input, Output, Cached, Kind), stream).GetAwaiter().GetResult();
        foreach (var rows in trace.Requests.Chunk(GroupRows))
        {
            WriteGroup(writer, rows, trace.Classes);
        }

        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static void WriteGroup(ParquetWriter writer, TraceRequest[] rows, IReadOnlyList<string> classes)
    {
        using var group = writer.CreateRowGroup();
        group.WriteAsync<double>(Arrival, Column(rows, row => Math.Round(row.Arrival.Seconds, 6))).GetAwaiter().GetResult();
        group.WriteAsync<long>(Input, Column(rows, row => (long)row.Input.Count)).GetAwaiter().GetResult();
        group.WriteAsync<long>(Output, Column(rows, row => (long)row.Output.Count)).GetAwaiter().GetResult();
        group.WriteAsync<long>(Cached, Column(rows, row => (long)row.Cached.Count)).GetAwaiter().GetResult();
        group.WriteAsync(Kind, [.. rows.Select(row => classes[row.Class])]).GetAwaiter().GetResult();
    }

    private static ReadOnlyMemory<T> Column<T>(TraceRequest[] rows, Func<TraceRequest, T> value) => Array.ConvertAll(rows, row => value(row));
}
