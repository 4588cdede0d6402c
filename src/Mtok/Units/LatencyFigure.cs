namespace Mtok;

/// <summary>The figure of many requests' latencies that a limit is on.</summary>
public enum LatencyFigure
{
    /// <summary>Each request's own: a share of the requests must keep it, together with the other limit.</summary>
    OfEach,

    /// <summary>The mean over the requests.</summary>
    Mean,

    /// <summary>The median.</summary>
    P50,

    /// <summary>The 95th percentile.</summary>
    P95,

    /// <summary>The 99th percentile.</summary>
    P99,
}
