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

    private static Catalog Over(params CatalogFile[] files)
    {
        var problems = new Problems();
        var catalog = CatalogText.Read(problems, files);
        Assert.False(problems.HasErrors, string.Join("\n", problems.All));
        return catalog;
    }
}
