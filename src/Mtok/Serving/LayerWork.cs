namespace Mtok;

/// <summary>
/// The time of a device's share of all layers that depends on the tokens of a step: multiplies (S1) and small kernels (S6), routed experts apart.
/// </summary>
internal sealed class LayerWork
{
    private readonly Network _network;
    private readonly IReadOnlyList<LayerMultiply> _multiplies;
    private readonly MultiplyLaw _law;
    private readonly SmallLaw _small;
    private readonly double _weightBytes;
    private readonly double _tokenBytes;
    private readonly double _peak;
    private readonly double _bandwidth;
    private readonly double _smallBytes;

    public LayerWork(Network network, Accelerator accelerator, KernelConstants kernels, int gpus, Precision weights)
    {
        weights = Arithmetic.OutsideExperts(network, weights);
        var arithmetic = Arithmetic.Of(accelerator, weights);
        _network = network;
        _multiplies = LayerMultiplies.Of(network, gpus);
        _law = kernels.WidenedLaw(kernels.Multiply(Arithmetic.KernelOf(arithmetic)), weights, arithmetic);
        _small = kernels.Small;
        _weightBytes = weights.BytesPerValue;
        _tokenBytes = Arithmetic.TokenBytes(arithmetic);
        _peak = accelerator.DensePeak[arithmetic].PerSecond;
        _bandwidth = accelerator.MemoryBandwidth!.Value.PerSecond;
        _smallBytes = SmallBytes(network, gpus, _tokenBytes);
    }

    /// <summary>Tokens beyond which a multiply takes a larger tile.</summary>
    public IReadOnlyList<Tokens> Jumps => [.. _law.Tiles.Select(tile => Tokens.FromCount(tile.Tokens))];

    /// <summary>The time of this many tokens.</summary>
    public double Seconds(double tokens)
    {
        var seconds = _network.Layers * _small.Seconds(_smallBytes * tokens, _bandwidth);
        for (var at = 0; at < _multiplies.Count; at++)
        {
            var (layers, outputs, inputs) = _multiplies[at];
            var weights = outputs * inputs;
            seconds += layers * _law.Seconds(
                tokens, 2 * weights, weights * _weightBytes, (_tokenBytes * inputs) + (2 * outputs), _peak, _bandwidth);
        }

        return seconds;
    }

    /// <summary>
    /// S6: bytes of a token in a layer's small kernels: two norms with the residual, which tensor parallelism does not cut; activation, written in the weights'
    /// format; rotation into the cache.
    /// </summary>
    private static double SmallBytes(Network network, int gpus, double width)
    {
        var shared = (network.Experts?.Shared ?? 0) * (double)(network.Experts?.SharedFfn ?? 0);
        var kept = ((network.DenseLayers * (double)network.Ffn) + (network.ExpertLayers * shared)) / network.Layers;
        var heads = (network.Heads + (2.0 * network.KvHeads)) * network.HeadSize;
        return (2 * network.Hidden * (6 + width)) + (kept / gpus * (4 + width)) + (4 * heads / gpus);
    }
}
