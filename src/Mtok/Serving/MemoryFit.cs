namespace Mtok;

/// <summary>How a model lies in the memory of the devices that serve it together (M1).</summary>
/// <param name="Weights">Weights of the whole model.</param>
/// <param name="Usable">Memory of all devices together that is left for weights, keys and values.</param>
/// <param name="KvPerToken">Keys and values of one token, over all devices together.</param>
/// <param name="KvTokens">Tokens whose keys and values fit beside the weights; zero where the weights do not fit.</param>
public sealed record MemoryFit(Bytes Weights, Bytes Usable, Bytes KvPerToken, Tokens KvTokens)
{
    /// <summary>The share of a device's memory an engine takes, vLLM's default.</summary>
    public static readonly Ratio EngineShare = Ratio.FromPercent(90);

    /// <summary>What activations, graphs and libraries take on each device.</summary>
    public static readonly Bytes Overhead = Bytes.FromGigabytes(4);

    /// <summary>Whether weights and some context fit.</summary>
    public bool Fits => KvTokens.Count >= 1;

    /// <summary>In words: why it does not fit, or what is left.</summary>
    public string Reason => Fits
        ? $"{Weights} of weights leave room for {KvTokens} of context in {Usable}"
        : $"{Weights} of weights leave no room for context in {Usable}";

    /// <summary>M1: devices x (memory x share - overhead) - weights = keys and values.</summary>
    /// <param name="model">The model; its parameters must be published.</param>
    /// <param name="network">Its network.</param>
    /// <param name="accelerator">The device.</param>
    /// <param name="gpus">Devices that serve it together.</param>
    /// <param name="weights">Precision of the weights.</param>
    /// <param name="kv">Precision of keys and values.</param>
    /// <param name="share">The share of a device's memory the engine takes; <see cref="EngineShare"/> where none is given.</param>
    public static MemoryFit Of(Model model, Network network, Accelerator accelerator, int gpus, Precision weights, Precision kv, Ratio? share = null)
    {
        var weightBytes = Bytes.FromCount((model.Parameters ?? network.CountParameters()) * weights.BytesPerValue);
        var usable = ((accelerator.UsableMemory * (share ?? EngineShare)) - Overhead) * gpus;
        var perToken = KvBytesPerToken(network, gpus, kv);
        var tokens = Tokens.FromCount(Math.Max(0, (usable - weightBytes).Count / perToken.Count));
        return new(weightBytes, usable, perToken, tokens);
    }

    /// <summary>Keys and values of one token; heads are shared out, and repeated where there are more devices than heads.</summary>
    private static Bytes KvBytesPerToken(Network network, int gpus, Precision kv)
    {
        var values = network.Latent is { } latent
            ? (double)(latent.KvRank + latent.Rope) * gpus
            : 2.0 * network.KvHeads * network.HeadSize * Math.Max(1.0, gpus / (double)network.KvHeads);
        return Bytes.FromCount(network.Layers * values * kv.BytesPerValue);
    }
}
