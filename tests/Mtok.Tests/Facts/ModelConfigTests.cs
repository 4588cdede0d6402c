namespace Mtok.Tests;

public sealed class ModelConfigTests
{
    private const string Llama = """
        {"model_type": "llama", "num_hidden_layers": 80, "hidden_size": 8192, "num_attention_heads": 64, "num_key_value_heads": 8, "intermediate_size": 28672,
         "vocab_size": 128256, "max_position_embeddings": 131072, "tie_word_embeddings": false, "torch_dtype": "bfloat16"}
        """;

    [Fact]
    public void A_configuration_gives_the_network_that_the_catalog_has()
    {
        var (model, problems) = Read(Llama);
        Assert.Empty(problems);
        Assert.Equal(Workloads.Built.FindModel("llama-3.3-70b")!.Network, model!.Network);
        Assert.Equal((131072, "bf16"), (model.Context.Count, model.WeightsPrecision?.Id));
    }

    [Fact]
    public void Experts_latent_attention_and_a_nested_text_part_are_read()
    {
        var (model, problems) = Read("""
            {"model_type": "kimi_k25", "text_config": {"model_type": "kimi_k2", "num_hidden_layers": 61, "hidden_size": 7168, "num_attention_heads": 64, "num_key_value_heads": 64,
             "intermediate_size": 18432, "moe_intermediate_size": 2048, "n_routed_experts": 384, "num_experts_per_tok": 8, "n_shared_experts": 1, "first_k_dense_replace": 1,
             "kv_lora_rank": 512, "q_lora_rank": 1536, "qk_rope_head_dim": 64, "qk_nope_head_dim": 128, "v_head_dim": 128, "vocab_size": 163840}}
            """);
        Assert.Empty(problems);
        Assert.Equal(Workloads.Built.FindModel("kimi-k2.5")!.Network, model!.Network);
    }

    [Fact]
    public void Windows_follow_the_kinds_of_layers()
    {
        var (model, problems) = Read(Llama.Replace("\"torch_dtype\"", "\"sliding_window\": 128, \"layer_types\": [\"sliding_attention\", \"full_attention\", \"sliding_attention\"], \"torch_dtype\"", StringComparison.Ordinal));
        Assert.Empty(problems);
        Assert.Equal(new AttentionWindow(Tokens.FromCount(128), 2), model!.Network!.Window);
    }

    [Fact]
    public void Everything_that_is_missing_is_reported_at_once()
    {
        var (model, problems) = Read("""{"model_type": "frobnicator", "hidden_size": "wide", "layer_types": ["spiral_attention"]}""");
        Assert.Null(model);
        Assert.Superset(
            new HashSet<string> { "unknown-model-type", "bad-number", "missing-key", "unmodelled-layers" }, problems.Select(problem => problem.Rule).ToHashSet());
        Assert.Equal(4, problems.Count(problem => problem.Rule == "missing-key"));
        Assert.All(problems, problem => Assert.EndsWith(".json", problem.Where.File, StringComparison.Ordinal));
    }

    [Fact]
    public void A_string_that_is_no_Unicode_text_is_reported() =>
        Assert.Equal("broken-json", Assert.Single(Read("""{"model_type": "\ud800"}""").Problems).Rule);

    [Fact]
    public void What_is_written_is_read_as_the_same_network()
    {
        var model = Read(Llama).Model!;
        var problems = new Problems();
        var catalog = CatalogText.Read(problems, CatalogText.Toml("models", ModelText.Write(model, "config.json")));
        Assert.DoesNotContain(problems.All, problem => problem.Where.File.StartsWith("my/", StringComparison.Ordinal));
        Assert.Equal(model.Network, catalog.FindModel(model.Id)!.Network);
    }

    [Fact]
    public void A_network_with_layers_that_are_not_modelled_says_which()
    {
        var problems = new Problems();
        var model = CatalogText.Read(problems, CatalogText.Toml("models", """
            [[model]]
            id = "spiral-1"
            name = "Spiral 1"
            maker = "none"
            aliases = []
            context_tokens = 8192
            parameters_billion = 1
            as_of = "2026-01-01"
            sources = ["made up"]

            [[model.layer_kind]]
            kind = "spiral attention"
            layers = 48
            """)).FindModel("spiral-1")!;
        Assert.DoesNotContain(problems.All, problem => problem.Where.File.StartsWith("my/", StringComparison.Ordinal));
        Assert.Null(model.Network);
        Assert.Contains("48 layers of spiral attention are not modelled", model.WhyNoNetwork, StringComparison.Ordinal);
        Assert.Contains("not published", Workloads.Built.FindModel("gpt-4o")!.WhyNoNetwork, StringComparison.Ordinal);
    }

    internal static (Model? Model, IReadOnlyList<Problem> Problems) Read(string text)
    {
        var path = Path.Combine(Path.GetTempPath(), $"mtok-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, text);
        try
        {
            var problems = new Problems();
            return (ModelConfig.Read(path, problems), problems.All);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
