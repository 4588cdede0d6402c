using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mtok.Imports;

/// <summary>A JSON value with its line and path. Also reads the non-standard NaN and Infinity that Python writes.</summary>
internal sealed class JsonFact
{
    private readonly Dictionary<string, JsonFact> _members = new(StringComparer.Ordinal);
    private readonly List<JsonFact> _items = [];
    private string? _text;
    private double? _number;

    private JsonFact(Location where, string path)
    {
        Where = where;
        Path = path;
    }

    /// <summary>The location of the value.</summary>
    public Location Where { get; }

    /// <summary>Its path from the document, such as <c>benchmarks[0].metrics</c>.</summary>
    public string Path { get; }

    public bool IsArray { get; private set; }

    public bool IsNull { get; private set; }

    public IReadOnlyList<JsonFact> Items => _items;

    /// <summary>All documents of a text: a single one, or one per line; null if it is broken (reported).</summary>
    public static IReadOnlyList<JsonFact>? Read(string file, string text, Problems problems)
    {
        var bytes = Encoding.UTF8.GetBytes(WithoutBareWords(text));
        var lines = new List<int> { 0 };
        lines.AddRange(Enumerable.Range(0, bytes.Length).Where(at => bytes[at] == '\n').Select(at => at + 1));
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
            var documents = new List<JsonFact>();
            while (reader.Read())
            {
                documents.Add(Value(ref reader, file, lines, ""));
            }

            return documents;
        }
        catch (JsonException exception)
        {
            problems.Error(
                new(file, (int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1),
                "broken-json",
                "invalid JSON from here on; is the file truncated?");
            return null;
        }
        catch (InvalidOperationException)
        {
            problems.Error(new(file, 1, 1), "broken-json", "a string in it is not valid Unicode");
            return null;
        }
    }

    /// <summary>The value at a path with slashes; null if it is missing or null.</summary>
    public JsonFact? Find(string path)
    {
        var at = this;
        foreach (var name in path.Split('/'))
        {
            at = name == "0" && at.IsArray ? at._items.FirstOrDefault() : at._members.GetValueOrDefault(name);
            if (at is null)
            {
                return null;
            }
        }

        return at.IsNull ? null : at;
    }

    /// <summary>The first of these paths that contains a text or number, as text; null if none does.</summary>
    public string? Text(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (Find(path) is { } found && (found._text ?? found._number?.ToString("R", CultureInfo.InvariantCulture)) is { Length: > 0 } text)
            {
                return text.Trim();
            }
        }

        return null;
    }

    /// <summary>The number at the first of these paths that exists; one that is not finite and above zero is reported.</summary>
    public double? Positive(Problems problems, params ReadOnlySpan<string> paths) => Number(problems, zero: false, paths);

    /// <summary>Like <see cref="Positive"/>, but zero is valid, as for failures.</summary>
    public double? Count(Problems problems, params ReadOnlySpan<string> paths) => Number(problems, zero: true, paths);

    /// <summary>A whole number above zero, such as a number of accelerators; null if missing, else reported if invalid.</summary>
    public int? Whole(Problems problems, params ReadOnlySpan<string> paths)
    {
        if (Positive(problems, paths) is not { } number)
        {
            return null;
        }

        if (number <= 1_000_000 && Math.Floor(number) == number)
        {
            return (int)number;
        }

        problems.Error(Where, "out-of-range", $"{Full(paths[0])} is {number:R}; it must be a whole number, 1 to 1000000");
        return null;
    }

    /// <summary>The full name of a value of this object, for problems.</summary>
    public string Full(string path) => $"\"{(Path.Length > 0 ? Path + "." : "")}{path.Replace('/', '.')}\"";

    private double? Number(Problems problems, bool zero, ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (Find(path) is not { } found)
            {
                continue;
            }

            var number = found._number ?? (double.TryParse(found._text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null);
            if (number is { } value && double.IsFinite(value) && value < 1e15 && (zero ? value >= 0 : value > 0))
            {
                return value;
            }

            problems.Error(
                found.Where,
                "bad-number",
                $"{Full(path)} is {found._text ?? number?.ToString("R", CultureInfo.InvariantCulture) ?? "not a number"}; "
                + $"it must be a number {(zero ? "of zero or more" : "above zero")}");
            return null;
        }

        return null;
    }

    private static JsonFact Value(ref Utf8JsonReader reader, string file, List<int> lines, string path)
    {
        var at = (int)reader.TokenStartIndex;
        var line = lines.BinarySearch(at);
        line = line < 0 ? ~line - 1 : line;
        var fact = new JsonFact(new(file, line + 1, at - lines[line] + 1), path);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    fact._members[name] = Value(ref reader, file, lines, path.Length > 0 ? $"{path}.{name}" : name);
                }

                break;
            case JsonTokenType.StartArray:
                fact.IsArray = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    fact._items.Add(Value(ref reader, file, lines, $"{path}[{fact._items.Count}]"));
                }

                break;
            case JsonTokenType.Number:
                fact._number = reader.TryGetDouble(out var number) ? number : double.NaN;
                break;
            case JsonTokenType.String:
                fact._text = reader.GetString();
                break;
            case JsonTokenType.Null:
                fact.IsNull = true;
                break;
            default:
                fact._text = reader.TokenType == JsonTokenType.True ? "true" : "false";
                break;
        }

        return fact;
    }

    /// <summary>Quotes the bare NaN and Infinity that Python writes, so that the text parses; they are rejected if a number is required.</summary>
    private static string WithoutBareWords(string text)
    {
        if (!text.Contains("NaN", StringComparison.Ordinal) && !text.Contains("Infinity", StringComparison.Ordinal))
        {
            return text;
        }

        var copy = new StringBuilder(text.Length + 16);
        var quoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            quoted ^= text[at] == '"';
            var word = quoted ? null : Array.Find(["NaN", "-Infinity", "Infinity"], bare => string.CompareOrdinal(text, at, bare, 0, bare.Length) == 0);
            copy.Append(word is null ? text[at].ToString() : $"\"{word}\"");
            if (quoted && text[at] == '\\' && at + 1 < text.Length)
            {
                copy.Append(text[++at]);
            }

            at += word is null ? 0 : word.Length - 1;
        }

        return copy.ToString();
    }
}
