namespace Mtok;

/// <summary>
/// What a sequence keeps in the memory of its replica, over all devices (M1): it grows with the context, faster within the window of
/// windowed layers, from a part that no context changes.
/// </summary>
/// <param name="PerToken">Of each token of context: the layers that attend to all of it.</param>
/// <param name="PerWindowToken">More for each token within the window: the layers that keep only their window; zero where none does.</param>
/// <param name="Window">The window; zero where no layer keeps only its window.</param>
/// <param name="Fixed">Whatever the context: the state of layers that keep no tokens.</param>
public sealed record SequenceMemory(Bytes PerToken, Bytes PerWindowToken, Tokens Window, Bytes Fixed)
{
    /// <summary>The memory of a sequence of that context.</summary>
    public Bytes Of(Tokens context) =>
        Bytes.FromCount(Fixed.Count + (PerToken.Count * context.Count) + (PerWindowToken.Count * Math.Min(context.Count, Window.Count)));

    /// <summary>M1: the values of each layer's kind at the precision of the KV cache.</summary>
    /// <param name="network">The network.</param>
    /// <param name="devices">Devices that shard one sequence's heads; a head is replicated where there are more devices than heads.</param>
    /// <param name="kv">The precision of the KV cache.</param>
    /// <param name="policy">Whether windowed layers keep only their window.</param>
    public static SequenceMemory Of(Network network, int devices, Precision kv, MemoryPolicy policy)
    {
        var layer = ValuesOfLayer(network, devices) * kv.BytesPerValue;
        if (network.Window is not { } window || !policy.KeepsOnlyWindows)
        {
            return new(Bytes.FromCount(network.Layers * layer), default, default, default);
        }

        var (whole, windowed) = ((network.Layers - window.Layers) * layer, window.Layers * layer);
        if (policy.WindowPoolShare is not { } share)
        {
            return new(Bytes.FromCount(whole), Bytes.FromCount(windowed), window.Span, default);
        }

        // Two pools of fixed sizes: the windowed layers have room for that share of the tokens of the others, needed or not.
        var both = whole + (windowed * share.Value);
        return new(Bytes.FromCount(both), Bytes.FromCount(both * ((1 / share.Value) - 1)), window.Span, default);
    }

    /// <summary>Keys and values of a token in one layer, over the devices.</summary>
    private static double ValuesOfLayer(Network network, int devices) => network.Latent is { } latent
        ? (double)(latent.KvRank + latent.Rope) * devices
        : 2.0 * network.KvHeads * network.HeadSize * Math.Max(1.0, devices / (double)network.KvHeads);
}
