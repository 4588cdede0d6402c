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

    /// <summary>Nothing falls or rises by assumption: the mean holds, and the price walks as all devices paid in that way did.</summary>
    [Fact]
    public void Where_a_device_has_too_few_sellers_the_mean_holds_and_it_walks_as_all_devices_do()
    {
        var trends = Trends([Move("a", "h100", 1.21), Move("b", "h100", 1.21), Move("c", "b200", 1.21), Move("c", "b200", 9, Pricing.Spot)]);
        var trend = trends.Rent("h100", isSpot: false);
        Assert.Null(Assert.IsType<BandSource.RentHistory>(trend.Source).AcceleratorId);
        Assert.False(trend.IsOwn);
        Assert.Equal(Ratio.Zero, trend.Yearly);
        Assert.Equal(Math.Log(1.21) * Math.Sqrt(2), trend.Spread.Value, 1e-9);
        Assert.IsType<BandSource.Assumed>(trends.Rent("h100", isSpot: true).Source);
        Assert.All(new[] { trends.Rent("h100", isSpot: true), trends.Api }, none => Assert.True(none.Yearly == Ratio.Zero && none.Spread > Ratio.Zero));
    }

    /// <summary>The estimator finds the spread and the share that a walk was made with, from 40 sellers of 10 devices seen over different times.</summary>
    [Fact]
    public void A_made_walk_is_found_again()
    {
        var random = new Random(7);
        var (spread, share, found) = (0.5, 0.4, new List<(double Spread, double Share)>());
        for (var world = 0; world < 200; world++)
        {
            var common = Spread.Normal(random);
            PriceMove[] moves = [.. Enumerable.Range(0, 400).Select(at =>
            {
                var years = 0.5;
                var log = spread * Math.Sqrt(years) * ((Math.Sqrt(share) * common) + (Math.Sqrt(1 - share) * Spread.Normal(random)));
                return new PriceMove($"seller {at / 10}", $"device {at % 10}", Pricing.OnDemand, log, years, AsOf.Of(new(2026, 3, 1)), AsOf.Of(new(2026, 9, 1)));
            })];
            var all = Trends(moves).Rent(null, isSpot: false);
            found.Add((all.Spread.Value * all.Spread.Value, all.CommonShare.Value * all.Spread.Value * all.Spread.Value));
        }

        Assert.Equal(spread * spread, found.Average(each => each.Spread), 0.04);
        Assert.Equal(spread * spread * share, found.Average(each => each.Share), 0.04);
    }

    /// <summary>The mean and the ends of a price after a time and of its mean over it, against walks of steps of a hundredth of a year.</summary>
    [Fact]
    public void A_price_after_a_time_and_its_mean_over_it_are_those_of_the_walk()
    {
        const int Steps = 200;
        const double Years = 2;
        var trend = new PriceTrend(Ratio.Zero, Duration.FromYears(1), new BandSource.Assumed()) { Spread = Ratio.FromValue(0.45) };
        var (random, step) = (new Random(3), 0.45 * Math.Sqrt(Years / Steps));
        var (last, mean) = (new double[20_000], new double[20_000]);
        for (var walk = 0; walk < last.Length; walk++)
        {
            var price = 1.0;
            for (var at = 0; at < Steps; at++)
            {
                price *= Math.Exp((step * Spread.Normal(random)) - (step * step / 2));
                mean[walk] += price / Steps;
            }

            last[walk] = price;
        }

        Check(trend.Over(Duration.FromYears(Years)), last);
        Check(trend.AverageOver(Duration.FromYears(Years)), mean);

        static void Check(PriceThen then, double[] walks)
        {
            Assert.Equal(walks.Average(), then.Mean.Value, 0.02);
            Array.Sort(walks);
            foreach (var (share, deviations) in new[] { (0.05, -1.645), (0.5, 0), (0.95, 1.645) })
            {
                Assert.Equal(1, then.At(Ratio.FromValue(deviations)).Value / walks[(int)(share * walks.Length)], 0.05);
            }
        }
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
        Assert.All(new[] { trends.Rent("l40", isSpot: false), trends.Rent(null, isSpot: false), trends.Rent("mi300x", isSpot: true) }, few => Assert.Equal(Ratio.Zero, few.Yearly));
        Assert.InRange(trends.Rent(null, isSpot: false).Spread.Value, 0.2, 0.8);
        Assert.InRange(trends.Rent(null, isSpot: false).CommonShare.Value, 0.05, 0.6);
        Assert.True(trends.Rent(null, isSpot: true).Spread > trends.Rent(null, isSpot: false).Spread);
        Assert.InRange(trends.Api.Spread.Value, 0.2, 1.2);
        Assert.Equal(Ratio.Zero, trends.Api.CommonShare);
    }

    private static readonly string[] Newer = ["h100-sxm", "h200-sxm", "b200-sxm"];

    private static PriceTrends Trends(PriceMove[] moves) => PriceTrends.Of(moves, []);

    private static PriceMove Move(string seller, string device, double ratio, Pricing pricing = Pricing.OnDemand) =>
        new(seller, device, pricing, Math.Log(ratio), 0.5, AsOf.Of(new(2026, 3, 1)), AsOf.Of(new(2026, 9, 1)));
}
