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

    /// <summary>M1, M2: the values of each layer's kind at the precision of the KV cache.</summary>
    /// <param name="network">The network.</param>
    /// <param name="devices">Devices that shard one sequence's heads; a head is replicated where there are more devices than heads.</param>
    /// <param name="kv">The precision of the KV cache.</param>
    /// <param name="policy">Whether windowed layers keep only their window.</param>
    public static SequenceMemory Of(Network network, int devices, Precision kv, MemoryPolicy policy)
    {
        var kept = ContextMemory.Of(network, devices);
        var (whole, windowed) = (kept.GrowingValues * kv.BytesPerValue, kept.WindowedValues * kv.BytesPerValue);
        if (windowed == 0 || !policy.KeepsOnlyWindows)
        {
            return new(Bytes.FromCount(whole + windowed), default, default, kept.StateSize);
        }

        if (policy.WindowPoolShare is not { } share)
        {
            return new(Bytes.FromCount(whole), Bytes.FromCount(windowed), kept.Window, kept.StateSize);
        }

        // Two pools of fixed sizes: the windowed layers have room for that share of the tokens of the others, needed or not.
        var both = whole + (windowed * share.Value);
        return new(Bytes.FromCount(both), Bytes.FromCount(both * ((1 / share.Value) - 1)), kept.Window, kept.StateSize);
    }
}
