namespace Mtok;

/// <summary>The kinds of token an API bills.</summary>
public enum TokenKind
{
    /// <summary>Input tokens that are not cached.</summary>
    Input,

    /// <summary>Input read from the provider's prompt cache.</summary>
    CachedInput,

    /// <summary>Input written to the provider's prompt cache.</summary>
    CacheWrite,

    /// <summary>Output tokens.</summary>
    Output,
}

/// <summary>A price for each kind of token.</summary>
/// <param name="Input">Price of input that is not cached.</param>
/// <param name="Output">Price of output.</param>
/// <param name="CachedInput">Price of input read from the cache; null if the provider has no separate price.</param>
/// <param name="CacheWrite">Price of input written to the cache; null if the provider has no separate price.</param>
public sealed record TokenPrices(UsdPerMtok Input, UsdPerMtok Output, UsdPerMtok? CachedInput = null, UsdPerMtok? CacheWrite = null)
{
    /// <summary>The price of one kind; a kind without a separate price costs the same as input.</summary>
    public UsdPerMtok Of(TokenKind kind) => kind switch
    {
        TokenKind.Input => Input,
        TokenKind.CachedInput => CachedInput ?? Input,
        TokenKind.CacheWrite => CacheWrite ?? Input,
        TokenKind.Output => Output,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of token"),
    };
}

/// <summary>A provider's prices for the tokens of a model.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="ProviderModel">The provider's name for the model.</param>
/// <param name="Prices">Prices by kind of token.</param>
/// <param name="BatchDiscount">The discount if a response may take a day; null if the provider has no batch price.</param>
/// <param name="Context">The maximum of input and output together; null if not stated.</param>
/// <param name="AboveInput">The input length above which these prices apply instead of the base prices; null for the base prices.</param>
/// <param name="PerRequest">A fee per request; 0 if there is none.</param>
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
    /// <summary>Identifies the price across changes: of several rows with one key, the newest is today's price.</summary>
    public ApiPriceKey Key => new(Provider, ModelId, ProviderModel, AboveInput);
}

/// <summary>Identifies a token price independently of its amount.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="ProviderModel">The provider's name of the model.</param>
/// <param name="AboveInput">The input length above which the price applies; null for the base price.</param>
public sealed record ApiPriceKey(string Provider, string ModelId, string ProviderModel, Tokens? AboveInput);
