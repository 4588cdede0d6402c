using System.Runtime.CompilerServices;

namespace Mtok.Simulation;

/// <summary>
/// The step model (S1 to S6, E1) in whole ticks: a part fixed by the numbers of tokens and sequences, and a part
/// that grows by the same amount with each token of context, which makes a run of steps an arithmetic series (R2).
/// </summary>
internal sealed class StepTable
{
    private readonly StepModel _model;
    private readonly double _scale;
    private readonly double _offset;
    private readonly PromptTimes _prompt;
    private readonly long _promptFixed;
    private readonly double _mixed;
    private readonly double _mixedStates;
    private readonly double _span;
    private readonly long[] _byTokens;
    private readonly long[] _bySequences;

    public StepTable(StepModel model, EngineCalibration engine, EngineLimits limits)
    {
        _model = model;
        _scale = engine.Scale.Value * Ticks.PerSecond;
        _offset = engine.Offset.Seconds * Ticks.PerSecond;
        _byTokens = new long[Math.Max(limits.MaxBatchedTokens, limits.MaxSequences) + 2];
        _bySequences = new long[limits.MaxSequences + 2];
        _span = model.Span.Count;
        Slope = (long)Math.Round(model.Decode.PerToken * _scale);
        WindowedSlope = (long)Math.Round(model.Decode.WithinSpan * _scale);
        Span = (long)_span;
        _prompt = model.Prompt;
        _mixed = model.Mixed.Value;
        _mixedStates = (_mixed - 1) * model.Decode.Fixed * _scale;
        _promptFixed = (long)Math.Round(_prompt.Fixed * _scale);
    }

    /// <summary>Ticks per token of context of a decoding sequence.</summary>
    public long Slope { get; }

    /// <summary>Additional ticks per token within the window.</summary>
    public long WindowedSlope { get; }

    /// <summary>Tokens of the window.</summary>
    public long Span { get; }

    /// <summary>The part independent of context: matrix multiplies, communication, launches, scheduling.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Fixed(int decoding, int prompt)
    {
        var tokens = decoding + prompt;
        var byTokens = tokens < _byTokens.Length ? _byTokens[tokens] : OfTokens(tokens);
        if (byTokens == 0)
        {
            byTokens = _byTokens[tokens] = OfTokens(tokens);
        }

        var bySequences = _bySequences[decoding];
        if (bySequences == 0)
        {
            bySequences = _bySequences[decoding] = OfSequences(decoding);
        }

        return byTokens + bySequences + (prompt > 0 ? _promptFixed : 0);
    }

    /// <summary>Reading the KV cache of a number of sequences with this total context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long KvRead(int decoding, long context) =>
        (Slope * context) + (WindowedSlope * Math.Min(context, decoding * Span));

    /// <summary>The same in a step with prompt tokens, with what states take more than in <see cref="Fixed"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long KvReadMixed(int decoding, long context) => (long)Math.Round((_mixed * KvRead(decoding, context)) + (_mixedStates * decoding));

    /// <summary>Attention of prompt tokens that follow a number of others, in ticks and fractions of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Attention(long before, long tokens)
    {
        var context = before + (tokens / 2.0);
        return _scale * ((before > 0 ? _prompt.Prefix : 0)
            + (tokens * (_prompt.Token + (_prompt.Context * context) + (_prompt.Windowed * Math.Min(context, _span)))));
    }

    private long OfTokens(int tokens)
    {
        var step = _model.Of(new(Tokens.FromCount(tokens), default, default, default));
        return (long)Math.Round(_scale * (step.Gemm + step.AllReduce).Seconds);
    }

    private long OfSequences(int decoding)
    {
        var step = _model.Of(new(Tokens.FromCount(decoding), default, default, default));
        return (long)Math.Round((_scale * (step.Head + step.Overhead + step.KvRead).Seconds) + _offset);
    }
}
