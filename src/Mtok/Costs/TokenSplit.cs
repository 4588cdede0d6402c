namespace Mtok;

/// <summary>The cost of a request split between its input and its output in proportion to machine time (C8).</summary>
/// <param name="Input">The price of input tokens.</param>
/// <param name="Output">The price of output tokens.</param>
public sealed record TokenSplit(UsdPerMtok Input, UsdPerMtok Output)
{
    /// <summary>
    /// C8: input takes its marginal time per prompt token; output its marginal time per decoded token plus the fixed time
    /// of a step shared by the tokens decoded in it. Scaled so that the parts add up to the cost of the request.
    /// </summary>
    /// <param name="request">The total cost of a request.</param>
    /// <param name="mix">The tokens of a request.</param>
    /// <param name="perInputToken">Marginal machine time of a prompt token, dT/dp.</param>
    /// <param name="perOutputToken">Marginal machine time of a decoded token, dT/dB.</param>
    /// <param name="fixedShare">The fixed time of a step / the tokens decoded in it.</param>
    public static TokenSplit ByMarginalTime(Usd request, TokenMix mix, Duration perInputToken, Duration perOutputToken, Duration fixedShare)
    {
        var input = perInputToken * Ratio.FromValue(mix.ComputedInput.Count);
        var output = (perOutputToken + fixedShare) * Ratio.FromValue(mix.Output.Count);
        var share = input / (input + output);
        return new(request * share / mix.Input, request * (Ratio.One - share) / mix.Output);
    }
}
