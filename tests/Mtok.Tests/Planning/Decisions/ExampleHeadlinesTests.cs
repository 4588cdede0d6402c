using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>What the examples answer can be bought: sold still, corroborated, no outlier, no single listing.</summary>
public sealed class ExampleHeadlinesTests
{
    private static readonly DateOnly Today = new(2026, 11, 27);
    private static readonly Catalog Built = CatalogReader.Load(null, new Problems(), today: Today)!;
    private static readonly Capacities Capacities = new(Built);

    public static TheoryData<string> Examples => [.. Directory.EnumerateFiles(Snapshot.PathOf("examples"), "*.toml").Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_headline_of_an_example_rests_on_credible_prices(string example)
    {
        var problems = new Problems();
        var workload = new WorkloadReader(Built, problems).Read(Snapshot.PathOf("examples/" + example));
        Assert.True(workload is not null, string.Join("\n", problems.All));
        var best = Decision.For(workload, Built, Capacities, Today).Recommended!;
        Assert.DoesNotContain(best.Doubts, doubt => doubt is not (Doubt.Old or Doubt.Undated));
        if (best.Api?.Base is { } api)
        {
            Assert.NotEqual(SellerStatus.Ended, Built.FindSeller(api.Provider)!.Api!.On(Today));
            Assert.True(Built.CorroborationOf(api).Holds);
        }

        if (best.Fleet?.Offer is { Pricing: not Pricing.Owned } offer)
        {
            Assert.NotEqual(SellerStatus.Ended, Built.FindSeller(offer.Seller)!.Machines!.On(Today));
            Assert.True(Built.CorroborationOf(offer).Holds);
            Assert.False(offer.IsListing);
        }
    }
}
