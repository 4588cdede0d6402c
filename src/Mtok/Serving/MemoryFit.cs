namespace Mtok;

/// <summary>How a model fits in the memory of the devices that serve it together (M1).</summary>
/// <param name="Weights">Size of the model's weights.</param>
/// <param name="Usable">Memory of all devices available for weights and KV cache.</param>
/// <param name="Cache">Memory left for the KV cache; zero where the weights do not fit.</param>
/// <param name="Sequence">What a sequence keeps of it.</param>
public sealed record MemoryFit(Bytes Weights, Bytes Usable, Bytes Cache, SequenceMemory Sequence)
{
    /// <summary>Whether the weights and at least one token of context fit.</summary>
    public bool Fits => SequencesOf(Tokens.FromCount(1)).Count >= 1;

    /// <summary>KV cache of one token that every layer keeps, over all devices.</summary>
    public Bytes KvPerToken => Sequence.PerToken + Sequence.PerWindowToken;

    /// <summary>Tokens whose KV cache fits beside the weights if every layer keeps them; 0 if the weights do not fit.</summary>
    public Tokens KvTokens => Tokens.FromCount(Cache.Count / KvPerToken.Count);

    /// <summary>The number of sequences of that context whose memory fits; below 1 not even one does.</summary>
    public Tokens SequencesOf(Tokens context) => Tokens.FromCount(Cache.Count / Sequence.Of(context).Count);

    /// <summary>A sentence that says why it does not fit, or how much context is left.</summary>
    public string Reason => Fits
        ? $"{Weights} of weights leave room for {KvTokens} of context in {Usable}{Windows}"
        : $"{Weights} of weights leave no room for context in {Usable}";

    private string Windows => Sequence.PerWindowToken > default(Bytes)
        ? $", more in long requests: of {Sequence.PerWindowToken / KvPerToken} of it only the last {Sequence.Window} are kept"
        : "";

    /// <summary>M1: free share x (devices x (memory x share - overhead) - weights) = KV cache.</summary>
    /// <param name="model">The model; its parameters must be published.</param>
    /// <param name="network">Its network.</param>
    /// <param name="accelerator">The device.</param>
    /// <param name="gpus">The number of devices that serve it together.</param>
    /// <param name="weights">Precision of the weights.</param>
    /// <param name="kv">Precision of the KV cache.</param>
    /// <param name="policy">How much memory the engine allocates to the KV cache.</param>
    /// <param name="parallelism">
    /// How the devices share the work; tensor parallelism by default. Devices that share experts replicate all other weights, and
    /// split the KV cache.
    /// </param>
    public static MemoryFit Of(
        Model model,
        Network network,
        Accelerator accelerator,
        int gpus,
        Precision weights,
        Precision kv,
        MemoryPolicy policy,
        Parallelism? parallelism = null)
    {
        var repeated = parallelism is { SpreadsExperts: true }
            ? ((gpus / parallelism.Pipeline) - 1) * ((model.Parameters ?? network.CountParameters()) - network.CountRoutedExperts())
            : 0;
        var weightBytes = WeightBytes(model, network, weights) + Bytes.FromCount(repeated * weights.BytesPerValue);
        var usable = ((accelerator.UsableMemory * policy.Share) - policy.Overhead) * gpus;
        var devices = parallelism is { SpreadsExperts: true } ? 1 : gpus / (parallelism?.Pipeline ?? 1);
        var cache = Bytes.FromCount(Math.Max(0, ((usable - weightBytes) * policy.FreeShare).Count));
        return new(weightBytes, usable, cache, SequenceMemory.Of(network, devices, kv, policy));
    }

    /// <summary>All weights in the given format except the embeddings, which engines keep in 16 bits.</summary>
    private static Bytes WeightBytes(Model model, Network network, Precision weights)
    {
        var embeddings = (double)network.Vocabulary * network.Hidden * (network.TiedEmbeddings ? 1 : 2);
        return Bytes.FromCount(((model.Parameters
            ?? network.CountParameters()) * weights.BytesPerValue) + (embeddings * Math.Max(0, 2 - weights.BytesPerValue)));
    }
}
