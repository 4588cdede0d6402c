namespace Mtok;

/// <summary>How a machine is paid for.</summary>
public enum Pricing
{
    /// <summary>On demand: by the second or hour, released at any time.</summary>
    OnDemand,

    /// <summary>Spot: by the second or hour, may be reclaimed by the seller at any time.</summary>
    Spot,

    /// <summary>Committed: every hour of a one-year term.</summary>
    ReservedOneYear,

    /// <summary>Committed: every hour of a three-year term.</summary>
    ReservedThreeYears,

    /// <summary>Bought: every hour of its life.</summary>
    Owned,

    /// <summary>Committed: every hour of a five-year term.</summary>
    ReservedFiveYears,

    /// <summary>Committed: every hour of a block of days or months that is booked in advance, such as an AWS Capacity Block.</summary>
    Block,

    /// <summary>Serverless: by the second while a container runs; it scales to zero and starts cold.</summary>
    Serverless,
}

/// <summary>A machine available at a price.</summary>
/// <param name="Seller">The seller.</param>
/// <param name="Instance">The seller's name for the machine.</param>
/// <param name="AcceleratorId">The accelerator in it.</param>
/// <param name="Gpus">The number of accelerators in it.</param>
/// <param name="SoldByGpu">Whether the seller states a price per accelerator rather than per machine.</param>
/// <param name="Region">The region; empty if the source does not state it.</param>
/// <param name="Zone">The availability zone, for spot prices that differ by zone; else empty.</param>
/// <param name="Pricing">How it is paid for.</param>
/// <param name="Tier">The seller's class of host (secure, community); empty if there is only one.</param>
/// <param name="Price">Price of the whole machine.</param>
/// <param name="Provenance">Where the price comes from.</param>
public sealed record Offer(
    string Seller,
    string Instance,
    string AcceleratorId,
    int Gpus,
    bool SoldByGpu,
    string Region,
    string Zone,
    Pricing Pricing,
    string Tier,
    UsdPerHour Price,
    Provenance Provenance)
{
    /// <summary>The words a catalog or workload uses for each way of paying.</summary>
    public static IReadOnlyDictionary<string, Pricing> PricingWords { get; } = new Dictionary<string, Pricing>(StringComparer.Ordinal)
    {
        ["on_demand"] = Pricing.OnDemand,
        ["spot"] = Pricing.Spot,
        ["reserved_1y"] = Pricing.ReservedOneYear,
        ["reserved_3y"] = Pricing.ReservedThreeYears,
        ["reserved_5y"] = Pricing.ReservedFiveYears,
        ["block"] = Pricing.Block,
        ["serverless"] = Pricing.Serverless,
        ["owned"] = Pricing.Owned,
    };

    /// <summary>The years that a reservation binds; zero for every other way of paying.</summary>
    public static Duration TermOf(Pricing pricing) => Duration.FromYears(pricing switch
    {
        Pricing.ReservedOneYear => 1,
        Pricing.ReservedThreeYears => 3,
        Pricing.ReservedFiveYears => 5,
        _ => 0,
    });

    /// <summary>Whether it is held for years: bought, or reserved for a term.</summary>
    public bool IsForYears => Pricing == Pricing.Owned || TermOf(Pricing) > default(Duration);

    /// <summary>Whether its seller is a marketplace according to the catalog.</summary>
    public bool IsOfMarketplace { get; init; }

    /// <summary>Where the region lies according to the catalog; null if that is not known.</summary>
    public Territory? Territory { get; init; }

    /// <summary>Whether the price is one host's listing on a marketplace, of which only one may be available.</summary>
    public bool IsListing => IsOfMarketplace || Tier is "community" or "marketplace";

    /// <summary>The price as quoted in another currency; null if it was quoted in US dollars.</summary>
    public Quoted? QuotedAs { get; init; }

    /// <summary>Price of one accelerator of the machine.</summary>
    public UsdPerHour PricePerGpu => Price * Ratio.FromValue(1.0 / Gpus);

    /// <summary>Identifies the offer across price changes: of several rows with one key, the newest is today's price.</summary>
    public OfferKey Key => new(Seller, Instance, Region, Zone, Pricing, Tier);
}

/// <summary>Identifies an offer independently of its price.</summary>
/// <param name="Seller">The seller.</param>
/// <param name="Instance">The seller's name for the machine.</param>
/// <param name="Region">The region; may be empty.</param>
/// <param name="Zone">The availability zone.</param>
/// <param name="Pricing">How it is paid for.</param>
/// <param name="Tier">The seller's class of host.</param>
public sealed record OfferKey(string Seller, string Instance, string Region, string Zone, Pricing Pricing, string Tier);
