namespace Mtok.Imports;

/// <summary>What only all machine prices of a file together show: prices of one accelerator, bid floors, forms left open, spot above on demand.</summary>
internal sealed class MachineChecks(Catalog catalog, QuotedRows<MachineRowKey, Offer> offers, QuoteRemarks remarks)
{
    /// <summary>Fewer other sellers of a device give no price to compare with.</summary>
    private const int LeastSellers = 3;

    /// <summary>A price this far below the median of the other sellers is no price that a machine is let at.</summary>
    private static readonly Ratio FarBelow = Ratio.FromValue(0.5);

    /// <summary>Drops or corrects what cannot be as the file states it.</summary>
    /// <param name="spellings">The name that stated the accelerator of each row; none where the catalog knows the machine.</param>
    public void All(IReadOnlyDictionary<MachineRowKey, string> spellings)
    {
        RefuseOpenForms(spellings);
        MultiplyPricesOfOne();
        RefuseBidFloors();
        RefuseSpotAboveOnDemand();
    }

    /// <summary>A file that names a device's SXM form means another form, or none, where it leaves the form out.</summary>
    private void RefuseOpenForms(IReadOnlyDictionary<MachineRowKey, string> spellings)
    {
        var stated = spellings.Where(row => DeviceForm.Of(row.Value) == DeviceForm.Sxm)
            .Select(row => (row.Key.Offer.Seller, DeviceForm.Without(row.Value))).ToHashSet();
        foreach (var (key, spelling) in spellings)
        {
            if (DeviceForm.Of(spelling) is null && offers.Find(key) is { } offer && stated.Contains((offer.Seller, DeviceForm.Without(spelling))))
            {
                Drop(key, offer, "open-form", "a device without its form, in a file that states the SXM form elsewhere", $"{spelling}, {offer.Instance}");
            }
        }
    }

    /// <summary>
    /// Machines of one, two, four and eight accelerators at one price: it is the price of one accelerator, and is multiplied where
    /// a machine of one is among them; else it is not known of how many it is.
    /// </summary>
    private void MultiplyPricesOfOne()
    {
        var groups = offers.All.GroupBy(row => (
            row.Value.Seller, row.Value.AcceleratorId, row.Value.Pricing, row.Value.Tier, row.Value.Region, row.Key.Day, row.Key.Since)).ToList();
        foreach (var machines in groups.Select(group => group.ToList()))
        {
            var sizes = machines.Select(row => row.Value.Gpus).Distinct().ToList();
            if (sizes.Count < 2 || machines.Select(row => row.Value.Price).Distinct().Skip(1).Any())
            {
                continue;
            }

            foreach (var (key, offer) in machines.Where(row => row.Value.Gpus > 1))
            {
                var named = $"{offer.Seller}/{offer.Instance} at {offer.Price}";
                if (sizes.Contains(1) && offer.QuotedAs is null)
                {
                    offers.Replace(key, offer with { Price = offer.Price * Ratio.FromValue(offer.Gpus) });
                    remarks.Note(
                        "price-of-one-gpu", "machines of every size at one price: the price of one accelerator, multiplied by their number",
                        offer.Provenance.Where.Line, named);
                }
                else
                {
                    Drop(key, offer, "price-of-one-gpu", "machines of several sizes at one price: of how many accelerators it is, is not stated", named);
                }
            }
        }
    }

    /// <summary>On demand at the spot price and far below every other seller is the least bid of an auction.</summary>
    private void RefuseBidFloors()
    {
        var others = catalog.CurrentOffers.Where(offer => offer.Pricing == Pricing.OnDemand).ToLookup(offer => offer.AcceleratorId, StringComparer.Ordinal);
        var spot = offers.Rows.Where(offer => offer.Pricing == Pricing.Spot)
            .Select(offer => (offer.Seller, offer.Instance, offer.Region, offer.Price)).ToHashSet();
        foreach (var (key, offer) in offers.All.Where(row => row.Value.Pricing == Pricing.OnDemand).ToList())
        {
            if (spot.Contains((offer.Seller, offer.Instance, offer.Region, offer.Price))
                && IsFarBelow(offer, others[offer.AcceleratorId].Where(other => other.Seller != offer.Seller)))
            {
                Drop(
                    key, offer, "bid-floor", "on demand at the spot price and far below every other seller: the least bid of an auction",
                    $"{offer.Seller}/{offer.Instance} {offer.Region}: {offer.Price}");
            }
        }
    }

    private static bool IsFarBelow(Offer offer, IEnumerable<Offer> others)
    {
        var cheapest = others.GroupBy(other => other.Seller, StringComparer.Ordinal).Select(rows => rows.Min(row => row.PricePerGpu)).Order().ToList();
        return cheapest.Count >= LeastSellers && offer.PricePerGpu < cheapest[0] && offer.PricePerGpu <= cheapest[cheapest.Count / 2] * FarBelow;
    }

    /// <summary>A spot price above on demand is an error; a commitment above it is only unusual.</summary>
    private void RefuseSpotAboveOnDemand()
    {
        var inForce = offers.All.Where(row => row.Value.Provenance.IsInForce(null)).ToList();
        var onDemand = inForce.Where(row => row.Value.Pricing == Pricing.OnDemand).Select(row => row.Value).ToLookup(offer => (offer.Seller, offer.Instance));
        foreach (var (key, offer) in inForce.Where(entry => entry.Value.Pricing != Pricing.OnDemand))
        {
            var alike = onDemand[(offer.Seller, offer.Instance)].ToList();
            var limit = alike
                .Where(other => other.Region == offer.Region)
                .DefaultIfEmpty(offer.Pricing == Pricing.Spot ? alike.MaxBy(other => other.Price) : null)
                .MaxBy(other => other?.Price);
            if (limit is null || offer.Price <= limit.Price)
            {
                continue;
            }

            var named = $"{offer.Seller}/{offer.Instance} {offer.Region}: {offer.Price} compared with {limit.Price}";
            if (offer.Pricing == Pricing.Spot)
            {
                Drop(key, offer, "spot-above-on-demand", "spot above on demand", named);
            }
            else
            {
                remarks.Note("commitment-dearer", "a commitment more expensive than on demand", offer.Provenance.Where.Line, named);
            }
        }
    }

    private void Drop(MachineRowKey key, Offer offer, string rule, string why, string named)
    {
        offers.Remove(key);
        remarks.Drop(rule, why, offer.Provenance.Where.Line, named);
    }
}

/// <summary>Identifies a quoted price of a machine: of two with one key the higher is kept.</summary>
/// <param name="Offer">The machine, its place and way of paying.</param>
/// <param name="Day">The day on which it was seen.</param>
/// <param name="Since">The first day on which it holds; null if not stated.</param>
internal sealed record MachineRowKey(OfferKey Offer, AsOf Day, AsOf? Since);
