namespace Mtok;

/// <summary>How long a provider keeps a prompt in its cache.</summary>
public enum CacheLifetime
{
    /// <summary>Some minutes, five at most providers.</summary>
    Minutes,

    /// <summary>An hour.</summary>
    Hour,
}

/// <summary>The tokens of a mean request.</summary>
/// <param name="Input">Input tokens of a request, cached ones included.</param>
/// <param name="Output">Output tokens of a request.</param>
/// <param name="CachedShare">The share of the input that the prompt cache already holds, from 0 to 1.</param>
public sealed record TokenMix(Tokens Input, Tokens Output, Ratio CachedShare)
{
    /// <summary>The share of uses of a cached prompt that find it expired or new, and write it; from 0 to below 1.</summary>
    public Ratio CacheMissShare { get; init; }

    /// <summary>How long a written prompt is kept.</summary>
    public CacheLifetime CacheLifetime { get; init; }

    /// <summary>The share of the input that is written to the cache: with misses m, what is read x m / (1 - m), at most what is not read.</summary>
    public Ratio WrittenShare =>
        Ratio.FromValue(Math.Min(1 - CachedShare.Value, CachedShare.Value * CacheMissShare.Value / (1 - CacheMissShare.Value)));

    /// <summary>The share of the output that is reasoning; it is priced apart by some providers.</summary>
    public Ratio ReasoningShare { get; init; }

    /// <summary>How lengths are distributed around this mean; null where only the mean is known.</summary>
    public RequestLengths? Lengths { get; init; }

    /// <summary>Input and output together; the denominator of "per Mtok" of a mix.</summary>
    public Tokens Total => Input + Output;

    /// <summary>Input tokens of a request that come from the cache.</summary>
    public Tokens CachedInput => Input * CachedShare;

    /// <summary>Input tokens of a request that have to be computed.</summary>
    public Tokens ComputedInput => Input - CachedInput;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Input.Count:0.#} input{(CachedShare > Ratio.Zero ? $" ({CachedShare} cached)" : "")} + {Output.Count:0.#} output tokens";
}
