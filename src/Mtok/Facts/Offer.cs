namespace Mtok;

/// <summary>How a machine is paid for.</summary>
public enum Pricing
{
    /// <summary>By the second or hour, given back at will.</summary>
    OnDemand,

    /// <summary>By the second or hour, taken back by the seller at will.</summary>
    Spot,

    /// <summary>Every hour of a one-year term.</summary>
    ReservedOneYear,

    /// <summary>Every hour of a three-year term.</summary>
    ReservedThreeYears,

    /// <summary>Bought: every hour of its life.</summary>
    Owned,
}

/// <summary>A machine that can be had at a price.</summary>
/// <param name="Seller">Who rents or sells it.</param>
/// <param name="Instance">The seller's name of the machine.</param>
/// <param name="AcceleratorId">The accelerator in it.</param>
/// <param name="Gpus">How many accelerators are in it.</param>
/// <param name="SoldByGpu">Whether the seller states a price for one accelerator and not for a machine.</param>
/// <param name="Region">Where it stands; empty where the source does not say.</param>
/// <param name="Zone">The availability zone, for spot prices that differ by zone.</param>
/// <param name="Pricing">How it is paid for.</param>
/// <param name="Tier">The seller's class of host (secure, community); empty where there is one class.</param>
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
        ["owned"] = Pricing.Owned,
    };

    /// <summary>Whether the catalog says that its seller is a marketplace.</summary>
    public bool IsOfMarketplace { get; init; }

    /// <summary>Whether the price is one host's listing on a marketplace, of which there may be no second.</summary>
    public bool IsListing => IsOfMarketplace || Tier is "community" or "marketplace";

    /// <summary>The price as quoted in another currency; null where it was quoted in US dollars.</summary>
    public Quoted? QuotedAs { get; init; }

    /// <summary>Price of one accelerator of the machine.</summary>
    public UsdPerHour PricePerGpu => Price * Ratio.FromValue(1.0 / Gpus);

    /// <summary>What stays the same when the price moves: of several rows with one key the newest is today's price.</summary>
    public OfferKey Key => new(Seller, Instance, Region, Zone, Pricing, Tier);
}

/// <summary>What tells one offer from another, whatever its price.</summary>
/// <param name="Seller">Who rents or sells it.</param>
/// <param name="Instance">The seller's name of the machine.</param>
/// <param name="Region">Where it stands.</param>
/// <param name="Zone">The availability zone.</param>
/// <param name="Pricing">How it is paid for.</param>
/// <param name="Tier">The seller's class of host.</param>
public sealed record OfferKey(string Seller, string Instance, string Region, string Zone, Pricing Pricing, string Tier);
