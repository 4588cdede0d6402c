namespace Mtok;

/// <summary>Tokens that were counted, by the kind they are billed as; no token is in two of them.</summary>
/// <param name="Input">Input that was neither read from nor written to a cache.</param>
/// <param name="CachedInput">Input read from a cache.</param>
/// <param name="CacheWrite">Input written to a cache for some minutes.</param>
/// <param name="CacheWriteHour">Input written to a cache for an hour.</param>
/// <param name="Output">Output that is no reasoning.</param>
/// <param name="Reasoning">Output that is reasoning.</param>
public sealed record TokenCounts(Tokens Input, Tokens CachedInput, Tokens CacheWrite, Tokens CacheWriteHour, Tokens Output, Tokens Reasoning)
{
    /// <summary>No tokens.</summary>
    public static TokenCounts None { get; } = new(default, default, default, default, default, default);

    /// <summary>The count of one kind.</summary>
    public Tokens Of(TokenKind kind) => kind switch
    {
        TokenKind.Input => Input,
        TokenKind.CachedInput => CachedInput,
        TokenKind.CacheWrite => CacheWrite,
        TokenKind.CacheWriteHour => CacheWriteHour,
        TokenKind.Output => Output,
        _ => Reasoning,
    };

    /// <summary>The sum, kind by kind.</summary>
    public static TokenCounts operator +(TokenCounts left, TokenCounts right) => new(
        left.Input + right.Input,
        left.CachedInput + right.CachedInput,
        left.CacheWrite + right.CacheWrite,
        left.CacheWriteHour + right.CacheWriteHour,
        left.Output + right.Output,
        left.Reasoning + right.Reasoning);

    /// <summary>All input.</summary>
    public Tokens AllInput => Input + CachedInput + CacheWrite + CacheWriteHour;

    /// <summary>All output.</summary>
    public Tokens AllOutput => Output + Reasoning;

    /// <summary>Input and output together.</summary>
    public Tokens Total => AllInput + AllOutput;

    /// <summary>The mean request, where there were so many; no fewer than one token of input and of output, as every request has.</summary>
    /// <param name="requests">Requests; above zero.</param>
    public TokenMix MeanOf(long requests)
    {
        var (input, read, written) = (AllInput.Count, CachedInput.Count, (CacheWrite + CacheWriteHour).Count);
        return new(
            Tokens.FromCount(Math.Max(1, input / requests)),
            Tokens.FromCount(Math.Max(1, AllOutput.Count / requests)),
            Ratio.FromValue(input > 0 ? read / input : 0))
        {
            CacheMissShare = Ratio.FromValue(read > 0 ? written / (read + written) : 0),
            CacheLifetime = CacheWriteHour > CacheWrite ? CacheLifetime.Hour : CacheLifetime.Minutes,
            ReasoningShare = AllOutput.Count > 0 ? Reasoning / AllOutput : Ratio.Zero,
        };
    }
}
