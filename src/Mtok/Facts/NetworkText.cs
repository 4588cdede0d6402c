using System.Globalization;
using System.Text;

namespace Mtok;

/// <summary>Writes the table <c>[model.network]</c> of a <c>models/*.toml</c> catalog file.</summary>
internal static class NetworkText
{
    /// <summary>How the kinds of linear attention are written.</summary>
    public static readonly IReadOnlyDictionary<LinearKind, string> Kinds = new Dictionary<LinearKind, string>
    {
        [LinearKind.GatedDelta] = "gated_delta",
        [LinearKind.Mamba2] = "mamba2",
        [LinearKind.KimiDelta] = "kimi_delta",
    };

    public static void Write(Network network, StringBuilder text)
    {
        Table("[model.network]", Keys(network));
        Table("[model.network.latent]", network.Latent is { } latent
            ? [("kv_rank", latent.KvRank), ("query_rank", latent.QueryRank), ("rope", latent.Rope), ("nope", latent.Nope), ("value", latent.Value)]
            : []);
        Table("[model.network.linear]", network.Linear is { } linear ? Keys(linear) : []);
        Table("[model.network.sparse]", network.Sparse is { } sparse
            ? [("heads", sparse.Heads), ("key_size", sparse.KeySize), ("chosen_tokens", sparse.Chosen.Count), ("layers", sparse.Layers), ("index_layers", sparse.IndexLayers)]
            : []);
        Table("[model.network.compressed]", network.Compressed is { } compressed ? Keys(compressed) : []);
        Table("[model.network.full]", network.FullHeads is { } full
            ? [("kv_heads", full.KvHeads), ("head_size", full.HeadSize), ("value_size", full.ValueSize), ("shares_projection", full.SharesProjection)]
            : []);

        void Table(string head, IReadOnlyList<(string Key, object Value)> keys)
        {
            if (keys.Count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{head}\n");
            }

            foreach (var (key, value) in keys)
            {
                text.Append(CultureInfo.InvariantCulture, $"{key} = {(value is bool flag ? (flag ? "true" : "false") : value is LinearKind kind ? $"\"{Kinds[kind]}\"" : value)}\n");
            }
        }
    }

    private static List<(string Key, object Value)> Keys(Network network)
    {
        List<(string Key, object Value)> keys =
        [
            ("layers", network.Layers), ("hidden", network.Hidden), ("heads", network.Heads), ("kv_heads", network.KvHeads), ("head_size", network.HeadSize),
            ("vocabulary", network.Vocabulary), ("tied_embeddings", network.TiedEmbeddings),
        ];
        AddIf(network.Ffn > 0, "ffn", network.Ffn);
        if (network.Experts is { } experts)
        {
            keys.AddRange(
            [
                ("experts", experts.Count), ("experts_per_token", experts.PerToken), ("expert_ffn", experts.Ffn), ("shared_experts", experts.Shared),
                ("shared_expert_ffn", experts.SharedFfn), ("dense_layers", experts.DenseLayers),
            ]);
            AddIf(experts.LatentSize is not null, "expert_latent", experts.LatentSize ?? 0);
            AddIf(experts.BesideDense, "experts_beside_dense", true);
        }

        AddIf(network.Window is not null, "window_tokens", network.Window?.Span.Count ?? 0);
        AddIf(network.Window is not null, "window_layers", network.WindowedLayers);
        AddIf(network.WindowedHeads is not null, "window_heads", network.WindowedHeads ?? 0);
        AddIf(network.ValueSize is not null, "value_size", network.ValueSize ?? 0);
        AddIf(network.GatedAttention, "gated_attention", true);
        AddIf(network.FfnMatrices != 3, "ffn_matrices", network.FfnMatrices);
        AddIf(network.AttentionBlocks is not null, "attention_blocks", network.AttentionBlocks ?? 0);
        return keys;

        void AddIf(bool isGiven, string key, object value)
        {
            if (isGiven)
            {
                keys.Add((key, value));
            }
        }
    }

    private static (string Key, object Value)[] Keys(LinearAttention linear) =>
    [
        ("kind", linear.Kind), ("layers", linear.Layers), ("key_heads", linear.KeyHeads), ("value_heads", linear.ValueHeads), ("key_size", linear.KeySize),
        ("value_size", linear.ValueSize), ("kernel", linear.Kernel), ("state_bytes", linear.StateBytes),
        .. linear.FullRankGate ? [("full_rank_gate", (object)true)] : Array.Empty<(string, object)>(),
    ];

    private static (string Key, object Value)[] Keys(CompressedContext compressed) =>
    [
        ("query_rank", compressed.QueryRank), ("output_rank", compressed.OutputRank), ("output_groups", compressed.OutputGroups),
        ("chosen_layers", compressed.ChosenLayers), ("chosen_ratio", compressed.ChosenRatio), ("heavy_layers", compressed.HeavyLayers),
        ("heavy_ratio", compressed.HeavyRatio),
    ];
}
