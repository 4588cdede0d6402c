namespace Mtok;

/// <summary>Text of anybody's for a terminal or file: no letter of it is a command to a terminal, or turns the order in which others are read.</summary>
public static class Printable
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with U+FFFD in the place of control characters other than line breaks, and of those that turn the direction of reading.</summary>
    public static string Text(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') || !text.Any(IsCommand))
        {
            return text;
        }

        return string.Create(text.Length, text, (letters, from) =>
        {
            for (var at = 0; at < letters.Length; at++)
            {
                letters[at] = IsCommand(from[at]) ? Replacement : from[at];
            }
        });
    }

    /// <summary>JSON with such characters as escapes: they can be nowhere but in its texts.</summary>
    public static string Json(string json) =>
        json.Any(IsCommand) ? string.Concat(json.Select(letter => IsCommand(letter) ? $"\\u{(int)letter:X4}" : letter.ToString())) : json;

    private static bool IsCommand(char letter) =>
        (char.IsControl(letter) && letter != '\n') || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
