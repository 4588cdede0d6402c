namespace Mtok.Imports;

/// <summary>Makes offers of the prices of machines that can be true.</summary>
internal sealed class MachineQuotes(Catalog catalog, PriceNames names, QuoteOrigin origin, QuoteRemarks remarks)
{
    private readonly Conversion _conversion = new(catalog.Rates, new());
    private readonly QuotedMachines _machines = new(catalog, names, remarks);

    public QuotedRows<(OfferKey Key, AsOf Day), Offer> Offers { get; } = new(remarks);

    /// <summary>A machine's price.</summary>
    public void Add(MachineQuote quote)
    {
        var seller = origin.Asking(quote.Seller);
        var named = $"{seller}/{quote.Instance}";
        if (quote.Instance.Length == 0)
        {
            remarks.Drop("blank-instance", "no name of a machine", quote.Line, "");
        }
        else if (quote.Price is not { } asked)
        {
            remarks.Drop("blank-price", "no price: unknown, not free", quote.Line, named);
        }
        else if (asked <= 0)
        {
            remarks.Drop(asked == 0 ? "zero-price" : "negative-price", asked == 0 ? "a price of 0 is unknown, not free" : "a price below zero", quote.Line, named);
        }
        else if (_machines.Of(quote, seller, named) is { } machine && InDollars(quote, asked, named) is { } price)
        {
            Add(quote, seller, named, machine.AcceleratorId, machine.Gpus, price);
        }
    }

    /// <summary>A spot price above on demand is a mistake; a commitment above it is only odd.</summary>
    public void CheckAgainstOnDemand()
    {
        var onDemand = Offers.Rows.Where(offer => offer.Pricing == Pricing.OnDemand).ToLookup(offer => (offer.Seller, offer.Instance));
        foreach (var (key, offer) in Offers.All.Where(entry => entry.Value.Pricing != Pricing.OnDemand).ToList())
        {
            var alike = onDemand[(offer.Seller, offer.Instance)].ToList();
            var limit = alike.Where(other => other.Region == offer.Region).DefaultIfEmpty(offer.Pricing == Pricing.Spot ? alike.MaxBy(other => other.Price) : null).MaxBy(other => other?.Price);
            if (limit is null || offer.Price <= limit.Price)
            {
                continue;
            }

            var named = $"{offer.Seller}/{offer.Instance} {offer.Region}: {offer.Price} against {limit.Price}";
            if (offer.Pricing == Pricing.Spot)
            {
                Offers.Remove(key);
                remarks.Drop("spot-above-on-demand", "spot above on demand", offer.Provenance.Where.Line, named);
            }
            else
            {
                remarks.Note("commitment-dearer", "a commitment dearer than on demand", offer.Provenance.Where.Line, named);
            }
        }
    }

    /// <summary>The price in dollars with what it was quoted as; null where no rate is given.</summary>
    private (UsdPerHour Price, string Terms, Quoted? As)? InDollars(MachineQuote quote, decimal asked, string named)
    {
        if (quote.Currency == "USD")
        {
            return (UsdPerHour.FromDollars(asked), "", null);
        }

        var text = FormattableString.Invariant($"{asked} {quote.Currency}");
        _conversion.NextRow();
        if (!Quoted.TryParse(text, out var quoted) || _conversion.RateOf(quote.Currency) is null)
        {
            remarks.Drop("missing-rate", $"quoted in {quote.Currency}, of which no dated rate is given", quote.Line, named);
            return null;
        }

        var dollars = _conversion.InDollars(text, "/h", () => new(origin.File, quote.Line, 0))!;
        return (UsdPerHour.FromDollars(decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture)), _conversion.Terms, quoted);
    }

    private void Add(MachineQuote quote, string seller, string named, string acceleratorId, int gpus, (UsdPerHour Price, string Terms, Quoted? As) asked)
    {
        if (OfferReader.Complaint(asked.Price, gpus, quote.Pricing) is { } complaint)
        {
            remarks.Drop(complaint.Rule, complaint.Rule switch
            {
                "sentinel-price" => "a placeholder some catalogs use for \"no price\"",
                "reservation-total" => "the price of a whole term labelled as an hour's",
                _ => "beyond what an accelerator's hour costs anywhere",
            }, quote.Line, $"{named} at {asked.Price}");
            return;
        }

        var offer = new Offer(seller, quote.Instance, acceleratorId, gpus, quote.SoldByGpu, quote.Region, quote.Zone, quote.Pricing, quote.Tier, asked.Price, origin.At(quote.AsOf, quote.Line) with { Terms = asked.Terms }) { QuotedAs = asked.As };
        Offers.Keep((offer.Key, offer.Provenance.AsOf), offer, quote.Line, named, known => known.Price == offer.Price, known => known.Price >= offer.Price);
    }
}
