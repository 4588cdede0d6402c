namespace Mtok;

/// <summary>What a replica runs while it serves as much of a class of requests as it can (W2).</summary>
/// <param name="Batch">Sequences in flight; below one counts as one.</param>
/// <param name="Step">Tokens of a step: one for each decoding sequence, and those of prompts.</param>
/// <param name="Growth">The time of such a step / that of a step with one sequence; at least 1.</param>
public sealed record FullReplica(Tokens Batch, Tokens Step, Ratio Growth)
{
    /// <summary>Sequences of a replica whose batch no source states: as many as keep the power of decoding near its limit.</summary>
    public static readonly Tokens UnknownBatch = Tokens.FromCount(128);

    /// <summary>A replica of so many sequences, whose steps compute the prompts of those sequences as well.</summary>
    /// <param name="batch">Sequences in flight; null where that is not known.</param>
    /// <param name="growth">The time of a full step / that of one sequence; null where that is not known: counts as 1.</param>
    /// <param name="mix">What a request carries.</param>
    public static FullReplica Of(Tokens? batch, Ratio? growth, TokenMix mix)
    {
        var sequences = batch ?? UnknownBatch;
        var prompts = mix.Output.Count > 0 ? (mix.ComputedInput / mix.Output).Value : 0;
        return new(sequences, sequences * Ratio.FromValue(1 + prompts), growth ?? Ratio.One);
    }
}
