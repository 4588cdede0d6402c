namespace Mtok;

/// <summary>A matrix multiply of one device's share of a network, and how many of its layers have it.</summary>
/// <param name="Layers">Layers with it.</param>
/// <param name="Outputs">Outputs of a token on the device.</param>
/// <param name="Inputs">Inputs of a token on the device.</param>
internal readonly record struct LayerMultiply(double Layers, double Outputs, double Inputs);

/// <summary>The multiplies of a network's layers without the routed experts, cut over the devices of tensor parallelism.</summary>
internal static class LayerMultiplies
{
    /// <summary>Every multiply of one device.</summary>
    /// <param name="network">The network.</param>
    /// <param name="gpus">Devices that each weight is cut over.</param>
    public static IReadOnlyList<LayerMultiply> Of(Network network, int gpus)
    {
        var (hidden, experts) = ((double)network.Hidden, network.Experts);
        var matrices = network.FfnMatrices;
        return
        [
            .. Mixers(network, gpus)
                .Concat(FeedForward(network.DenseLayers, hidden, network.Ffn / (double)gpus, matrices))
                .Concat(FeedForward(network.ExpertLayers, hidden, (experts?.Shared ?? 0) * (double)(experts?.SharedFfn ?? 0) / gpus, matrices))
                .Append(new(network.ExpertLayers, experts?.LatentSize ?? 0, hidden))
                .Append(new(network.ExpertLayers, hidden, experts?.LatentSize ?? 0))
                .Where(multiply => multiply is { Layers: > 0, Outputs: > 0, Inputs: > 0 }),
        ];
    }

    private static IEnumerable<LayerMultiply> Mixers(Network network, int gpus) =>
        (network.Compressed is { } compressed ? Compressed(network, compressed, gpus)
            : network.Latent is { } latent ? Latent(network, latent, gpus)
            : Windowed(network, gpus).Concat(Full(network, gpus)))
        .Concat(network.Linear is { } linear ? Linear(network, linear, gpus) : [])
        .Concat(network.Compressed is { } entries ? Compressors(network, entries) : network.Sparse is { } sparse ? Index(network, sparse) : []);

    private static IEnumerable<LayerMultiply> Windowed(Network network, int gpus) => Heads(
        network, gpus, network.WindowedLayers, network.WindowedHeads ?? network.Heads,
        Math.Max(1, network.KvHeads / (double)gpus) * (network.HeadSize + (network.ValueSize ?? network.HeadSize)),
        network.HeadSize, network.ValueSize ?? network.HeadSize);

    private static IEnumerable<LayerMultiply> Full(Network network, int gpus)
    {
        var value = network.ValueSize ?? network.HeadSize;
        var (kvHeads, size, fullValue) = network.FullHeads is { } full
            ? (full.KvHeads, full.HeadSize, full.ValueSize)
            : (network.KvHeads, network.HeadSize, value);
        var made = size + (network.FullHeads is { SharesProjection: true } ? 0 : fullValue);
        return Heads(network, gpus, network.FullLayers, network.Heads, Math.Max(1, kvHeads / (double)gpus) * made, size, fullValue);
    }

    /// <summary>Queries, keys, values and gate in one multiply, and the output; a KV head is replicated where there are more devices than heads.</summary>
    private static IEnumerable<LayerMultiply> Heads(Network network, int gpus, int layers, int heads, double keys, double size, double valueSize)
    {
        var (queries, values) = (heads * size / gpus, heads * valueSize / gpus);
        return [new(layers, queries + (network.GatedAttention ? values : 0) + keys, network.Hidden), new(layers, network.Hidden, values)];
    }

    /// <summary>Latent attention: the compressed parts are computed on every device, the heads are cut.</summary>
    private static IEnumerable<LayerMultiply> Latent(Network network, LatentAttention latent, int gpus)
    {
        var (layers, heads) = ((double)network.AttentionLayers, network.Heads / (double)gpus);
        var queries = heads * (latent.Nope + latent.Rope);
        var gate = network.GatedAttention ? heads * latent.Value : 0;
        yield return new(layers, latent.QueryRank + latent.KvRank + latent.Rope + (latent.QueryRank == 0 ? queries : 0) + gate, network.Hidden);
        yield return new(layers, latent.QueryRank == 0 ? 0 : queries, latent.QueryRank);
        yield return new(layers, heads * (latent.Nope + latent.Value), latent.KvRank);
        yield return new(layers, network.Hidden, heads * latent.Value);
    }

    /// <summary>Compressed queries and one head that is key and value on every device; the output in groups of a low rank.</summary>
    private static IEnumerable<LayerMultiply> Compressed(Network network, CompressedContext compressed, int gpus)
    {
        var (layers, heads) = ((double)network.AttentionLayers, network.Heads / (double)gpus * network.HeadSize);
        yield return new(layers, compressed.QueryRank + network.HeadSize, network.Hidden);
        yield return new(layers, heads, compressed.QueryRank);
        yield return new(layers, compressed.OutputRank, heads);
        yield return new(layers, network.Hidden, compressed.OutputRank * (double)compressed.OutputGroups / gpus);
    }

    /// <summary>Projections of linear attention into its heads, gates among them, and out of them.</summary>
    private static IEnumerable<LayerMultiply> Linear(Network network, LinearAttention linear, int gpus)
    {
        var into = (linear.CountParameters(network.Hidden) / (double)network.Hidden) - linear.ValueWidth;
        return [new(linear.Layers, into / gpus, network.Hidden), new(linear.Layers, network.Hidden, linear.ValueWidth / (double)gpus)];
    }

    /// <summary>The index of sparse layers, on every device.</summary>
    private static IEnumerable<LayerMultiply> Index(Network network, SparseChoice sparse) =>
        [new(sparse.IndexLayers, Queries(network, sparse, network.Latent?.QueryRank ?? 0) + sparse.KeySize, network.Hidden)];

    /// <summary>
    /// Compressors, on every device: an entry and its weights, twice where entries overlap and are chosen, there with an index of the same form.
    /// </summary>
    private static IEnumerable<LayerMultiply> Compressors(Network network, CompressedContext compressed)
    {
        var (queries, keySize) = network.Sparse is { } sparse ? (Queries(network, sparse, compressed.QueryRank), sparse.KeySize) : (0, 0);
        yield return new(compressed.ChosenLayers, queries + (4.0 * (network.HeadSize + keySize)), network.Hidden);
        yield return new(compressed.HeavyLayers, 2.0 * network.HeadSize, network.Hidden);
    }

    private static double Queries(Network network, SparseChoice sparse, int rank) => sparse.CountQueries(network.Hidden, rank) / (double)network.Hidden;

    private static IEnumerable<LayerMultiply> FeedForward(double layers, double hidden, double ffn, int matrices) =>
        [new(layers, (matrices - 1) * ffn, hidden), new(layers, hidden, ffn)];
}
