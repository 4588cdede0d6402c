namespace Mtok;

/// <summary>The value of one unit of a currency on a day, as given by the user; nothing is converted without one.</summary>
/// <param name="Currency">The currency's code, such as <c>EUR</c>.</param>
/// <param name="Worth">The value of one unit.</param>
/// <param name="Provenance">The day of the rate and its source.</param>
public sealed record CurrencyRate(string Currency, Usd Worth, Provenance Provenance);

/// <summary>The user's discount on a seller's or provider's list prices.</summary>
/// <param name="Provider">The seller or provider.</param>
/// <param name="Share">The discount as a share of the list price.</param>
/// <param name="Pricings">The pricings it applies to; empty for all, including token prices.</param>
/// <param name="Provenance">The start date and the agreement.</param>
public sealed record Discount(string Provider, Ratio Share, IReadOnlyList<Pricing> Pricings, Provenance Provenance)
{
    internal string Text => $"less {Share} ({Provenance.Source}, {Provenance.AsOf})";

    internal Ratio Left => Ratio.One - Share;

    internal bool Covers(Offer offer) => offer.Seller == Provider && (Pricings.Count == 0 || Pricings.Contains(offer.Pricing));

    internal bool Covers(ApiPrice api) => api.Provider == Provider && Pricings.Count == 0;
}

/// <summary>Reads the user's terms: currency rates and discounts.</summary>
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
                problems.Error(
                    row.WhereIs("currency"),
                    "unknown-currency",
                    $"\"{currency}\" must be a currency code of three capital letters, such as EUR, and not USD");
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
                problems.Error(
                    row.WhereIs("pricing"),
                    "unknown-word",
                    $"\"pricing\" must be one of {string.Join(", ", Offer.PricingWords.Keys)}, not \"{word}\""
                    + $"{Spelling.DidYouMean(word, Offer.PricingWords.Keys)}");
            }

            var discount = new Discount(provider, share, [.. words.Where(Offer.PricingWords.ContainsKey).Select(word => Offer.PricingWords[word])], Dated(row));
            row.RejectUnknown();
            yield return discount;
        }
    }

    /// <summary>A rate or agreement must be dated: without a date it could not be distinguished from one that has expired.</summary>
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
