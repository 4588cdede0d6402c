using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>A user's discounts, own prices, currencies and machines, in one TOML file.</summary>
public sealed class OwnTermsTests
{
    private const string Rate = "[[rate]]\ncurrency = \"EUR\"\nusd = 1.10\nas_of = \"2026-08-01\"\nsource = \"our bank\"\n";

    private const string Everything = Rate + """

        [[discount]]
        provider = "aws"
        discount = "10%"
        pricing = ["on_demand"]
        as_of = "2026-01-01"
        source = "our agreement"

        [[discount]]
        provider = "groq"
        discount = "20%"
        as_of = "2026-01-01"
        source = "our agreement"

        [[offer]]
        seller = "acme"
        instance = "node"
        accelerator = "h100-sxm"
        gpus = 8
        region = "cellar"
        pricing = "on_demand"
        price = "16.00 EUR/h"
        as_of = "2026-06-01"
        source = "our contract"

        [[api]]
        provider = "acme"
        model = "gpt-oss-120b"
        provider_model = "house"
        input = "$0.10"
        output = "0.40 EUR/Mtok"
        as_of = "2026-06-01"
        source = "our contract"

        [[machine]]
        name = "ours"
        accelerator = "h100-sxm"
        gpus = 8
        price = "$250000"
        life_years = 5
        power = "10 kW"
        electricity = "$0.20/kWh"
        """;

    [Fact]
    public void One_file_holds_all_of_it()
    {
        var problems = new Problems();
        var path = Path.Combine(Directory.CreateTempSubdirectory("mtok-own-").FullName, "ours.toml");
        File.WriteAllText(path, Everything);
        var catalog = CatalogReader.Load(path, problems);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.DoesNotContain(problems.All, problem => problem.Where.File == path);
        Assert.Contains(catalog!.Owned, machine => machine.Name == "ours");
        Assert.Equal(17.6m, Assert.Single(catalog.CurrentOffers, offer => offer.Seller == "acme").Price.Dollars);
    }

    [Fact]
    public void A_discount_is_taken_off_list_prices_and_told()
    {
        var (built, catalog) = (PriceFixtures.Catalog, Read(Everything));
        var list = built.CurrentOffers.First(offer => offer is { Seller: "aws", Instance: "p5.48xlarge", Pricing: Pricing.OnDemand });
        var paid = catalog.CurrentOffers.Single(offer => offer.Key == list.Key);
        Assert.Equal(list.Price.Dollars * 0.9m, paid.Price.Dollars);
        Assert.Contains("less 10% (our agreement, 2026-01-01)", paid.Provenance.Citation, StringComparison.Ordinal);
        var spot = built.CurrentOffers.First(offer => offer is { Seller: "aws", Pricing: Pricing.Spot });
        Assert.Equal(spot.Price, catalog.CurrentOffers.Single(offer => offer.Key == spot.Key).Price);
        Assert.Equal(list.Price, catalog.Offers.First(offer => offer.Key == list.Key && offer.Provenance == list.Provenance).Price);
    }

    [Fact]
    public void A_discount_covers_every_kind_of_token()
    {
        var model = PriceFixtures.Catalog.FindModel("gpt-oss-120b")!;
        var list = PriceFixtures.Catalog.ApisFor(model).First(api => api.Provider == "groq");
        var paid = Read(Everything).ApisFor(model).Single(api => api.Key == list.Key);
        Assert.Equal((list.Prices.Input.Dollars * 0.8m, list.Prices.Output.Dollars * 0.8m), (paid.Prices.Input.Dollars, paid.Prices.Output.Dollars));
    }

    [Fact]
    public void Ones_own_price_is_not_discounted_again()
    {
        var own = "[[discount]]\nprovider = \"acme\"\ndiscount = \"50%\"\nas_of = \"2026-01-01\"\nsource = \"s\"\n";
        Assert.Equal(17.6m, Assert.Single(Read(Everything + "\n\n" + own).CurrentOffers, offer => offer.Seller == "acme").Price.Dollars);
    }

    [Fact]
    public void Another_currency_is_kept_as_quoted_and_converted_at_the_rate_given()
    {
        var offer = Read(Everything).CurrentOffers.Single(offer => offer.Seller == "acme");
        Assert.Equal("quoted 16.00 EUR/h, at $1.10/EUR of 2026-08-01 (our bank)", offer.Provenance.Terms.Replace("16 EUR", "16.00 EUR", StringComparison.Ordinal));
        var csv = CatalogText.Read(new(), Own(Rate), CatalogText.Offers("node,h100-sxm,8,cellar,on_demand,20 EUR,,2026-06-01,list\n"));
        var row = csv.CurrentOffers.Single(found => found.Seller == "acme");
        Assert.Equal((22m, "20 EUR"), (row.Price.Dollars, row.QuotedAs!.ToString()));
    }

    [Fact]
    public void Without_a_rate_nothing_is_converted() =>
        Assert.Equal("missing-rate", Assert.Single(CatalogText.Lint(CatalogText.Offers("node,h100-sxm,8,cellar,on_demand,20 EUR,,2026-06-01,list\n"))).Rule);

    [Fact]
    public void An_import_in_another_currency_is_stored_as_quoted()
    {
        var catalog = CatalogText.Read(new(), Own(Rate));
        var import = PriceFixtures.Read("azure-retail.json", catalog);
        var quoted = Assert.Single(import.Offers, offer => offer.QuotedAs is not null);
        Assert.Equal((101.5m * 1.1m, "101.5 EUR"), (quoted.Price.Dollars, quoted.QuotedAs!.ToString()));
        Assert.Contains(",101.5 EUR,", PriceRows.Line(quoted), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[rate]]\ncurrency = \"Euro\"\nusd = 1.1\nas_of = \"2026-01-01\"\nsource = \"s\"", "unknown-currency")]
    [InlineData("[[rate]]\ncurrency = \"EUR\"\nusd = 1.1\nas_of = \"undated\"\nsource = \"s\"", "bad-date")]
    [InlineData("[[rate]]\ncurrency = \"EUR\"\nusd = 1.1\nas_of = \"2026-01-01\"", "missing-key")]
    [InlineData("[[discount]]\nprovider = \"aws\"\ndiscount = \"120%\"\nas_of = \"2026-01-01\"\nsource = \"s\"", "out-of-range")]
    [InlineData("[[discount]]\nprovider = \"aws\"\ndiscount = \"10%\"\npricing = [\"hourly\"]\nas_of = \"2026-01-01\"\nsource = \"s\"", "unknown-word")]
    [InlineData("[[discount]]\nprovider = \"aws\"\ndiscount = \"10%\"\nas_of = \"2026-01-01\"\nsource = \"s\"\nprize = 1", "unknown-key")]
    [InlineData("[[api]]\nprovider = \"a\"\nmodel = \"gpt-oss-120b\"\nprovider_model = \"h\"\ninput = \"$0.0000001\"\noutput = \"$1\"\nas_of = \"2026\"\nsource = \"s\"", "implausible-price")]
    [InlineData("[[offer]]\nseller = \"a\"\ninstance = \"n\"\naccelerator = \"l4\"\ngpus = 1\nprice = \"cheap\"\nas_of = \"2026\"\nsource = \"s\"", "bad-number")]
    public void What_is_wrong_in_it_is_told_with_its_place(string text, string rule)
    {
        var problem = Assert.Single(CatalogText.Lint(Own(text)));
        Assert.Equal(rule, problem.Rule);
        Assert.True(problem.Where.Line > 0);
    }

    private static CatalogFile Own(string text) => CatalogText.Toml("owned", text);

    private static Catalog Read(string text)
    {
        var problems = new Problems();
        var catalog = CatalogText.Read(problems, Own(text));
        Assert.Empty(problems.All.Where(problem => problem.Severity == Severity.Error).Select(problem => problem.ToString()));
        return catalog;
    }
}
