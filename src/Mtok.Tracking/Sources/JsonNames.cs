using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>The property names in the beginning of a JSON file, at any depth, by which a format is recognised; also of a file cut short or damaged.</summary>
internal static class JsonNames
{
    private const int MostTries = 20;

    /// <summary>Kept for each file, as every format asks for them.</summary>
    private static readonly ConditionalWeakTable<SourceFile, IReadOnlySet<string>> Found = [];

    /// <summary>The names; a property <c>object</c> or <c>type</c> also gives its text, as <c>object=page</c>. Empty where it is not JSON.</summary>
    public static IReadOnlySet<string> In(SourceFile file) => Found.GetValue(file, Find);

    private static IReadOnlySet<string> Find(SourceFile file)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var rest = file.Head.Span;
        for (var attempt = 0; attempt < MostTries && !rest.IsEmpty; attempt++)
        {
            var read = Collect(rest, names);
            if (read < 0)
            {
                break;
            }

            // Damaged here: the next line may be whole.
            var next = rest[read..].IndexOf((byte)'\n');
            rest = next < 0 ? [] : rest[(read + next + 1)..];
        }

        return names;
    }

    /// <summary>Adds the names; where it is damaged, how far it was read, else -1.</summary>
    private static int Collect(ReadOnlySpan<byte> text, HashSet<string> names)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, new(new JsonReaderOptions { AllowMultipleValues = true }));
        var name = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = Encoding.UTF8.GetString(reader.ValueSpan);
                    names.Add(name);
                }
                else if (reader.TokenType == JsonTokenType.String && name is "object" or "type")
                {
                    names.Add(name + "=" + Encoding.UTF8.GetString(reader.ValueSpan));
                }
                else if (reader.TokenType == JsonTokenType.String && reader.ValueSpan is [(byte)'{', ..] && reader.ValueIsEscaped)
                {
                    Collect(Unescaped(reader.ValueSpan), names);
                }
            }

            return -1;
        }
        catch (JsonException)
        {
            return (int)reader.BytesConsumed;
        }
    }

    /// <summary>An object kept as text, its quotes as they were.</summary>
    private static byte[] Unescaped(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(text).Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal));
}
