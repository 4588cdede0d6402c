using System.Globalization;

namespace Mtok;

/// <summary>Latencies that are written without a unit: read in seconds where they can mean nothing else, asked back where they may mean milliseconds.</summary>
public static class BareLatency
{
    /// <summary>The largest bare time to the first token that can only mean seconds: 10; from there on limits in milliseconds are as likely.</summary>
    public static Duration LargestTtft { get; } = Duration.FromSeconds(10);

    /// <summary>The largest bare time per output token that can only mean seconds: 1; nobody allows a token longer.</summary>
    public static Duration LargestTpot { get; } = Duration.FromSeconds(1);

    /// <summary>A question such as <c>200ms or 200s?</c>; null where the text has a unit, is no number, or is small enough.</summary>
    /// <param name="text">The latency as written.</param>
    /// <param name="largest">The largest number that can only mean seconds.</param>
    public static string? Doubt(string? text, Duration largest) =>
        decimal.TryParse(text?.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && (double)number > largest.Seconds
            ? $"{text}ms or {text}s?"
            : null;
}
