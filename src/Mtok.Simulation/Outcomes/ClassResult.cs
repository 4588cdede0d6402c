namespace Mtok.Simulation;

/// <summary>The results of a request class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Requests">The number of arrivals.</param>
/// <param name="Answered">The number answered, by the fleet or the API.</param>
/// <param name="Met">The number answered within the service level.</param>
/// <param name="Ttft">Times to the first token.</param>
/// <param name="E2e">Times to the last token.</param>
public sealed record ClassResult(string Name, long Requests, long Answered, long Met, LatencySummary Ttft, LatencySummary E2e)
{
    /// <summary>The number that overflowed to the API.</summary>
    public long Overflowed { get; init; }

    /// <summary>SLO attainment: the share of arrivals that met the service level; 1 if there were none.</summary>
    public Ratio Attainment => Requests == 0 ? Ratio.One : Ratio.FromValue(Met / (double)Requests);
}
