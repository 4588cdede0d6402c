namespace Mtok;

/// <summary>What one sequence keeps in memory, over all devices that serve it together (M1).</summary>
/// <param name="GrowingValues">Values in the cache's format for each token of context: keys and values, latent ranks, index keys, entries.</param>
/// <param name="WindowedValues">Further values for each token within the window.</param>
/// <param name="Window">The window; 0 without one.</param>
/// <param name="StateValues">Values of states and of the convolutions' inputs, whatever the context.</param>
/// <param name="StateSize">Their size: states in their own format, the inputs in 16 bits.</param>
public sealed record ContextMemory(double GrowingValues, double WindowedValues, Tokens Window, double StateValues, Bytes StateSize)
{
    /// <summary>Values kept once a sequence when it is longer than every window: windows in full, and states.</summary>
    public double FixedValues => (WindowedValues * Window.Count) + StateValues;

    /// <summary>The memory of a sequence.</summary>
    /// <param name="context">Its tokens.</param>
    /// <param name="kvBytes">Bytes of a value in the KV cache.</param>
    /// <param name="keepsWindow">Whether windowed layers keep their window only; without it they keep every token.</param>
    public Bytes Of(Tokens context, double kvBytes, bool keepsWindow) => StateSize + Bytes.FromCount(
        kvBytes * ((GrowingValues * context.Count) + (WindowedValues * (keepsWindow ? Math.Min(context.Count, Window.Count) : context.Count))));

    /// <summary>What a network keeps.</summary>
    /// <param name="network">The network.</param>
    /// <param name="devices">
    /// The devices that share its heads by tensor parallelism. KV heads are repeated where there are more devices; each device keeps all
    /// latent, compressed and index keys.
    /// </param>
    public static ContextMemory Of(Network network, int devices)
    {
        var (growing, windowed) = network.Compressed is { } compressed ? OfEntries(network, compressed, devices)
            : network.Latent is not null ? OfLatent(network, devices)
            : OfHeads(network, devices);
        var index = network.Compressed is null && network.Sparse is { } sparse ? (double)sparse.IndexLayers * sparse.KeySize * devices : 0;
        var linear = network.Linear;
        var (state, tail) = linear is null ? (0.0, 0.0) : (linear.Layers * (double)linear.StateValues, linear.Layers * (double)linear.TailValues);
        return new(
            growing + index,
            windowed,
            network.Window?.Span ?? default,
            state + tail,
            Bytes.FromCount((state * (linear?.StateBytes ?? 0)) + (tail * AttentionWork.TailBytes)));
    }

    /// <summary>Keys and values of a token in one layer without a window and in one with it.</summary>
    internal static (double Full, double Windowed) ValuesOfLayers(Network network)
    {
        var windowed = (double)network.KvHeads * (network.HeadSize + (network.ValueSize ?? network.HeadSize));
        return (network.FullHeads is { } full ? (double)full.KvHeads * (full.HeadSize + full.ValueSize) : windowed, windowed);
    }

    /// <summary>The context beyond which the work of a token grows more slowly.</summary>
    internal static Tokens KneeOf(Network network) => network.Sparse?.Chosen ?? network.Window?.Span ?? default;

    private static (double Growing, double Windowed) OfHeads(Network network, int devices)
    {
        var (full, windowed) = ValuesOfLayers(network);
        var fullHeads = network.FullHeads?.KvHeads ?? network.KvHeads;
        return (network.FullLayers * full * Repeats(devices, fullHeads), network.WindowedLayers * windowed * Repeats(devices, network.KvHeads));
    }

    private static double Repeats(int devices, int heads) => Math.Max(1.0, devices / (double)heads);

    private static (double Growing, double Windowed) OfLatent(Network network, int devices)
    {
        var each = (double)(network.Latent!.KvRank + network.Latent.Rope) * devices;
        return (network.FullLayers * each, network.WindowedLayers * each);
    }

    private static (double Growing, double Windowed) OfEntries(Network network, CompressedContext compressed, int devices)
    {
        var chosen = compressed.ChosenLayers * (double)(network.HeadSize + (network.Sparse?.KeySize ?? 0)) / compressed.ChosenRatio;
        var heavy = compressed.HeavyLayers * (double)network.HeadSize / compressed.HeavyRatio;
        return (devices * (chosen + heavy), devices * network.WindowedLayers * (double)network.HeadSize);
    }
}
