namespace Mtok.Simulation;

/// <summary>The offer that holds a number of replicas at the lowest price.</summary>
internal static class OfferChoice
{
    /// <summary>The price of its machines; null where the catalog has no such offer.</summary>
    /// <param name="catalog">Today's prices.</param>
    /// <param name="acceleratorId">The device.</param>
    /// <param name="gpus">Devices of one replica.</param>
    /// <param name="replicas">Replicas to hold.</param>
    /// <param name="pricing">How it is paid for.</param>
    /// <param name="seller">The one seller allowed; null for any.</param>
    public static MachinePrice? Cheapest(Catalog catalog, string acceleratorId, int gpus, int replicas, Pricing pricing, string? seller)
    {
        var best = catalog.CurrentOffers
            .Where(offer => offer.AcceleratorId == acceleratorId && offer.Pricing == pricing && (offer.SoldByGpu || offer.Gpus >= gpus))
            .Where(offer => seller is null || Spelling.Fold(offer.Seller) == Spelling.Fold(seller))
            .Select(offer =>
                (Offer: offer, Price: offer.SoldByGpu
                    ? new MachinePrice(offer.PricePerGpu * gpus, 1, "")
                    : new(offer.Price, MachineHours.ReplicasPerMachine(offer.Gpus, gpus), "")))
            .OrderBy(entry => (entry.Price.Hourly * ((replicas + entry.Price.ReplicasPerMachine - 1) / entry.Price.ReplicasPerMachine)).Dollars)
            .ThenBy(entry => entry.Offer.Seller, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Offer is { } found ? best.Price with { Source = SourceOf(found, best.Price) } : null;
    }

    private static string SourceOf(Offer offer, MachinePrice price) =>
        $"{price.Hourly} for a machine "
            + $"of {price.ReplicasPerMachine} {(price.ReplicasPerMachine == 1
                ? "replica"
                : "replicas")}: {offer.Seller} {offer.Instance}, {offer.Provenance.AsOf}";
}
