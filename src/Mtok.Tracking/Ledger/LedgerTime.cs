namespace Mtok.Tracking;

/// <summary>Times as a ledger keeps them.</summary>
internal static class LedgerTime
{
    /// <summary>Microseconds since 1970.</summary>
    public static long? Stamp(DateTimeOffset? at) => at is { } known ? Floor(known.UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond) : null;

    /// <summary>The moment of microseconds since 1970.</summary>
    public static DateTimeOffset? Moment(long? stamp) =>
        stamp is { } known ? DateTimeOffset.UnixEpoch.AddTicks(known * TimeSpan.TicksPerMicrosecond) : null;

    /// <summary>The hour since 1970.</summary>
    public static int? Hour(DateTimeOffset? at) => at is { } known ? (int)Floor(known.UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerHour) : null;

    /// <summary>The beginning of an hour since 1970.</summary>
    public static DateTimeOffset? Beginning(int? hour) => hour is { } known ? DateTimeOffset.UnixEpoch.AddHours(known) : null;

    private static long Floor(long ticks, long unit) => ticks >= 0 ? ticks / unit : -((unit - 1 - ticks) / unit);
}
