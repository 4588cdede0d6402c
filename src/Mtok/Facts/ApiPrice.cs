namespace Mtok;

/// <summary>The kinds of token an API bills.</summary>
public enum TokenKind
{
    /// <summary>Input tokens that are neither read from nor written to the cache.</summary>
    Input,

    /// <summary>Input read from the provider's prompt cache.</summary>
    CachedInput,

    /// <summary>Input written to the provider's prompt cache for some minutes.</summary>
    CacheWrite,

    /// <summary>Input written to the provider's prompt cache for an hour.</summary>
    CacheWriteHour,

    /// <summary>Output tokens that the user sees.</summary>
    Output,

    /// <summary>Output tokens of reasoning.</summary>
    Reasoning,
}

/// <summary>How fast an API answers, at a price of its own.</summary>
public enum ApiService
{
    /// <summary>The usual service.</summary>
    Standard,

    /// <summary>Answers within a day.</summary>
    Batch,

    /// <summary>Answers before those of the standard service.</summary>
    Priority,

    /// <summary>Answers when there is room.</summary>
    Flex,
}

/// <summary>The prices a list states, by kind of token. A kind without a price follows from another row or kind.</summary>
/// <param name="Input">Price of input that is not cached; zero where it is not stated, because nothing is free.</param>
/// <param name="Output">Price of output; zero where it is not stated.</param>
/// <param name="CachedInput">Price of input read from the cache; null if not stated.</param>
/// <param name="CacheWrite">Price of input written to the cache; null if not stated.</param>
public sealed record TokenPrices(UsdPerMtok Input, UsdPerMtok Output, UsdPerMtok? CachedInput = null, UsdPerMtok? CacheWrite = null)
{
    /// <summary>Every kind of token.</summary>
    internal static readonly TokenKind[] Kinds = Enum.GetValues<TokenKind>();

    /// <summary>Price of input written to the cache for an hour; null if not stated.</summary>
    public UsdPerMtok? CacheWriteHour { get; init; }

    /// <summary>Price of output tokens of reasoning; null if they cost what other output costs.</summary>
    public UsdPerMtok? Reasoning { get; init; }

    /// <summary>The stated price of a kind; null if it is not stated.</summary>
    public UsdPerMtok? Stated(TokenKind kind) => kind switch
    {
        TokenKind.Input => Input.Dollars > 0 ? Input : null,
        TokenKind.CachedInput => CachedInput,
        TokenKind.CacheWrite => CacheWrite,
        TokenKind.CacheWriteHour => CacheWriteHour,
        TokenKind.Output => Output.Dollars > 0 ? Output : null,
        TokenKind.Reasoning => Reasoning,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of token"),
    };

    /// <summary>The prices times a factor: what a discount leaves, or a markup.</summary>
    internal TokenPrices Times(Ratio factor) => new(Input * factor, Output * factor, CachedInput * factor, CacheWrite * factor)
    {
        CacheWriteHour = CacheWriteHour * factor,
        Reasoning = Reasoning * factor,
    };
}

/// <summary>One entry of a provider's price list for a model: of one service, context tier and time of the week.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="ProviderModel">The provider's name for the model.</param>
/// <param name="Prices">Prices by kind of token.</param>
/// <param name="Hours">The hours of the week in which they apply instead of the usual prices; null for all.</param>
/// <param name="Context">The maximum of input and output together; null if not stated.</param>
/// <param name="AboveInput">The input length above which these prices apply instead of the base prices; null for the base prices.</param>
/// <param name="PerRequest">A fee per request; 0 if there is none.</param>
/// <param name="Provenance">Where the price comes from.</param>
public sealed record ApiPrice(
    string Provider,
    string ModelId,
    string ProviderModel,
    TokenPrices Prices,
    PriceHours? Hours,
    Tokens? Context,
    Tokens? AboveInput,
    Usd PerRequest,
    Provenance Provenance)
{
    /// <summary>The words a catalog file uses for each service.</summary>
    public static IReadOnlyDictionary<string, ApiService> ServiceWords { get; } = new Dictionary<string, ApiService>(StringComparer.Ordinal)
    {
        ["standard"] = ApiService.Standard,
        ["batch"] = ApiService.Batch,
        ["priority"] = ApiService.Priority,
        ["flex"] = ApiService.Flex,
    };

    /// <summary>The service that has these prices; the standard one by default.</summary>
    public ApiService Service { get; init; }

    /// <summary>Whether it is the usual price: of the standard service, at any length and hour.</summary>
    public bool IsBase => Service == ApiService.Standard && AboveInput is null && Hours is null;

    /// <summary>Identifies the price across changes: of several rows with one key, the newest is today's price.</summary>
    public ApiPriceKey Key => new(Provider, ModelId, ProviderModel, AboveInput, Service, Hours);

    /// <summary>When these prices apply, as reports name it, such as <c>batch, above 200k tok</c>; empty for the usual prices.</summary>
    public string Condition => string.Join(", ", new[]
    {
        Service == ApiService.Standard ? "" : ServiceWords.First(word => word.Value == Service).Key,
        AboveInput is { } above ? $"above {above}" : "",
        Hours?.ToString() ?? "",
    }.Where(part => part.Length > 0));

    /// <summary>
    /// The batch prices that a discount off every price means; null without one. A list that states the prices themselves is
    /// more exact, because most providers discount input and output differently or not all of it.
    /// </summary>
    internal ApiPrice? Batch(Ratio? discount) =>
        discount is { } share && share > Ratio.Zero ? this with { Prices = Prices.Times(Ratio.One - share), Service = ApiService.Batch } : null;
}

/// <summary>Identifies a token price independently of its amount.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="ProviderModel">The provider's name of the model.</param>
/// <param name="AboveInput">The input length above which the price applies; null for the base price.</param>
/// <param name="Service">The service.</param>
/// <param name="Hours">The hours of the week; null for all.</param>
public sealed record ApiPriceKey(
    string Provider, string ModelId, string ProviderModel, Tokens? AboveInput, ApiService Service = ApiService.Standard, PriceHours? Hours = null);
