using CsCheck;

namespace Mtok.Tests;

/// <summary>S3 and S4 by kind of layer, and the memory of a sequence.</summary>
public sealed class AttentionWorkTests
{
    private static readonly Catalog Built = Workloads.Built;

    /// <summary>Full, windowed and latent layers alone: what the step model computed before there were other kinds.</summary>
    private static readonly Gen<Network> Plain = Gen.OneOf([.. Built.Models
        .Where(model => model.Network is { Linear: null, Sparse: null, Compressed: null, FullHeads: null, WindowedHeads: null, ValueSize: null })
        .Select(model => Gen.Const(model.Network!))]);

    [Fact]
    public void Plain_layers_read_each_key_and_value_once() => Gen.Select(Plain, Gen.Int[0, 3], Gen.Double[1, 200_000], Gen.Double[0.5, 2]).Sample((network, power, context, bytes) =>
    {
        var devices = 1 << power;
        var work = AttentionWork.Of(network, devices, bytes);
        var layers = Layers(network, context);
        var read = network.Latent is { } latent
            ? layers * (latent.KvRank + latent.Rope) * bytes
            : 2 * layers * network.KvHeads * network.HeadSize * bytes / Math.Min(devices, network.KvHeads);
        var decoded = network.Latent is { } ranks ? 2 * layers * network.Heads * ((2 * ranks.KvRank) + ranks.Rope) / devices : 0;
        AssertSame(read, work.Read.At(Tokens.FromCount(context), work.Span));
        AssertSame(decoded, work.Decoded.At(Tokens.FromCount(context), work.Span));
    });

    [Fact]
    public void Plain_layers_compute_each_key_and_value_for_each_head() => Gen.Select(Plain, Gen.Int[0, 3], Gen.Double[1, 200_000]).Sample((network, power, context) =>
    {
        var work = AttentionWork.Of(network, 1 << power, 2);
        var head = network.Latent is { } latent ? (latent.Nope + latent.Rope + latent.Value) / 2.0 : network.HeadSize;
        AssertSame(4 * Layers(network, context) * network.Heads * head / (1 << power), work.Prompt.At(Tokens.FromCount(context), work.Span));
    });

    [Fact]
    public void Plain_layers_keep_what_they_read() => Gen.Select(Plain, Gen.Int[0, 3]).Sample((network, power) =>
    {
        var devices = 1 << power;
        var memory = ContextMemory.Of(network, devices);
        var each = network.Latent is { } latent
            ? (double)(latent.KvRank + latent.Rope) * devices
            : 2.0 * network.KvHeads * network.HeadSize * Math.Max(1.0, devices / (double)network.KvHeads);
        AssertSame(network.Layers * each * 1000, memory.Of(Tokens.FromCount(1000), 1, keepsWindow: false).Count);
    });

    private static double Layers(Network network, double context) =>
        ((network.Layers - network.WindowedLayers) * context) + (network.WindowedLayers * Math.Min(context, network.Window?.Span.Count ?? 0));

    private static void AssertSame(double expected, double actual) => Assert.Equal(expected, actual, Math.Abs(expected) * 1e-12);
}
