using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>C4: what a seller's interruptions say of the hours without spot machines, and what those cost.</summary>
public sealed class SpotTermsTests
{
    private static readonly Duration Restart = Duration.FromMinutes(11);

    [Theory]
    [InlineData(0.0, 5.0, 0.025)]
    [InlineData(15.0, 20.0, 0.175)]
    [InlineData(20.0, null, 0.25)]
    [InlineData(null, null, 0.175)]
    public void Hours_without_spot_machines_follow_from_what_the_seller_reclaims(double? low, double? high, double dry)
    {
        var band = low is { } least
            ? new InterruptionBand("aws", "p5", "us-east-1", Ratio.FromPercent(least), high is { } most ? Ratio.FromPercent(most) : null, Workloads.Built.Interruptions[0].Provenance)
            : null;
        var terms = Terms(band, null);
        Assert.Equal(dry, terms.Dry.Value, 1e-12);
        Assert.Equal(((2 * (1 - dry)) + (5 * dry)) * (1 + (terms.Interrupted.Value * 11 / 60 / 730)), (double)terms.PerHour.Dollars, 1e-9);
        Assert.Equal(0.4, Terms(band, Ratio.FromPercent(40)).Dry.Value, 1e-12);
    }

    /// <summary>Where nobody publishes anything the median of the published bands is assumed.</summary>
    [Fact]
    public void What_is_assumed_is_the_median_of_what_is_published()
    {
        var middles = Workloads.Built.Interruptions.Select(band => new SpotTerms(default, null, null, band, Restart).Dry.Value).Order().ToList();
        Assert.Equal(middles[middles.Count / 2], Terms(null, null).Dry.Value, 1e-12);
    }

    /// <summary>Of every spot machine of the catalog the hours without it cost what the same machine does on demand, of whom is said.</summary>
    [Fact]
    public void Hours_without_spot_machines_cost_what_the_machine_does_on_demand()
    {
        var decision = Decision.For(Workloads.Of(RequestsPerSecond.FromPerSecond(5), HourlyShape.Steady, ServiceLevel.None), Workloads.Built, Workloads.Capacity);
        var spots = decision.Options.Where(option => option is { Kind: OptionKind.Spot, Feasible: true }).Select(option => option.Fleet!).ToList();
        Assert.NotEmpty(spots);
        Assert.All(spots, fleet => Assert.True(fleet.Spot!.Fallback is not { Seller: null } own || OnDemand(fleet, own.Price), fleet.Offer.Key.ToString()));
        Assert.Contains(spots, fleet => fleet.Spot!.Fallback is { Seller: not null });
    }

    private static bool OnDemand(Fleet fleet, UsdPerHour price) => Workloads.Built.CurrentOffers.Any(offer =>
        offer.Seller == fleet.Offer.Seller && offer.Pricing == Pricing.OnDemand && offer.AcceleratorId == fleet.Offer.AcceleratorId
        && Math.Abs((double)((offer.Price * Ratio.FromValue((double)fleet.MachineGpus / offer.Gpus)).Dollars - price.Dollars)) < 1e-9);

    private static SpotTerms Terms(InterruptionBand? band, Ratio? stated) =>
        new(UsdPerHour.FromDollars(2), new(UsdPerHour.FromDollars(5), null), stated, band, Restart);
}
