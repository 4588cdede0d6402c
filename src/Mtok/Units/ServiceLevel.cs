namespace Mtok;

/// <summary>Latency limits of a service level; a null limit is not enforced.</summary>
/// <param name="Ttft">The maximum time to the first token.</param>
/// <param name="Tpot">The maximum time per output token after the first.</param>
public sealed record ServiceLevel(Duration? Ttft, Duration? Tpot)
{
    /// <summary>The share of requests that must meet both limits; 99 % by default.</summary>
    public Ratio Share { get; init; } = Ratio.FromPercent(99);

    /// <summary>No latency limits.</summary>
    public static ServiceLevel None { get; } = new(null, null);

    /// <summary>Whether any limit is set.</summary>
    public bool HasLimits => Ttft is not null || Tpot is not null;

    /// <inheritdoc/>
    public override string ToString() => (Ttft, Tpot) switch
    {
        ({ } ttft, { } tpot) => $"TTFT <= {ttft}, TPOT <= {tpot}",
        ({ } ttft, null) => $"TTFT <= {ttft}",
        (null, { } tpot) => $"TPOT <= {tpot}",
        _ => "no latency limit",
    };
}
