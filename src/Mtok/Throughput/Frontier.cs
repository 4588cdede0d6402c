namespace Mtok;

/// <summary>Throughput per device against speed per user, over all batch sizes of one replica.</summary>
/// <param name="Deployment">The replica.</param>
/// <param name="Points">From one user to the maximum that fits, modelled.</param>
/// <param name="Measured">Runs of the replica at similar lengths, published and the user's own; fastest per user first, without such a speed last.</param>
/// <param name="Source">The evidence.</param>
public sealed record Frontier(Deployment Deployment, IReadOnlyList<FrontierPoint> Points, IReadOnlyList<MeasuredPoint> Measured, string Source);

/// <summary>One steady state of a replica.</summary>
/// <param name="Users">Requests in flight.</param>
/// <param name="PerGpu">Output of each device, with its 90 % interval.</param>
/// <param name="Tpot">Time per output token after the first.</param>
/// <param name="Ttft">Time to the first token.</param>
public sealed record FrontierPoint(Tokens Users, Estimate<TokensPerSecond> PerGpu, Duration Tpot, Duration Ttft)
{
    /// <summary>Output rate of one user: 1 / TPOT.</summary>
    public TokensPerSecond PerUser => TokensPerSecond.FromPerSecond(1 / Tpot.Seconds);
}

/// <summary>A published run or one of the user's, unchanged, to be compared with a frontier.</summary>
/// <param name="Run">The run.</param>
/// <param name="PerGpu">Output of each device.</param>
/// <param name="PerUser">Output rate of one user: 1 / TPOT, or output / users if TPOT is not published; null if neither is known.</param>
public sealed record MeasuredPoint(Measurement Run, TokensPerSecond PerGpu, TokensPerSecond? PerUser)
{
    /// <summary>Runs whose lengths differ by more than this factor are not drawn; 1.25.</summary>
    public static readonly Ratio FarthestLengths = Ratio.FromValue(1.25);

    /// <summary>The point of a run.</summary>
    internal static MeasuredPoint Of(Measurement run) => new(
        run,
        TokensPerSecond.FromPerSecond(run.OutputRate.PerSecond / run.Gpus),
        run.Tpot is { } tpot ? TokensPerSecond.FromPerSecond(1 / tpot.Seconds)
            : run.Concurrency is { } users ? TokensPerSecond.FromPerSecond(run.OutputRate.PerSecond / users)
            : null);
}
