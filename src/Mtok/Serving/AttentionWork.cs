namespace Mtok;

/// <summary>
/// What the layers of a network that mix tokens read and compute on one device (S3, S4), by kind of layer and summed over them. All costs
/// are piecewise linear in the context with the same knee.
/// </summary>
/// <param name="Span">The knee: the window, or the tokens that a sparse layer chooses; 0 without either.</param>
/// <param name="Read">Bytes that one decoding sequence reads and writes in a step: keys and values, index keys, states both ways.</param>
/// <param name="Decoded">
/// Operations of one decoding token with keys and values where they can outweigh the bytes: latent, compressed and index keys. They take
/// the longer of this and the reading.
/// </param>
/// <param name="Prompt">Operations of one prompt token at its mean context.</param>
public sealed record AttentionWork(Tokens Span, ContextCost Read, ContextCost Decoded, ContextCost Prompt)
{
    /// <summary>Tokens that kernels of linear attention compute at once (flash-linear-attention, 64; Mamba-2, 128 in Nemotron's configuration).</summary>
    private const int DeltaChunk = 64;
    private const int StateSpaceChunk = 128;

    /// <summary>Bytes of a convolution's kept inputs: 16 bits, as engines keep them beside a wider state.</summary>
    internal const int TailBytes = 2;

    /// <summary>The work of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="devices">The devices that share its heads by tensor parallelism; latent, compressed and index keys are read by each.</param>
    /// <param name="kvBytes">Bytes of a value in the KV cache.</param>
    public static AttentionWork Of(Network network, int devices, double kvBytes)
    {
        var work = new Sum(network, devices, kvBytes);
        return new(ContextMemory.KneeOf(network), work.Read, work.Decoded, work.Prompt);
    }

    private readonly struct Sum(Network network, int devices, double kvBytes)
    {
        public ContextCost Read => network.Compressed is { } compressed ? CompressedRead(compressed)
            : Add(network.Latent is { } latent ? Latent(kvBytes * (latent.KvRank + latent.Rope)) : HeadsRead(), IndexRead(), StateRead());

        public ContextCost Decoded => network.Compressed is { } compressed ? CompressedFlops(compressed)
            : network.Latent is { } latent ? Add(Latent(Absorbed(latent)), IndexFlops(), default)
            : default;

        public ContextCost Prompt => network.Compressed is { } compressed ? CompressedFlops(compressed)
            : Add(network.Latent is { } latent ? LatentPrompt(latent) : HeadsPrompt(), IndexFlops(), ScanFlops());

        /// <summary>Of the layers without a window, those that read all of the context and those that read what is chosen of it.</summary>
        private (int All, int Chosen) Full => (network.FullLayers - (network.Sparse?.Layers ?? 0), network.Sparse?.Layers ?? 0);

        /// <summary>Cost of a token in each full layer, a windowed layer within its window, a sparse layer within its choice.</summary>
        private ContextCost Spread(double full, double windowed) =>
            new(0, Full.All * full, (network.WindowedLayers * windowed) + (Full.Chosen * full));

        private ContextCost Latent(double each) => Spread(each, each);

        private ContextCost HeadsRead()
        {
            var (full, windowed) = ContextMemory.ValuesOfLayers(network);
            var fullHeads = network.FullHeads?.KvHeads ?? network.KvHeads;
            return Spread(kvBytes * full / Math.Min(devices, fullHeads), kvBytes * windowed / Math.Min(devices, network.KvHeads));
        }

        private ContextCost IndexRead() => new(0, (network.Sparse?.IndexLayers ?? 0) * kvBytes * (network.Sparse?.KeySize ?? 0), 0);

        /// <summary>States are read and written, in their format, once a step.</summary>
        private ContextCost StateRead() => network.Linear is { } linear
            ? new(2.0 * linear.Layers * ((linear.StateValues * linear.StateBytes) + (linear.TailValues * TailBytes)) / devices, 0, 0)
            : default;

        /// <summary>Queries and results in the latent width, as decoding computes them.</summary>
        private double Absorbed(LatentAttention latent) => 2.0 * network.Heads * ((2 * latent.KvRank) + latent.Rope) / devices;

        /// <summary>Whole heads where all tokens are attended to; in the latent width where they are chosen, since chosen ones cannot be expanded together.</summary>
        private ContextCost LatentPrompt(LatentAttention latent)
        {
            var whole = 2.0 * network.Heads * (latent.Nope + latent.Rope + latent.Value) / devices;
            return new(0, Full.All * whole, (network.WindowedLayers * whole) + (Full.Chosen * Absorbed(latent)));
        }

        private ContextCost HeadsPrompt()
        {
            var value = network.ValueSize ?? network.HeadSize;
            var (size, fullValue) = network.FullHeads is { } heads ? (heads.HeadSize, heads.ValueSize) : (network.HeadSize, value);
            return Spread(
                2.0 * network.Heads * (size + fullValue) / devices,
                2.0 * (network.WindowedHeads ?? network.Heads) * (network.HeadSize + value) / devices);
        }

        /// <summary>Every query head of an index with every key, on every device.</summary>
        private ContextCost IndexFlops() =>
            new(0, network.Sparse is { } sparse ? 2.0 * sparse.IndexLayers * sparse.Heads * sparse.KeySize : 0, 0);

        /// <summary>
        /// A chunked scan: within a chunk as attention, between chunks through the state; a delta rule corrects the values by what the
        /// state already gives.
        /// </summary>
        private ContextCost ScanFlops()
        {
            if (network.Linear is not { } linear)
            {
                return default;
            }

            var state = linear.KeySize * linear.ValueSize;
            var each = linear.Kind == LinearKind.Mamba2
                ? (4.0 * state) + (2.0 * StateSpaceChunk * (linear.KeySize + linear.ValueSize))
                : (6.0 * state) + (2.0 * DeltaChunk * ((3 * linear.KeySize) + (2 * linear.ValueSize)));
            return new(linear.Layers * linear.ValueHeads * each / devices, 0, 0);
        }

        /// <summary>The window is short and is taken as full; the knee is where the choice among entries begins.</summary>
        private ContextCost CompressedRead(CompressedContext compressed)
        {
            var entry = Entries(compressed, network.HeadSize * kvBytes);
            return entry with { PerToken = entry.PerToken + (compressed.ChosenLayers * (network.Sparse?.KeySize ?? 0) * kvBytes / compressed.ChosenRatio) };
        }

        private ContextCost CompressedFlops(CompressedContext compressed)
        {
            var entry = Entries(compressed, 4.0 * network.Heads * network.HeadSize / devices);
            var index = network.Sparse is { } sparse ? 2.0 * compressed.ChosenLayers * sparse.Heads * sparse.KeySize / compressed.ChosenRatio : 0;
            return entry with { PerToken = entry.PerToken + index };
        }

        private ContextCost Entries(CompressedContext compressed, double each) => new(
            network.WindowedLayers * (network.Window?.Span.Count ?? 0) * each,
            compressed.HeavyLayers * each / compressed.HeavyRatio,
            compressed.ChosenLayers * each / compressed.ChosenRatio);

        private static ContextCost Add(ContextCost one, ContextCost two, ContextCost three) =>
            new(one.Fixed + two.Fixed + three.Fixed, one.PerToken + two.PerToken + three.PerToken, one.WithinSpan + two.WithinSpan + three.WithinSpan);
    }
}
