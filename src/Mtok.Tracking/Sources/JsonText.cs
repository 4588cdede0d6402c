using System.Globalization;
using System.Text.Json;

namespace Mtok.Tracking;

/// <summary>JSON as text: whether it can be read at all, and objects that a record keeps as text.</summary>
internal static class JsonText
{
    private const string Escape = "\\u";

    /// <summary>Whether every character written as two escapes has both, so that reading a text or a name cannot fail.</summary>
    public static bool IsUnicode(ReadOnlySpan<char> text)
    {
        if (!text.Contains(Escape, StringComparison.Ordinal))
        {
            return true;
        }

        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                continue;
            }

            if (EscapedAt(text, at) is not { } first)
            {
                at++;
            }
            else if (char.IsSurrogate(first))
            {
                if (!char.IsHighSurrogate(first) || EscapedAt(text, at + 6) is not { } second || !char.IsLowSurrogate(second))
                {
                    return false;
                }

                at += 11;
            }
            else
            {
                at += 5;
            }
        }

        return true;
    }

    /// <summary>An object kept as text; null where the text is none, or damaged.</summary>
    public static JsonElement? Object(string text)
    {
        if (!text.StartsWith('{') || !IsUnicode(text))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The character of an escape such as <c>\u00e9</c>; null where there is none.</summary>
    private static char? EscapedAt(ReadOnlySpan<char> text, int at) =>
        at + 6 <= text.Length && text[at..].StartsWith(Escape)
            && ushort.TryParse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : null;
}
