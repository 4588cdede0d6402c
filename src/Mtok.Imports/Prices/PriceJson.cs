using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mtok.Imports;

/// <summary>The JSON documents of a file: a single one, or several concatenated ones, as saved from a paged response.</summary>
internal sealed class PriceJson
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<int> _lines = [0];

    private PriceJson(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        var rest = bytes.Span;
        for (var (at, found) = (0, rest.IndexOf((byte)'\n')); found >= 0; found = rest[at..].IndexOf((byte)'\n'))
        {
            at += found + 1;
            _lines.Add(at);
        }
    }

    /// <summary>The documents; null if the text is broken (reported).</summary>
    public static IReadOnlyList<JsonRow>? Read(string file, ReadOnlyMemory<byte> bytes, Problems problems)
    {
        try
        {
            var text = new PriceJson(bytes);
            var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { AllowMultipleValues = true });
            var (documents, start) = (new List<JsonRow>(), 0L);
            while (reader.Read())
            {
                start = reader.TokenStartIndex;
                reader.Skip();
                documents.Add(new(JsonDocument.Parse(bytes[(int)start..(int)reader.BytesConsumed]).RootElement, text));
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
    }

    internal int LineOf(JsonElement element)
    {
        if (!_bytes.Span.Overlaps(JsonMarshal.GetRawUtf8Value(element), out var at))
        {
            return 0;
        }

        var line = _lines.BinarySearch(at);
        return (line < 0 ? ~line - 1 : line) + 1;
    }
}

/// <summary>A value of a <see cref="PriceJson"/>, read without exceptions: a missing value or one of another kind is null or empty.</summary>
internal readonly struct JsonRow(JsonElement element, PriceJson text)
{
    /// <summary>The largest number accepted; a larger one counts as not a number.</summary>
    private const decimal Largest = 1e12m;

    public int Line => text is null ? 0 : text.LineOf(element);

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsArray => element.ValueKind == JsonValueKind.Array;

    public IEnumerable<JsonRow> Items
    {
        get
        {
            if (IsArray)
            {
                foreach (var item in element.EnumerateArray())
                {
                    yield return new(item, text);
                }
            }
        }
    }

    public IEnumerable<(string Name, JsonRow Value)> Members
    {
        get
        {
            if (IsObject)
            {
                foreach (var member in element.EnumerateObject())
                {
                    yield return (NameOf(member), new(member.Value, text));
                }
            }
        }
    }

    /// <summary>The member of that name; an empty value if there is none.</summary>
    public JsonRow this[string name] => Member(name) is { } member ? new(member, text) : default;

    public bool Has(string name) => Member(name) is { ValueKind: not JsonValueKind.Null };

    /// <summary>A text or number as text; empty if it is neither.</summary>
    public string Text(string name) => this[name].AsText;

    /// <summary>A number, also one written as text; null if it is neither or too large.</summary>
    public decimal? Number(string name) => this[name].AsNumber;

    public bool? Flag(string name) => this[name].Kind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    public string AsText => Kind switch
    {
        JsonValueKind.String => TextOf(element),
        JsonValueKind.Number => element.GetRawText(),
        _ => "",
    };

    public decimal? AsNumber => NumberOf(AsText);

    public static decimal? NumberOf(ReadOnlySpan<char> text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < Largest ? number : null;

    private JsonValueKind Kind => element.ValueKind;

    /// <summary>The member of that name; null also if a name contains an unpaired surrogate, which cannot be searched.</summary>
    private JsonElement? Member(string name)
    {
        try
        {
            return IsObject && element.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text; empty if it contains an unpaired surrogate.</summary>
    private static string TextOf(JsonElement element)
    {
        try
        {
            return (element.GetString() ?? "").Trim();
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
