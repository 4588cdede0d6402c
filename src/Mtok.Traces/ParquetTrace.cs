using System.Diagnostics.CodeAnalysis;

namespace Mtok.Traces;

/// <summary>A Parquet trace with the columns of one of the CSV formats that count seconds, read one row group at a time.</summary>
internal static class ParquetTrace
{
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The library throws whatever its decoders throw; all of it means that the file is broken.")]
    public static Trace? Open(TraceSource source, TraceReading reading)
    {
        try
        {
            var stream = source.Open();
            if (!stream.CanSeek)
            {
                stream.Dispose();
                reading.Problems.Error(new(source.Path, 0, 0), "broken-parquet", "gzip-compressed Parquet; decompress it first");
                return null;
            }

            using var file = new ParquetFile(stream);
            if (reading.Columns is { } named && named.Names.FirstOrDefault(name => !file.Has(name)) is { } missing)
            {
                return TraceFile.NoColumn(reading, source.Path, missing, [.. file.Names]);
            }

            if ((reading.Columns?.Of() ?? TraceColumns.Known.FirstOrDefault(known => known is { Clock: ArrivalClock.Seconds, BlockSize: 0 }
                && known.Required.All(file.Has))) is not { } columns)
            {
                reading.Problems.Error(
                    new(source.Path, 0, 0),
                    "not-a-trace",
                    "a Parquet trace has columns arrival_s, input_tokens, output_tokens and, optionally, cached_tokens and class; "
                    + $"this one has {string.Join(", ", file.Names.Take(8))}. --columns names those of any other log");
                return null;
            }

            reading.Format = "Parquet";
            var classes = Enumerable
                .Range(0, columns.Class?.Any(file.Has) == true ? file.Groups : 0)
                .SelectMany(group => Kinds(file, group, columns))
                .Distinct()
                .ToList();
            classes = classes.Count == 0 ? [TraceColumns.Unnamed] : classes;
            return new(TraceFile.Name(source.Path), classes, null, Requests(source, columns, classes, reading));
        }
        catch (Exception exception)
        {
            reading.Problems.Error(new(source.Path, 0, 0), "broken-parquet", "incomplete Parquet file: " + exception.Message);
            return null;
        }
    }

    private static IEnumerable<TraceRequest> Requests(TraceSource source, TraceColumns columns, List<string> classes, TraceReading reading)
    {
        reading.Begin();
        var places = classes.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        var times = new ArrivalTimes(columns.Clock);
        var checks = new TraceRow(source.Path, reading, times);
        using var file = new ParquetFile(source.Open());
        for (var (group, line) = (0, 0L); group < file.Groups && Read(file, group, columns, times, source.Path, reading) is { } rows; group++)
        {
            for (var at = 0; at < rows.Arrivals.Length && !reading.Stopped; at++)
            {
                line++;
                if (checks.Check(
                    line,
                    rows.Arrivals[at],
                    rows.Inputs[at],
                    rows.Outputs[at],
                    rows.Cached is { } cached ? cached[at] : 0,
                    rows.Kinds is { } kinds ? places[kinds[at]] : 0) is { } request)
                {
                    yield return request;
                }
            }
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The library throws whatever its decoders throw; all of it means that the file is broken.")]
    private static Rows? Read(ParquetFile file, int group, TraceColumns columns, ArrivalTimes times, string path, TraceReading reading)
    {
        try
        {
            return new(
                file.Arrivals(group, columns.Arrival, times),
                file.Numbers(group, columns.Input),
                file.Numbers(group, columns.Output),
                columns.Cached is { } cached && file.Has(cached) ? file.Numbers(group, cached) : null,
                columns.Class?.Any(file.Has) == true ? [.. Kinds(file, group, columns)] : null);
        }
        catch (Exception exception)
        {
            reading.Fail(new(path, 0, 0), "broken-parquet", "incomplete Parquet file: " + exception.Message);
            return null;
        }
    }

    private static IEnumerable<string> Kinds(ParquetFile file, int group, TraceColumns columns)
    {
        var parts = columns.Class!.Where(file.Has).Select(name => file.Texts(group, name)).ToList();
        return Enumerable.Range(0, parts[0].Length).Select(at => TraceColumns.ClassName(parts.Select(part => part[at])));
    }

    private sealed record Rows(double[] Arrivals, double[] Inputs, double[] Outputs, double[]? Cached, string[]? Kinds);
}
