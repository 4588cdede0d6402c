using Mtok.Planning;

namespace Mtok.Tests;

public sealed class RegionTests
{
    [Theory]
    [InlineData("us-east-1", "us-", true)]
    [InlineData("France, FR, EU", "EU", true)]
    [InlineData("France, FR, EU", "eu", true)]
    [InlineData("France, FR, EU", "France, FR", true)]
    [InlineData("France, FR, EU", "R", false)]
    [InlineData("ap-eu-1", "eu", false)]
    [InlineData("", "us", false)]
    public void A_region_matches_by_the_beginning_of_any_part(string region, string asked, bool matches) =>
        Assert.Equal(matches, (Allowed.All with { Regions = [asked] }).AllowsRegion(region));

    [Fact]
    public void Offers_that_regions_rule_out_are_listed()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None) with { Allowed = Allowed.All with { Regions = ["EU", "europe"] } };
        var options = Decision.For(workload, Workloads.Built, Workloads.Capacity).Options;
        var allowed = Workloads.Built.CurrentOffers.Where(offer => Offer.TermOf(offer.Pricing) <= workload.Allowed.LongestCommitment).ToList();
        var placeless = allowed.Count(offer => offer.Region.Length == 0);
        var elsewhere = allowed.Count(offer => offer.Region.Length > 0 && !workload.Allowed.AllowsRegion(offer.Region));
        Assert.Equal(placeless, options.Count(option => option.Refusal is Refusal.RegionUnknown));
        Assert.Equal(elsewhere, options.Count(option => option.Refusal is Refusal.OutsideRegions { Allowed: ["EU", "europe"] }));
        Assert.Contains(options, option => option.Feasible && option.Fleet?.Offer.Region == "France, FR, EU");
    }
}
