namespace Mtok.Tests;

/// <summary>What lint says of prices whose seller or source does not bear them out.</summary>
public sealed class SellerRulesTests
{
    private const string Header = "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,as_of,source\n";

    /// <summary>What the rules look at; reading the rest takes most of the time.</summary>
    private static readonly IReadOnlyList<CatalogFile> Prices =
        [.. CatalogFiles.Embedded().Where(file => file.Kind is "models.toml" or "apis.csv" or "sources.toml" or ".toml")];

    [Theory]
    [InlineData("google", "claude-opus-4-8,c,5,25,2026-11-20,genai-prices@0.1.8\n", "other-makers-model")]
    [InlineData("openai", "gpt-oss-120b,o,0.04,0.2,2026-11-20,genai-prices@0.1.8\n", "not-sold")]
    [InlineData("lambda", "llama-3.1-8b,l,0.04,0.2,2026-11-20,genai-prices@0.1.8\n", "price-after-end")]
    [InlineData("acme", "llama-3.1-8b,l,0.04,0.2,2026-11-20,genai-prices@0.1.8\n", "unknown-seller")]
    [InlineData("acme", "llama-3.1-8b,l,0.04,0.2,2026-11-20,models.dev@2026-09-30\n", "no-second-source")]
    [InlineData("groq", "llama-3.1-8b,l,0.04,0.2,2026-11-20,models.dev@2026-09-30\n", null)]
    [InlineData("groq", "llama-3.1-8b,l,0.04,0.2,2026-11-20,a file of mine\n", "unknown-source")]
    [InlineData("aws-bedrock", "claude-opus-4-8,c,5,25,2026-11-20,genai-prices@0.1.8\n", null)]
    public void A_price_that_its_seller_or_source_does_not_bear_out_is_warned_of(string provider, string row, string? rule) =>
        Assert.Equal(
            rule is null ? [] : [rule],
            Lint(new CatalogFile("imported/apis.csv", provider, $"my/imported/apis/{provider}.csv", Header + row))
                .Where(problem => rule is null || problem.Rule == rule || problem.Rule is not ("unknown-seller" or "no-second-source"))
                .Select(problem => problem.Rule).Distinct());

    [Fact]
    public void A_users_import_that_loses_to_a_newer_built_in_price_is_told_at_its_row()
    {
        var built = Workloads.Built.ApisFor(Workloads.Built.FindModel("gpt-oss-120b")!).First(api => api is { Provider: "groq", IsBase: true });
        CatalogFile Import(string day) => new("imported/apis.csv", "groq", "my/imported/apis/groq.csv", $"{Header}gpt-oss-120b,{built.ProviderModel},0.1,0.5,{day},genai-prices@x\n");
        Assert.Equal(("older-import", 2), Assert.Single(Lint(Import("2026-01-01")).Select(problem => (problem.Rule, problem.Where.Line))));
        Assert.Empty(Lint(Import("2030-01-01")));
    }

    [Fact]
    public void Rows_of_the_users_own_are_not_asked_for_a_second_source() => Assert.Empty(Lint(CatalogText.Apis("llama-3.1-8b,l,0.04,0.2,,2026-11-20,me\n")));

    [Theory]
    [InlineData("[seller.api]\nstatus = \"gone\"\nseen = \"2026-01-01\"\nseen_by = \"x\"\n", "unknown-word")]
    [InlineData("[seller.api]\nstatus = \"active\"\nended = \"2026-01-01\"\nseen = \"2026-01-01\"\nseen_by = \"x\"\n", "unused-key")]
    [InlineData("[seller.api]\nstatus = \"ended\"\nended = \"2026-01-01\"\nseen = \"2026-02-01\"\nseen_by = \"x\"\n", "seen-after-end")]
    [InlineData("[seller.machines]\nstatus = \"active\"\nseen = \"lately\"\nseen_by = \"x\"\n", "bad-date")]
    [InlineData("[seller.machines]\nstatus = \"active\"\nseen = \"2026-01-01\"\n", "missing-key")]
    public void A_wrong_standing_is_one_problem(string standing, string rule) =>
        Assert.Equal(rule, Assert.Single(CatalogText.Lint(new CatalogFile(".toml", "sellers", "my/sellers.toml", $"[[seller]]\nid = \"acme\"\nas_of = \"2026\"\nsources = [\"me\"]\n{standing}"))).Rule);

    [Theory]
    [InlineData("kind = \"copy\"\n", "wrong-copy")]
    [InlineData("copy_of = \"litellm\"\n", "wrong-copy")]
    [InlineData("kind = \"rumour\"\n", "unknown-word")]
    [InlineData("address = \"ftp://x\"\n", "bad-address")]
    public void A_wrong_source_is_one_problem(string keys, string rule) =>
        Assert.Equal(rule, Assert.Single(CatalogText.Lint(CatalogText.Toml("sources", $"[[source]]\nid = \"mine\"\n{keys}as_of = \"2026\"\nsources = [\"me\"]\n"))).Rule);

    private static List<Problem> Lint(CatalogFile file)
    {
        var problems = new Problems();
        var reader = new CatalogReader(problems) { MayWait = true };
        reader.Add(Prices);
        reader.Add([file]);
        SellerRules.Check(reader.Build(), problems);
        return [.. problems.All.Where(problem => problem.Where.File.StartsWith("my/", StringComparison.Ordinal) && problem.Rule is not "output-cheaper")];
    }
}
