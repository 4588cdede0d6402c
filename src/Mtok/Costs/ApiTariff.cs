namespace Mtok;

/// <summary>How a higher price for long inputs applies.</summary>
public enum TierRule
{
    /// <summary>A request whose input exceeds the limit pays the higher prices for all its tokens.</summary>
    Cliff,

    /// <summary>Only the input beyond the limit pays the higher input price.</summary>
    Marginal,
}

/// <summary>All prices of one model at one provider: base prices and higher tiers for long inputs (C2).</summary>
/// <param name="Base">The base prices.</param>
/// <param name="Tiers">Prices that apply above an input length, shortest first.</param>
/// <param name="Rule">How the tiers apply.</param>
public sealed record ApiTariff(ApiPrice Base, IReadOnlyList<ApiPrice> Tiers, TierRule Rule = TierRule.Cliff)
{
    /// <summary>The tariffs in a list of prices; rows without base prices are ignored.</summary>
    public static IEnumerable<ApiTariff> From(IEnumerable<ApiPrice> prices) =>
        from price in prices
        group price by new { price.Provider, price.ProviderModel } into rows
        let basic = rows.FirstOrDefault(row => row.AboveInput is null)
        where basic is not null
        select new ApiTariff(basic, [.. rows.Where(row => row.AboveInput is not null).OrderBy(row => row.AboveInput)]);

    /// <summary>C2: the price of one request of that mix.</summary>
    /// <param name="mix">The request's tokens; the cached share is charged at the cached price if there is one.</param>
    /// <param name="asBatch">Whether to apply the batch discount, if the provider has one.</param>
    public Usd PriceOf(TokenMix mix, bool asBatch)
    {
        var tier = Tiers.LastOrDefault(row => mix.Input > row.AboveInput!.Value);
        var tokens = (tier, Rule) switch
        {
            (null, _) => PriceAt(Base.Prices, mix),
            (_, TierRule.Cliff) => PriceAt(tier.Prices, mix),
            _ => PriceAt(Base.Prices, mix) + ((tier.Prices.Input - Base.Prices.Input) * (mix.Input - tier.AboveInput!.Value)),
        };
        var discount = asBatch ? Base.BatchDiscount ?? Ratio.Zero : Ratio.Zero;
        return (tokens * (Ratio.One - discount)) + Base.PerRequest;
    }

    private static Usd PriceAt(TokenPrices prices, TokenMix mix) =>
        (prices.Input * mix.ComputedInput) + (prices.Of(TokenKind.CachedInput) * mix.CachedInput) + (prices.Output * mix.Output);
}
