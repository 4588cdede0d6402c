namespace Mtok.Tests;

/// <summary>The traps seen in published prices, each in a file of the format it was seen in.</summary>
public sealed class PriceImportTrapTests
{
    [Fact]
    public void Googles_machine_and_its_accelerators_are_added_up()
    {
        var import = PriceFixtures.Read("skypilot-gcp.csv");
        var machine = import.Offers.Where(offer => offer.Instance == "a2-highgpu-8g").ToList();
        Assert.Equal([(Pricing.OnDemand, 29.37m), (Pricing.Spot, 12.3m)], machine.Select(offer => (offer.Pricing, offer.Price.Dollars)));
        Assert.All(machine, offer => Assert.Equal(("a100-sxm-40gb", 8), (offer.AcceleratorId, offer.Gpus)));
        Assert.Equal((1, 1), (PriceFixtures.Dropped(import, "host-without-gpu"), PriceFixtures.Dropped(import, "gpu-without-host")));
    }

    [Fact]
    public void A_slice_of_a_TPU_has_as_many_chips_as_the_catalog_knows_and_700_dollars_is_a_placeholder()
    {
        var import = PriceFixtures.Read("skypilot-gcp.csv");
        Assert.All(import.Offers.Where(offer => offer.Instance == "tpu-v5p-8"), offer => Assert.Equal(("tpu-v5p", 4), (offer.AcceleratorId, offer.Gpus)));
        Assert.Equal(2, PriceFixtures.Dropped(import, "sentinel-price"));
    }

    [Theory]
    [InlineData("skypilot.csv", "zero-price", 1)]
    [InlineData("skypilot.csv", "fractional-gpu", 1)]
    [InlineData("skypilot.csv", "spot-above-on-demand", 1)]
    [InlineData("skypilot.csv", "wrong-memory", 1)]
    [InlineData("skypilot.csv", "no-accelerator", 1)]
    [InlineData("skypilot.csv", "repeated", 1)]
    [InlineData("gpuhunt.csv", "blank-price", 1)]
    [InlineData("gpuhunt.csv", "wrong-memory", 1)]
    [InlineData("gcosts.yml", "spot-above-on-demand", 1)]
    [InlineData("tardellirs.json", "zero-price", 1)]
    [InlineData("tardellirs.json", "wrong-memory", 1)]
    [InlineData("vantage.json", "no-accelerator", 1)]
    [InlineData("vantage.json", "other-system", 1)]
    [InlineData("vantage-short.js", "fractional-gpu", 1)]
    [InlineData("azure-retail.json", "other-system", 3)]
    [InlineData("azure-retail.json", "missing-rate", 1)]
    [InlineData("aws-spot-advisor.json", "bad-number", 1)]
    [InlineData("aws-spot-advisor.json", "other-system", 1)]
    [InlineData("aws-spot-history.json", "other-system", 1)]
    [InlineData("litellm.json", "implausible-price", 1)]
    [InlineData("litellm.json", "zero-price", 1)]
    [InlineData("litellm.json", "not-text", 1)]
    [InlineData("openrouter.json", "zero-price", 1)]
    [InlineData("openrouter.json", "negative-price", 1)]
    [InlineData("models-dev.json", "blank-price", 1)]
    public void What_cannot_be_true_is_left_out_and_counted(string name, string rule, int count)
    {
        var import = PriceFixtures.Read(name);
        Assert.Equal(count, PriceFixtures.Dropped(import, rule));
        Assert.All(import.Dropped, dropped => Assert.True(dropped.First.Line > 0 && dropped.Why.Length > 0));
    }

    [Theory]
    [InlineData("skypilot.csv", "wrong-memory")]
    [InlineData("vantage.json", "commitment-dearer")]
    [InlineData("aws-spot-advisor.json", "negative-saving")]
    [InlineData("azure-retail.json", "next-page")]
    public void What_is_only_odd_is_taken_and_told(string name, string rule) => Assert.Equal(1, PriceFixtures.Noted(PriceFixtures.Read(name), rule));

    [Fact]
    public void A_reservations_price_is_of_the_whole_term_though_labelled_an_hour()
    {
        var offer = Assert.Single(PriceFixtures.Read("azure-retail.json").Offers, offer => offer.Pricing == Pricing.ReservedOneYear);
        Assert.InRange(offer.Price.Dollars, 63.9m, 64m);
    }

    [Theory]
    [InlineData("skypilot.csv", "accelerator aws A100")]
    [InlineData("gpuhunt.csv", "accelerator aws A100 80GB")]
    [InlineData("tardellirs.json", "accelerator acme NVIDIA A100 80GB")]
    [InlineData("vantage.json", "accelerator aws Xilinx U30")]
    public void A_name_without_an_alias_is_listed_and_never_guessed(string name, string expected)
    {
        var import = PriceFixtures.Read(name);
        Assert.Equal(expected, import.Unmapped.Select(unmapped => $"{unmapped.What} {unmapped.Of} {unmapped.Name}").Single(text => text == expected));
    }

    [Fact]
    public void An_alias_of_ones_own_explains_a_name()
    {
        var problems = new Problems();
        var catalog = CatalogText.Read(problems,
            new CatalogFile("aliases.csv", "acme", "my/aliases/acme.csv", "name,accelerator,model,as_of,source\nNVIDIA A100 80GB,a100-sxm-80gb,,2026,asked them\n"),
            new CatalogFile("aliases.csv", "openrouter", "my/aliases/openrouter.csv", "name,accelerator,model,as_of,source\nacme/unheard-of,,gpt-oss-20b,2026,the same\n"));
        Assert.DoesNotContain(problems.All, problem => problem.Where.File.StartsWith("my/", StringComparison.Ordinal));
        Assert.Contains(PriceFixtures.Read("tardellirs.json", catalog).Offers, offer => offer is { Seller: "acme", AcceleratorId: "a100-sxm-80gb" });
        Assert.Equal(0.6m, Assert.Single(PriceFixtures.Read("openrouter.json", catalog).Apis, api => api.ProviderModel == "acme/unheard-of").Prices.Output.Dollars);
    }

    [Fact]
    public void An_alias_that_means_two_things_or_nothing_is_an_error()
    {
        var file = new CatalogFile("aliases.csv", "any", "my/aliases/any.csv", "name,accelerator,model,provider,as_of,source\nx,l4,gpt-oss-20b,,2026,me\ny,,,,2026,me\nz,h1000,,,2026,me\n");
        Assert.Equal(["wrong-alias", "wrong-alias", "unknown-accelerator"], CatalogText.Lint(file).Select(problem => problem.Rule));
    }

    [Fact]
    public void A_price_beyond_any_number_is_none()
    {
        var text = PriceFixtures.Text("litellm.json").Replace("5.9e-07", "5.9e+400", StringComparison.Ordinal);
        Assert.Equal(1, PriceFixtures.Dropped(PriceFixtures.ReadText("litellm.json", text).Import!, "blank-price"));
    }
}
