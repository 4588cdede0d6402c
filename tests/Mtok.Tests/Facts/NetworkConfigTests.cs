namespace Mtok.Tests;

/// <summary>The key names of each kind of model give the network that the catalog has of the same model.</summary>
public sealed class NetworkConfigTests
{
    private const string DeepSeek = """
        "num_hidden_layers": 61, "hidden_size": 7168, "num_attention_heads": 128, "num_key_value_heads": 128, "intermediate_size": 18432, "moe_intermediate_size": 2048,
        "n_routed_experts": 256, "num_experts_per_tok": 8, "n_shared_experts": 1, "first_k_dense_replace": 3, "kv_lora_rank": 512, "q_lora_rank": 1536,
        "qk_rope_head_dim": 64, "qk_nope_head_dim": 128, "v_head_dim": 128, "vocab_size": 129280, "index_n_heads": 64, "index_head_dim": 128, "index_topk": 2048
        """;

    private const string Nemotron = """
        "num_hidden_layers": 52, "hidden_size": 2688, "num_attention_heads": 32, "num_key_value_heads": 2, "head_dim": 128, "intermediate_size": 1856, "vocab_size": 131072,
        "n_routed_experts": 128, "num_experts_per_tok": 6, "moe_intermediate_size": 1856, "n_shared_experts": 1, "moe_shared_expert_intermediate_size": 3712,
        "mamba_num_heads": 64, "mamba_head_dim": 64, "ssm_state_size": 128, "n_groups": 8, "conv_kernel": 4, "mlp_hidden_act": "relu2",
        "hybrid_override_pattern": "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME"
        """;

    private const string Gemma = """
        "num_hidden_layers": 30, "hidden_size": 2816, "num_attention_heads": 16, "num_key_value_heads": 8, "num_global_key_value_heads": 2, "head_dim": 256,
        "global_head_dim": 512, "attention_k_eq_v": true, "intermediate_size": 2112, "enable_moe_block": true, "num_experts": 128, "top_k_experts": 8,
        "moe_intermediate_size": 704, "vocab_size": 262144, "sliding_window": 1024
        """;

    private const string Mimo = """
        "num_hidden_layers": 48, "hidden_size": 4096, "num_attention_heads": 64, "num_key_value_heads": 4, "head_dim": 192, "v_head_dim": 128, "swa_num_attention_heads": 64,
        "swa_num_key_value_heads": 8, "swa_head_dim": 192, "swa_v_head_dim": 128, "sliding_window_size": 128, "intermediate_size": 16384, "n_routed_experts": 256,
        "num_experts_per_tok": 8, "moe_intermediate_size": 2048, "vocab_size": 152576
        """;

    private const string Compressed = """
        "num_hidden_layers": 43, "hidden_size": 4096, "num_attention_heads": 64, "num_key_value_heads": 1, "head_dim": 512, "moe_intermediate_size": 2048,
        "n_routed_experts": 256, "num_experts_per_tok": 6, "n_shared_experts": 1, "q_lora_rank": 1024, "qk_rope_head_dim": 64, "o_groups": 8, "o_lora_rank": 1024,
        "sliding_window": 128, "vocab_size": 129280, "index_n_heads": 64, "index_head_dim": 128, "index_topk": 512
        """;

    [Theory]
    [InlineData("qwen3.6-27b", "qwen3_5", """
        "num_hidden_layers": 64, "hidden_size": 5120, "num_attention_heads": 24, "num_key_value_heads": 4, "head_dim": 256, "intermediate_size": 17408, "vocab_size": 248320,
        "full_attention_interval": 4, "linear_num_key_heads": 16, "linear_num_value_heads": 48, "linear_key_head_dim": 128, "linear_value_head_dim": 128,
        "linear_conv_kernel_dim": 4, "mamba_ssm_dtype": "float32", "attn_output_gate": true
        """)]
    [InlineData("qwen3-next-80b-a3b", "qwen3_next", """
        "num_hidden_layers": 48, "hidden_size": 2048, "num_attention_heads": 16, "num_key_value_heads": 2, "head_dim": 256, "intermediate_size": 5120, "vocab_size": 151936,
        "full_attention_interval": 4, "linear_num_key_heads": 16, "linear_num_value_heads": 32, "linear_key_head_dim": 128, "linear_value_head_dim": 128,
        "linear_conv_kernel_dim": 4, "num_experts": 512, "num_experts_per_tok": 10, "moe_intermediate_size": 512, "shared_expert_intermediate_size": 512, "mlp_only_layers": []
        """)]
    [InlineData("nemotron-3-nano-30b-a3b", "nemotron_h", Nemotron)]
    [InlineData("kimi-linear-48b-a3b", "kimi_linear", """
        "num_hidden_layers": 27, "hidden_size": 2304, "num_attention_heads": 32, "num_key_value_heads": 32, "head_dim": 72, "intermediate_size": 9216, "vocab_size": 163840,
        "kv_lora_rank": 512, "q_lora_rank": null, "qk_rope_head_dim": 64, "qk_nope_head_dim": 128, "v_head_dim": 128, "num_experts": 256, "num_experts_per_token": 8,
        "moe_intermediate_size": 1024, "num_shared_experts": 1, "first_k_dense_replace": 1, "linear_attn_config": {"num_heads": 32, "head_dim": 128, "short_conv_kernel_size": 4,
        "kda_layers": [1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26], "full_attn_layers": [4, 8, 12, 16, 20, 24, 27]}
        """)]
    [InlineData("deepseek-v3.2", "deepseek_v32", DeepSeek)]
    public void Keys_of_a_kind_give_the_network_of_the_catalog(string id, string type, string rest) => AssertSame(id, type, rest);

    [Fact]
    public void Lists_of_layers_give_the_network_of_the_catalog()
    {
        AssertSame("gemma-4-26b-a4b", "gemma4_text", $"{Gemma}, {Layers("layer_types", 30, layer => layer % 6 == 5 ? "\"full_attention\"" : "\"sliding_attention\"")}");
        AssertSame("mimo-v2-flash", "mimo_v2_flash", $"{Mimo}, {Layers("hybrid_layer_pattern", 48, layer => layer == 0 || layer % 6 == 5 ? "0" : "1")}, {Layers("moe_layer_freq", 48, layer => layer == 0 ? "0" : "1")}");
        AssertSame("deepseek-v4-flash", "deepseek_v4", $"{Compressed}, {Layers("compress_ratios", 44, layer => layer is < 2 or 43 ? "0" : layer % 2 == 0 ? "4" : "128")}");
    }

    [Fact]
    public void Layers_that_use_keys_of_others_are_refused_by_name()
    {
        var (model, problems) = ModelConfigTests.Read($$"""{"model_type": "gemma4_text", {{Gemma}}, "num_kv_shared_layers": 18}""");
        Assert.Null(model);
        Assert.Contains(problems, problem => problem.Rule == "unmodelled-layers" && problem.Message.Contains("18 layers", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_network_of_the_catalog_is_written_and_read_as_the_same()
    {
        var problems = new Problems();
        var models = Workloads.Built.Models.Where(model => model.Network is not null).ToList();
        var read = CatalogText.Read(problems, [.. models.Select(model =>
            CatalogText.Toml("models", ModelText.Write(model with { Id = OwnId(model), Name = OwnId(model), Aliases = [] }, "config.json")))]);
        Assert.DoesNotContain(problems.All, problem => problem.Where.File.StartsWith("my/", StringComparison.Ordinal));
        Assert.All(models, model => Assert.Equal(model.Network, read.FindModel(OwnId(model))!.Network));
    }

    private static string OwnId(Model model) => $"own-{model.Id}";

    private static string Layers(string key, int layers, Func<int, string> kind) => $"\"{key}\": [{string.Join(", ", Enumerable.Range(0, layers).Select(kind))}]";

    private static void AssertSame(string id, string type, string rest)
    {
        var (model, problems) = ModelConfigTests.Read($$"""{"model_type": "{{type}}", {{rest}}}""");
        Assert.Empty(problems);
        Assert.Equal(Workloads.Built.FindModel(id)!.Network, model!.Network);
    }
}
