namespace Mtok;

/// <summary>
/// Takes what a file quotes, understands names, refuses what cannot be true and says why. Of prices of one key and day the
/// dearest is kept, as the catalog would count it.
/// </summary>
internal sealed class Quotes
{
    private static readonly Limits<Ratio> Discounts = new(Ratio.Zero, Ratio.FromPercent(95));
    private readonly string _file;
    private readonly Catalog _catalog;
    private readonly PriceConditions _given;
    private readonly string _source;
    private readonly Conversion _conversion;
    private readonly PriceReasons _dropped;
    private readonly PriceReasons _notes;
    private readonly Dictionary<(OfferKey, AsOf), Offer> _offers = [];
    private readonly Dictionary<(ApiPriceKey, AsOf), ApiPrice> _apis = [];
    private readonly Dictionary<(string, string), InterruptionBand> _bands = [];
    private readonly Dictionary<(string What, string Of, string Name), int> _unmapped = [];

    public Quotes(string file, string format, Catalog catalog, PriceConditions given, PriceNames names)
    {
        (_file, _catalog, _given, Names) = (file, catalog, given, names);
        _source = given.Source ?? $"{format}, {Path.GetFileName(file)}";
        _conversion = new(catalog.Rates, new());
        (_dropped, _notes) = (new(file), new(file));
        Seller = given.Seller is { } seller ? names.Provider(seller) : "";
    }

    public PriceNames Names { get; }

    /// <summary>Who asks the prices, where the file does not say; empty where the user does not say either.</summary>
    public string Seller { get; }

    /// <summary>The day the user says the file is of, or null.</summary>
    public AsOf? Day => _given.AsOf;

    /// <summary>Whether pages that the file's own links lead to are in it.</summary>
    public bool HasAllPages => _given.HasAllPages;

    /// <summary>Whether a quote had no date, neither of its own nor of the user.</summary>
    public bool LacksDate { get; private set; }

    /// <summary>Whether a quote had no seller.</summary>
    public bool LacksSeller { get; private set; }

    public PriceReasons.Reason Reason(string rule, string why) => _dropped.For(rule, why);

    public void Drop(string rule, string why, int line, string example) => _dropped.For(rule, why).Add(line, example);

    public void Note(string rule, string why, int line, string example) => _notes.For(rule, why).Add(line, example);

    /// <summary>A machine's price.</summary>
    public void Add(MachineQuote quote)
    {
        var seller = Names.Provider(quote.Seller.Length > 0 ? quote.Seller : Seller);
        LacksSeller |= seller.Length == 0;
        var named = $"{seller}/{quote.Instance}";
        if (quote.Instance.Length == 0)
        {
            Drop("blank-instance", "no name of a machine", quote.Line, "");
        }
        else if (quote.Price is not { } asked)
        {
            Drop("blank-price", "no price: unknown, not free", quote.Line, named);
        }
        else if (asked <= 0)
        {
            Drop(asked == 0 ? "zero-price" : "negative-price", asked == 0 ? "a price of 0 is unknown, not free" : "a price below zero", quote.Line, named);
        }
        else if (Machine(quote, seller, named) is { } machine && InDollars(quote, asked, named) is { } price)
        {
            Add(quote, seller, named, machine.AcceleratorId, machine.Gpus, price);
        }
    }

    /// <summary>A token price.</summary>
    public void Add(TokenQuote quote)
    {
        var provider = Names.Provider(quote.Provider.Length > 0 ? quote.Provider : Seller);
        LacksSeller |= provider.Length == 0;
        var named = $"{provider}/{quote.Name}";
        if (quote.Name.Length == 0 || provider.Length == 0)
        {
            Drop("blank-provider-model", "no name of a model or provider", quote.Line, named);
            return;
        }

        if (!IsPrice(quote.Input, "input", quote.Line, named) || !IsPrice(quote.Output, "output", quote.Line, named))
        {
            return;
        }

        if (Names.Model(provider, quote.Name) is not { } model)
        {
            Unmapped("model", provider, quote.Name);
            return;
        }

        var prices = new TokenPrices(Price(quote.Input!.Value), Price(quote.Output!.Value), Optional(quote.CachedInput, "cached input", quote.Line, named), Optional(quote.CacheWrite, "cache writes", quote.Line, named));
        if (prices.Output < prices.Input * Ratio.FromPercent(50))
        {
            Note("output-cheaper", "output costs less than half of input; are the two swapped?", quote.Line, named);
        }

        if (prices.CachedInput > prices.Input)
        {
            Note("cached-dearer", "cached input costs more than input", quote.Line, named);
        }

        var row = new ApiPrice(provider, model, quote.Name, prices, Batch(quote), Length(quote.Context), Length(quote.AboveInput), Fee(quote), Provenance(quote.AsOf, quote.Line));
        Keep(_apis, (row.Key, row.Provenance.AsOf), row, quote.Line, named, known => known.Prices == row.Prices, known => known.Prices.Output >= row.Prices.Output);
    }

    /// <summary>How often a spot machine is taken back.</summary>
    public void Add(string seller, string instance, string region, Ratio low, Ratio? high, int line)
    {
        if (Names.Machine(seller, instance) is null)
        {
            Drop("no-accelerator", "machines that the catalog knows no accelerator of", line, $"{seller}/{instance}");
            return;
        }

        _bands[(instance, region)] = new(seller, instance, region, low, high, Provenance(null, line));
    }

    /// <summary>A name that no alias explains.</summary>
    public void Unmapped(string what, string of, string name) =>
        _unmapped[(what, of, name)] = _unmapped.GetValueOrDefault((what, of, name)) + 1;

    /// <summary>All that was taken, after the checks that need all quotes together.</summary>
    public PriceImport Import(string format)
    {
        CheckAgainstOnDemand();
        return new(
            _file, format, [.. _offers.Values], [.. _apis.Values], [.. _bands.Values], _dropped.All,
            [.. _unmapped.Select(entry => new UnmappedName(entry.Key.What, entry.Key.Of, entry.Key.Name, entry.Value)).OrderBy(name => name.What, StringComparer.Ordinal).ThenBy(name => name.Of, StringComparer.Ordinal).ThenBy(name => name.Name, StringComparer.Ordinal)],
            _notes.All);
    }

    private (string AcceleratorId, int Gpus)? Machine(MachineQuote quote, string seller, string named)
    {
        var known = Names.Machine(seller, quote.Instance);
        var id = known?.AcceleratorId ?? quote.Accelerators.Select(name => Names.Accelerator(seller, name)).FirstOrDefault(found => found is not null);
        if (id is null)
        {
            Unmapped("accelerator", seller, quote.Accelerators.Count > 0 ? quote.Accelerators[0] : quote.Instance);
            return null;
        }

        if ((quote.Gpus ?? known?.Gpus) is not { } count || count is <= 0 or > 1024)
        {
            Drop("bad-count", "no believable number of accelerators", quote.Line, named);
            return null;
        }

        if (count != decimal.Truncate(count))
        {
            Drop("fractional-gpu", "a share of an accelerator holds no whole replica of a model", quote.Line, named);
            return null;
        }

        if (known is not null && known.Gpus != count)
        {
            Drop("wrong-gpus", "the catalog knows another number of accelerators in that machine", quote.Line, named);
            return null;
        }

        if (quote.Memory is { } memory && !HasMemory(_catalog.FindAccelerator(id)!, memory, quote, (int)count))
        {
            if (known is null)
            {
                Drop("wrong-memory", "the memory stated is another device's than the name's", quote.Line, $"{named} ({memory} stated)");
                return null;
            }

            Note("wrong-memory", "the memory stated is another device's; the catalog knows what the machine holds", quote.Line, $"{named} ({memory} stated)");
        }

        return (id, (int)count);
    }

    /// <summary>Some sellers state the memory of all accelerators where they mean one's.</summary>
    private static bool HasMemory(Accelerator accelerator, Bytes stated, MachineQuote quote, int gpus) =>
        OfferReader.HasMemory(accelerator, stated) || (quote.MayBeTotal && OfferReader.HasMemory(accelerator, stated * Ratio.FromValue(1.0 / gpus)));

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
            Drop("missing-rate", $"quoted in {quote.Currency}, of which no dated rate is given", quote.Line, named);
            return null;
        }

        var dollars = _conversion.InDollars(text, "/h", () => new(_file, quote.Line, 0))!;
        return (UsdPerHour.FromDollars(decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture)), _conversion.Terms, quoted);
    }

    private void Add(MachineQuote quote, string seller, string named, string acceleratorId, int gpus, (UsdPerHour Price, string Terms, Quoted? As) asked)
    {
        if (OfferReader.Complaint(asked.Price, gpus, quote.Pricing) is { } complaint)
        {
            Drop(complaint.Rule, complaint.Rule switch
            {
                "sentinel-price" => "a placeholder some catalogs use for \"no price\"",
                "reservation-total" => "the price of a whole term labelled as an hour's",
                _ => "beyond what an accelerator's hour costs anywhere",
            }, quote.Line, $"{named} at {asked.Price}");
            return;
        }

        var offer = new Offer(seller, quote.Instance, acceleratorId, gpus, quote.SoldByGpu, quote.Region, quote.Zone, quote.Pricing, quote.Tier, asked.Price, Provenance(quote.AsOf, quote.Line) with { Terms = asked.Terms }) { QuotedAs = asked.As };
        Keep(_offers, (offer.Key, offer.Provenance.AsOf), offer, quote.Line, named, known => known.Price == offer.Price, known => known.Price >= offer.Price);
    }

    private void Keep<TKey, T>(Dictionary<TKey, T> rows, TKey key, T row, int line, string named, Func<T, bool> same, Func<T, bool> dearer)
        where TKey : notnull
    {
        if (rows.TryAdd(key, row))
        {
            return;
        }

        if (same(rows[key]))
        {
            Drop("repeated", "the same price again, such as for another zone", line, named);
            return;
        }

        Drop("several-prices", "another price for the same thing on the same day; the dearest is kept", line, named);
        rows[key] = dearer(rows[key]) ? rows[key] : row;
    }

    /// <summary>A spot price above on demand is a mistake; a commitment above it is only odd.</summary>
    private void CheckAgainstOnDemand()
    {
        var onDemand = _offers.Values.Where(offer => offer.Pricing == Pricing.OnDemand).ToLookup(offer => (offer.Seller, offer.Instance));
        foreach (var (key, offer) in _offers.Where(entry => entry.Value.Pricing != Pricing.OnDemand).ToList())
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
                _offers.Remove(key);
                Drop("spot-above-on-demand", "spot above on demand", offer.Provenance.Where.Line, named);
            }
            else
            {
                Note("commitment-dearer", "a commitment dearer than on demand", offer.Provenance.Where.Line, named);
            }
        }
    }

    private bool IsPrice(decimal? price, string what, int line, string named)
    {
        var (rule, why) = price switch
        {
            null => ("blank-price", $"no price of {what}: unknown, not free"),
            0 => ("zero-price", $"a price of 0 for {what} is unknown, not free"),
            < 0 => ("negative-price", $"a price of {what} below zero, which some sources write where it varies"),
            _ when !ApiPriceReader.Believable.Hold(Price(price.Value)) => ("implausible-price", $"a price of {what} outside {ApiPriceReader.Believable}"),
            _ => ("", ""),
        };
        if (rule.Length > 0)
        {
            Drop(rule, why, line, named);
        }

        return rule.Length == 0;
    }

    private UsdPerMtok? Optional(decimal? price, string what, int line, string named)
    {
        if (price is null)
        {
            return null;
        }

        if (ApiPriceReader.Believable.Hold(Price(price.Value)))
        {
            return Price(price.Value);
        }

        Note(price == 0 ? "zero-price" : "implausible-price", $"the price of {what} is {(price == 0 ? "0, which is unknown" : "beyond belief")}, and left blank", line, named);
        return null;
    }

    /// <summary>Nine digits behind the point: more is noise of binary fractions.</summary>
    private static UsdPerMtok Price(decimal dollars) => UsdPerMtok.FromDollars(Math.Round(dollars, 9));

    private static Ratio? Batch(TokenQuote quote) =>
        quote is { BatchInput: { } batch, Input: { } input } && Ratio.FromValue(1 - (double)(batch / input)) is var share && share > Ratio.Zero && Discounts.Hold(share) ? share : null;

    private static Tokens? Length(decimal? tokens) => tokens is >= 128 and <= 100_000_000 ? Tokens.FromCount((double)tokens) : null;

    private static Usd Fee(TokenQuote quote) => Usd.FromDollars(quote.PerRequest is > 0 and <= 10 ? quote.PerRequest.Value : 0);

    private Provenance Provenance(AsOf? quoted, int line)
    {
        var asOf = quoted ?? _given.AsOf;
        LacksDate |= asOf is null;
        return new(asOf ?? AsOf.Undated, _source, new(_file, line, 1));
    }
}
