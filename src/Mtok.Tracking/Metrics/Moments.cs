namespace Mtok.Tracking;

/// <summary>Moments as metrics write them.</summary>
internal static class Moments
{
    /// <summary>From here on a Unix time is in milliseconds, below in seconds: in seconds it is the year 5138, in milliseconds 1973.</summary>
    private const double Milliseconds = 1e11;

    /// <summary>The moment of a Unix time in seconds, to the millisecond; null where there is none such.</summary>
    public static DateTimeOffset? OfUnixSeconds(double seconds) => OfUnixMilliseconds(Math.Round(seconds * 1000));

    /// <summary>The moment of a Unix time in milliseconds; null where there is none such.</summary>
    public static DateTimeOffset? OfUnixMilliseconds(double milliseconds) =>
        milliseconds is > 0 and < 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;

    /// <summary>The moment of a Unix time in seconds (OpenMetrics) or milliseconds (Prometheus), distinguished by size.</summary>
    public static DateTimeOffset? OfEither(double time) => time < Milliseconds ? OfUnixSeconds(time) : OfUnixMilliseconds(time);
}
