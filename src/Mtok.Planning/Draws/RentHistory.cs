namespace Mtok.Planning;

/// <summary>How one price moved between the first and the last day on which it was seen.</summary>
/// <param name="Seller">The seller, or the provider of an API.</param>
/// <param name="What">The accelerator, or the model.</param>
/// <param name="Pricing">How it is paid for.</param>
/// <param name="Log">The logarithm of the last price / the first.</param>
/// <param name="Years">The years between.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
internal sealed record PriceMove(string Seller, string What, Pricing Pricing, double Log, double Years, AsOf From, AsOf To);

/// <summary>The catalog's own history of rents and token prices: the same key seen on two days.</summary>
internal static class RentHistory
{
    /// <summary>Days apart that tell a trend; two sources of one week tell how they differ.</summary>
    private const int LeastDays = 30;

    private const double DaysOfYear = 365.25;

    /// <summary>Moves of machines' prices.</summary>
    public static List<PriceMove> Rents(Catalog catalog) =>
        [.. catalog.Offers.GroupBy(offer => offer.Key).SelectMany(rows => Move(
            rows, row => row.Provenance, row => row.Price.Dollars, row => (row.Seller, row.AcceleratorId, row.Pricing)))];

    /// <summary>Moves of token prices, input and output together; a name that moves on to newer models is no price of one model.</summary>
    public static List<PriceMove> Apis(Catalog catalog) =>
        [.. catalog.Apis.Where(api => api.AboveInput is null && !api.ModelId.EndsWith("-latest", StringComparison.Ordinal))
            .GroupBy(api => api.Key).SelectMany(rows => Move(
            rows, row => row.Provenance, row => (row.Prices.Input + row.Prices.Output).Dollars, row => (row.Provider, row.ModelId, Pricing.OnDemand)))];

    private static IEnumerable<PriceMove> Move<T>(
        IEnumerable<T> rows, Func<T, Provenance> provenance, Func<T, decimal> price, Func<T, (string Seller, string What, Pricing Pricing)> of)
    {
        var dated = rows.Where(row => provenance(row).AsOf.IsDated && price(row) > 0).OrderBy(row => provenance(row).AsOf).ToList();
        if (dated.Count < 2)
        {
            yield break;
        }

        var (first, last) = (dated[0], dated[^1]);
        var (from, to) = (provenance(first).AsOf, provenance(last).AsOf);
        var days = to.From.DayNumber - from.From.DayNumber;
        if (days >= LeastDays)
        {
            var (seller, what, pricing) = of(last);
            yield return new(seller, what, pricing, Math.Log((double)(price(last) / price(first))), days / DaysOfYear, from, to);
        }
    }
}
