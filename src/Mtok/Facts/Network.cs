namespace Mtok;

/// <summary>
/// The shape of a network, as its published configuration gives it. A layer is attention (full, windowed, latent, sparse or
/// compressed) or linear attention, and a feed-forward block of its own after it unless <see cref="AttentionBlocks"/> is given.
/// </summary>
/// <param name="Layers">Layers of all kinds.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">KV heads; those of the windowed layers where <see cref="FullHeads"/> is given.</param>
/// <param name="HeadSize">Width of one head.</param>
/// <param name="Ffn">Width of the dense feed-forward block; 0 if every layer has experts.</param>
/// <param name="Vocabulary">Entries of the vocabulary.</param>
/// <param name="TiedEmbeddings">Whether input and output embeddings are one table.</param>
/// <param name="Experts">The experts of a mixture of experts; null for dense networks.</param>
/// <param name="Window">Sliding-window attention; null if no layer has it.</param>
/// <param name="Latent">Multi-head latent attention; null if the model does not have it.</param>
public sealed record Network(
    int Layers,
    int Hidden,
    int Heads,
    int KvHeads,
    int HeadSize,
    int Ffn,
    int Vocabulary,
    bool TiedEmbeddings,
    Experts? Experts,
    AttentionWindow? Window,
    LatentAttention? Latent)
{
    /// <summary>Layers of linear attention or of a state space; null if there are none.</summary>
    public LinearAttention? Linear { get; init; }

    /// <summary>The choice of the tokens that a layer attends to; null if it attends to all.</summary>
    public SparseChoice? Sparse { get; init; }

    /// <summary>Layers that keep one entry for several tokens; null if every token is kept.</summary>
    public CompressedContext? Compressed { get; init; }

    /// <summary>Heads of the layers without a window, where they differ from those with one.</summary>
    public FullHeads? FullHeads { get; init; }

    /// <summary>Query heads of the windowed layers, where they differ; null for <see cref="Heads"/>.</summary>
    public int? WindowedHeads { get; init; }

    /// <summary>Width of a value head where it is not that of a key; null for <see cref="HeadSize"/>.</summary>
    public int? ValueSize { get; init; }

    /// <summary>Whether the output of attention is multiplied by a gate computed from its input.</summary>
    public bool GatedAttention { get; init; }

    /// <summary>
    /// Layers that are attention alone, where every layer is one of attention, <see cref="Linear"/> and feed-forward block; null where
    /// each layer has a feed-forward block.
    /// </summary>
    public int? AttentionBlocks { get; init; }

    /// <summary>Matrices of a feed-forward block, dense or of an expert: 3 with a gate, 2 without.</summary>
    public int FfnMatrices { get; init; } = 3;

    /// <summary>Layers with softmax attention of any kind.</summary>
    public int AttentionLayers => AttentionBlocks ?? (Layers - LinearLayers);

    /// <summary>Attention layers with a sliding window.</summary>
    public int WindowedLayers => Window?.Layers ?? 0;

    /// <summary>Attention layers without a window.</summary>
    public int FullLayers => AttentionLayers - WindowedLayers;

    /// <summary>Layers of linear attention or of a state space.</summary>
    public int LinearLayers => Linear?.Layers ?? 0;

    /// <summary>Layers with a feed-forward block, dense or of experts.</summary>
    public int FeedForwardLayers => AttentionBlocks is { } attention ? Layers - attention - LinearLayers : Layers;

    /// <summary>Layers with experts.</summary>
    public int ExpertLayers => Experts is null ? 0 : Experts.BesideDense ? FeedForwardLayers : FeedForwardLayers - Experts.DenseLayers;

    /// <summary>Layers with a dense feed-forward block.</summary>
    public int DenseLayers => Experts is { BesideDense: true } ? FeedForwardLayers : FeedForwardLayers - ExpertLayers;

    /// <summary>Whether the other network does the same work per token: all fields but the vocabulary are equal.</summary>
    public bool SameButForVocabulary(Network other) =>
        this with { Vocabulary = other.Vocabulary, TiedEmbeddings = other.TiedEmbeddings } == other;

    /// <summary>The parameter count computed from the shape: embeddings, attention of all kinds, feed-forward blocks, experts and routers.</summary>
    public long CountParameters() => CountOfExperts(Experts?.Count ?? 0) + CountEmbeddings();

    /// <summary>The parameters that one token uses, both embeddings among them.</summary>
    public long CountActiveParameters() => CountOfExperts(Experts?.PerToken ?? 0) + CountEmbeddings();

    /// <summary>The parameters of the input and the output embedding, once if they are one table.</summary>
    public long CountEmbeddings() => (long)Vocabulary * Hidden * (TiedEmbeddings ? 1 : 2);

    /// <summary>The parameters of one attention layer: of a windowed one, where those without a window differ.</summary>
    public long CountAttention() =>
        Latent is { } latent ? CountLatent(latent)
        : Compressed is { } compressed ? CountCompressed(compressed)
        : CountHeads(WindowedHeads ?? Heads, KvHeads, HeadSize, ValueSize ?? HeadSize, sharesProjection: false);

    /// <summary>
    /// The parameters of all layers that mix tokens: attention with its gates, indices and compressors, linear attention and state spaces
    /// with their convolutions. A token multiplies with each of them once.
    /// </summary>
    public long CountMixers() =>
        (WindowedLayers * CountAttention())
            + (FullLayers * CountFull())
            + (LinearLayers * (Linear?.CountParameters(Hidden) ?? 0))
            + CountIndices();

    /// <summary>The parameters of one dense feed-forward block.</summary>
    public long CountDense() => (long)FfnMatrices * Hidden * Ffn;

    /// <summary>The parameters of one routed expert; 0 without experts.</summary>
    public long CountExpert() => Experts is null ? 0 : (long)FfnMatrices * (Experts.LatentSize ?? Hidden) * Experts.Ffn;

    /// <summary>The parameters of one layer's shared experts and of the projections to the width its routed experts work in.</summary>
    public long CountSharedExperts() => Experts is null
        ? 0
        : ((long)FfnMatrices * Hidden * Experts.Shared * Experts.SharedFfn) + (2L * Hidden * (Experts.LatentSize ?? 0));

    /// <summary>The parameters of all routed experts of all layers; 0 without experts.</summary>
    public long CountRoutedExperts() => Experts is null ? 0 : (long)ExpertLayers * Experts.Count * CountExpert();

    private long CountOfExperts(int experts) =>
        CountMixers()
            + (DenseLayers * CountDense())
            + (ExpertLayers * ((experts * CountExpert()) + CountSharedExperts() + ((long)Hidden * (Experts?.Count ?? 0))));

    private long CountFull() => FullHeads is { } full
        ? CountHeads(Heads, full.KvHeads, full.HeadSize, full.ValueSize, full.SharesProjection)
        : WindowedHeads is null ? CountAttention()
        : CountHeads(Heads, KvHeads, HeadSize, ValueSize ?? HeadSize, sharesProjection: false);

    /// <summary>Queries (and a gate), keys, values and output; one projection makes keys and values where they share it.</summary>
    private long CountHeads(int heads, int kvHeads, int size, int valueSize, bool sharesProjection) =>
        (long)Hidden * ((heads * (size + valueSize + (GatedAttention ? valueSize : 0))) + (kvHeads * (size + (sharesProjection ? 0 : valueSize))));

    private long CountLatent(LatentAttention latent) =>
        (latent.QueryRank == 0
            ? (long)Hidden * Heads * (latent.Nope + latent.Rope)
            : ((long)Hidden * latent.QueryRank) + ((long)latent.QueryRank * Heads * (latent.Nope + latent.Rope)))
        + ((long)Hidden * (latent.KvRank + latent.Rope))
        + ((long)latent.KvRank * Heads * (latent.Nope + latent.Value))
        + ((long)Heads * latent.Value * Hidden * (GatedAttention ? 2 : 1));

    /// <summary>Compressed queries, one head that is key and value, and an output in groups of a low rank.</summary>
    private long CountCompressed(CompressedContext compressed) =>
        ((long)compressed.QueryRank * (Hidden + (Heads * HeadSize)))
            + ((long)Hidden * HeadSize)
            + ((long)compressed.OutputRank * ((Heads * HeadSize) + (compressed.OutputGroups * Hidden)));

    /// <summary>
    /// The indices of sparse layers. Compressed layers have compressors instead of an index key: an entry and its weights, twice where
    /// entries overlap and are chosen.
    /// </summary>
    private long CountIndices()
    {
        if (Compressed is not { } compressed)
        {
            return Sparse is null ? 0 : Sparse.IndexLayers * (Sparse.CountQueries(Hidden, Latent?.QueryRank ?? 0) + ((long)Hidden * Sparse.KeySize));
        }

        var keySize = Sparse?.KeySize ?? 0;
        var index = Sparse?.CountQueries(Hidden, compressed.QueryRank) ?? 0;
        return (compressed.ChosenLayers * (index + (4L * Hidden * (HeadSize + keySize)))) + (compressed.HeavyLayers * 2L * Hidden * HeadSize);
    }
}

/// <summary>The experts of a mixture of experts.</summary>
/// <param name="Count">Routed experts in a layer.</param>
/// <param name="PerToken">Routed experts one token uses.</param>
/// <param name="Ffn">Width of one routed expert.</param>
/// <param name="Shared">Experts that every token uses.</param>
/// <param name="SharedFfn">Width of one shared expert.</param>
/// <param name="DenseLayers">Layers with a dense feed-forward block instead.</param>
public sealed record Experts(int Count, int PerToken, int Ffn, int Shared, int SharedFfn, int DenseLayers)
{
    /// <summary>The width that routed experts work in, where tokens are projected to it and back; null for the residual stream's.</summary>
    public int? LatentSize { get; init; }

    /// <summary>Whether every layer has its dense feed-forward block beside the experts.</summary>
    public bool BesideDense { get; init; }
}

/// <summary>Sliding-window attention.</summary>
/// <param name="Span">The tokens of context a windowed layer attends to.</param>
/// <param name="Layers">The number of windowed layers.</param>
public sealed record AttentionWindow(Tokens Span, int Layers);

/// <summary>Multi-head latent attention: ranks and head widths.</summary>
/// <param name="KvRank">Rank of the compressed KV cache.</param>
/// <param name="QueryRank">Rank of the compressed queries; 0 if they are not compressed.</param>
/// <param name="Rope">Width of the part of a head that carries the position.</param>
/// <param name="Nope">Width of the part that does not.</param>
/// <param name="Value">Width of a value head.</param>
public sealed record LatentAttention(int KvRank, int QueryRank, int Rope, int Nope, int Value);

/// <summary>Heads of the layers without a window.</summary>
/// <param name="KvHeads">KV heads.</param>
/// <param name="HeadSize">Width of a key head.</param>
/// <param name="ValueSize">Width of a value head.</param>
/// <param name="SharesProjection">Whether one projection makes keys and values; both are kept all the same.</param>
public sealed record FullHeads(int KvHeads, int HeadSize, int ValueSize, bool SharesProjection);
