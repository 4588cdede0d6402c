namespace Mtok;

/// <summary>Latency limits of a service level; a null limit is not enforced.</summary>
/// <param name="Ttft">The maximum time to the first token.</param>
/// <param name="Tpot">The maximum time per output token after the first.</param>
public sealed record ServiceLevel(Duration? Ttft, Duration? Tpot)
{
    /// <summary>The share of requests that must meet both limits; 99 % by default.</summary>
    public Ratio Share { get; init; } = Ratio.FromPercent(99);

    /// <summary>The figure that <see cref="Ttft"/> limits; each request's own by default.</summary>
    public LatencyFigure TtftOf { get; init; }

    /// <summary>The figure that <see cref="Tpot"/> limits; each request's own by default.</summary>
    public LatencyFigure TpotOf { get; init; }

    /// <summary>The words a workload uses for figures: <c>ttft = { p95 = "1s" }</c>.</summary>
    public static IReadOnlyDictionary<string, LatencyFigure> FigureWords { get; } = new Dictionary<string, LatencyFigure>(StringComparer.Ordinal)
    {
        ["mean"] = LatencyFigure.Mean,
        ["p50"] = LatencyFigure.P50,
        ["p95"] = LatencyFigure.P95,
        ["p99"] = LatencyFigure.P99,
    };

    /// <summary>No latency limits.</summary>
    public static ServiceLevel None { get; } = new(null, null);

    /// <summary>Whether any limit is set.</summary>
    public bool HasLimits => Ttft is not null || Tpot is not null;

    /// <inheritdoc/>
    public override string ToString() => (Ttft, Tpot) switch
    {
        ({ } ttft, { } tpot) => $"{Word(TtftOf)}TTFT <= {ttft}, {Word(TpotOf)}TPOT <= {tpot}",
        ({ } ttft, null) => $"{Word(TtftOf)}TTFT <= {ttft}",
        (null, { } tpot) => $"{Word(TpotOf)}TPOT <= {tpot}",
        _ => "no latency limit",
    };

    private static string Word(LatencyFigure figure) =>
        figure == LatencyFigure.OfEach ? "" : FigureWords.First(word => word.Value == figure).Key + " ";
}
