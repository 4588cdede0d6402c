namespace Mtok;

/// <summary>How the devices of a replica share the work, and whether it decodes speculatively.</summary>
/// <param name="Pipeline">Pipeline stages, each on the same number of devices; 1 for none (P1).</param>
/// <param name="SpreadsExperts">Whether experts are sharded over the devices, with data-parallel attention (P2).</param>
/// <param name="Speculation">Speculative decoding; null for none (P3).</param>
public sealed record Parallelism(int Pipeline, bool SpreadsExperts, Speculation? Speculation)
{
    /// <summary>Tensor parallelism over all devices, no speculative decoding.</summary>
    public static Parallelism Plain { get; } = new(1, SpreadsExperts: false, null);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', new[]
    {
        Pipeline > 1 ? $"pp{Pipeline}" : "",
        SpreadsExperts ? "ep" : "",
        Speculation is { } ahead ? $"draft{ahead.DraftTokens}" : "",
    }.Where(word => word.Length > 0));
}

/// <summary>Speculative decoding: a step verifies the draft tokens and keeps those before the first rejected one.</summary>
/// <param name="Acceptance">The probability that a draft token is accepted, given that all before it were.</param>
/// <param name="DraftTokens">Draft tokens per step.</param>
public sealed record Speculation(Ratio Acceptance, int DraftTokens)
{
    /// <summary>P3: the mean number of tokens per step: 1 + a + ... + a^N, the last from the model itself.</summary>
    public Tokens TokensPerStep => Tokens.FromCount(Enumerable.Range(0, DraftTokens + 1).Sum(drafted => Math.Pow(Acceptance.Value, drafted)));
}
