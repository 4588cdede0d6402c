namespace Mtok;

/// <summary>What a unit of a currency is worth, as the user says it was on a day; nothing is converted without one.</summary>
/// <param name="Currency">The currency's code, such as <c>EUR</c>.</param>
/// <param name="Worth">What one unit of it is worth.</param>
/// <param name="Provenance">Of which day, and who says so.</param>
public sealed record CurrencyRate(string Currency, Usd Worth, Provenance Provenance);

/// <summary>What a seller or provider takes off its list prices for the user.</summary>
/// <param name="Provider">Who gives it.</param>
/// <param name="Share">The share taken off.</param>
/// <param name="Pricings">The ways of paying it is given on; empty for all, and for token prices.</param>
/// <param name="Provenance">Since when, and by which agreement.</param>
public sealed record Discount(string Provider, Ratio Share, IReadOnlyList<Pricing> Pricings, Provenance Provenance)
{
    internal string Told => $"less {Share} ({Provenance.Source}, {Provenance.AsOf})";

    internal Ratio Left => Ratio.One - Share;

    internal bool Covers(Offer offer) => offer.Seller == Provider && (Pricings.Count == 0 || Pricings.Contains(offer.Pricing));

    internal bool Covers(ApiPrice api) => api.Provider == Provider && Pricings.Count == 0;
}

/// <summary>What the user has agreed on: rates of currencies and discounts.</summary>
internal sealed class TermsReader(Problems problems)
{
    private static readonly Limits<Usd> Worth = new(Usd.FromDollars(0.000001m), Usd.FromDollars(10_000m));
    private static readonly Limits<Ratio> Share = new(Ratio.Zero, Ratio.FromPercent(95));

    /// <summary>The <c>[[rate]]</c> tables.</summary>
    public IEnumerable<CurrencyRate> Rates(TomlTable root)
    {
        foreach (var row in root.Tables("rate"))
        {
            var currency = row.Text("currency");
            if (currency.Length > 0 && !Quoted.IsCode(currency))
            {
                problems.Error(row.WhereIs("currency"), "unknown-currency", $"\"{currency}\" must be a currency's code of three capital letters, such as EUR, and not USD");
            }

            var worth = row.Quantity("usd", Worth);
            var rate = new CurrencyRate(currency, worth, Dated(row));
            row.RejectUnknown();
            yield return rate;
        }
    }

    /// <summary>The <c>[[discount]]</c> tables.</summary>
    public IEnumerable<Discount> Discounts(TomlTable root)
    {
        foreach (var row in root.Tables("discount"))
        {
            var provider = row.Text("provider");
            var share = row.Quantity("discount", Share);
            var words = row.Texts("pricing");
            foreach (var word in words.Where(word => !Offer.PricingWords.ContainsKey(word)))
            {
                problems.Error(row.WhereIs("pricing"), "unknown-word", $"\"pricing\" must be of {string.Join(", ", Offer.PricingWords.Keys)}, not \"{word}\"{Spelling.DidYouMean(word, Offer.PricingWords.Keys)}");
            }

            var discount = new Discount(provider, share, [.. words.Where(Offer.PricingWords.ContainsKey).Select(word => Offer.PricingWords[word])], Dated(row));
            row.RejectUnknown();
            yield return discount;
        }
    }

    /// <summary>A rate or agreement without a day could not be told from one that has run out.</summary>
    private Provenance Dated(TomlTable row)
    {
        var text = row.Text("as_of");
        if (!(AsOf.TryParse(text, out var asOf) && asOf.IsDated) && text.Length > 0)
        {
            problems.Error(row.WhereIs("as_of"), "bad-date", $"\"as_of\" must be a date such as 2026-05-20, not \"{text}\"");
        }

        return new(asOf, row.Text("source"), row.Where) { IsUsers = true };
    }
}
