using System.Globalization;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>
/// The fields of a JSON object, found by path (<c>prompt_tokens_details.cached_tokens</c>). Several objects may be laid over each other:
/// the first that has a field tells it, so that a stream's later event replaces what an earlier one said.
/// </summary>
internal sealed class JsonFields
{
    /// <summary>More tokens than one request or one hour can have; beyond it a number is damaged.</summary>
    private const decimal Most = 1_000_000_000_000_000m;
    private readonly IReadOnlyList<JsonElement> _layers;
    private readonly Location _where;
    private readonly Problems _problems;

    public JsonFields(IReadOnlyList<JsonElement> layers, Location where, Problems problems)
    {
        _layers = layers;
        _where = where;
        _problems = problems;
    }

    /// <summary>Where the object is.</summary>
    public Location Where => _where;

    /// <summary>Whether a field is there with a value that is not null.</summary>
    public bool Has(string path) => Find(path) is not null;

    /// <summary>The first of several fields that is a number of tokens or requests; null where none is.</summary>
    public long? Count(params IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (Find(path) is { } value && CountOf(path, value) is { } count)
            {
                return count;
            }
        }

        return null;
    }

    /// <summary>The first of several fields that is text or a number, as text; empty where none is.</summary>
    public string Text(params IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (Find(path) is { } value && TextOf(value) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return "";
    }

    /// <summary>An amount of money; null where the field is absent or no number (reported).</summary>
    public decimal? Amount(string path)
    {
        if (Find(path) is not { } value)
        {
            return null;
        }

        if (decimal.TryParse(TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < Most)
        {
            return amount;
        }

        _problems.Error(_where, "bad-amount", $"\"{path}\" must be an amount, not {Shown(value)}");
        return null;
    }

    /// <summary>Whether a field is <c>true</c>, as a value or as text.</summary>
    public bool IsTrue(string path) => Find(path) is { } value && string.Equals(TextOf(value), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A time; null where no field has one that can be read.</summary>
    public DateTimeOffset? Time(params IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (Find(path) is { } value && Times.Read(TextOf(value)) is { } time)
            {
                return time;
            }
        }

        return null;
    }

    /// <summary>The object at a path; null where there is none.</summary>
    public JsonElement? Object(string path) => Find(path) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>The elements of an array; none where there is no array.</summary>
    public IEnumerable<JsonElement> Array(string path) =>
        Find(path) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : Enumerable.Empty<JsonElement>();

    /// <summary>Another object of the same place.</summary>
    public JsonFields Of(JsonElement value) => new([value], _where, _problems);

    private JsonElement? Find(string path)
    {
        foreach (var layer in _layers)
        {
            if (Find(layer, path) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static JsonElement? Find(JsonElement from, string path)
    {
        var rest = path.AsSpan();
        while (from.ValueKind == JsonValueKind.Object)
        {
            var dot = rest.IndexOf('.');
            if (!from.TryGetProperty(dot < 0 ? rest : rest[..dot], out from))
            {
                return null;
            }

            if (dot < 0)
            {
                return from.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : from;
            }

            rest = rest[(dot + 1)..];
        }

        return null;
    }

    private long? CountOf(string path, JsonElement value)
    {
        if (decimal.TryParse(TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            && decimal.IsInteger(count) && Math.Abs(count) <= Most)
        {
            return (long)count;
        }

        _problems.Error(_where, "bad-count", $"\"{path}\" must be a whole number, not {Shown(value)}");
        return null;
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => "",
    };

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: > 40 } text ? text[..40] + "..." : value.GetRawText();
}
