namespace Mtok;

/// <summary>
/// A step that verifies draft tokens (P3): each sequence computes its draft beside its token, as a prompt would, and reads its
/// KV cache once. The time of drafting is not modelled.
/// </summary>
/// <param name="verified">The step without a draft.</param>
/// <param name="speculation">The speculative decoding.</param>
public sealed class SpeculativeStep(IStepModel verified, Speculation speculation) : IStepModel
{
    /// <inheritdoc/>
    public int Parts => verified.Parts;

    /// <inheritdoc/>
    public IReadOnlyList<Tokens> Jumps => [.. verified.Jumps.Select(tokens => Tokens.FromCount(tokens.Count / (1 + speculation.DraftTokens)))];

    /// <inheritdoc/>
    public StepTime Of(StepLoad load)
    {
        var drafted = load.Decode.Count * speculation.DraftTokens;
        var computed = load.Prefill.Count + drafted;
        var context = computed == 0 ? 0 : ((load.Prefill.Count * load.PrefillContext.Count) + (drafted * load.Context.Count)) / computed;
        var step = verified.Of(load with { Prefill = Tokens.FromCount(computed), PrefillContext = Tokens.FromCount(context) });
        return step with { Head = verified.Of(load with { Decode = Tokens.FromCount(load.Decode.Count + drafted) }).Head };
    }
}
