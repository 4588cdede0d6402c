namespace Mtok.Imports;

/// <summary>Converts plausible machine prices to offers.</summary>
internal sealed class MachineQuotes(Catalog catalog, PriceNames names, QuoteOrigin origin, QuoteRemarks remarks)
{
    private readonly Conversion _conversion = new(catalog.Rates, new());
    private readonly QuotedMachines _machines = new(catalog, names, remarks);

    private readonly Dictionary<MachineRowKey, string> _spellings = [];

    public QuotedRows<MachineRowKey, Offer> Offers { get; } = new(remarks);

    /// <summary>Adds a machine's price.</summary>
    public void Add(MachineQuote quote)
    {
        var seller = origin.SellerOf(quote.Seller);
        var named = $"{seller}/{quote.Instance}";
        if (quote.Instance.Length == 0)
        {
            remarks.Drop("blank-instance", "no machine name", quote.Line, "");
        }
        else if (quote.Price is not { } amount)
        {
            remarks.Drop("blank-price", "no price: unknown, not free", quote.Line, named);
        }
        else if (amount <= 0)
        {
            remarks.Drop(
                amount == 0 ? "zero-price" : "negative-price",
                amount == 0 ? "a price of 0 means unknown, not free" : "a price below zero",
                quote.Line,
                named);
        }
        else if (_machines.Of(quote, seller, named) is { } machine && InDollars(quote, amount, named) is { } price)
        {
            Add(quote, seller, named, machine, price);
        }
    }

    /// <summary>The checks that need all prices of the file.</summary>
    public void CheckTogether() => new MachineChecks(catalog, Offers, remarks).All(_spellings);

    /// <summary>The price in dollars and the quoted amount; null if a rate is missing.</summary>
    private (UsdPerHour Price, string Terms, Quoted? As)? InDollars(MachineQuote quote, decimal amount, string named)
    {
        if (quote.Currency == "USD")
        {
            return (UsdPerHour.FromDollars(amount), "", null);
        }

        var text = FormattableString.Invariant($"{amount} {quote.Currency}");
        _conversion.NextRow();
        if (!Quoted.TryParse(text, out var quoted) || _conversion.RateOf(quote.Currency) is null)
        {
            remarks.Drop("missing-rate", $"quoted in {quote.Currency}, for which no dated rate is given", quote.Line, named);
            return null;
        }

        var dollars = _conversion.InDollars(text, "/h", () => new(origin.File, quote.Line, 0))!;
        return (UsdPerHour.FromDollars(decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture)), _conversion.Terms, quoted);
    }

    private void Add(MachineQuote quote, string seller, string named, QuotedMachine machine, (UsdPerHour Price, string Terms, Quoted? As) amount)
    {
        if (OfferReader.Complaint(amount.Price, machine.Gpus, quote.Pricing) is { } complaint)
        {
            remarks.Drop(complaint.Rule, complaint.Rule switch
            {
                "sentinel-price" => "a placeholder some catalogs use for \"no price\"",
                "reservation-total" => "the price of a whole term labelled as hourly",
                _ => "outside the plausible range of an accelerator's hourly price",
            }, quote.Line, $"{named} at {amount.Price}");
            return;
        }

        var offer = new Offer(
            seller, quote.Instance, machine.AcceleratorId, machine.Gpus, quote.SoldByGpu, quote.Region, quote.Zone, quote.Pricing, quote.Tier, amount.Price,
            origin.At(quote.AsOf, quote.Since, quote.Until, quote.Line) with { Terms = amount.Terms })
        {
            QuotedAs = amount.As,
        };
        var key = new MachineRowKey(offer.Key, offer.Provenance.AsOf, quote.Since);
        if (machine.Spelling.Length > 0)
        {
            _spellings[key] = machine.Spelling;
        }

        Offers.Keep(key, offer, quote.Line, named, known => known.Price == offer.Price, known => known.Price >= offer.Price);
    }
}
