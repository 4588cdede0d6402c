namespace Mtok.Tests;

/// <summary>Traps of throughput tables, networks, names and layout.</summary>
public sealed class FactTrapTests
{
    private const string Good = "llama-3.3-70b,h100-sxm,8,8,1,fp8,vLLM,closed_loop,1000,1000,64,2133,1000,29,2026-05-20,s";

    [Fact]
    public void A_consistent_measurement_has_no_problem() => Assert.Empty(CatalogText.Lint(CatalogText.Measurements(Good + "\n")));

    [Theory]
    [InlineData("2133,1000,29", "4266,1000,29")]
    [InlineData("2133,1000,29", "2133,1000,14.5")]
    public void Totals_taken_for_outputs_and_halved_times_break_littles_law(string from, string to)
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Measurements(Good.Replace(from, to, StringComparison.Ordinal) + "\n")));
        Assert.Equal(("littles-law", Severity.Warning), (problem.Rule, problem.Severity));
    }

    [Theory]
    [InlineData("h100-sxm,8,8,1", "h100-sxm,4,8,1", "wrong-gpus")]
    [InlineData("h100-sxm", "a100", "unknown-accelerator")]
    [InlineData("fp8", "float8", "unknown-word")]
    [InlineData("closed_loop", "peak", "unknown-word")]
    [InlineData("1000,1000,64", ",1000,64", "blank-input-tokens")]
    [InlineData("2133,1000,29", "0,1000,29", "out-of-range")]
    [InlineData("2026-05-20,s", "2026-05-20,", "missing-source")]
    public void A_measurement_that_cannot_be_true_is_an_error(string from, string to, string rule)
    {
        var problems = CatalogText.Lint(CatalogText.Measurements(Good.Replace(from, to, StringComparison.Ordinal) + "\n"));
        Assert.Contains(problems, problem => problem.Rule == rule && problem.Severity == Severity.Error && problem.Where.Line == 2);
    }

    [Theory]
    [InlineData("median", null)]
    [InlineData("", null)]
    [InlineData("p50", "unknown-word")]
    public void A_time_to_the_first_token_is_a_mean_or_a_median(string word, string? rule)
    {
        var file = CatalogText.Measurements($"{Good},{word}\n");
        var header = file.Text.IndexOf('\n', StringComparison.Ordinal);
        var problems = CatalogText.Lint(new CatalogFile(file.Kind, file.Name, file.Path, file.Text.Insert(header, ",ttft_is")));
        Assert.Equal(rule, problems.SingleOrDefault()?.Rule);
    }

    [Fact]
    public void A_network_that_does_not_make_its_parameters_is_an_error()
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Toml("models", Model("my-8b", layers: 16))));
        Assert.Equal("wrong-network", problem.Rule);
        Assert.Empty(CatalogText.Lint(CatalogText.Toml("models", Model("my-8b", layers: 32))));
    }

    [Theory]
    [InlineData("[model.network.linear]\nkind = \"mamba2\"\nlayers = 40\nkey_heads = 8\nvalue_heads = 64\nkey_size = 128\nvalue_size = 64\nkernel = 4\nstate_bytes = 4", "40 linear layers are more than the 32")]
    [InlineData("window_tokens = 1024\nwindow_layers = 33", "33 windowed layers are more than the 32")]
    [InlineData("[model.network.sparse]\nheads = 4\nkey_size = 128\nchosen_tokens = 2048\nlayers = 20\nindex_layers = 21", "21 index layers are more than the 20")]
    [InlineData("window_tokens = 1024\nwindow_layers = 8\n[model.network.sparse]\nheads = 4\nkey_size = 128\nchosen_tokens = 2048\nlayers = 20", "windowed layers beside")]
    public void Layers_that_cannot_be_are_an_error(string network, string says)
    {
        var problems = CatalogText.Lint(CatalogText.Toml("models", $"{Model("my-8b", layers: 32).TrimEnd()}\n{network}\n"));
        Assert.Contains(problems, problem => problem.Rule == "wrong-layers" && problem.Severity == Severity.Error && problem.Message.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void An_alias_that_means_two_things_is_an_error() =>
        Assert.Contains(CatalogText.Lint(CatalogText.Toml("models", Model("my-8b", layers: 32).Replace("aliases = []", "aliases = [\"Llama 3.3 70B\"]", StringComparison.Ordinal))), problem => problem.Rule == "duplicate-name");

    [Fact]
    public void A_misspelt_key_never_vanishes()
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Toml("models", Model("my-8b", layers: 32).Replace("tied_embeddings", "tied_embedings", StringComparison.Ordinal))));
        Assert.Equal("unknown-key", problem.Rule);
        Assert.Contains("did you mean \"tied_embeddings\"?", problem.Message, StringComparison.Ordinal);
        Assert.Equal("tied_embedings = false", Model("my-8b", 32).Replace("tied_embeddings", "tied_embedings", StringComparison.Ordinal).Split('\n')[problem.Where.Line - 1]);
    }

    [Fact]
    public void A_misspelt_column_is_told_with_the_header()
    {
        var file = CatalogText.Offers("");
        var problems = CatalogText.Lint(file with { Text = file.Text.Replace("usd_per_hour", "usd_per_hr", StringComparison.Ordinal) + "p5,h100-sxm,8,us,on_demand,55,,2026-05-20,s\n" });
        Assert.Contains(problems, problem => problem.Rule == "unknown-key" && problem.Where.Line == 1 && problem.Message.Contains("usd_per_hour", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Rule == "missing-key");
    }

    [Fact]
    public void A_file_that_is_no_part_of_a_catalog_is_told() =>
        Assert.Equal("not-a-catalog-file", Assert.Single(CatalogText.Lint(new CatalogFile("prices.csv", "x", "my/prices/x.csv", "a,b\n"))).Rule);

    private static string Model(string id, int layers) => $"""
        [[model]]
        id = "{id}"
        name = "Mine"
        maker = "me"
        aliases = []
        context_tokens = 8192
        parameters_billion = 8.03
        weights_precision = "bf16"
        as_of = "2026-01-01"
        sources = ["me"]
        [model.network]
        layers = {layers}
        hidden = 4096
        heads = 32
        kv_heads = 8
        head_size = 128
        ffn = 14336
        vocabulary = 128256
        tied_embeddings = false
        """;
}
