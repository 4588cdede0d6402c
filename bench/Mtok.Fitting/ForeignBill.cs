namespace Mtok.Fitting;

/// <summary>One request and what another program says it costs.</summary>
/// <param name="Group">What the request is an example of.</param>
/// <param name="Provider">The provider, as the price list names it.</param>
/// <param name="Model">The model, as the price list names it.</param>
/// <param name="At">When the request was sent.</param>
/// <param name="Input">Input tokens, those read from or written to the cache included.</param>
/// <param name="Cached">Input tokens read from the cache.</param>
/// <param name="Written">Input tokens written to the cache; only beside cached ones.</param>
/// <param name="Hour">Whether they are written for an hour.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Reasoning">Output tokens of reasoning.</param>
/// <param name="Usd">The other program's bill.</param>
internal sealed record ForeignBill(
    string Group,
    string Provider,
    string Model,
    DateTimeOffset At,
    double Input,
    double Cached,
    double Written,
    bool Hour,
    double Output,
    double Reasoning,
    decimal Usd)
{
    public DateOnly Day => DateOnly.FromDateTime(At.UtcDateTime);

    /// <summary>The time since Monday 00:00 UTC.</summary>
    public Duration OfWeek => Duration.FromSeconds((((int)At.UtcDateTime.DayOfWeek + 6) % 7 * 86_400) + At.UtcDateTime.TimeOfDay.TotalSeconds);

    public TokenMix Mix => new(Tokens.FromCount(Input), Tokens.FromCount(Output), Ratio.FromValue(Cached / Input))
    {
        CacheMissShare = Ratio.FromValue(Written == 0 ? 0 : Written / (Written + Cached)),
        CacheLifetime = Hour ? CacheLifetime.Hour : CacheLifetime.Minutes,
        ReasoningShare = Ratio.FromValue(Reasoning / Output),
    };
}
