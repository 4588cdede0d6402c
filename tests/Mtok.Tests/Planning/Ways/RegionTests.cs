using Mtok.Planning;

namespace Mtok.Tests;

public sealed class RegionTests
{
    [Theory]
    [InlineData("aws", "eu-north-1", "EU", true)]
    [InlineData("aws", "eu-west-2", "EU", false)]
    [InlineData("aws", "eu-west-2", "Europe", true)]
    [InlineData("aws", "eu-west-2", "GB", true)]
    [InlineData("aws", "eu-central-2", "EU", false)]
    [InlineData("aws", "eu-central-2", "Switzerland", true)]
    [InlineData("aws", "ap-south-1", "India", true)]
    [InlineData("aws", "ap-southeast-3", "ID", true)]
    [InlineData("aws", "us-east-1-atl-1", "US", true)]
    [InlineData("aws", "us-gov-west-1", "us", true)]
    [InlineData("aws", "sa-east-1", "Brazil", true)]
    [InlineData("aws", "sa-east-1", "South America", true)]
    [InlineData("aws", "us", "US", true)]
    [InlineData("azure", "westeurope", "EU", true)]
    [InlineData("azure", "westeurope", "Netherlands", true)]
    [InlineData("azure", "northeurope", "IE", true)]
    [InlineData("azure", "norwayeast", "EU", false)]
    [InlineData("azure", "uksouth", "UK", true)]
    [InlineData("azure", "switzerlandnorth", "europe", true)]
    [InlineData("azure", "eastus2", "US", true)]
    [InlineData("azure", "eastus", "united states", true)]
    [InlineData("azure", "southcentralus2", "USA", true)]
    [InlineData("azure", "jioindiawest", "IN", true)]
    [InlineData("azure", "uaenorth", "Asia", true)]
    [InlineData("gcp", "europe-west4", "EU", true)]
    [InlineData("gcp", "europe-west2", "EU", false)]
    [InlineData("gcp", "europe-west4-a", "NL", true)]
    [InlineData("gcp", "europe-west10", "DE", true)]
    [InlineData("gcp", "europe-west1", "BE", true)]
    [InlineData("gcp", "northamerica-northeast2", "CA", true)]
    [InlineData("gcp", "us-central1", "North America", true)]
    [InlineData("nebius", "eu-north1", "FI", true)]
    [InlineData("nebius", "eu-west1", "FR", true)]
    [InlineData("nebius", "me-west1", "EU", false)]
    [InlineData("nebius", "me-west1", "IL", true)]
    [InlineData("oci", "eu-stockholm-1", "SE", true)]
    [InlineData("oci", "eu-zurich-1", "EU", false)]
    [InlineData("alibaba", "eu-west-1", "EU", false)]
    [InlineData("vast", "France, FR, EU", "EU", true)]
    [InlineData("vast", "France, FR, EU", "eu", true)]
    [InlineData("vast", "United Kingdom, GB, EU", "EU", false)]
    [InlineData("vast", "Norway, NO, EU", "Europe", true)]
    [InlineData("vast", "Georgia, US, NA", "US", true)]
    [InlineData("vast", ", US, NA", "US", true)]
    [InlineData("vast", ", , EU", "Europe", true)]
    [InlineData("vast", ", , EU", "EU", false)]
    [InlineData("coreweave", "north-america", "North America", true)]
    [InlineData("coreweave", "north-america", "US", false)]
    [InlineData("koyeb", "FRA", "EU", true)]
    [InlineData("koyeb", "fra1", "DE", true)]
    [InlineData("scaleway", "par1", "FR", true)]
    [InlineData("scaleway", "fr-par", "EU", true)]
    [InlineData("runpod", "EU-RO-1", "RO", true)]
    [InlineData("runpod", "US-KS-2", "US", true)]
    [InlineData("hyperstack", "NORWAY-1", "EU", false)]
    [InlineData("hyperstack", "CANADA-1", "Canada", true)]
    [InlineData("crusoe", "eu-iceland1-a", "EU", false)]
    [InlineData("crusoe", "eu-iceland1-a", "Iceland", true)]
    [InlineData("acme", "eu-nowhere", "EU", false)]
    [InlineData("acme", "eu-nowhere", "eu-", true)]
    [InlineData("acme", "", "EU", false)]
    public void A_region_lies_in_a_place_whatever_its_seller_calls_it(string seller, string region, string asked, bool isIn) =>
        Assert.Equal(isIn, Territory.IsIn(new RegionNames(Workloads.Built.Regions).Find(seller, region), region, asked));

    [Fact]
    public void Every_region_of_the_catalog_is_known_to_lie_somewhere() =>
        Assert.Empty(Workloads.Built.EveryOffer.Where(offer => offer.Region.Length > 0 && offer.Territory is null).Select(offer => $"{offer.Seller} {offer.Region}").Distinct());

    [Theory]
    [InlineData("us-east-1", "us-", true)]
    [InlineData("France, FR, EU", "France, FR", true)]
    [InlineData("France, FR, EU", "R", false)]
    [InlineData("ap-eu-1", "eu-", false)]
    [InlineData("", "us-", false)]
    public void What_names_no_place_matches_the_beginning_of_any_part(string region, string asked, bool matches) =>
        Assert.Equal(matches, (Allowed.All with { Regions = [asked] }).AllowsRegion(region, place: null));

    [Fact]
    public void Offers_that_regions_rule_out_are_listed()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None) with { Allowed = Allowed.All with { Regions = ["EU", "france, fr"] } };
        var options = Decision.For(workload, Workloads.Built, Workloads.Capacity).Options;
        var allowed = Workloads.Built.CurrentOffers.Where(offer => Offer.TermOf(offer.Pricing) <= workload.Allowed.LongestCommitment).ToList();
        var placeless = allowed.Count(offer => offer.Region.Length == 0);
        var elsewhere = allowed.Count(offer => offer.Region.Length > 0 && !workload.Allowed.AllowsRegion(offer.Region, offer.Territory));
        Assert.Equal(placeless, options.Count(option => option.Refusal is Refusal.RegionUnknown));
        Assert.Equal(elsewhere, options.Count(option => option.Refusal is Refusal.OutsideRegions { Allowed: ["EU", "france, fr"] }));
        Assert.Contains(options, option => option.Feasible && option.Fleet?.Offer.Region == "France, FR, EU");
    }
}
