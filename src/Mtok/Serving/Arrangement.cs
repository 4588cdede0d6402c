namespace Mtok;

/// <summary>How the devices of a replica share the work, and whether tokens are drafted ahead.</summary>
/// <param name="Pipeline">Stages that the layers are cut into; each has as many devices (P1).</param>
/// <param name="SpreadsExperts">Whether experts are spread over the devices, each of which attends to sequences of its own (P2).</param>
/// <param name="Speculation">Speculative decoding; null where there is none (P3).</param>
public sealed record Arrangement(int Pipeline, bool SpreadsExperts, Speculation? Speculation)
{
    /// <summary>Tensor parallelism over all devices, one token a step.</summary>
    public static Arrangement Plain { get; } = new(1, SpreadsExperts: false, null);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', new[]
    {
        Pipeline > 1 ? $"pp{Pipeline}" : "",
        SpreadsExperts ? "ep" : "",
        Speculation is { } ahead ? $"draft{ahead.DraftTokens}" : "",
    }.Where(word => word.Length > 0));
}

/// <summary>Speculative decoding: a step verifies drafted tokens and keeps those before the first that is refused.</summary>
/// <param name="Acceptance">The chance that a drafted token is accepted where all before it were.</param>
/// <param name="DraftTokens">Tokens drafted for each step.</param>
public sealed record Speculation(Ratio Acceptance, int DraftTokens)
{
    /// <summary>P3: tokens a step yields on average: 1 + a + ... + a^N, the last from the model itself.</summary>
    public Tokens TokensPerStep => Tokens.FromCount(Enumerable.Range(0, DraftTokens + 1).Sum(drafted => Math.Pow(Acceptance.Value, drafted)));
}
