namespace Mtok;

/// <summary>Throughput per device against speed per user, over all batches of one replica.</summary>
/// <param name="Deployment">The replica.</param>
/// <param name="Points">From one user to the most that fit, modelled.</param>
/// <param name="Measured">Published runs of the replica at near lengths; fastest for a user first, those that do not tell a user's speed last.</param>
/// <param name="Source">What the figures rest on.</param>
public sealed record Frontier(Deployment Deployment, IReadOnlyList<FrontierPoint> Points, IReadOnlyList<MeasuredPoint> Measured, string Source);

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

/// <summary>A published run, to be held against a frontier as it is.</summary>
/// <param name="Run">The run.</param>
/// <param name="PerGpu">Output of each device.</param>
/// <param name="PerUser">What one user gets: 1 / TPOT, or a user's share of the output where only their number is published; null where neither is.</param>
public sealed record MeasuredPoint(Measurement Run, TokensPerSecond PerGpu, TokensPerSecond? PerUser)
{
    /// <summary>Runs whose lengths are further apart than this factor are not drawn.</summary>
    public static readonly Ratio FarthestLengths = Ratio.FromValue(1.25);

    /// <summary>The point of a run.</summary>
    internal static MeasuredPoint Of(Measurement run) => new(
        run,
        TokensPerSecond.FromPerSecond(run.OutputRate.PerSecond / run.Gpus),
        run.Tpot is { } tpot ? TokensPerSecond.FromPerSecond(1 / tpot.Seconds)
            : run.Concurrency is { } users ? TokensPerSecond.FromPerSecond(run.OutputRate.PerSecond / users)
            : null);
}
