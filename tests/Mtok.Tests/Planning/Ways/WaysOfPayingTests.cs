using Mtok.Planning;

namespace Mtok.Tests;

/// <summary>Blocks, five-year terms and serverless machines among the ways to serve.</summary>
public sealed class WaysOfPayingTests
{
    private const string Rows =
        "m,h100-sxm,8,,on_demand,24,,2026-11-01,s\nm,h100-sxm,8,,block,20,,2026-11-01,s\nm,h100-sxm,8,,reserved_5y,12,,2026-11-01,s\nm,h100-sxm,8,,serverless,30,,2026-11-01,s\n";

    private static readonly Catalog Catalog = CatalogText.Read(new(), CatalogText.Offers(Rows));

    [Fact]
    public void Each_is_of_its_kind_and_a_term_of_five_years_has_to_be_allowed()
    {
        Assert.Equal(["OnDemand on demand", "OnDemand serverless", "Reserved reserved block"], Offered(Duration.FromYears(3)));
        Assert.Equal(["OnDemand on demand", "OnDemand serverless", "Reserved reserved 5 years", "Reserved reserved block"], Offered(Duration.FromYears(5)));
    }

    [Fact]
    public void A_serverless_machine_may_be_released_and_says_that_it_is_counted_by_the_hour()
    {
        var decision = Decision.For(Load(Duration.FromYears(3)), Catalog, new Capacities(Catalog));
        var serverless = decision.Options.First(option => option.Fleet?.Offer.Pricing == Pricing.Serverless);
        Assert.Contains(new OptionNote.ServerlessByTheHour(), serverless.Notes);
        Assert.Contains(decision.Options, option => option.Fleet is { Offer.Pricing: Pricing.Serverless, ByTheHour: true });
        Assert.DoesNotContain(decision.Options, option => option.Fleet is { Offer.Pricing: Pricing.Block, ByTheHour: true });
        Assert.All(
            PlanChoices.For(decision.Workload, Demand.Of(decision.Workload, 168, 6), Catalog, new Capacities(Catalog)).Machines,
            machine => Assert.Equal(machine.Offer.Pricing is Pricing.Block or Pricing.ReservedFiveYears, machine.IsCommitted));
    }

    private static IEnumerable<string> Offered(Duration longest) =>
        Decision.For(Load(longest), Catalog, new Capacities(Catalog)).Options.Where(option => option.Fleet is not null)
            .Select(option => $"{option.Kind} {WayNames.Of(option.Fleet!.Offer)["acme m ".Length..]}").Distinct().Order(StringComparer.Ordinal);

    private static Workload Load(Duration longest) => Workloads.Of(RequestsPerSecond.FromPerSecond(20), HourlyShape.BusinessHours, ServiceLevel.None) with
    {
        Allowed = Allowed.All with { Providers = ["acme"], Kinds = [OptionKind.OnDemand, OptionKind.Reserved], LongestCommitment = longest },
    };
}
