using System.Globalization;
using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>A long list of own prices is no long list of ways: of what differs in name, place and price only, the cheapest take part.</summary>
public sealed class ManyOffersTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_many_offers_alike_the_cheapest_take_part_and_few_others(bool everyPlace)
    {
        var rows = Enumerable.Range(0, 2000).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"box{row},h100-sxm,8,r{row % 100},on_demand,{40 - (row % 997 / 100.0)},,2026-05-20,s\n"));
        var catalog = CatalogText.Read(new Problems(), CatalogText.Offers(string.Concat(rows)));
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None) with
        {
            Allowed = Allowed.All with { Providers = ["acme"], Kinds = [OptionKind.OnDemand] },
        };
        var offers = new Candidates(workload, catalog, new(catalog), everyPlace).Fleets.Select(fleet => fleet.Offer).Distinct().ToList();
        Assert.InRange(offers.Count, 8, 128);
        Assert.Equal(catalog.CurrentOffers.Where(offer => offer.Seller == "acme").Min(offer => offer.Price), offers.Min(offer => offer.Price));
    }

    /// <summary>A quota counts machines of a place: those of other places all take part beside it.</summary>
    [Fact]
    public void Offers_that_no_quota_limits_take_part_beside_cheaper_ones_that_one_does()
    {
        var rows = Enumerable.Range(0, 400).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"box{row},h100-sxm,8,{(row < 390 ? "us-1" : "eu-1")},on_demand,{20 + (row / 100.0)},,2026-05-20,s\n"));
        var catalog = CatalogText.Read(new Problems(), CatalogText.Offers(string.Concat(rows)));
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None);
        workload = workload with
        {
            Allowed = Allowed.All with { Providers = ["acme"], Kinds = [OptionKind.OnDemand] },
            Plan = workload.Plan with { Quotas = [new(8, "", "us-", "")] },
        };
        var regions = new Candidates(workload, catalog, new(catalog), everyPlace: true).Fleets.Select(fleet => fleet.Offer).Distinct().CountBy(offer => offer.Region).ToDictionary();
        Assert.Equal((64, 10), (regions["us-1"], regions["eu-1"]));
    }
}
