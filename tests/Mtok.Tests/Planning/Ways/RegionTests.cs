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

    [Theory]
    [InlineData("EU", "mistral", true)]
    [InlineData("FR", "scaleway", true)]
    [InlineData("EU", "scaleway", true)]
    [InlineData("US", "scaleway", false)]
    [InlineData("EU", "deepseek", false)]
    [InlineData("CN", "deepseek", true)]
    [InlineData("US", "anthropic", true)]
    [InlineData("EU", "anthropic", false)]
    [InlineData("France", "ovhcloud", false)]
    public void An_api_may_be_used_where_its_provider_says_that_it_computes(string asked, string provider, bool may) =>
        Assert.Equal(may, Workloads.Built.FindSeller(provider)!.Residencies.Any((Allowed.All with { Regions = [asked] }).Allows));

    [Fact]
    public void Apis_that_state_no_place_are_left_out_by_name_unless_admitted()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None) with
        {
            Allowed = Allowed.All with { Kinds = [OptionKind.Api], Regions = ["EU"] },
        };
        List<RankedOption> Options(Workload asked) => [.. Decision.For(asked, Workloads.Built, Workloads.Capacity).Options];
        var strict = Options(workload);
        var admitted = Options(workload with { Allowed = workload.Allowed with { UnknownResidency = true } });
        var unstated = strict.Where(option => option.Refusal is Refusal.ResidencyUnknown).Select(option => option.Name).ToList();
        Assert.Contains(unstated, name => name.StartsWith("deepinfra", StringComparison.Ordinal));
        Assert.All(strict.Where(option => option.Feasible), option => Assert.Contains(
            Workloads.Built.FindSeller(option.Provider)!.Residencies, residency => residency.IsOf(option.ModelId) && workload.Allowed.Allows(residency)));
        Assert.Empty(unstated.Except(admitted.Where(option => option.Feasible).Select(option => option.Name)));
    }

    [Fact]
    public void A_place_costs_what_its_provider_takes_for_it()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None) with
        {
            Models = [Workloads.Built.FindModel("mistral-small-2603") ?? Workloads.Built.Models.First(model => Workloads.Built.ApisFor(model).Any(api => api is { Provider: "mistral", IsBase: true }))],
        };
        UsdPerMonth Bill(IReadOnlyList<string> regions) => Decision.For(workload with { Allowed = Allowed.All with { Kinds = [OptionKind.Api], Regions = regions } }, Workloads.Built, Workloads.Capacity)
            .Options.First(option => option is { Provider: "mistral", Feasible: true }).Cost!.Bill.Value;
        Assert.Equal((double)(Bill([]).Dollars * 1.1m), (double)Bill(["EU"]).Dollars, 6);
    }

    [Fact]
    public void Throughput_rests_on_what_is_required()
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None);
        List<RankedOption> Options(RequiredEvidence required) =>
            [.. Decision.For(workload with { Allowed = Allowed.All with { Evidence = required } }, Workloads.Built, Workloads.Capacity).Options];
        Assert.Contains(Options(RequiredEvidence.Any), option => option.Fleet is { Capacity.IsCalibrated: false });
        Assert.All(Options(RequiredEvidence.Any).Where(option => option.Fleet is { Capacity.IsCalibrated: false }), option => Assert.Equal(Sureness.Guess, option.Sureness));
        Assert.DoesNotContain(Options(RequiredEvidence.Calibrated), option => option.Fleet is { Capacity.IsCalibrated: false });
        Assert.Contains(Options(RequiredEvidence.Calibrated), option => option.Fleet is { Capacity.IsMeasured: false });
        var measured = Options(RequiredEvidence.Measured);
        Assert.All(measured.Where(option => option.Fleet is not null), option => Assert.True(option.Fleet!.Capacity.IsMeasured));
        Assert.Contains(measured, option => option.Refusal is Refusal.EvidenceTooWeak { Required: RequiredEvidence.Measured });
        Assert.Contains(measured, option => option is { Kind: OptionKind.Api, Feasible: true });
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void Providers_bind_purchases_unless_owned_machines_are_named(bool namesProviders, bool namesOwned, bool bought)
    {
        var workload = Workloads.Of(RequestsPerSecond.FromPerSecond(1), HourlyShape.Steady, ServiceLevel.None);
        var allowed = Allowed.All with { Providers = namesProviders ? ["aws"] : [], NamesOwned = namesOwned };
        Assert.Equal(bought, Decision.For(workload with { Allowed = allowed }, Workloads.Built, Workloads.Capacity).Options.Any(option => option is { Kind: OptionKind.Owned, Feasible: true }));
    }
}
