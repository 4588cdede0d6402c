namespace Mtok.Tests;

/// <summary>Every trap seen in public price data, as the row that carries it and the complaint it must raise.</summary>
public sealed class PriceTrapTests
{
    [Theory]
    [InlineData("tpu-v6e-8,tpu-v6e,8,us,on_demand,700.0,,2026-05-20,s", "sentinel-price", 34)]
    [InlineData("p5,h100-sxm,8,us,on_demand,0,,2026-05-20,s", "zero-price", 28)]
    [InlineData("p5,h100-sxm,8,us,on_demand,,,2026-05-20,s", "blank-usd-per-hour", 28)]
    [InlineData("p5,h100-sxm,8,us,on_demand,-1,,2026-05-20,s", "negative-price", 28)]
    [InlineData("p5,h100-sxm,8,us,on_demand,0.08,,2026-05-20,s", "implausible-price", 28)]
    [InlineData("p5,h100-sxm,8,us,on_demand,abc,,2026-05-20,s", "bad-number", 28)]
    [InlineData("ND96,h100-sxm,8,us,reserved_1y,524000,,2026-05-20,s", "reservation-total", 32)]
    [InlineData("p6,b200-sxm,8,us,on_demand,114,80,2026-05-20,s", "wrong-memory", 32)]
    [InlineData("p5e,h200-sxm,8,us,on_demand,60,80,2026-05-20,s", "wrong-memory", 32)]
    [InlineData("g6f,l4,0.25,us,on_demand,0.475,,2026-05-20,s", "fractional-gpu", 8)]
    [InlineData("n1-host,,8,us,on_demand,3.00,,2026-05-20,s", "host-without-gpu", 9)]
    [InlineData("gpu_8x_a100,a100,8,us,on_demand,15.92,,2026-05-20,s", "unknown-accelerator", 13)]
    [InlineData("p5,h100-sxm,8,us,on_demand,55,,2026-05-20,", "missing-source", 43)]
    [InlineData("p5,h100-sxm,8,us,on_demand,55,,,s", "missing-date", 32)]
    [InlineData("p5,h100-sxm,8,us,on_demand,55,,soon,s", "bad-date", 32)]
    [InlineData("p5,h100-sxm,8,us,on_demnd,55,,2026-05-20,s", "unknown-word", 18)]
    public void An_offer_that_cannot_be_true_is_an_error_at_its_field(string row, string rule, int column)
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Offers(row + "\n")));
        Assert.Equal((rule, Severity.Error, 2, column), (problem.Rule, problem.Severity, problem.Where.Line, problem.Where.Column));
    }

    [Theory]
    [InlineData("p5,h100-sxm,8,us,on_demand,55,,2026-05-20,s\np5,h100-sxm,8,us,spot,56,,2026-05-20,s")]
    [InlineData("h100,h100-sxm,1,,on_demand,3.29,,2026-05-20,s\nh100-spot,h100-sxm,1,,spot,4.76,,2026-05-20,s")]
    [InlineData("p5,h100-sxm,8,us,on_demand,55,,2026-05-20,s\np5,h100-sxm,8,eu,spot,89.1,,2026-05-20,s")]
    public void Spot_above_on_demand_is_an_error_on_the_spot_row(string rows)
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Offers(rows + "\n")));
        Assert.Equal(("spot-above-on-demand", 3), (problem.Rule, problem.Where.Line));
    }

    [Fact]
    public void A_commitment_dearer_than_on_demand_is_only_a_warning()
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Offers("p5,h100-sxm,8,us,on_demand,55,,2026-05-20,s\np5,h100-sxm,8,us,reserved_1y,60,,2026-05-20,s\n")));
        Assert.Equal(("commitment-dearer", Severity.Warning), (problem.Rule, problem.Severity));
    }

    [Theory]
    [InlineData("llama-3.3-70b,m,0.0000001,0.0000004,,2026-05-20,s", "implausible-price", 2)]
    [InlineData("llama-3.3-70b,m,22000,60000,,2026-05-20,s", "implausible-price", 2)]
    [InlineData("llama-3.3-70b,m,0,0.4,,2026-05-20,s", "zero-price", 1)]
    [InlineData("llama-3.3-70b,m,,0.4,,2026-05-20,s", "blank-price", 1)]
    [InlineData("llama-3.3-70b,m,0.1,0.4,0,2026-05-20,s", "zero-price", 1)]
    [InlineData("lama-3.3-70b,m,0.1,0.4,,2026-05-20,s", "unknown-model", 1)]
    public void A_token_price_that_cannot_be_true_is_an_error(string row, string rule, int count)
    {
        var problems = CatalogText.Lint(CatalogText.Apis(row + "\n"));
        Assert.Equal(count, problems.Count);
        Assert.All(problems, problem => Assert.Equal((rule, Severity.Error, 2), (problem.Rule, problem.Severity, problem.Where.Line)));
    }

    [Theory]
    [InlineData("llama-3.3-70b,m,1.41,0.35,,2026-05-20,s", "output-cheaper")]
    [InlineData("llama-3.3-70b,m,0.10,0.40,0.20,2026-05-20,s", "cached-dearer")]
    public void A_token_price_that_is_odd_is_a_warning(string row, string rule)
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Apis(row + "\n")));
        Assert.Equal((rule, Severity.Warning), (problem.Rule, problem.Severity));
    }

    [Fact]
    public void A_row_given_twice_is_an_error()
    {
        var problem = Assert.Single(CatalogText.Lint(CatalogText.Offers("p5,h100-sxm,8,us,on_demand,55,,2026-05-20,s\np5,h100-sxm,8,us,on_demand,54,,2026-05-20,s\n")));
        Assert.Equal(("duplicate-row", 3), (problem.Rule, problem.Where.Line));
    }

    [Fact]
    public void All_problems_of_a_folder_are_told_at_once_in_the_order_of_file_and_line()
    {
        var problems = CatalogText.Lint(
            CatalogText.Offers("a,h100-sxm,8,us,on_demand,0,,2026-05-20,s\nb,h1000,8,us,on_demand,9,,2026-05-20,s\nc,l4,0.5,us,on_demand,9,,2026-05-20,\n"),
            CatalogText.Apis("nope,m,0,,,2026-05-20,s\n"),
            CatalogText.Toml("owned", "[[machine]]\nname = \"m\"\nprise = 3\n"));
        Assert.True(problems.Count >= 10, $"{problems.Count}");
        Assert.Equal(problems.OrderBy(problem => problem.Where.File, StringComparer.Ordinal).ThenBy(problem => problem.Where.Line).ThenBy(problem => problem.Where.Column), problems);
    }
}
