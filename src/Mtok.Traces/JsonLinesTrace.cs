using System.Text.Json;

namespace Mtok.Traces;

/// <summary>A trace with one JSON object per line, read line by line.</summary>
internal sealed class JsonLinesTrace(TraceSource source, TraceColumns columns, TraceReading reading)
{
    private readonly byte[] _input = Name(columns.Input);
    private readonly byte[] _output = Name(columns.Output);
    private readonly byte[] _arrival = Name(columns.Arrival);
    private readonly byte[]? _cached = columns.Cached is { } cached ? Name(cached) : null;
    private readonly byte[]? _class = columns.Class is { } kind ? Name(kind[0]) : null;

    private static byte[] Name(string name) => System.Text.Encoding.UTF8.GetBytes(name);

    public IReadOnlyList<string> Classes()
    {
        var classes = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, line) in new TextLines(source).Read(new(new())))
        {
            var row = Parse(line.Span);
            if (row.Fault is null && row.Class is { } name && known.Add(name))
            {
                classes.Add(name);
            }
        }

        return classes.Count == 0 ? [TraceColumns.Unnamed] : classes;
    }

    public IEnumerable<TraceRequest> Requests(IReadOnlyList<string> classes)
    {
        reading.Begin();
        var places = classes.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        var checks = new TraceRow(source.Path, reading);
        foreach (var (number, line) in new TextLines(source).Read(reading))
        {
            var row = Parse(line.Span);
            if (row.Fault is { } fault)
            {
                checks.Reject(number, "broken-json", fault);
            }
            else if (checks.Check(
                number,
                row.Arrival,
                row.Input,
                row.Output,
                row.Cached,
                row.Class is { } name ? places.GetValueOrDefault(name) : 0,
                row.Blocks) is { } request)
            {
                yield return request;
            }

            if (reading.Stopped)
            {
                yield break;
            }
        }
    }

    private Row Parse(ReadOnlySpan<byte> line)
    {
        var row = new Row(double.NaN, double.NaN, double.NaN);
        try
        {
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return row with { Fault = "not a JSON object" };
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                row = Take(ref json, row);
            }

            return json.TokenType == JsonTokenType.EndObject && !json.Read() ? row : row with { Fault = "more than one JSON object" };
        }
        catch (JsonException)
        {
            return row with { Fault = "incomplete JSON" };
        }
    }

    private Row Take(ref Utf8JsonReader json, Row row)
    {
        if (json.ValueTextEquals(_arrival))
        {
            return row with { Arrival = Number(ref json) / (columns.Clock == ArrivalClock.Milliseconds ? 1000 : 1) };
        }

        if (json.ValueTextEquals(_input))
        {
            return row with { Input = Number(ref json) };
        }

        if (json.ValueTextEquals(_output))
        {
            return row with { Output = Number(ref json) };
        }

        if (_cached is not null && json.ValueTextEquals(_cached))
        {
            return row with { Cached = Number(ref json) };
        }

        if (_class is not null && json.ValueTextEquals(_class))
        {
            json.Read();
            return row with { Class = json.TokenType == JsonTokenType.String ? json.GetString() : null };
        }

        if (columns.BlockSize > 0 && json.ValueTextEquals("hash_ids"u8))
        {
            return Blocks(ref json) is { } blocks ? row with { Blocks = blocks } : row with { Fault = "\"hash_ids\" is not a list of whole numbers" };
        }

        json.Read();
        json.Skip();
        return row;
    }

    private static double Number(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number))
        {
            return number;
        }

        json.Skip();
        return double.NaN;
    }

    private static List<long>? Blocks(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        var blocks = new List<long>();
        var whole = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var id = 0L;
            whole &= json.TokenType == JsonTokenType.Number && json.TryGetInt64(out id);
            json.Skip();
            blocks.Add(id);
        }

        return whole ? blocks : null;
    }

    private readonly record struct Row(
        double Arrival, double Input, double Output, double Cached = 0, string? Class = null, IReadOnlyList<long>? Blocks = null,
        string? Fault = null);
}
