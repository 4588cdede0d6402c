namespace Mtok;

/// <summary>What each kind of token of a request takes of its cost, in any unit common to the three: dollars, or time of a machine.</summary>
/// <param name="Input">Input that no cache holds, what is written to a cache included.</param>
/// <param name="Cached">Input read from a cache.</param>
/// <param name="Output">Output, reasoning included.</param>
public readonly record struct TokenParts(double Input, double Cached, double Output)
{
    /// <summary>All three.</summary>
    public double Total => Input + Cached + Output;

    /// <summary>The sum.</summary>
    public static TokenParts operator +(TokenParts left, TokenParts right) =>
        new(left.Input + right.Input, left.Cached + right.Cached, left.Output + right.Output);

    /// <summary>Scaled by a ratio.</summary>
    public static TokenParts operator *(TokenParts left, Ratio right) => new(left.Input * right.Value, left.Cached * right.Value, left.Output * right.Value);

    /// <summary>The same proportions with that total, such as a part of a bill.</summary>
    public TokenParts Of(double total) => Total > 0 ? new(total * Input / Total, total * Cached / Total, total * Output / Total) : this;
}

/// <summary>What a million tokens cost, input, cached input and output apart (C8).</summary>
/// <param name="Input">Of input that no cache holds; null where a request has none.</param>
/// <param name="Cached">Of input read from a cache; null where a request has none.</param>
/// <param name="Output">Of output; null where a request has none.</param>
public sealed record TokenSplit(UsdPerMtok? Input, UsdPerMtok? Cached, UsdPerMtok? Output)
{
    /// <summary>
    /// C8: the price of a kind = blended price x tokens of a request x what the kind takes / what all take / tokens of the kind. Each price times its
    /// kind's share of the tokens adds up to the blended price.
    /// </summary>
    /// <param name="blended">The price of a million tokens of the mix, input and output together.</param>
    /// <param name="mix">The tokens of a mean request.</param>
    /// <param name="parts">What its kinds take.</param>
    public static TokenSplit Of(UsdPerMtok blended, TokenMix mix, TokenParts parts)
    {
        var request = blended * mix.Total;
        UsdPerMtok? Price(double part, Tokens tokens) => tokens > default(Tokens) ? request * Ratio.FromValue(part / parts.Total) / tokens : null;
        return new(Price(parts.Input, mix.ComputedInput), Price(parts.Cached, mix.CachedInput), Price(parts.Output, mix.Output));
    }
}
