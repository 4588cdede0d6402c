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

    [Theory]
    [InlineData(1000, 61 * (576 + 128) * 1000.0)]
    [InlineData(10_000, 61 * ((576 * 2048.0) + (128 * 10_000.0)))]
    public void A_sparse_layer_reads_what_is_chosen_and_every_index_key(double context, double values) =>
        AssertSame(values, ReadOf("deepseek-v3.2", devices: 8, context));

    [Fact]
    public void Layers_that_share_an_index_read_no_key_of_it() => AssertSame((78 * 576 * 2048.0) + (21 * 128 * 10_000.0), ReadOf("glm-5.2", devices: 1, 10_000));

    [Fact]
    public void A_linear_layer_reads_and_writes_its_state_whatever_the_context()
    {
        const double States = 2.0 * 45 * ((64 * 128 * 128 * 4) + (((2 * 16 * 128) + (64 * 128)) * 3 * 2));
        AssertSame(States, ReadOf("qwen3.5-397b-a17b", devices: 1, 0));
        AssertSame(States / 8, ReadOf("qwen3.5-397b-a17b", devices: 8, 0));
        AssertSame((States / 2) + (15 * 2 * 256 * 5000.0), ReadOf("qwen3.5-397b-a17b", devices: 2, 5000));
    }

    [Fact]
    public void A_compressed_layer_reads_one_entry_for_several_tokens()
    {
        const double Window = 43 * 128 * 512;
        AssertSame(Window + (21 * (512 + 128) * 1000 / 4.0) + (20 * 512 * 1000 / 128.0), ReadOf("deepseek-v4-flash", devices: 1, 1000));
        AssertSame(Window + (21 * ((512 * 512.0) + (128 * 10_000 / 4.0))) + (20 * 512 * 10_000 / 128.0), ReadOf("deepseek-v4-flash", devices: 4, 10_000));
    }

    [Fact]
    public void Heads_of_full_layers_are_split_on_their_own()
    {
        AssertSame((10 * 4 * 1024 * 3000.0 / 4) + (50 * 16 * 512 * 1024.0 / 8), ReadOf("gemma-4-31b", devices: 8, 3000));
        AssertSame((9 * 4 * 320 * 3000.0) + (39 * 8 * 320 * 128.0), ReadOf("mimo-v2-flash", devices: 1, 3000));
    }

    [Fact]
    public void A_scan_takes_the_same_for_every_token()
    {
        const double Scan = 23.0 * 64 * ((4 * 128 * 64) + (2 * 128 * (128 + 64)));
        AssertSame(Scan, Prompt("nemotron-3-nano-30b-a3b", 0));
        AssertSame(Scan + (6 * 4 * 32 * 128 * 7000.0), Prompt("nemotron-3-nano-30b-a3b", 7000));
    }

    [Fact]
    public void Prompts_of_sparse_layers_compute_in_the_latent_width() =>
        AssertSame((61 * 2 * 128 * 1088 * 2048.0) + (61 * 2 * 64 * 128 * 20_000.0), Prompt("deepseek-v3.2", 20_000));

    [Fact]
    public void No_step_reads_more_than_a_sequence_keeps() => Gen.Select(Gen.OneOf([.. Networks.Select(Gen.Const)]), Gen.Double[200, 300_000], Gen.Double[0.5, 2]).Sample((network, context, bytes) =>
    {
        var work = AttentionWork.Of(network, 1, bytes);
        var memory = ContextMemory.Of(network, 1);
        var kept = memory.Of(Tokens.FromCount(context), bytes, keepsWindow: true) + memory.StateSize;
        Assert.True(work.Read.At(Tokens.FromCount(context), work.Span) <= kept.Count * (1 + 1e-12));
    });

    [Fact]
    public void Longer_contexts_never_take_less() => Gen.Select(Gen.OneOf([.. Networks.Select(Gen.Const)]), Gen.Int[0, 3], Gen.Double[0, 300_000], Gen.Double[1, 4]).Sample((network, power, context, factor) =>
    {
        var work = AttentionWork.Of(network, 1 << power, 1);
        foreach (var cost in new[] { work.Read, work.Decoded, work.Prompt })
        {
            Assert.True(cost.At(Tokens.FromCount(context * factor), work.Span) >= cost.At(Tokens.FromCount(context), work.Span));
        }
    });

    private static IEnumerable<Network> Networks => Built.Models.Select(model => model.Network).OfType<Network>().Distinct();

    private static double ReadOf(string id, int devices, double context)
    {
        var work = AttentionWork.Of(Built.FindModel(id)!.Network!, devices, 1);
        return work.Read.At(Tokens.FromCount(context), work.Span);
    }

    private static double Prompt(string id, double context)
    {
        var work = AttentionWork.Of(Built.FindModel(id)!.Network!, 1, 1);
        return work.Prompt.At(Tokens.FromCount(context), work.Span);
    }

    private static double Layers(Network network, double context) =>
        ((network.Layers - network.WindowedLayers) * context) + (network.WindowedLayers * Math.Min(context, network.Window?.Span.Count ?? 0));

    private static void AssertSame(double expected, double actual) => Assert.Equal(expected, actual, Math.Abs(expected) * 1e-12);
}
