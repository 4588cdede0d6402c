using System.Diagnostics.CodeAnalysis;

namespace Mtok.Simulation;

/// <summary>The scheduler limits of an engine, with vLLM's names and defaults.</summary>
public sealed record EngineLimits
{
    /// <summary>The maximum number of sequences in a batch (max_num_seqs); 256 by default.</summary>
    public int MaxSequences { get; init; } = 256;

    /// <summary>The maximum number of tokens in a step (max_num_batched_tokens); 8,192 by default.</summary>
    public int MaxBatchedTokens { get; init; } = 8192;

    /// <summary>Tokens per KV block (block_size); 16 by default.</summary>
    public int BlockSize { get; init; } = 16;

    /// <summary>KV blocks that fit in memory beside the weights (num_gpu_blocks).</summary>
    public long KvBlocks { get; init; }

    /// <summary>Whether a prompt is split to fill a step, rather than waiting for a step that takes it whole; true by default.</summary>
    public bool ChunkedPrefill { get; init; } = true;

    /// <summary>
    /// Whether each step is scheduled while the one before runs (async scheduling), so that requests that arrive meanwhile join the step
    /// after it; true by default.
    /// </summary>
    public bool PlansAhead { get; init; } = true;

    /// <summary>Which part of a prompt need not be computed.</summary>
    public PrefixReuse Reuse { get; init; } = PrefixReuse.OfTrace;

    /// <summary>What a block is made of; one page by default.</summary>
    public BlockPages Pages { get; init; } = BlockPages.One;

    /// <summary>Pages of all blocks.</summary>
    internal long KvPages => KvBlocks * Pages.Whole;

    /// <summary>The memory as the steady states see it, in tokens that every layer keeps.</summary>
    internal MemoryFit Memory => new(
        default,
        default,
        Bytes.FromCount(KvPages * (double)BlockSize),
        new(
            Bytes.FromCount(Pages.Always),
            Bytes.FromCount(Pages.Windowed),
            Tokens.FromCount(Pages.WindowBlocks * (double)BlockSize),
            Bytes.FromCount(Pages.Fixed * (double)BlockSize)));

    /// <summary>The longest context of a sequence that fits in memory when it is alone.</summary>
    internal Tokens Longest
    {
        get
        {
            var (holds, tooLong) = (0L, KvPages + 1);
            while (tooLong - holds > 1)
            {
                var blocks = holds + ((tooLong - holds) / 2);
                (holds, tooLong) = Pages.Of(blocks) <= KvPages ? (blocks, tooLong) : (holds, blocks);
            }

            return Tokens.FromCount(holds * (double)BlockSize);
        }
    }

    /// <summary>Tokens whose KV cache fits in memory if every layer keeps them.</summary>
    public Tokens KvTokens => Tokens.FromCount(KvBlocks * (double)BlockSize);

    /// <summary>Sentences that say which limits are invalid; empty if none is.</summary>
    public IEnumerable<string> Faults()
    {
        if (MaxSequences < 1)
        {
            yield return $"max_num_seqs must be at least 1, not {MaxSequences}";
        }

        if (MaxBatchedTokens < MaxSequences)
        {
            yield return
                $"max_num_batched_tokens ({MaxBatchedTokens}) must be at least max_num_seqs ({MaxSequences}): each sequence takes a token of every step";
        }

        if (BlockSize < 1)
        {
            yield return $"the block size must be at least 1 token, not {BlockSize}";
        }

        if (KvBlocks < 1)
        {
            yield return "no KV block fits in memory";
        }
    }
}

/// <summary>Which part of a prompt need not be computed because its KV cache is still in memory.</summary>
public abstract record PrefixReuse
{
    private PrefixReuse()
    {
    }

    /// <summary>No reuse.</summary>
    public static PrefixReuse Nothing { get; } = new Never();

    /// <summary>The number of tokens the trace records for each request.</summary>
    public static PrefixReuse OfTrace { get; } = new AsTraced();

    /// <summary>Blocks with the same hash, kept until the memory is needed, evicted least recently used first.</summary>
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

    /// <summary>No part of a prompt is cached.</summary>
    public sealed record Never : PrefixReuse;

    /// <summary>The trace records the cached part of each prompt.</summary>
    public sealed record AsTraced : PrefixReuse;

    /// <summary>The same share of every prompt.</summary>
    /// <param name="Of">The share, from 0 to 1.</param>
    public sealed record Share(Ratio Of) : PrefixReuse;

    /// <summary>Block by block, by the hashes in the trace.</summary>
    public sealed record ByBlocks : PrefixReuse;
}
