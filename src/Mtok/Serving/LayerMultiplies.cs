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
        var (layers, hidden) = ((double)network.Layers, (double)network.Hidden);
        var list = new List<LayerMultiply>(network.Latent is null ? Whole(network, gpus) : Latent(network, network.Latent, gpus));
        var expertLayers = network.Experts is null ? 0 : layers - network.Experts.DenseLayers;
        list.AddRange(FeedForward(layers - expertLayers, hidden, network.Ffn / (double)gpus));
        if (network.Experts is { Shared: > 0 } experts)
        {
            list.AddRange(FeedForward(expertLayers, hidden, experts.Shared * (double)experts.SharedFfn / gpus));
        }

        return [.. list.Where(multiply => multiply is { Layers: > 0, Outputs: > 0, Inputs: > 0 })];
    }

    /// <summary>Queries, keys and values in one multiply, and the output; a KV head is replicated where there are more devices than heads.</summary>
    private static IEnumerable<LayerMultiply> Whole(Network network, int gpus)
    {
        var queries = network.Heads * (double)network.HeadSize / gpus;
        var keys = 2.0 * network.HeadSize * Math.Max(1, network.KvHeads / (double)gpus);
        return [new(network.Layers, queries + keys, network.Hidden), new(network.Layers, network.Hidden, queries)];
    }

    /// <summary>Latent attention: the compressed parts are computed on every device, the heads are cut.</summary>
    private static IEnumerable<LayerMultiply> Latent(Network network, LatentAttention latent, int gpus)
    {
        var heads = network.Heads / (double)gpus;
        var queries = heads * (latent.Nope + latent.Rope);
        yield return new(network.Layers, latent.QueryRank + latent.KvRank + latent.Rope + (latent.QueryRank == 0 ? queries : 0), network.Hidden);
        yield return new(network.Layers, latent.QueryRank == 0 ? 0 : queries, latent.QueryRank);
        yield return new(network.Layers, heads * (latent.Nope + latent.Value), latent.KvRank);
        yield return new(network.Layers, network.Hidden, heads * latent.Value);
    }

    private static IEnumerable<LayerMultiply> FeedForward(double layers, double hidden, double ffn) =>
        [new(layers, 2 * ffn, hidden), new(layers, hidden, ffn)];
}
