namespace Mtok;

/// <summary>The network of a <c>config.json</c>: the same shape under the names that each kind of model gives its parts.</summary>
internal sealed class NetworkConfig(ModelConfigKeys keys, Problems problems)
{
    private static readonly string[] Windowed = ["sliding_attention", "chunked_attention"];
    private static readonly string[] Linear = ["linear_attention", "mamba"];
    private static readonly string[] FeedForward = ["moe", "mlp"];
    private static readonly string[] Full = ["full_attention", "attention"];

    public Network Read(bool isTied)
    {
        var layers = keys.Required("num_hidden_layers");
        var hidden = keys.Required("hidden_size");
        var heads = keys.Required("num_attention_heads");
        var kinds = Kinds(layers);
        var latent = keys.Optional("kv_lora_rank") is { } rank ? ReadLatent(rank) : null;
        var window = ReadWindow(layers, kinds);
        var experts = ReadExperts(layers, kinds);
        var network = new Network(
            layers,
            hidden,
            heads,
            (window is null ? null : keys.Optional("swa_num_key_value_heads")) ?? keys.Optional("num_key_value_heads", "num_attention_groups") ?? heads,
            latent is null ? keys.Optional("head_dim") ?? (heads > 0 ? hidden / heads : 0) : latent.Nope + latent.Rope,
            0,
            keys.Required("vocab_size"),
            keys.Flag("tie_word_embeddings") ?? isTied,
            experts,
            window,
            latent)
        {
            Linear = ReadLinear(kinds),
            WindowedHeads = window is null ? null : keys.Optional("num_sliding_attention_heads") ?? keys.Part("attention_other_setting")?.Optional("num_attention_heads"),
            GatedAttention = keys.Flag("attn_output_gate") ?? keys.Type.StartsWith("qwen3_next", StringComparison.Ordinal) || keys.Type.StartsWith("qwen3_5", StringComparison.Ordinal),
            FfnMatrices = keys.Word("mlp_hidden_act") == "relu2" ? 2 : 3,
            AttentionBlocks = kinds.Any(FeedForward.Contains) ? kinds.Count(Full.Contains) : null,
            Compressed = ReadCompressed(layers),
        };
        network = WithHeads(network);
        return network with
        {
            Ffn = network.DenseLayers > 0 ? keys.Required("intermediate_size_mlp", "intermediate_size") : 0,
            Sparse = ReadSparse(network),
        };
    }

    /// <summary>The kind of each layer, however it is written; nothing where all layers are the same.</summary>
    private List<string> Kinds(int layers)
    {
        var kinds = (keys.List("layer_types")
            ?? keys.List("layers_block_type")
            ?? keys.Word("hybrid_override_pattern")?.Select(letter => letter switch { 'M' => "mamba", '*' => "attention", 'E' => "moe", '-' => "mlp", _ => $"{letter}" })
            ?? keys.List("hybrid_layer_pattern")?.Select(kind => kind == "0" ? "full_attention" : "sliding_attention")
            ?? (keys.Part("linear_attn_config")?.List("kda_layers") is { } linear
                ? Enumerable.Range(1, layers).Select(layer => linear.Contains($"{layer}") ? "linear_attention" : "full_attention")
                : null)
            ?? (keys.Optional("full_attention_interval") is { } each and > 1 ? Every(layers, each, "linear_attention") : null)
            ?? (keys.Optional("sliding_window_pattern") is { } pattern and > 1 ? Every(layers, pattern, "sliding_attention") : null)
            ?? []).Take(layers).ToList();
        foreach (var kind in kinds.Except([.. Windowed, .. Linear, .. FeedForward, .. Full]).Distinct())
        {
            problems.Error(keys.WhereIs("layer_types"), "unmodelled-layers", $"{kinds.Count(other => other == kind)} layers of {kind} are not modelled");
        }

        if (keys.Optional("num_kv_shared_layers") is { } shared and > 0)
        {
            problems.Error(keys.WhereIs("num_kv_shared_layers"), "unmodelled-layers", $"{shared} layers that use keys and values of others are not modelled");
        }

        return kinds;
    }

    private static IEnumerable<string> Every(int layers, int each, string others) =>
        Enumerable.Range(1, layers).Select(layer => layer % each == 0 ? "full_attention" : others);

    private AttentionWindow? ReadWindow(int layers, List<string> kinds)
    {
        var windowed = kinds.Count > 0 && keys.List("compress_ratios") is null ? kinds.Count(Windowed.Contains) : layers;
        return keys.Optional("sliding_window", "sliding_window_size", "attention_chunk_size") is not { } span || windowed == 0 || keys.Flag("use_sliding_window") == false
            ? null
            : new(Tokens.FromCount(span), windowed);
    }

    private Experts? ReadExperts(int layers, List<string> kinds)
    {
        var count = keys.Flag("enable_moe_block") == false ? 0 : keys.Optional("n_routed_experts", "num_local_experts", "num_experts", "moe_num_experts") ?? 0;
        if (count == 0)
        {
            return null;
        }

        var ffn = keys.Optional("moe_intermediate_size") ?? keys.Required("intermediate_size");
        var sharedFfn = keys.Optional("shared_expert_intermediate_size", "moe_shared_expert_intermediate_size", "share_expert_dim");
        var isLlama = keys.Optional("intermediate_size_mlp") is not null;
        return new(
            count,
            keys.Required("num_experts_per_tok", "experts_per_token", "num_experts_per_token", "moe_top_k", "top_k_experts"),
            ffn,
            keys.Optional("n_shared_experts", "num_shared_experts") ?? (sharedFfn is > 0 || isLlama ? 1 : 0),
            sharedFfn ?? ffn,
            DenseLayers(layers, kinds))
        {
            LatentSize = keys.Optional("moe_latent_size"),
            BesideDense = keys.Flag("enable_moe_block") == true,
        };
    }

    /// <summary>Layers with a dense block instead of experts: the first ones, or those that a list of kinds or of layers leaves.</summary>
    private int DenseLayers(int layers, List<string> kinds)
    {
        var listed = keys.List("moe_layers_enum") ?? keys.Word("moe_layers_enum")?.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return kinds.Any(FeedForward.Contains) ? kinds.Count(kind => kind == "mlp")
            : keys.Optional("first_k_dense_replace")
                ?? keys.List("mlp_layer_types")?.Take(layers).Count(kind => kind == "dense")
                ?? keys.List("moe_layer_freq")?.Take(layers).Count(frequency => frequency == "0")
                ?? keys.List("mlp_only_layers")?.Count
                ?? layers - listed?.Count
                ?? (keys.Optional("interleave_moe_layer_step") is { } step and > 1 ? layers - (layers / step) : 0);
    }

    private LatentAttention ReadLatent(int rank) => new(
        rank, keys.Optional("q_lora_rank") ?? 0, keys.Required("qk_rope_head_dim"), keys.Required("qk_nope_head_dim"), keys.Required("v_head_dim"));

    private LinearAttention? ReadLinear(List<string> kinds)
    {
        var layers = kinds.Count(Linear.Contains);
        var bytes = (keys.Word("mamba_ssm_dtype") ?? keys.Word("mamba_ssm_cache_dtype")) is "bfloat16" or "float16" ? 2 : 4;
        return layers == 0 ? null
            : keys.Part("linear_attn_config") is { } kimi ? ReadKimi(kimi, layers, bytes)
            : keys.Optional("mamba_num_heads") is { } heads
                ? new(
                    LinearKind.Mamba2, layers, keys.Required("n_groups"), heads, keys.Required("ssm_state_size"), keys.Required("mamba_head_dim"), keys.Required("conv_kernel"), bytes)
                : new(
                    LinearKind.GatedDelta,
                    layers,
                    keys.Required("linear_num_key_heads"),
                    keys.Required("linear_num_value_heads"),
                    keys.Required("linear_key_head_dim"),
                    keys.Required("linear_value_head_dim"),
                    keys.Required("linear_conv_kernel_dim"),
                    bytes);
    }

    private static LinearAttention ReadKimi(ModelConfigKeys kimi, int layers, int bytes)
    {
        var (heads, size) = (kimi.Required("num_heads"), kimi.Required("head_dim"));
        return new(LinearKind.KimiDelta, layers, heads, heads, size, size, kimi.Required("short_conv_kernel_size"), bytes)
        {
            FullRankGate = kimi.Flag("use_full_rank_gate") == true,
        };
    }

    private CompressedContext? ReadCompressed(int layers)
    {
        var each = (keys.List("compress_ratios") ?? []).Select(text => int.TryParse(text, out var ratio) && ratio >= 0 ? ratio : -1).Take(layers).ToList();
        if (each.Contains(-1))
        {
            problems.Error(keys.WhereIs("compress_ratios"), "bad-number", "\"compress_ratios\" must be whole numbers");
        }

        var ratios = each.Where(ratio => ratio > 0).GroupBy(ratio => ratio).OrderBy(group => group.Key).ToList();
        if (ratios.Count == 0)
        {
            return null;
        }

        var fine = ratios[0];
        var coarse = ratios[^1];
        return new(
            keys.Required("q_lora_rank"), keys.Required("o_lora_rank"), keys.Required("o_groups"), fine.Count(), fine.Key, ratios.Count > 1 ? coarse.Count() : 0, coarse.Key);
    }

    /// <summary>A choice among all tokens, or among the entries of compressed layers.</summary>
    private SparseChoice? ReadSparse(Network network)
    {
        if (keys.Optional("index_topk") is not { } chosen)
        {
            return null;
        }

        var layers = network.Compressed?.ChosenLayers ?? network.FullLayers;
        return new(
            keys.Required("index_n_heads"),
            keys.Required("index_head_dim"),
            Tokens.FromCount((double)chosen * (network.Compressed?.ChosenRatio ?? 1)),
            layers,
            keys.List("indexer_types")?.Take(network.Layers).Count(kind => kind == "full") ?? layers);
    }

    /// <summary>Heads of the windowed layers and of the others, where they have names of their own, and value heads of another width.</summary>
    private Network WithHeads(Network network)
    {
        if (network.Latent is not null || network.Window is null)
        {
            return network;
        }

        var size = network.HeadSize;
        var kvHeads = keys.Optional("num_key_value_heads", "num_attention_groups") ?? network.Heads;
        if (keys.Optional("global_head_dim") is { } wide)
        {
            return network with { FullHeads = new(keys.Optional("num_global_key_value_heads") ?? kvHeads, wide, wide, keys.Flag("attention_k_eq_v") == true) };
        }

        var value = keys.Optional("swa_v_head_dim", "v_head_dim") ?? size;
        return network with
        {
            HeadSize = keys.Optional("swa_head_dim") ?? size,
            ValueSize = value == size ? null : value,
            FullHeads = keys.Optional("swa_num_key_value_heads") is null ? null : new(kvHeads, size, keys.Optional("v_head_dim") ?? size, SharesProjection: false),
        };
    }
}
