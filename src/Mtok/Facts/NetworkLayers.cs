namespace Mtok;

/// <summary>A kind of linear attention or state space.</summary>
public enum LinearKind
{
    /// <summary>Gated delta network: keys, values and a gate of full width, two scalars a head.</summary>
    GatedDelta,

    /// <summary>State space of Mamba-2: groups share keys and queries, one scalar a head, no delta rule.</summary>
    Mamba2,

    /// <summary>Kimi delta attention: a decay for each channel, of low rank, and an output gate, of low rank unless said otherwise.</summary>
    KimiDelta,
}

/// <summary>
/// Layers that keep a state of fixed size for a sequence instead of keys and values for each token, and the last inputs of a short
/// convolution.
/// </summary>
/// <param name="Kind">Which.</param>
/// <param name="Layers">How many layers.</param>
/// <param name="KeyHeads">Key heads; groups of a state space.</param>
/// <param name="ValueHeads">Value heads, each with a state of key size by value size.</param>
/// <param name="KeySize">Width of a key head; the state size of a state space.</param>
/// <param name="ValueSize">Width of a value head.</param>
/// <param name="Kernel">Tokens that the convolution spans.</param>
/// <param name="StateBytes">Bytes of one value of the state: 4 in float32.</param>
public sealed record LinearAttention(LinearKind Kind, int Layers, int KeyHeads, int ValueHeads, int KeySize, int ValueSize, int Kernel, int StateBytes)
{
    /// <summary>Whether the output gate of Kimi delta attention is of full rank.</summary>
    public bool FullRankGate { get; init; }

    /// <summary>Width of all value heads.</summary>
    public long ValueWidth => (long)ValueHeads * ValueSize;

    /// <summary>Width of queries, keys and values together, which pass the convolution.</summary>
    public long Channels => (2L * KeyHeads * KeySize) + ValueWidth;

    /// <summary>Values of one layer's state.</summary>
    public long StateValues => (long)ValueHeads * KeySize * ValueSize;

    /// <summary>Values that one layer's convolution keeps: its inputs of all tokens but the last.</summary>
    public long TailValues => Channels * (Kernel - 1);

    /// <summary>The parameters of one layer: projections in and out, gates, convolution.</summary>
    /// <param name="hidden">Width of the residual stream.</param>
    public long CountParameters(int hidden) =>
        (hidden * (Channels + ValueWidth)) + (Kernel * Channels) + Kind switch
        {
            LinearKind.GatedDelta => hidden * (ValueWidth + (2L * ValueHeads)),
            LinearKind.Mamba2 => hidden * (ValueWidth + ValueHeads),
            _ => (hidden * (long)ValueHeads) + LowRank(hidden) + (FullRankGate ? hidden * ValueWidth : LowRank(hidden)),
        };

    private long LowRank(int hidden) => ValueSize * (hidden + ValueWidth);
}

/// <summary>
/// Layers that attend to chosen tokens only. An index keeps one key a token, compares it with the query and takes the best; the keys and
/// values of all tokens are kept.
/// </summary>
/// <param name="Heads">Query heads of the index.</param>
/// <param name="KeySize">Width of an index key.</param>
/// <param name="Chosen">The tokens attended to, with those that are always near.</param>
/// <param name="Layers">The layers that attend to chosen tokens.</param>
/// <param name="IndexLayers">The layers with an index of their own; the others use that of a layer before.</param>
public sealed record SparseChoice(int Heads, int KeySize, Tokens Chosen, int Layers, int IndexLayers)
{
    /// <summary>The parameters of one index without its key: queries, from compressed ones with weights of heads or from the residual stream.</summary>
    /// <param name="hidden">Width of the residual stream.</param>
    /// <param name="queryRank">Rank of the compressed queries; 0 if there are none.</param>
    public long CountQueries(int hidden, int queryRank) =>
        queryRank == 0 ? (long)hidden * KeySize * Heads : ((long)queryRank * Heads * KeySize) + ((long)hidden * Heads);
}

/// <summary>
/// Layers that keep one entry, key and value at once, for several tokens, beside a short window: some choose among finer entries with an
/// index, others attend to all of the coarser ones.
/// </summary>
/// <param name="QueryRank">Rank of the compressed queries.</param>
/// <param name="OutputRank">Rank of the output of a group of heads.</param>
/// <param name="OutputGroups">Groups of heads.</param>
/// <param name="ChosenLayers">Layers that choose among their entries.</param>
/// <param name="ChosenRatio">Tokens that share one of those entries.</param>
/// <param name="HeavyLayers">Layers that attend to all of their entries.</param>
/// <param name="HeavyRatio">Tokens that share one of those entries.</param>
public sealed record CompressedContext(
    int QueryRank, int OutputRank, int OutputGroups, int ChosenLayers, int ChosenRatio, int HeavyLayers, int HeavyRatio);
