namespace Mtok;

/// <summary>Requests and tokens that come together, as limits of APIs count them.</summary>
/// <param name="Requests">Requests.</param>
/// <param name="Input">Input tokens, cached ones included.</param>
/// <param name="Computed">Input tokens that no prompt cache holds.</param>
/// <param name="Output">Output tokens.</param>
public sealed record ApiTraffic(RequestsPerSecond Requests, TokensPerSecond Input, TokensPerSecond Computed, TokensPerSecond Output)
{
    /// <summary>Input and output together.</summary>
    public TokensPerSecond Total => Input + Output;

    /// <summary>Requests of one mix at a rate.</summary>
    public static ApiTraffic Of(TokenMix mix, RequestsPerSecond rate) => new(rate, mix.Input * rate, mix.ComputedInput * rate, mix.Output * rate);

    /// <summary>The sum.</summary>
    public static ApiTraffic operator +(ApiTraffic left, ApiTraffic right) =>
        new(left.Requests + right.Requests, left.Input + right.Input, left.Computed + right.Computed, left.Output + right.Output);

    /// <summary>Scaled by a ratio.</summary>
    public static ApiTraffic operator *(ApiTraffic left, Ratio right) =>
        new(left.Requests * right, left.Input * right, left.Computed * right, left.Output * right);

    /// <summary>Of each figure the larger one.</summary>
    public ApiTraffic Or(ApiTraffic other) => new(
        Requests > other.Requests ? Requests : other.Requests,
        Input > other.Input ? Input : other.Input,
        Computed > other.Computed ? Computed : other.Computed,
        Output > other.Output ? Output : other.Output);
}
