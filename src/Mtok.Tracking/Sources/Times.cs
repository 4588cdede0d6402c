using System.Globalization;

namespace Mtok.Tracking;

/// <summary>
/// Times as logs write them: ISO 8601, as HTTP has them, or seconds, milliseconds, microseconds or nanoseconds since 1970. Without a zone: UTC.
/// </summary>
internal static class Times
{
    /// <summary>Later moments are no times: the end of the calendar is what "no end" is written as.</summary>
    private static readonly DateTimeOffset Last = new(9990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time; null where the text is none. The first moments of the calendar are how some languages write that there is none.</summary>
    public static DateTimeOffset? Read(string text) => Moment(text) is { } time && time >= DateTimeOffset.UnixEpoch ? time : null;

    /// <summary>A moment however early; null where the text is none.</summary>
    public static DateTimeOffset? Moment(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Since1970(number)
            : Written(text);

    /// <summary>A count of nanoseconds since 1970, as OTLP has it; null for 0, which stands for "not stated" there.</summary>
    public static DateTimeOffset? Nanoseconds(ulong count) => count == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((long)(count / 100));

    /// <summary>With its year first, so that nothing is filled in from today's date; or as HTTP writes it.</summary>
    private static DateTimeOffset? Written(string text)
    {
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var plain = text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..^4] : text;
        return plain.Length >= 10 && plain[..4].All(char.IsAsciiDigit) && plain[4] is '-' or '/'
            ? DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, styles, out var time) && time < Last ? time : null
            : DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, styles, out var http) ? http : null;
    }

    /// <summary>The unit is stated by the size: seconds of the years 1973 to 5138 have 9 to 11 digits.</summary>
    private static DateTimeOffset? Since1970(decimal number)
    {
        var seconds = number switch
        {
            < 100_000_000 => -1,
            < 100_000_000_000 => number,
            < 100_000_000_000_000 => number / 1_000,
            < 100_000_000_000_000_000 => number / 1_000_000,
            _ => number / 1_000_000_000,
        };
        return seconds < 0 || seconds > Last.ToUnixTimeSeconds() ? null : DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }
}
