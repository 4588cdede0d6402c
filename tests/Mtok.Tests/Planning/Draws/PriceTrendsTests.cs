using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Trends of rents come from prices seen twice, one voice a seller, and may rise.</summary>
public sealed class PriceTrendsTests
{
    [Fact]
    public void A_trend_is_the_median_of_the_sellers_and_lasts_as_long_as_it_was_observed()
    {
        // Twenty places of one seller are one voice.
        var trends = Trends([.. Enumerable.Range(0, 20).Select(_ => Move("big", "h100", 1)), Move("b", "h100", 1.21), Move("c", "h100", 1.44)]);
        var trend = trends.Rent("h100", isSpot: false);
        Assert.Equal(Math.Pow(1.21, 2) - 1, trend.Yearly.Value, 1e-9);
        Assert.Equal(0.5, (trend.Lasts / Duration.FromYears(1)).Value, 1e-9);
        var source = Assert.IsType<BandSource.RentHistory>(trend.Source);
        Assert.Equal(("h100", false, 22, 3, 2, 0), (source.AcceleratorId, source.IsSpot, source.Seen.Prices, source.Seen.Sellers, source.Seen.Rose, source.Seen.Fell));
    }

    [Fact]
    public void Where_a_device_has_too_few_sellers_all_devices_paid_in_that_way_tell_the_trend()
    {
        var trends = Trends([Move("a", "h100", 1.21), Move("b", "h100", 1.21), Move("c", "b200", 1.21), Move("c", "b200", 9, Pricing.Spot)]);
        var trend = trends.Rent("h100", isSpot: false);
        Assert.Null(Assert.IsType<BandSource.RentHistory>(trend.Source).AcceleratorId);
        Assert.Equal(0.4641, trend.Yearly.Value, 1e-9);
        Assert.IsType<BandSource.Assumed>(trends.Rent("h100", isSpot: true).Source);
        Assert.Equal(0, trends.Rent("h100", isSpot: true).Yearly.Value);
        Assert.IsType<BandSource.Assumed>(trends.Api.Source);
    }

    [Fact]
    public void Only_dated_prices_of_one_machine_place_and_way_of_paying_a_month_apart_are_compared()
    {
        const string Rows =
            "m,h100-sxm,8,,on_demand,16,,2026-01-01,s\nm,h100-sxm,8,,on_demand,24,,2026-09-01,s\nm,h100-sxm,8,eu,on_demand,9,,2026-09-01,s\n"
            + "n,h100-sxm,8,,on_demand,16,,undated,s\nn,h100-sxm,8,,on_demand,24,,2026-09-01,s\no,h100-sxm,8,,on_demand,16,,2026-09-01,s\no,h100-sxm,8,,on_demand,24,,2026-09-09,s\n";
        var moves = RentHistory.Rents(CatalogText.Read(new(), CatalogText.Offers(Rows, "acme"))).Where(move => move.Seller == "acme").ToList();
        Assert.Equal(Math.Log(1.5), Assert.Single(moves).Log, 1e-12);
    }

    [Fact]
    public void The_built_in_history_shows_rents_of_the_newer_devices_rising_and_none_of_the_large_devices_falling()
    {
        var trends = PriceTrends.Of(Workloads.Built);
        Assert.All(Newer, device => Assert.True(trends.Rent(device, isSpot: false).Yearly > Ratio.FromPercent(5), device));
        Assert.True(trends.Rent(null, isSpot: false).Yearly >= Ratio.Zero);
    }

    private static readonly string[] Newer = ["h100-sxm", "h200-sxm", "b200-sxm"];

    private static PriceTrends Trends(PriceMove[] moves) => PriceTrends.Of(moves, []);

    private static PriceMove Move(string seller, string device, double ratio, Pricing pricing = Pricing.OnDemand) =>
        new(seller, device, pricing, Math.Log(ratio), 0.5, AsOf.Of(new(2026, 3, 1)), AsOf.Of(new(2026, 9, 1)));
}
