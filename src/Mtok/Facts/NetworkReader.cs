namespace Mtok;

/// <summary>Reads the table <c>[model.network]</c> of <c>models/*.toml</c>.</summary>
internal sealed class NetworkReader(Problems problems)
{
    private static readonly Limits<int> Width = new(1, 1_000_000);
    private static readonly Limits<int> OptionalWidth = new(0, 1_000_000);
    private static readonly Limits<int> Number = new(1, 10_000);
    private static readonly Limits<int> OptionalNumber = new(0, 10_000);
    private static readonly Limits<Tokens> Context = new(Tokens.FromCount(128), Tokens.FromCount(100_000_000));

    private static readonly Dictionary<string, LinearKind> Kinds =
        NetworkText.Kinds.ToDictionary(entry => entry.Value, entry => entry.Key, StringComparer.Ordinal);

    public Network Read(TomlTable row)
    {
        var experts = row.OptionalCount("experts", Number) is { } count ? ReadExperts(row, count) : null;
        var network = new Network(
            row.Count("layers", Number),
            row.Count("hidden", Width),
            row.Count("heads", Number),
            row.Count("kv_heads", Number),
            row.Count("head_size", Number),
            (experts is null ? row.Count("ffn", Width) : row.OptionalCount("ffn", Width)) ?? 0,
            row.Count("vocabulary", new(1, 10_000_000)),
            row.Flag("tied_embeddings", otherwise: false),
            experts,
            row.OptionalQuantity("window_tokens", Context) is { } window ? new(window, row.Count("window_layers", Number)) : null,
            Part(row, "latent", ReadLatent))
        {
            Linear = Part(row, "linear", ReadLinear),
            Sparse = Part(row, "sparse", ReadSparse),
            Compressed = Part(row, "compressed", ReadCompressed),
            FullHeads = Part(row, "full", ReadFullHeads),
            WindowedHeads = row.OptionalCount("window_heads", Number),
            ValueSize = row.OptionalCount("value_size", Width),
            GatedAttention = row.Flag("gated_attention", otherwise: false),
            FfnMatrices = row.OptionalCount("ffn_matrices", new(2, 3)) ?? 3,
            AttentionBlocks = row.OptionalCount("attention_blocks", Number),
        };
        row.RejectUnknown();
        CheckLayers(row, network);
        return network;
    }

    private static T? Part<T>(TomlTable row, string key, Func<TomlTable, T> read)
        where T : class
    {
        if (row.OptionalTable(key) is not { } part)
        {
            return null;
        }

        var value = read(part);
        part.RejectUnknown();
        return value;
    }

    private static Experts ReadExperts(TomlTable row, int count)
    {
        var ffn = row.Count("expert_ffn", Width);
        return new(
            count,
            row.Count("experts_per_token", Number),
            ffn,
            row.OptionalCount("shared_experts", new(0, 100)) ?? 0,
            row.OptionalCount("shared_expert_ffn", Width) ?? ffn,
            row.OptionalCount("dense_layers", OptionalNumber) ?? 0)
        {
            LatentSize = row.OptionalCount("expert_latent", Width),
            BesideDense = row.Flag("experts_beside_dense", otherwise: false),
        };
    }

    private static LatentAttention ReadLatent(TomlTable row) => new(
        row.Count("kv_rank", Width), row.OptionalCount("query_rank", OptionalWidth) ?? 0, row.Count("rope", OptionalWidth), row.Count("nope", Width), row.Count("value", Width));

    private static LinearAttention ReadLinear(TomlTable row) => new(
        row.Word("kind", Kinds, LinearKind.GatedDelta),
        row.Count("layers", Number),
        row.Count("key_heads", Number),
        row.Count("value_heads", Number),
        row.Count("key_size", Width),
        row.Count("value_size", Width),
        row.Count("kernel", new(1, 100)),
        row.Count("state_bytes", new(1, 8)))
    {
        FullRankGate = row.Flag("full_rank_gate", otherwise: false),
    };

    private static SparseChoice ReadSparse(TomlTable row)
    {
        var layers = row.Count("layers", Number);
        return new(
            row.Count("heads", Number), row.Count("key_size", Width), row.Quantity("chosen_tokens", Context), layers, row.OptionalCount("index_layers", Number) ?? layers);
    }

    private static CompressedContext ReadCompressed(TomlTable row) => new(
        row.Count("query_rank", Width),
        row.Count("output_rank", Width),
        row.Count("output_groups", Number),
        row.Count("chosen_layers", OptionalNumber),
        row.Count("chosen_ratio", Number),
        row.Count("heavy_layers", OptionalNumber),
        row.Count("heavy_ratio", Number));

    private static FullHeads ReadFullHeads(TomlTable row)
    {
        var size = row.Count("head_size", Number);
        return new(
            row.Count("kv_heads", Number), size, row.OptionalCount("value_size", Width) ?? size, row.Flag("shares_projection", otherwise: false));
    }

    /// <summary>Kinds of layers are parts of all layers.</summary>
    private void CheckLayers(TomlTable row, Network network)
    {
        var full = network.FullLayers;
        (int Layers, string Kind, int Of)[] parts =
        [
            (network.LinearLayers, "linear", network.Layers),
            (network.WindowedLayers, "windowed", network.AttentionLayers),
            (network.Experts is { BesideDense: false } experts ? experts.DenseLayers : 0, "dense", network.FeedForwardLayers),
            (network.Compressed is null ? network.Sparse?.Layers ?? 0 : 0, "sparse", full),
            ((network.Compressed?.ChosenLayers ?? 0) + (network.Compressed?.HeavyLayers ?? 0), "compressed", network.AttentionLayers),
            (network.Sparse?.IndexLayers ?? 0, "index", network.Sparse?.Layers ?? 0),
        ];
        foreach (var (layers, kind, of) in parts.Where(part => part.Layers > Math.Max(0, part.Of)))
        {
            problems.Error(row.Where, "wrong-layers", $"{layers} {kind} layers are more than the {Math.Max(0, of)} there can be");
        }
    }
}
