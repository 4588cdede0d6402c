namespace Mtok.Tracking;

/// <summary>Usage of one hour, added up by who used what.</summary>
/// <param name="Hour">The beginning of the hour, UTC; null for usage whose time is not stated.</param>
/// <param name="Key">Who used what.</param>
/// <param name="Requests">Requests; null where not stated.</param>
/// <param name="Failed">Requests among them that failed or were cancelled; null where not stated.</param>
/// <param name="Tokens">Tokens by class, of requests of any end.</param>
public sealed record UsageHour(DateTimeOffset? Hour, UsageKey Key, long? Requests, long? Failed, TokenClasses Tokens)
{
    /// <summary>Both together, under this one's hour and key.</summary>
    public UsageHour Plus(UsageHour other) => this with
    {
        Requests = Add(Requests, other.Requests),
        Failed = Add(Failed, other.Failed),
        Tokens = Tokens + other.Tokens,
    };

    /// <summary>The beginning of the hour of a moment, UTC.</summary>
    public static DateTimeOffset? HourOf(DateTimeOffset? at) =>
        at?.ToUniversalTime() is { } utc ? new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero) : null;

    private static long? Add(long? left, long? right) => left is null ? right : right is null ? left : checked(left + right);
}
