namespace Mtok.Tracking;

/// <summary>A class of tokens that is billed apart. No token is in two of them; reasoning is a part of output.</summary>
public enum TokenClass
{
    /// <summary>Prompt tokens, of which the source does not say whether they were cached.</summary>
    Input,

    /// <summary>Prompt tokens that were computed: neither read from a cache nor written to one.</summary>
    InputUncached,

    /// <summary>Prompt tokens read from a cache.</summary>
    CacheRead,

    /// <summary>Prompt tokens written to a cache of five minutes.</summary>
    CacheWrite5m,

    /// <summary>Prompt tokens written to a cache of one hour.</summary>
    CacheWrite1h,

    /// <summary>Prompt tokens written to a cache whose lifetime is not stated.</summary>
    CacheWriteUnsplit,

    /// <summary>Generated tokens, reasoning included.</summary>
    Output,

    /// <summary>Generated tokens that are reasoning.</summary>
    Reasoning,
}

/// <summary>Counts of tokens by disjoint class; null where the source does not tell. Unknown is never zero.</summary>
/// <param name="Input">All prompt tokens: uncached, read and written together.</param>
/// <param name="InputUncached">Prompt tokens that were computed.</param>
/// <param name="CacheRead">Prompt tokens read from a cache.</param>
/// <param name="CacheWrite5m">Prompt tokens written to a cache of five minutes.</param>
/// <param name="CacheWrite1h">Prompt tokens written to a cache of one hour.</param>
/// <param name="CacheWriteUnsplit">Prompt tokens written to a cache whose lifetime is not stated.</param>
/// <param name="Output">Generated tokens, reasoning included.</param>
/// <param name="Reasoning">Generated tokens that are reasoning, a part of <paramref name="Output"/>.</param>
public sealed record TokenClasses(
    long? Input,
    long? InputUncached,
    long? CacheRead,
    long? CacheWrite5m,
    long? CacheWrite1h,
    long? CacheWriteUnsplit,
    long? Output,
    long? Reasoning)
{
    /// <summary>
    /// Prompt tokens that the provider's own tools put in (search results, fetched pages), a part of <see cref="Input"/> beside the
    /// uncached, read and written ones; null where the source has no such class.
    /// </summary>
    public long? ToolPrompt { get; init; }

    /// <summary>Nothing is stated.</summary>
    public static TokenClasses Unknown { get; } = new(null, null, null, null, null, null, null, null);

    /// <summary>The count of one class; null where it is not stated.</summary>
    public long? Of(TokenClass of) => of switch
    {
        TokenClass.Input => Input,
        TokenClass.InputUncached => InputUncached,
        TokenClass.CacheRead => CacheRead,
        TokenClass.CacheWrite5m => CacheWrite5m,
        TokenClass.CacheWrite1h => CacheWrite1h,
        TokenClass.CacheWriteUnsplit => CacheWriteUnsplit,
        TokenClass.Output => Output,
        _ => Reasoning,
    };

    /// <summary>These counts with that of one class.</summary>
    public TokenClasses With(TokenClass of, long? count) => of switch
    {
        TokenClass.Input => this with { Input = count },
        TokenClass.InputUncached => this with { InputUncached = count },
        TokenClass.CacheRead => this with { CacheRead = count },
        TokenClass.CacheWrite5m => this with { CacheWrite5m = count },
        TokenClass.CacheWrite1h => this with { CacheWrite1h = count },
        TokenClass.CacheWriteUnsplit => this with { CacheWriteUnsplit = count },
        TokenClass.Output => this with { Output = count },
        _ => this with { Reasoning = count },
    };

    /// <summary>
    /// The sum by class. A class that one side tells and the other does not is the part that is stated; whoever sums must say how much
    /// of the traffic tells it.
    /// </summary>
    public static TokenClasses operator +(TokenClasses left, TokenClasses right) => new(
        Add(left.Input, right.Input),
        Add(left.InputUncached, right.InputUncached),
        Add(left.CacheRead, right.CacheRead),
        Add(left.CacheWrite5m, right.CacheWrite5m),
        Add(left.CacheWrite1h, right.CacheWrite1h),
        Add(left.CacheWriteUnsplit, right.CacheWriteUnsplit),
        Add(left.Output, right.Output),
        Add(left.Reasoning, right.Reasoning))
    {
        ToolPrompt = Add(left.ToolPrompt, right.ToolPrompt),
    };

    /// <summary>Prompt and output together; null where neither is stated.</summary>
    public long? Total => Add(Input, Output);

    /// <summary>
    /// What is wrong with them: parts that do not add up to the prompt, more reasoning than output, a negative count; null where nothing is.
    /// </summary>
    public TokenFault? Fault =>
        Array.Exists([Input, InputUncached, CacheRead, CacheWrite5m, CacheWrite1h, CacheWriteUnsplit, ToolPrompt, Output, Reasoning], count => count < 0)
            ? TokenFault.Negative
            : Reasoning > Output
                ? TokenFault.ReasoningExceedsOutput
                : Input is { } all && InputUncached is { } computed
                    && computed + (CacheRead ?? 0) + (CacheWrite5m ?? 0) + (CacheWrite1h ?? 0) + (CacheWriteUnsplit ?? 0) + (ToolPrompt ?? 0) != all
                        ? TokenFault.PartsDiffer
                        : null;

    private static long? Add(long? left, long? right) => left is null ? right : right is null ? left : checked(left + right);
}

/// <summary>What is wrong with a set of token counts.</summary>
public enum TokenFault
{
    /// <summary>A count is below zero.</summary>
    Negative,

    /// <summary>More reasoning tokens than output tokens.</summary>
    ReasoningExceedsOutput,

    /// <summary>Uncached, read and written do not add up to the prompt.</summary>
    PartsDiffer,
}
