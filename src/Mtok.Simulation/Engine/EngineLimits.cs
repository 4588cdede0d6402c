using System.Diagnostics.CodeAnalysis;

namespace Mtok.Simulation;

/// <summary>What an engine takes on at once, in vLLM's words and with its defaults.</summary>
public sealed record EngineLimits
{
    /// <summary>Requests in work at once, at most (max_num_seqs).</summary>
    public int MaxSequences { get; init; } = 256;

    /// <summary>Tokens of one step, at most (max_num_batched_tokens).</summary>
    public int MaxBatchedTokens { get; init; } = 8192;

    /// <summary>Tokens whose keys and values share a block (block_size).</summary>
    public int BlockSize { get; init; } = 16;

    /// <summary>Blocks that fit in memory beside the weights (num_gpu_blocks).</summary>
    public long KvBlocks { get; init; }

    /// <summary>Whether a prompt is cut to what a step has room for, and does not wait for a step that takes it whole.</summary>
    public bool ChunkedPrefill { get; init; } = true;

    /// <summary>Whether each step is planned while the one before runs (async scheduling), so that who comes meanwhile joins the step after it.</summary>
    public bool PlansAhead { get; init; } = true;

    /// <summary>What of a prompt need not be computed.</summary>
    public PrefixReuse Reuse { get; init; } = PrefixReuse.OfTrace;

    /// <summary>Tokens whose keys and values fit.</summary>
    public Tokens KvTokens => Tokens.FromCount(KvBlocks * (double)BlockSize);

    /// <summary>What is wrong with them, in words; empty where nothing is.</summary>
    public IEnumerable<string> Faults()
    {
        if (MaxSequences < 1)
        {
            yield return $"max_num_seqs must be 1 or more, not {MaxSequences}";
        }

        if (MaxBatchedTokens < MaxSequences)
        {
            yield return $"max_num_batched_tokens ({MaxBatchedTokens}) must be at least max_num_seqs ({MaxSequences}): each sequence takes a token of every step";
        }

        if (BlockSize < 1)
        {
            yield return $"the block size must be 1 token or more, not {BlockSize}";
        }

        if (KvBlocks < 1)
        {
            yield return "no block of keys and values fits in memory";
        }
    }
}

/// <summary>What of a prompt need not be computed because its keys and values are still there.</summary>
public abstract record PrefixReuse
{
    private PrefixReuse()
    {
    }

    /// <summary>Nothing.</summary>
    public static PrefixReuse Nothing { get; } = new Never();

    /// <summary>As many tokens as the trace says of each request.</summary>
    public static PrefixReuse OfTrace { get; } = new AsTraced();

    /// <summary>Blocks with the same names, kept until the room is needed: least recently used first.</summary>
    public static PrefixReuse OfBlocks { get; } = new ByBlocks();

    /// <summary>What to ask a user for, in messages.</summary>
    public static string Expected => "trace, blocks, off or a share such as 30%";

    /// <summary>Reads <c>trace</c>, <c>blocks</c>, <c>off</c> or a share of 0 % to 100 %; false where the text is none of them.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PrefixReuse? value)
    {
        value = text switch
        {
            "trace" => OfTrace,
            "blocks" or "on" => OfBlocks,
            "off" => Nothing,
            _ when Ratio.TryParse(text, out var share) && RequestRanges.Share.Hold(share) => new Share(share),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>Nothing is kept.</summary>
    public sealed record Never : PrefixReuse;

    /// <summary>The trace says how much of each prompt was cached.</summary>
    public sealed record AsTraced : PrefixReuse;

    /// <summary>The same share of every prompt.</summary>
    /// <param name="Of">The share.</param>
    public sealed record Share(Ratio Of) : PrefixReuse;

    /// <summary>Block by block, by the names the trace gives them.</summary>
    public sealed record ByBlocks : PrefixReuse;
}
