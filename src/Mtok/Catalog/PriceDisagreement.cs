namespace Mtok;

/// <summary>Two sources whose prices of the same thing differ by more than 5 %, and which of them is used.</summary>
/// <param name="What">The machine or the provider's model.</param>
/// <param name="Chosen">The row that is used.</param>
/// <param name="Price">Its price.</param>
/// <param name="Other">The other source's newest row.</param>
/// <param name="OtherPrice">Its price.</param>
/// <param name="Apart">The larger price / the smaller, minus one.</param>
/// <param name="Why">Why the chosen one is used.</param>
public sealed record PriceDisagreement(string What, Provenance Chosen, string Price, Provenance Other, string OtherPrice, Ratio Apart, string Why)
{
    private static readonly Ratio Tolerated = Ratio.FromPercent(5);

    /// <summary>The disagreements among a catalog's prices, in catalog order.</summary>
    public static IReadOnlyList<PriceDisagreement> Among(Catalog catalog) =>
        [
            .. Of(
                catalog.Offers, offer => offer.Key, offer => offer.Provenance, Name, Expense, offer => offer.Price.ToString(),
                (left, right) => left.Price / right.Price),
            .. Of(catalog.Apis, api => api.Key, api => api.Provenance, Name, Expense, Text, Apartness),
        ];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{What}: {Price} ({Chosen.Source}, {Chosen.AsOf}) and {OtherPrice} ({Other.Source}, {Other.AsOf}), {Apart} apart; {Why}";

    private static IEnumerable<PriceDisagreement> Of<T, TKey>(
        IReadOnlyList<T> rows,
        Func<T, TKey> key,
        Func<T, Provenance> provenance,
        Func<T, string> name,
        Func<T, decimal> expense,
        Func<T, string> text,
        Func<T, T, Ratio> ratio)
    {
        foreach (var group in rows.GroupBy(key).Where(group => group.Skip(1).Any()))
        {
            var newest = group.GroupBy(row => provenance(row).Source, StringComparer.Ordinal)
                .Select(source => source.OrderByDescending(row => provenance(row).AsOf).ThenByDescending(expense).First())
                .OrderByDescending(row => provenance(row).AsOf).ThenByDescending(expense).ToList();
            var chosen = newest[0];
            foreach (var other in newest.Skip(1))
            {
                var factor = ratio(chosen, other);
                var apart = (factor < Ratio.One ? Ratio.One / factor : factor) - Ratio.One;
                if (apart > Tolerated)
                {
                    yield return new(name(chosen), provenance(chosen), text(chosen), provenance(other), text(other), apart,
                        provenance(chosen).AsOf > provenance(other).AsOf ? "the newer is used" : "equally new: the more expensive is used");
                }
            }
        }
    }

    private static decimal Expense(Offer offer) => offer.Price.Dollars;

    private static decimal Expense(ApiPrice api) => (api.Prices.Output + api.Prices.Input).Dollars;

    private static string Name(Offer offer) =>
        string.Join(
            ' ',
            new[] { offer.Seller, offer.Instance, offer.Tier, offer.Zone.Length > 0
                ? offer.Zone
                : offer.Region, Offer.PricingWords.First(word => word.Value == offer.Pricing).Key }.Where(part => part.Length > 0));

    private static string Name(ApiPrice api) => $"{api.Provider} API {api.ProviderModel}{(api.Condition.Length > 0 ? $" {api.Condition}" : "")}";

    private static string Text(ApiPrice api) => $"{api.Prices.Input} in, {api.Prices.Output} out";

    /// <summary>The larger of the differences in input and output price.</summary>
    private static Ratio Apartness(ApiPrice left, ApiPrice right)
    {
        var input = Factor(left.Prices.Stated(TokenKind.Input), right.Prices.Stated(TokenKind.Input));
        var output = Factor(left.Prices.Stated(TokenKind.Output), right.Prices.Stated(TokenKind.Output));
        return Math.Abs(Math.Log(input.Value)) > Math.Abs(Math.Log(output.Value)) ? input : output;
    }

    private static Ratio Factor(UsdPerMtok? left, UsdPerMtok? right) => left is { } first && right is { } second ? first / second : Ratio.One;
}
