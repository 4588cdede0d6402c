namespace Mtok.App;

/// <summary>What is believable on the command line.</summary>
internal static class Bounds
{
    public static readonly Limits<UsdPerHour> Hourly = new(UsdPerHour.FromDollars(0.0001m), UsdPerHour.FromDollars(1_000_000));
    public static readonly Limits<UsdPerMtok> PerMtok = new(UsdPerMtok.FromDollars(0.000001m), UsdPerMtok.FromDollars(1_000_000));
    public static readonly Limits<UsdPerMonth> Monthly = new(default, UsdPerMonth.FromDollars(1_000_000_000_000));
    public static readonly Limits<TokensPerSecond> Rate = new(TokensPerSecond.FromPerSecond(0.001), TokensPerSecond.FromPerSecond(1e9));
    public static readonly Limits<Ratio> Utilization = new(Ratio.FromPercent(0.01), Ratio.One);
    public static readonly Limits<Ratio> Overhead = new(Ratio.One, Ratio.FromValue(100));
    public static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.One);
    public static readonly Limits<Tokens> Length = new(Tokens.FromCount(1), Tokens.FromCount(10_000_000));
    public static readonly Limits<Duration> Day = new(default, Duration.FromHours(24));
    public static readonly Limits<Duration> Years = new(Duration.FromSeconds(1), Duration.FromYears(100));
    public static readonly Limits<Duration> Latency = new(Duration.FromMilliseconds(0.1), Duration.FromHours(1));
}
