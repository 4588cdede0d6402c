namespace Mtok.Simulation;

/// <summary>SLO attainment of the requests that arrived in one period.</summary>
/// <param name="From">The start of the period.</param>
/// <param name="Requests">The number of arrivals.</param>
/// <param name="Met">Of them, those answered within the service level.</param>
/// <param name="Overflowed">Of them, those that overflowed to an API.</param>
public sealed record AttainmentPart(Duration From, long Requests, long Met, long Overflowed)
{
    /// <summary>Of a part's requests how many may miss the service level; one always may.</summary>
    public static long MayMiss(long requests, Ratio share) => (long)Math.Max(1, requests * (1 - share.Value) * (1 + 1e-9));
}
