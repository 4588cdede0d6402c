using Mtok.Planning;

namespace Mtok.Tests;

public sealed class PriceWarningsTests
{
    private static readonly Workload Small = Workloads.Of(RequestsPerSecond.FromPerSecond(0.01), HourlyShape.Steady, ServiceLevel.None);

    [Fact]
    public void A_price_several_times_below_every_others_is_named_with_the_median_of_the_others()
    {
        Assert.DoesNotContain(Decide(CatalogText.Apis("llama-3.3-70b,m,0.09,0.09,,2026-08-01,s\n")).Warnings, warning => warning is PriceWarning.FarBelowOthers);
        var decision = Decide(CatalogText.Apis("llama-3.3-70b,m,0.02,0.02,,2026-08-01,s\n"));
        var others = ApiTariff.From(Workloads.Built.ApisFor(Small.Models[0]))
            .GroupBy(tariff => tariff.Base.Provider).Select(tariffs => tariffs.Min(tariff => tariff.PriceOf(Small.Mix, asBatch: false) / Small.Mix.Total)).Order().ToList();
        var median = UsdPerMtok.FromDollars((others[(others.Count - 1) / 2].Dollars + others[others.Count / 2].Dollars) / 2);
        Assert.Equal("acme", decision.Recommended!.Provider);
        var warning = Assert.Single(decision.Warnings.OfType<PriceWarning.FarBelowOthers>());
        Assert.Equal((others.Count, median), (warning.Others, warning.Median));
    }

    [Theory]
    [InlineData("2026-08-01", "2026-10-30", null)]
    [InlineData("2026-08-01", "2026-10-31", typeof(PriceWarning.Old))]
    [InlineData("undated", "2026-10-30", typeof(PriceWarning.Undated))]
    public void Only_the_winners_price_is_warned_of_and_only_past_ninety_days(string asOf, string today, Type? warning)
    {
        var decision = Decide(CatalogText.Apis($"llama-3.3-70b,m,0.09,0.09,,{asOf},s\n"), DateOnly.ParseExact(today, "yyyy-MM-dd"));
        Assert.Equal("acme", decision.Recommended!.Provider);
        Assert.Equal(warning is null ? [] : [warning], decision.Warnings.Select(given => given.GetType()));
    }

    [Theory]
    [InlineData("vast", 1, true)]
    [InlineData("vast", 8, false)]
    [InlineData("acme", 1, false)]
    public void Several_of_one_listing_are_warned_of(string seller, int gpus, bool warned)
    {
        var offer = new Offer(seller, "i", "h100-sxm", gpus, false, "", "", Pricing.OnDemand, "", UsdPerHour.FromDollars(2), new(AsOf.Undated, "s", new("f", 1, 1))) { IsOfMarketplace = Workloads.Built.Sellers.Any(row => row.Id == seller && row.Kind == SellerKind.Marketplace) };
        var fleet = new Fleet(offer, Workloads.FleetOf(1, 1, 1, "e").Capacity, gpus, offer.Price, byTheHour: false, Small.Fleet, Evidence.Measured, []);
        var warnings = PriceWarnings.Of(fleet, gpus == 8 ? 1 : 3, null, Small, Workloads.Built, null);
        Assert.Equal(warned, warnings.Any(warning => warning is PriceWarning.Listing { NeededGpus: 3 }));
    }

    private static Decision Decide(CatalogFile prices, DateOnly? today = null)
    {
        var catalog = CatalogText.Read(new Problems(), prices);
        return Decision.For(Small, catalog, new(catalog), today);
    }
}
