namespace Mtok;

/// <summary>Ranges that several requests share.</summary>
public static class RequestRanges
{
    /// <summary>The price of a machine: $0.0001 to $1,000,000 an hour.</summary>
    public static Limits<UsdPerHour> Hourly { get; } = new(UsdPerHour.FromDollars(0.0001m), UsdPerHour.FromDollars(1_000_000));

    /// <summary>The price of tokens: a millionth of a dollar to $1,000,000 per million.</summary>
    public static Limits<UsdPerMtok> PerMtok { get; } = new(UsdPerMtok.FromDollars(0.000001m), UsdPerMtok.FromDollars(1_000_000));

    /// <summary>A monthly cost: $0 to a trillion dollars.</summary>
    public static Limits<UsdPerMonth> Monthly { get; } = new(default, UsdPerMonth.FromDollars(1_000_000_000_000));

    /// <summary>What a machine serves: 0.001 to a billion tokens per second.</summary>
    public static Limits<TokensPerSecond> Rate { get; } = new(TokensPerSecond.FromPerSecond(0.001), TokensPerSecond.FromPerSecond(1e9));

    /// <summary>A utilisation: 0.01 % to 100 %, never nothing, as costs are divided by it.</summary>
    public static Limits<Ratio> Utilization { get; } = new(Ratio.FromPercent(0.01), Ratio.One);

    /// <summary>A multiplier for other costs: 1 to 100.</summary>
    public static Limits<Ratio> Overhead { get; } = new(Ratio.One, Ratio.FromValue(100));

    /// <summary>A share: 0 % to 100 %.</summary>
    public static Limits<Ratio> Share { get; } = new(Ratio.Zero, Ratio.One);

    /// <summary>Tokens of a request's input or output: 1 to 10 million.</summary>
    public static Limits<Tokens> Length { get; } = new(Tokens.FromCount(1), Tokens.FromCount(10_000_000));

    /// <summary>Devices of one replica or machine: 1 to 1,024.</summary>
    public static Limits<int> Gpus { get; } = new(1, 1024);

    /// <summary>A time within a day: 0 to 24 h.</summary>
    public static Limits<Duration> Day { get; } = new(default, Duration.FromHours(24));

    /// <summary>A time between rare events: 1 s to 100 years.</summary>
    public static Limits<Duration> Years { get; } = new(Duration.FromSeconds(1), Duration.FromYears(100));

    /// <summary>A time within one request: 0.1 ms to 1 h.</summary>
    public static Limits<Duration> Latency { get; } = new(Duration.FromMilliseconds(0.1), Duration.FromHours(1));
}
