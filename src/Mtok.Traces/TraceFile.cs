using System.Text.Json;
using Sylvan.Data.Csv;

namespace Mtok.Traces;

/// <summary>
/// Opens a trace of any supported format, detected by its content: Azure, BurstGPT, Mooncake, Qwen-Bailian, ServeGen, vLLM, GuideLLM,
/// Mtok's CSV, JSONL and Parquet, or any log whose columns are named; any of them may be gzip-compressed.
/// </summary>
public static class TraceFile
{
    private const string Formats =
        "Mtok reads Azure LLM, BurstGPT and its own CSV (arrival_s,input_tokens,output_tokens), Mooncake and Qwen-Bailian JSONL, "
        + "ServeGen clients, vLLM and GuideLLM results, and Parquet with its own columns; --columns names those of any other log";

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>The trace; null if the file is not one (reported). Bad lines are reported while its requests are read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">Where to report.</param>
    public static Trace? Open(string path, Problems problems) => Open(path, new TraceReading(problems));

    /// <summary>The trace; null if the file is not one (reported). Bad lines are reported while its requests are read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reading">How to read it and where to collect counts.</param>
    public static Trace? Open(string path, TraceReading reading)
    {
        var source = new TraceSource(path);
        if (source.Head(reading.Problems) is not { } head)
        {
            return null;
        }

        reading.Source = source;
        try
        {
            var trace = Open(source, head, reading);
            return trace is null || !reading.Sort ? trace : trace with { Requests = Sorted(trace.Requests) };
        }
        catch (Exception exception) when (exception is CsvFormatException or CsvRecordTooLargeException)
        {
            reading.Problems.Error(new(path, 0, 0), "broken-csv", exception is CsvRecordTooLargeException ? CsvTrace.TooLong : exception.Message);
            return null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            reading.Problems.Error(new(path, 0, 0), "unreadable-file", exception.Message);
            return null;
        }
    }

    private static Trace? Open(TraceSource source, byte[] head, TraceReading reading)
    {
        var first = TraceSource.FirstLine(head);
        if (head.AsSpan().Trim(" \r\n\t"u8).Length == 0)
        {
            return Fail(reading, new(source.Path, 1, 0), "empty-file", "the file is empty");
        }

        if (head.AsSpan().StartsWith("PAR1"u8))
        {
            return ParquetTrace.Open(source, reading);
        }

        if (head.AsSpan().Contains((byte)0))
        {
            return Fail(reading, new(source.Path, 0, 0), "not-a-trace", $"not a text file. {Formats}");
        }

        return (first.TrimStart().StartsWith('{'), reading.Columns) switch
        {
            (true, { } named) => Json(source, named.Of(), reading, named.Class is not null),
            (true, null) => OpenJson(source, first, reading),
            (false, { } named) => OpenLog(source, first, named, reading),
            (false, null) => OpenCsv(source, first, reading),
        };
    }

    private static Trace? OpenJson(TraceSource source, string first, TraceReading reading)
    {
        if (TryKeys(first) is not { } keys || keys.Contains("start_times") || keys.Contains("benchmarks"))
        {
            return BenchmarkTrace.Open(source, reading);
        }

        if (TraceColumns.Of(keys) is not { } columns)
        {
            return Fail(reading, new(source.Path, 1, 0), "not-a-trace", $"no known trace format has the keys {string.Join(", ", keys.Take(8))}. {Formats}");
        }

        var blockSize = columns.BlockSize > 0 ? OwnBlockSize(first) ?? columns.BlockSize : 0;
        var trace = Json(source, columns, reading, columns.Class is { } kinds && keys.Contains(kinds[0]));
        return blockSize > 0 ? trace with { BlockSize = Tokens.FromCount(blockSize) } : trace;
    }

    private static Trace Json(TraceSource source, TraceColumns columns, TraceReading reading, bool hasClasses)
    {
        var lines = new JsonLinesTrace(source, columns, reading);
        var classes = hasClasses ? lines.Classes() : [TraceColumns.Unnamed];
        reading.Format = columns.Format;
        return new(Name(source.Path), classes, null, lines.Requests(classes));
    }

    /// <summary>A CSV file whose columns are named: its separator is the one that parts its header into them.</summary>
    private static Trace? OpenLog(TraceSource source, string first, LogColumns named, TraceReading reading)
    {
        var headers = Separators.Select(separator => (Separator: separator, Names: CsvTrace.Header(first, separator))).ToList();
        var (separator, names) = headers.MaxBy(header => named.Names.Count(header.Names.Contains));
        return named.Names.FirstOrDefault(name => !names.Contains(name)) is { } missing
            ? NoColumn(reading, source.Path, missing, headers.MaxBy(header => header.Names.Count).Names)
            : Csv(source, named.Of(separator), reading);
    }

    /// <summary>Reports that a column is not there.</summary>
    internal static Trace? NoColumn(TraceReading reading, string path, string missing, IReadOnlyCollection<string> names) =>
        Fail(
            reading, new(path, 1, 0), "no-column",
            $"no column \"{missing}\"; it has {string.Join(", ", names.Take(12))}{Spelling.DidYouMean(missing, names)}");

    private static Trace? OpenCsv(TraceSource source, string first, TraceReading reading)
    {
        var names = first.Split(',').Select(name => name.Trim().Trim('"')).ToList();
        if (ServeGenClient.IsOne(names))
        {
            return ServeGenClient.Open(source.Path, reading);
        }

        if (TraceColumns.Of(names) is not { } columns)
        {
            var near = TraceColumns.Known.MaxBy(known => known.Required.Count(names.Contains))!;
            var missing = near.Required.Where(name => !names.Contains(name)).ToList();
            var message = missing.Count < near.Required.Count()
                ? $"a {near.Format} has a column \"{missing[0]}\", which is missing here"
                : $"the first line is not the header of any known trace format. {Formats}";
            return Fail(reading, new(source.Path, 1, 0), "not-a-trace", message);
        }

        return Csv(source, columns, reading);
    }

    private static Trace Csv(TraceSource source, TraceColumns columns, TraceReading reading)
    {
        reading.Format = columns.Format;
        var rows = new CsvTrace(source, columns, reading);
        var classes = rows.Classes();
        return new(Name(source.Path), classes, null, rows.Requests(classes));
    }


    /// <summary>The keys of the object on one line; null if the line is not a complete object.</summary>
    private static List<string>? TryKeys(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return [.. document.RootElement.EnumerateObject().Select(entry => entry.Name)];
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return null;
        }
    }

    private static int? OwnBlockSize(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.TryGetProperty(TraceColumns.OwnBlockSize, out var size)
            && size.ValueKind == JsonValueKind.Number
            && size.TryGetInt32(out var tokens)
            && tokens is > 0 and <= 1_000_000
            ? tokens
            : null;
    }

    /// <summary>Requests in order; what came before the first line's, whose arrival counts as the beginning, is the beginning.</summary>
    private static IEnumerable<TraceRequest> Sorted(IEnumerable<TraceRequest> requests)
    {
        Duration? early = null;
        foreach (var request in requests.OrderBy(request => request.Arrival.Seconds))
        {
            early ??= request.Arrival.Seconds < 0 ? request.Arrival : default;
            yield return request with { Arrival = Duration.FromSeconds(request.Arrival.Seconds - early.Value.Seconds) };
        }
    }

    internal static string Name(string path) => Path.GetFileName(path);

    private static Trace? Fail(TraceReading reading, Location where, string rule, string message)
    {
        reading.Problems.Error(where, rule, message);
        return null;
    }
}
