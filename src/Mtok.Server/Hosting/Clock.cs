using System.Globalization;

namespace Mtok.Server;

/// <summary>The server's one clock.</summary>
internal sealed class Clock
{
    /// <summary>Where SOURCE_DATE_EPOCH is set, that moment is the day of prices, so that an answer can be had again byte for byte.</summary>
    private readonly DateTimeOffset? _fixed =
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Moments and waits.</summary>
    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>The present.</summary>
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The day to which the age of prices is counted, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime((_fixed ?? Now).UtcDateTime);
}
