using System.Globalization;

namespace Mtok.Tracking;

/// <summary>Times as logs write them: ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since 1970. Without a zone: UTC.</summary>
internal static class Times
{
    private static readonly decimal Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The time; null where the text is none.</summary>
    public static DateTimeOffset? Read(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Since1970(number)
            : DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null;

    /// <summary>A count of nanoseconds since 1970, as OTLP has it; null for 0, which stands for "not told" there.</summary>
    public static DateTimeOffset? Nanoseconds(ulong count) => count == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((long)(count / 100));

    /// <summary>The unit is told by the size: seconds of the years 1973 to 5138 have 9 to 11 digits.</summary>
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
        return seconds < 0 || seconds > Last ? null : DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }
}
