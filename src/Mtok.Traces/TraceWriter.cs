using System.Globalization;
using System.Text;

namespace Mtok.Traces;

/// <summary>The file formats of a trace.</summary>
public enum TraceFormat
{
    /// <summary>CSV: <c>arrival_s,input_tokens,output_tokens</c>, with <c>cached_tokens</c> and <c>class</c> if the trace has them.</summary>
    Csv,

    /// <summary>One JSON object per line in Mooncake's format, with the blocks of prompts and their <c>block_size</c>.</summary>
    JsonLines,

    /// <summary>Parquet with the columns of the CSV.</summary>
    Parquet,
}

/// <summary>Writes a trace while it is read.</summary>
public static class TraceWriter
{
    /// <summary>Writes every request; times to the microsecond.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="format">The file format.</param>
    /// <param name="stream">The target; stays open.</param>
    public static void Write(Trace trace, TraceFormat format, Stream stream)
    {
        if (format == TraceFormat.Parquet)
        {
            ParquetTraceWriter.Write(trace, stream);
            return;
        }

        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        if (format == TraceFormat.Csv)
        {
            WriteCsv(trace, writer);
        }
        else
        {
            WriteJson(trace, writer);
        }
    }

    private static void WriteCsv(Trace trace, StreamWriter writer)
    {
        var classes = trace.Classes.Select(CsvField).ToList();
        writer.WriteLine(classes.Count > 1 ? "arrival_s,input_tokens,output_tokens,cached_tokens,class" : "arrival_s,input_tokens,output_tokens,cached_tokens");
        foreach (var request in trace.Requests)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Arrival.Seconds:0.######},{request.Input.Count},{request.Output.Count},{request.Cached.Count}"));
            if (classes.Count > 1)
            {
                writer.Write(',');
                writer.Write(classes[request.Class]);
            }

            writer.Write('\n');
        }
    }

    private static void WriteJson(Trace trace, StreamWriter writer)
    {
        var classes = trace.Classes.Select(name => $"\"{System.Text.Json.JsonEncodedText.Encode(name)}\"").ToList();
        foreach (var request in trace.Requests)
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"timestamp\": {request.Arrival.Milliseconds:0.###}, \"input_length\": {request.Input.Count}, "
                    + $"\"output_length\": {request.Output.Count}, \"cached_tokens\": {request.Cached.Count}, \"class\": {classes[request.Class]}, "
                    + $"\"block_size\": {trace.BlockSize?.Count ?? 512}, \"hash_ids\": ["));
            writer.Write(string.Join(", ", request.Blocks ?? []));
            writer.Write("]}\n");
        }
    }

    private static string CsvField(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
