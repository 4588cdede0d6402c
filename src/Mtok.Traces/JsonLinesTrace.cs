using System.Text;
using System.Text.Json;

namespace Mtok.Traces;

/// <summary>A trace with one JSON object per line, read line by line.</summary>
internal sealed class JsonLinesTrace(TraceSource source, TraceColumns columns, TraceReading reading)
{
    private readonly (byte[][] Path, Target Target)[] _fields = [.. Fields(columns)];

    public IReadOnlyList<string> Classes()
    {
        var classes = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var times = new ArrivalTimes(columns.Clock);
        foreach (var (_, line) in new TextLines(source).Read(new(new())))
        {
            var row = Parse(line.Span, times);
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
        var times = new ArrivalTimes(columns.Clock);
        var checks = new TraceRow(source.Path, reading, times);
        foreach (var (number, line) in new TextLines(source).Read(reading))
        {
            var row = Parse(line.Span, times);
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

    /// <summary>Every name of a column: as it stands, and as the path of keys that its dots part.</summary>
    private static IEnumerable<(byte[][] Path, Target Target)> Fields(TraceColumns columns)
    {
        (string? Name, Target Target)[] named =
        [
            (columns.Arrival, Target.Arrival),
            (columns.Input, Target.Input),
            (columns.Output, Target.Output),
            (columns.Cached, Target.Cached),
            (columns.Class?[0], Target.Class),
            (columns.BlockSize > 0 ? TraceColumns.Blocks : null, Target.Blocks),
        ];
        foreach (var (name, target) in named)
        {
            if (name is null)
            {
                continue;
            }

            yield return ([Encoding.UTF8.GetBytes(name)], target);
            if (name.Contains('.', StringComparison.Ordinal))
            {
                yield return ([.. name.Split('.').Select(Encoding.UTF8.GetBytes)], target);
            }
        }
    }

    private Row Parse(ReadOnlySpan<byte> line, ArrivalTimes times)
    {
        var row = new Row(double.NaN, double.NaN, double.NaN);
        try
        {
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return row with { Fault = "not a JSON object" };
            }

            row = Object(ref json, row, times, 0, (1u << _fields.Length) - 1);
            return json.TokenType == JsonTokenType.EndObject && !json.Read() ? row : row with { Fault = "more than one JSON object" };
        }
        catch (Exception exception) when (JsonFault.Is(exception))
        {
            return row with { Fault = exception is JsonException ? "incomplete JSON" : "a string that is no Unicode text" };
        }
    }

    /// <summary>Takes what the keys of an object name.</summary>
    /// <param name="json">At the beginning of the object; at its end after it.</param>
    /// <param name="row">What is known of the row.</param>
    /// <param name="times">How the file states arrivals.</param>
    /// <param name="depth">How deep the object lies in its line.</param>
    /// <param name="within">A bit for each of the fields whose path leads here.</param>
    private Row Object(ref Utf8JsonReader json, Row row, ArrivalTimes times, int depth, uint within)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (target, deeper) = Named(in json, depth, within);
            json.Read();
            if (target != Target.None)
            {
                row = Take(ref json, target, row, times);
            }
            else if (deeper != 0 && json.TokenType == JsonTokenType.StartObject)
            {
                row = Object(ref json, row, times, depth + 1, deeper);
            }
            else
            {
                json.Skip();
            }
        }

        return row;
    }

    /// <summary>What a key names: a field, or a part of the paths of some, a bit for each.</summary>
    private (Target Target, uint Deeper) Named(in Utf8JsonReader json, int depth, uint within)
    {
        var deeper = 0u;
        for (var at = 0; at < _fields.Length; at++)
        {
            var path = _fields[at].Path;
            if ((within & (1u << at)) == 0 || !json.ValueTextEquals(path[depth]))
            {
                continue;
            }

            if (path.Length == depth + 1)
            {
                return (_fields[at].Target, 0);
            }

            deeper |= 1u << at;
        }

        return (Target.None, deeper);
    }

    private static Row Take(ref Utf8JsonReader json, Target target, Row row, ArrivalTimes times) => target switch
    {
        Target.Arrival => row with { Arrival = json.TokenType == JsonTokenType.String ? times.Seconds(json.GetString()) : times.Seconds(Number(ref json)) },
        Target.Input => row with { Input = Number(ref json) },
        Target.Output => row with { Output = Number(ref json) },
        Target.Cached => row with { Cached = Number(ref json) },
        Target.Class => row with { Class = Text(ref json) },
        _ => Blocks(ref json) is { } blocks ? row with { Blocks = blocks } : row with { Fault = "\"hash_ids\" is not a list of whole numbers" },
    };

    private static double Number(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number))
        {
            return number;
        }

        json.Skip();
        return double.NaN;
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return json.GetString();
        }

        json.Skip();
        return null;
    }

    private static List<long>? Blocks(ref Utf8JsonReader json)
    {
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

    private enum Target
    {
        None,
        Arrival,
        Input,
        Output,
        Cached,
        Class,
        Blocks,
    }

    private readonly record struct Row(
        double Arrival, double Input, double Output, double Cached = 0, string? Class = null, IReadOnlyList<long>? Blocks = null,
        string? Fault = null);
}
