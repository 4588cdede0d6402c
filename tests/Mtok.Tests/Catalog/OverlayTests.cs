namespace Mtok.Tests;

public sealed class OverlayTests
{
    [Fact]
    public void A_users_row_replaces_the_built_in_rows_with_its_key_whatever_their_date()
    {
        var catalog = Over(CatalogText.Offers("p5.48xlarge,h100-sxm,8,us-east-1,on_demand,40,,2020-01-01,my contract\n", "aws"));
        var price = Assert.Single(catalog.CurrentOffers, offer => offer is { Seller: "aws", Instance: "p5.48xlarge", Region: "us-east-1", Pricing: Pricing.OnDemand });
        Assert.Equal(40m, price.Price.Dollars);
    }

    [Fact]
    public void Other_rows_stay_as_they_were()
    {
        var built = Workloads.Built;
        var catalog = Over(CatalogText.Offers("mine,h100-sxm,8,home,on_demand,10,,2026-01-01,me\n"));
        Assert.Equal(built.Offers.Count + 1, catalog.Offers.Count);
        Assert.Equal(built.Apis.Count, catalog.Apis.Count);
    }

    [Theory]
    [InlineData("9,,2026-01-01,a", "8,,2026-05-01,b", 8)]
    [InlineData("9,,2026-05-01,a", "8,,2026-01-01,b", 9)]
    [InlineData("9,,undated,a", "8,,2020-01-01,b", 8)]
    [InlineData("9,,2026-05-01,a", "10,,2026-05-01,b", 10)]
    [InlineData("9,,2026,a", "8,,2026-01,b", 9)]
    public void Todays_price_is_the_newest_and_the_dearest_of_two_as_new(string first, string second, double expected)
    {
        var catalog = Over(CatalogText.Offers($"m,h100-sxm,1,x,on_demand,{first}\nm,h100-sxm,1,x,on_demand,{second}\n"));
        Assert.Equal((decimal)expected, Assert.Single(catalog.CurrentOffers, offer => offer.Seller == "acme").Price.Dollars);
        Assert.Equal(2, catalog.Offers.Count(offer => offer.Seller == "acme"));
    }

    [Fact]
    public void A_users_model_and_its_price_are_found_by_id_and_alias()
    {
        var model = """
            [[model]]
            id = "my-model"
            name = "Mine"
            maker = "me"
            aliases = ["acme/Mine Large"]
            context_tokens = 8192
            as_of = "2026-01-01"
            sources = ["me"]
            """;
        var catalog = Over(CatalogText.Toml("models", model), CatalogText.Apis("acme/mine-large,m,0.1,0.4,,2026-05-20,s\n"));
        Assert.Equal("my-model", catalog.FindModel("ACME/mine_large")?.Id);
        Assert.Single(catalog.ApisFor(catalog.FindModel("my-model")!));
    }

    [Fact]
    public void A_marketplace_is_a_row_of_the_catalog_and_its_prices_are_listings()
    {
        var built = CatalogReader.Load(null, new Problems())!;
        Assert.Superset(new HashSet<string> { "tensordock", "vast" }, built.Sellers.Where(seller => seller.Kind == SellerKind.Marketplace).Select(seller => seller.Id).ToHashSet());
        Assert.All(built.CurrentOffers, offer => Assert.Equal(built.FindSeller(offer.Seller)?.Kind == SellerKind.Marketplace || offer.Tier is "community" or "marketplace", offer.IsListing));
    }

    [Fact]
    public void Users_say_what_kind_of_seller_it_is_whether_it_is_theirs_or_built_in()
    {
        var catalog = Over(Sellers(Seller("acme", "marketplace") + Seller("vast", "cloud")), CatalogText.Offers("mine,h100-sxm,8,home,on_demand,10,,2026-01-01,me\n"));
        Assert.True(Assert.Single(catalog.Offers, offer => offer.Seller == "acme").IsListing);
        Assert.All(catalog.CurrentOffers.Where(offer => offer.Seller == "vast"), offer => Assert.False(offer.IsListing));
    }

    [Theory]
    [InlineData("[[seller]]\nid = \"acme\"\nkind = \"bazaar\"\nas_of = \"2026\"\nsources = [\"me\"]\n", "unknown-word")]
    [InlineData("[[seller]]\nid = \"acme\"\nkinds = \"cloud\"\nas_of = \"2026\"\nsources = [\"me\"]\n", "unknown-key")]
    [InlineData("[[seller]]\nid = \"acme\"\nas_of = \"2026\"\nsources = [\"me\"]\n[[seller]]\nid = \"acme\"\nas_of = \"2026\"\nsources = [\"me\"]\n", "duplicate-row")]
    public void A_wrong_seller_is_one_problem(string text, string rule) =>
        Assert.Equal(rule, Assert.Single(CatalogText.Lint(Sellers(text))).Rule);

    [Fact]
    public void How_an_engine_family_divides_memory_is_a_row_of_the_catalog()
    {
        var family = "[[family]]\nfamily = \"Mine\"\nmemory_share = 0.5\nfree_memory_share = 0.8\nmemory_overhead_gb = 2\nas_of = \"2026\"\nsources = [\"me\"]\n";
        var catalog = Over(CatalogText.Toml("engines", family));
        Assert.Equal(new(Ratio.FromPercent(50), Ratio.FromPercent(80), Bytes.FromGigabytes(2)), catalog.FamilyOf("Mine").Memory);
        Assert.Equal(new(Ratio.One, Ratio.FromPercent(90), Bytes.FromGigabytes(1.5)) { KeepsOnlyWindows = false }, catalog.FamilyOf("TensorRT-LLM").Memory);
        Assert.Equal(MemoryPolicy.ShareOfAll, catalog.FamilyOf("vLLM").Memory);
        Assert.Equal("unknown-key", Assert.Single(CatalogText.Lint(CatalogText.Toml("engines", family + "share = 1\n"))).Rule);
        Assert.Equal("duplicate-row", Assert.Single(CatalogText.Lint(CatalogText.Toml("engines", family + family))).Rule);
    }

    [Fact]
    public void How_long_an_engines_server_takes_is_a_row_of_the_catalog()
    {
        var family = "[[family]]\nfamily = \"Mine\"\nmemory_share = 0.5\nfree_memory_share = 0.8\nmemory_overhead_gb = 2\nas_of = \"2026\"\nsources = [\"me\"]\n";
        var catalog = Over(CatalogText.Toml("engines", family + "server_ms = 7\nserver_request_ms = 1.5\n"));
        var engine = catalog.FamilyOf("Mine").Applied(EngineCalibration.None, catalog.FindAccelerator("h100-sxm")!);
        Assert.Equal((7, 1.5), (engine.Server.Milliseconds, engine.ServerPerRequest.Milliseconds));
        Assert.Equal(default, Over(CatalogText.Toml("engines", family)).FamilyOf("Mine").ServerPerRequest);
        Assert.Equal("out-of-range", Assert.Single(CatalogText.Lint(CatalogText.Toml("engines", family + "server_request_ms = -1\n"))).Rule);
    }

    [Fact]
    public void A_catalog_cannot_be_changed_once_it_is_built() =>
        Assert.Empty(typeof(Catalog).GetProperties().Where(property => property.SetMethod is not null).Select(property => property.Name));

    private static CatalogFile Sellers(string text) => new(".toml", "sellers", "my/sellers.toml", text);

    private static string Seller(string id, string kind) => $"[[seller]]\nid = \"{id}\"\nkind = \"{kind}\"\nas_of = \"2026\"\nsources = [\"me\"]\n";

    private static Catalog Over(params CatalogFile[] files)
    {
        var problems = new Problems();
        var catalog = CatalogText.Read(problems, files);
        Assert.False(problems.HasErrors, string.Join("\n", problems.All));
        return catalog;
    }
}
