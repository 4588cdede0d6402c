namespace Mtok;

/// <summary>How fast answers must come; a limit that is null is not asked for.</summary>
/// <param name="Ttft">The longest time to the first token.</param>
/// <param name="Tpot">The longest time for each token after it.</param>
public sealed record ServiceLevel(Duration? Ttft, Duration? Tpot)
{
    /// <summary>The share of requests that must keep them.</summary>
    public Ratio Share { get; init; } = Ratio.FromPercent(99);

    /// <summary>No limit on either time.</summary>
    public static ServiceLevel None { get; } = new(null, null);

    /// <summary>Whether any limit is asked for.</summary>
    public bool HasLimits => Ttft is not null || Tpot is not null;

    /// <inheritdoc/>
    public override string ToString() => (Ttft, Tpot) switch
    {
        ({ } ttft, { } tpot) => $"first token within {ttft}, then {tpot} each",
        ({ } ttft, null) => $"first token within {ttft}",
        (null, { } tpot) => $"{tpot} for each token",
        _ => "no latency limit",
    };
}
