using System.Globalization;

namespace Mtok.App;

/// <summary>The program's one clock: the day to which the age of prices is counted, and the moment at which hours count as ended.</summary>
internal static class Today
{
    /// <summary>SOURCE_DATE_EPOCH, in seconds since 1970, stands in for the clock, so that an answer can be had again byte for byte.</summary>
    public static DateTimeOffset Now { get; } =
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : TimeProvider.System.GetUtcNow();

    /// <summary>The day, UTC.</summary>
    public static DateOnly Date { get; } = DateOnly.FromDateTime(Now.UtcDateTime);
}
