namespace Mtok.Simulation;

/// <summary>
/// The simulator's clock: whole picoseconds. Sums of whole numbers do not depend on their order, so that many steps taken at
/// once end at the same tick as the same steps taken one by one. The range is 106 days.
/// </summary>
internal static class Ticks
{
    public const double PerSecond = 1e12;

    /// <summary>Later than any event.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The maximum time that can be simulated, with headroom for additions; 100 days.</summary>
    public static readonly Duration Longest = Duration.FromHours(24 * 100);

    public static long From(Duration duration) => FromSeconds(duration.Seconds);

    public static long FromSeconds(double seconds) => (long)Math.Round(seconds * PerSecond);

    public static double ToSeconds(long ticks) => ticks / PerSecond;

    public static Duration ToDuration(long ticks) => Duration.FromSeconds(ToSeconds(ticks));
}
