using System.Globalization;

namespace Mtok.Tests;

/// <summary>Since when, until when and when last seen: of the rows in force on a day, the one seen last counts.</summary>
public sealed class PriceDaysTests
{
    private const string Header =
        "model,provider_model,input_usd_per_mtok,output_usd_per_mtok,since,until,announced,as_of,source\n";

    [Theory]
    [InlineData("2026-08-30", "2", "the rise is announced only")]
    [InlineData("2026-09-02", "3", "the rise has begun and no one has looked since")]
    [InlineData("2026-09-23", "2", "a later look says that it was called off")]
    public void An_announced_price_holds_from_its_day_unless_a_later_look_says_otherwise(string day, string price, string why)
    {
        var catalog = Of(
            "llama-3.1-8b,m,2,10,,2026-08-31,,2026-08-21,list\n"
            + "llama-3.1-8b,m,3,15,2026-09-01,,2026-08-21,2026-08-21,list\n"
            + "llama-3.1-8b,m,2,10,,,,2026-09-22,list\n",
            day);
        Assert.True(Input(catalog) == decimal.Parse(price, CultureInfo.InvariantCulture), why);
    }

    [Fact]
    public void Without_a_day_an_announcement_is_no_price() =>
        Assert.Equal(2, Input(Of("llama-3.1-8b,m,2,10,,,,2026-08-21,list\nllama-3.1-8b,m,3,15,2030-01-01,,2026-08-21,2026-08-21,list\n", null)));

    [Fact]
    public void A_row_seen_later_counts_whatever_the_day_its_price_began() =>
        Assert.Equal(0.66m, Input(Of("llama-3.1-8b,m,0.3,1,,,,2026-08-21,a\nllama-3.1-8b,m,0.66,1,2026-08-17,,,2026-11-01,b\n", "2026-11-27")));

    [Fact]
    public void An_ended_price_is_no_price() =>
        Assert.Empty(Apis(Of("llama-3.1-8b,m,0.3,1,,2026-08-16,,2026-08-21,a\n", "2026-11-27")));

    [Fact]
    public void Days_that_cannot_be_are_reported_at_their_field()
    {
        var problems = new Problems();
        CatalogText.Read(problems, new CatalogFile("apis.csv", "acme", "apis/acme.csv", Header + "llama-3.1-8b,m,1,1,2026-09-01,2026-08-01,soon,2026-01-01,a\n"));
        Assert.Equal(
            ["bad-date", "ends-before-start"],
            problems.All.Where(problem => problem.Where.File == "apis/acme.csv").Select(problem => problem.Rule).Order(StringComparer.Ordinal));
    }

    private static Catalog Of(string rows, string? day)
    {
        var problems = new Problems();
        var reader = new CatalogReader(problems, day is null ? null : DateOnly.Parse(day, CultureInfo.InvariantCulture)) { MayWait = true };
        reader.Add(CatalogFiles.Embedded());
        reader.Add([new CatalogFile("imported/apis.csv", "acme", "apis/acme.csv", Header + rows)]);
        var catalog = reader.Build();
        Assert.False(problems.HasErrors);
        return catalog;
    }

    private static IEnumerable<ApiPrice> Apis(Catalog catalog) =>
        catalog.ApisFor(catalog.FindModel("llama-3.1-8b")!).Where(api => api.Provider == "acme");

    private static decimal Input(Catalog catalog) => Assert.Single(Apis(catalog)).Prices.Input.Dollars;
}
