namespace Mtok;

/// <summary>Latency limits of a service level; a null limit is not enforced.</summary>
/// <param name="Ttft">The maximum time to the first token of a request.</param>
/// <param name="Tpot">The maximum time per output token after the first of a request.</param>
public sealed record ServiceLevel(Duration? Ttft, Duration? Tpot)
{
    /// <summary>The share of requests that must meet both limits; 99 % by default.</summary>
    public Ratio Share { get; init; } = Ratio.FromPercent(99);

    /// <summary>Limits on figures of the time to the first token of all requests; none by default.</summary>
    public LatencyFigures TtftFigures { get; init; } = LatencyFigures.None;

    /// <summary>Limits on figures of the time per output token of all requests; none by default.</summary>
    public LatencyFigures TpotFigures { get; init; } = LatencyFigures.None;

    /// <summary>No latency limits.</summary>
    public static ServiceLevel None { get; } = new(null, null);

    /// <summary>Whether any limit is set.</summary>
    public bool HasLimits => Ttft is not null || Tpot is not null || Stated.Any();

    /// <summary>Limits on figures that have to be kept besides those on each request; empty where there are none, or the share says as much.</summary>
    public IReadOnlyList<FigureLimit> Figures => IsOfShare ? [] : [.. Stated];

    /// <summary>The longest of the limits on the time to the first token; null where there is none.</summary>
    public Duration? LongestTtft => Ttft ?? Of(Latency.Ttft).Max();

    /// <summary>The longest of the limits on the time per output token; null where there is none.</summary>
    public Duration? LongestTpot => Tpot ?? Of(Latency.Tpot).Max();

    /// <summary>The shortest of the limits on the time to the first token; null where there is none.</summary>
    public Duration? ShortestTtft => Of(Latency.Ttft).Append(Ttft).Min();

    /// <summary>The shortest of the limits on the time per output token; null where there is none.</summary>
    public Duration? ShortestTpot => Of(Latency.Tpot).Append(Tpot).Min();

    /// <summary>
    /// The same, where a percentile is the only limit as that share of the requests: p95 of TTFT within 1 s is 95 % of requests with TTFT within 1 s.
    /// </summary>
    internal ServiceLevel AsShare() => Sole is { Share: { } share } && Ttft is null && Tpot is null
        ? this with { Ttft = Of(Latency.Ttft).Max(), Tpot = Of(Latency.Tpot).Max(), Share = share }
        : this;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", Texts(Latency.Ttft, "TTFT", Ttft).Concat(Texts(Latency.Tpot, "TPOT", Tpot)).DefaultIfEmpty("no latency limit"));

    private IEnumerable<FigureLimit> Stated => TtftFigures.Limits(Latency.Ttft).Concat(TpotFigures.Limits(Latency.Tpot));

    private FigureLimit? Sole => Stated.Take(2).ToList() is [var only] ? only : null;

    private bool IsOfShare => Sole is { } only && only.Share == Share && (only.Of == Latency.Ttft ? (Ttft, Tpot) : (Tpot, Ttft)) == (only.Most, null);

    private IEnumerable<Duration?> Of(Latency latency) => Stated.Where(limit => limit.Of == latency).Select(limit => (Duration?)limit.Most);

    private IEnumerable<string> Texts(Latency latency, string name, Duration? each)
    {
        var figures = Stated.Where(limit => limit.Of == latency).ToList();
        return figures.Count == 0 && each is { } most
            ? [$"{name} <= {most}"]
            : figures.Select(limit => $"{LatencyFigures.Words.First(word => word.Value == limit.Figure).Key} {name} <= {limit.Most}");
    }
}
