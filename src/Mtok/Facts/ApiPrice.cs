namespace Mtok;

/// <summary>The kinds of token an API bills for.</summary>
public enum TokenKind
{
    /// <summary>Input that has to be computed.</summary>
    Input,

    /// <summary>Input read from the provider's prompt cache.</summary>
    CachedInput,

    /// <summary>Input written to the provider's prompt cache.</summary>
    CacheWrite,

    /// <summary>Output.</summary>
    Output,
}

/// <summary>A price for each kind of token.</summary>
/// <param name="Input">Input that has to be computed.</param>
/// <param name="Output">Output.</param>
/// <param name="CachedInput">Input read from the cache; null where the provider has no such price.</param>
/// <param name="CacheWrite">Input written to the cache; null where the provider has no such price.</param>
public sealed record TokenPrices(UsdPerMtok Input, UsdPerMtok Output, UsdPerMtok? CachedInput = null, UsdPerMtok? CacheWrite = null)
{
    /// <summary>The price of one kind; a kind without a price of its own costs as much as input.</summary>
    public UsdPerMtok Of(TokenKind kind) => kind switch
    {
        TokenKind.Input => Input,
        TokenKind.CachedInput => CachedInput ?? Input,
        TokenKind.CacheWrite => CacheWrite ?? Input,
        TokenKind.Output => Output,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of token"),
    };
}

/// <summary>What a provider asks for the tokens of a model.</summary>
/// <param name="Provider">Who serves it.</param>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="ProviderModel">The provider's name of the model.</param>
/// <param name="Prices">Prices by kind of token.</param>
/// <param name="BatchDiscount">What is taken off where an answer may take a day; null where the provider has no such price.</param>
/// <param name="Context">The longest input and output together; null where not stated.</param>
/// <param name="AboveInput">The input length above which these prices hold instead of the base ones; null for the base ones.</param>
/// <param name="PerRequest">A fee for each request.</param>
/// <param name="Provenance">Where the price comes from.</param>
public sealed record ApiPrice(
    string Provider,
    string ModelId,
    string ProviderModel,
    TokenPrices Prices,
    Ratio? BatchDiscount,
    Tokens? Context,
    Tokens? AboveInput,
    Usd PerRequest,
    Provenance Provenance)
{
    /// <summary>What stays the same when the price moves: of several rows with one key the newest is today's price.</summary>
    public ApiPriceKey Key => new(Provider, ModelId, ProviderModel, AboveInput);
}

/// <summary>What tells one token price from another, whatever the price.</summary>
/// <param name="Provider">Who serves the model.</param>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="ProviderModel">The provider's name of the model.</param>
/// <param name="AboveInput">The input length above which the price holds; null for the base price.</param>
public sealed record ApiPriceKey(string Provider, string ModelId, string ProviderModel, Tokens? AboveInput);
