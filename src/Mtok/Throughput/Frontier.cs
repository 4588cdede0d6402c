namespace Mtok;

/// <summary>Throughput per device against speed per user, over all batches of one replica.</summary>
/// <param name="Deployment">The replica.</param>
/// <param name="Points">From one user to the most that fit.</param>
/// <param name="Source">What the figures rest on.</param>
public sealed record Frontier(Deployment Deployment, IReadOnlyList<FrontierPoint> Points, string Source);

/// <summary>One steady state of a replica.</summary>
/// <param name="Users">Requests in work at once.</param>
/// <param name="PerGpu">Output of each device, with its 90 % interval.</param>
/// <param name="Tpot">Time per output token after the first.</param>
/// <param name="Ttft">Time to the first token.</param>
public sealed record FrontierPoint(Tokens Users, Estimate<TokensPerSecond> PerGpu, Duration Tpot, Duration Ttft)
{
    /// <summary>What one user gets.</summary>
    public TokensPerSecond PerUser => TokensPerSecond.FromPerSecond(1 / Tpot.Seconds);
}
