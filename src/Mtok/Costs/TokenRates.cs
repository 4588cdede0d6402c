namespace Mtok;

/// <summary>What a request is billed for each kind of token, and which of these prices no list states (C2).</summary>
/// <param name="ByKind">Of each kind of token its price; kinds that nobody prices apart cost what their side of the request costs.</param>
/// <param name="Assumed">Kinds whose price follows by the providers' usual rules from another row, because no list states it.</param>
public sealed record TokenRates(IReadOnlyDictionary<TokenKind, UsdPerMtok> ByKind, IReadOnlyList<TokenKind> Assumed)
{
    /// <summary>The price of one kind.</summary>
    public UsdPerMtok Of(TokenKind kind) => ByKind[kind];

    /// <summary>The rates of the base row, whose unstated kinds cost what the provider bills for them: input is input, reasoning is output.</summary>
    internal static TokenRates OfBase(TokenPrices prices)
    {
        var (input, output) = (prices.Input, prices.Output);
        return new(
            new Dictionary<TokenKind, UsdPerMtok>
            {
                [TokenKind.Input] = input,
                [TokenKind.CachedInput] = prices.CachedInput ?? input,
                [TokenKind.CacheWrite] = prices.CacheWrite ?? input,
                [TokenKind.CacheWriteHour] = prices.CacheWriteHour ?? prices.CacheWrite ?? input,
                [TokenKind.Output] = output,
                [TokenKind.Reasoning] = prices.Reasoning ?? output,
            },
            prices is { CacheWrite: not null, CacheWriteHour: null } ? [TokenKind.CacheWriteHour] : []);
    }

    /// <summary>
    /// The rates of a row that restates some prices. Input or output that it does not restate costs as before; a kind of input or output
    /// that it does not restate keeps its proportion to input or output.
    /// </summary>
    /// <param name="prices">What the row states.</param>
    internal TokenRates Restated(TokenPrices prices)
    {
        var rates = new Dictionary<TokenKind, UsdPerMtok>();
        var assumed = new List<TokenKind>();
        foreach (var kind in TokenPrices.Kinds)
        {
            var side = SideOf(kind);
            var basis = prices.Stated(side) ?? Of(side);
            rates[kind] = prices.Stated(kind) ?? Scaled(Of(kind), basis, Of(side));
            if (prices.Stated(kind) is null && (Assumed.Contains(kind) || (basis != Of(side) && Of(kind) != Of(side))))
            {
                assumed.Add(kind);
            }
        }

        return new(rates, assumed);
    }

    /// <summary>The rates where two rows apply at once and no list states both together: the changes of both.</summary>
    /// <param name="other">The rates of the other row.</param>
    /// <param name="both">The rates that both rows change.</param>
    internal TokenRates With(TokenRates other, TokenRates both)
    {
        if (ReferenceEquals(other, both))
        {
            return this;
        }

        var rates = TokenPrices.Kinds.ToDictionary(kind => kind, kind => Scaled(Of(kind), other.Of(kind), both.Of(kind)));
        bool IsAssumed(TokenKind kind) =>
            Assumed.Contains(kind) || other.Assumed.Contains(kind) || (rates[kind] != Of(kind) && rates[kind] != other.Of(kind));
        return new(rates, [.. TokenPrices.Kinds.Where(IsAssumed)]);
    }

    private static UsdPerMtok Scaled(UsdPerMtok price, UsdPerMtok to, UsdPerMtok from) =>
        to == from || from.Dollars == 0 ? price : UsdPerMtok.FromDollars(price.Dollars * to.Dollars / from.Dollars);

    private static TokenKind SideOf(TokenKind kind) => kind is TokenKind.Output or TokenKind.Reasoning ? TokenKind.Output : TokenKind.Input;
}
