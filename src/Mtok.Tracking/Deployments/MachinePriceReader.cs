namespace Mtok.Tracking;

/// <summary>Reads what a machine costs an hour: <c>offer = "seller/instance"</c> of the catalog, or a <c>price</c> of one's own.</summary>
/// <param name="catalog">Where offers are looked up.</param>
/// <param name="problems">Where to report.</param>
internal sealed class MachinePriceReader(Catalog catalog, Problems problems)
{
    /// <summary>The price, and the machine of the catalog; null where none is given or it is wrong (reported).</summary>
    public (MachinePrice? Price, Offer? Machine) Read(TomlTable row, Limits<UsdPerHour> plausible)
    {
        var machine = row.OptionalText("offer") is { } offer ? Listed(row, offer) : [];
        var own = row.Has("price") ? Own(row, plausible) : null;
        return machine is [var first, ..] ? (own ?? MachinePrice.Listed(machine), first) : (own, null);
    }

    /// <summary>In dollars, or in the currency it is paid in, which is never converted.</summary>
    private MachinePrice? Own(TomlTable row, Limits<UsdPerHour> plausible)
    {
        var text = row.Written("price") ?? "";
        var bare = text.EndsWith("/h", StringComparison.Ordinal) ? text[..^2].Trim() : text;
        var parts = bare.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var currency = parts.Length == 2 && parts[1].Length == 3 && parts[1].All(char.IsAsciiLetterUpper) ? parts[1] : "USD";
        if (BillText.Amount(currency == "USD" ? bare.Replace("USD", "", StringComparison.Ordinal) : parts[0]) is not { } amount)
        {
            problems.Error(row.WhereIs("price"), "bad-number", $"\"price\" must be a price of a machine such as \"$9.60/h\" or \"8.80 EUR/h\", not \"{text}\"");
            return null;
        }

        if (!plausible.Hold(UsdPerHour.FromDollars(amount)))
        {
            problems.Error(row.WhereIs("price"), "out-of-range", $"\"price\" is {text}; it must be {plausible}");
            return null;
        }

        return MachinePrice.Own(new(amount, currency));
    }

    /// <summary>Every dated row of the machine named; what the name leaves open must not change the price.</summary>
    private IReadOnlyList<Offer> Listed(TomlTable row, string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var of = slash < 0 ? [] : catalog.Offers.Where(offer => offer.Seller == name[..slash] && offer.Instance == name[(slash + 1)..]).ToList();
        if (of.Count == 0)
        {
            var known = catalog.Offers.Select(offer => $"{offer.Seller}/{offer.Instance}").Distinct().ToList();
            problems.Error(row.WhereIs("offer"), "unknown-offer", $"unknown offer \"{name}\": it must be seller/instance{Spelling.DidYouMean(name, known)}");
            row.OptionalText("region");
            row.OptionalText("tier");
            row.OptionalText("pricing");
            return [];
        }

        var pricing = row.Word("pricing", Offer.PricingWords, Pricing.OnDemand);
        of = [.. of.Where(offer => offer.Pricing == pricing)];
        of = Narrowed(row, "region", of, offer => offer.Region);
        of = Narrowed(row, "tier", of, offer => offer.Tier);
        if (of.Count == 0)
        {
            problems.Error(row.WhereIs("offer"), "unknown-offer", $"the catalog has no price of \"{name}\" with that pricing, region and tier");
        }
        else if (of.Select(offer => offer.Key).Distinct().Skip(1).Any() && of.Select(offer => offer.Price).Distinct().Skip(1).Any())
        {
            var regions = string.Join(", ", of.Select(offer => $"{offer.Region} {offer.Tier}".Trim()).Distinct().Order(StringComparer.Ordinal).Take(8));
            problems.Error(row.WhereIs("offer"), "ambiguous-offer", $"\"{name}\" has several prices: give \"region\" or \"tier\", one of {regions}");
        }

        return of;
    }

    private static List<Offer> Narrowed(TomlTable row, string key, List<Offer> offers, Func<Offer, string> of) =>
        row.OptionalText(key) is { } wanted ? [.. offers.Where(offer => of(offer) == wanted)] : offers;
}
