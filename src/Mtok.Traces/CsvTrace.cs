using System.Text;
using Sylvan.Data.Csv;

namespace Mtok.Traces;

/// <summary>A CSV trace with a header, read row by row.</summary>
internal sealed class CsvTrace(TraceSource source, TraceColumns columns, TraceReading reading)
{
    private const int LongestRow = 1 << 17;

    public const string TooLong = "a row of more than 131,072 characters";

    public IReadOnlyList<string> Classes()
    {
        var classes = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        using var text = new StreamReader(source.Open(), Encoding.UTF8);
        using var csv = Create(text, columns.Separator);
        var fields = columns.Class?.Select(name => Field(csv, name)).Where(field => field >= 0).ToArray() ?? [];
        var quiet = new TraceReading(new(), long.MaxValue);
        for (var line = 1L; fields.Length > 0 && Next(csv, quiet, ref line);)
        {
            if (csv.RowFieldCount == csv.FieldCount && known.Add(Name(csv, fields)))
            {
                classes.Add(Name(csv, fields));
            }
        }

        return classes.Count == 0 ? [TraceColumns.Unnamed] : classes;
    }

    public IEnumerable<TraceRequest> Requests(IReadOnlyList<string> classes)
    {
        reading.Begin();
        var places = classes.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        var kinds = places.GetAlternateLookup<ReadOnlySpan<char>>();
        using var text = new StreamReader(source.Open(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        using var csv = Create(text, columns.Separator);
        var (arrival, input, output, cached) = (Field(csv, columns.Arrival), Field(csv, columns.Input), Field(csv, columns.Output), Field(csv, columns.Cached));
        var kindFields = columns.Class?.Select(name => Field(csv, name)).Where(field => field >= 0).ToArray() ?? [];
        var times = new ArrivalTimes(columns.Clock);
        var row = new TraceRow(source.Path, reading, times);
        for (var line = 1L; !reading.Stopped && Next(csv, reading, ref line);)
        {
            if (csv.RowFieldCount != csv.FieldCount)
            {
                if (csv.RowFieldCount > 1 || csv.GetFieldSpan(0).Trim().Length > 0)
                {
                    row.Reject(line, "field-count", $"{csv.RowFieldCount} fields where the header has {csv.FieldCount}");
                }

                continue;
            }

            var kind = kindFields.Length switch
            {
                0 => 0,
                1 when kinds.TryGetValue(csv.GetFieldSpan(kindFields[0]).Trim(), out var place) => place,
                _ => places.GetValueOrDefault(Name(csv, kindFields)),
            };
            var seconds = times.Seconds(csv.GetFieldSpan(arrival));
            if (row.Check(line, seconds, TraceNumbers.Number(csv.GetFieldSpan(input)), TraceNumbers.Number(csv.GetFieldSpan(output)), cached < 0
                || csv.GetFieldSpan(cached).IsEmpty ? 0 : TraceNumbers.Number(csv.GetFieldSpan(cached)), kind) is { } request)
            {
                yield return request;
            }
        }
    }

    private bool Next(CsvDataReader csv, TraceReading reading, ref long line)
    {
        try
        {
            line++;
            return csv.Read();
        }
        catch (Exception exception) when (exception is CsvFormatException or CsvRecordTooLargeException or InvalidDataException or IOException)
        {
            reading.Fail(TraceSource.Line(source.Path, line), "broken-csv", exception is CsvRecordTooLargeException ? TooLong : exception.Message);
            return false;
        }
    }

    private static string Name(CsvDataReader csv, int[] fields) => TraceColumns.ClassName(fields.Select(field => csv.GetFieldSpan(field).Trim().ToString()));

    /// <summary>The names in the first line of a file whose fields are separated so; none if they are not.</summary>
    public static List<string> Header(string line, char separator)
    {
        try
        {
            using var csv = Create(new StringReader(line), separator);
            return [.. Enumerable.Range(0, csv.FieldCount).Select(field => csv.GetName(field).Trim())];
        }
        catch (Exception exception) when (exception is CsvFormatException or CsvRecordTooLargeException)
        {
            return [];
        }
    }

    private static CsvDataReader Create(TextReader text, char separator) =>
        CsvDataReader.Create(
            text,
            new CsvDataReaderOptions { Delimiter = separator, HasHeaders = true, ResultSetMode = ResultSetMode.SingleResult, BufferSize = LongestRow });

    private static int Field(CsvDataReader csv, string? name)
    {
        for (var field = 0; name is not null && field < csv.FieldCount; field++)
        {
            if (csv.GetName(field).Trim() == name)
            {
                return field;
            }
        }

        return -1;
    }
}
