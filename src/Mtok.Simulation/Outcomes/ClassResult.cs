namespace Mtok.Simulation;

/// <summary>How a class of requests fared.</summary>
/// <param name="Name">The class.</param>
/// <param name="Requests">How many arrived.</param>
/// <param name="Answered">How many were answered, by the fleet or the API.</param>
/// <param name="Kept">How many were answered within all that they were promised.</param>
/// <param name="Ttft">Times to the first token.</param>
/// <param name="E2e">Times to the last token.</param>
public sealed record ClassResult(string Name, long Requests, long Answered, long Kept, LatencySummary Ttft, LatencySummary E2e)
{
    /// <summary>How many went to the API.</summary>
    public long Overflowed { get; init; }

    /// <summary>Of those that arrived; one where none did.</summary>
    public Ratio Attainment => Requests == 0 ? Ratio.One : Ratio.FromValue(Kept / (double)Requests);
}
