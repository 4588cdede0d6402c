namespace Mtok;

/// <summary>A latency of a request.</summary>
public enum Latency
{
    /// <summary>The time to the first token.</summary>
    Ttft,

    /// <summary>The time per output token after the first.</summary>
    Tpot,
}

/// <summary>The figure of many requests' latencies that a limit is on.</summary>
public enum LatencyFigure
{
    /// <summary>The mean over the requests.</summary>
    Mean,

    /// <summary>The median.</summary>
    P50,

    /// <summary>The 95th percentile.</summary>
    P95,

    /// <summary>The 99th percentile.</summary>
    P99,
}

/// <summary>A limit on a figure of all requests.</summary>
/// <param name="Of">The latency.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Most">The limit.</param>
public sealed record FigureLimit(Latency Of, LatencyFigure Figure, Duration Most)
{
    /// <summary>The share of the requests that must keep the limit each; null for the mean, which is of all of them.</summary>
    public Ratio? Share => Figure switch
    {
        LatencyFigure.P50 => Ratio.FromPercent(50),
        LatencyFigure.P95 => Ratio.FromPercent(95),
        LatencyFigure.P99 => Ratio.FromPercent(99),
        _ => null,
    };
}

/// <summary>Limits on figures of one latency; a null limit is not enforced.</summary>
/// <param name="Mean">On the mean.</param>
/// <param name="P50">On the median.</param>
/// <param name="P95">On the 95th percentile.</param>
/// <param name="P99">On the 99th percentile.</param>
public sealed record LatencyFigures(Duration? Mean, Duration? P50, Duration? P95, Duration? P99)
{
    /// <summary>No limits.</summary>
    public static LatencyFigures None { get; } = new(null, null, null, null);

    /// <summary>The words a workload uses for figures: <c>ttft = { p95 = "1s" }</c>.</summary>
    public static IReadOnlyDictionary<string, LatencyFigure> Words { get; } = new Dictionary<string, LatencyFigure>(StringComparer.Ordinal)
    {
        ["mean"] = LatencyFigure.Mean,
        ["p50"] = LatencyFigure.P50,
        ["p95"] = LatencyFigure.P95,
        ["p99"] = LatencyFigure.P99,
    };

    /// <summary>The limits, as those of a latency.</summary>
    public IEnumerable<FigureLimit> Limits(Latency of) =>
        Each.Where(limit => limit.Most is not null).Select(limit => new FigureLimit(of, limit.Figure, limit.Most!.Value));

    private (LatencyFigure Figure, Duration? Most)[] Each =>
        [(LatencyFigure.Mean, Mean), (LatencyFigure.P50, P50), (LatencyFigure.P95, P95), (LatencyFigure.P99, P99)];
}
