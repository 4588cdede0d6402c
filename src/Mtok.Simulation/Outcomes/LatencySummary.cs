namespace Mtok.Simulation;

/// <summary>A latency distribution: exact percentiles, each the smallest time that at least its share of requests did not exceed.</summary>
/// <param name="Count">The number of requests.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P95">The 95th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Mean">The mean.</param>
public sealed record LatencySummary(long Count, Duration P50, Duration P90, Duration P95, Duration P99, Duration Mean)
{
    /// <summary>No requests.</summary>
    public static LatencySummary None { get; } = new(0, default, default, default, default, default);
}
