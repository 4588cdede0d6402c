namespace Mtok;

/// <summary>
/// How the time of a request moves with its lengths: so much for each input token and so much for each output token.
/// Carries a measurement over to lengths near its own.
/// </summary>
/// <param name="OutputToInput">The time of an output token / the time of an input token.</param>
internal sealed record LengthLaw(Ratio OutputToInput)
{
    /// <summary>The share of a request's time that its input takes, at those lengths.</summary>
    public Ratio InputShare(Tokens input, Tokens output) =>
        Ratio.FromValue(input.Count / (input.Count + (OutputToInput.Value * output.Count)));

    /// <summary>The rate at other lengths, when the input takes that share of the time at the measured ones.</summary>
    public static RequestsPerSecond CarryOver(Measurement measured, TokenMix to, Ratio inputShare)
    {
        var longer = (inputShare.Value * to.Input.Count / measured.Input.Count) + ((1 - inputShare.Value) * to.Output.Count / measured.Output.Count);
        return measured.RequestRate * Ratio.FromValue(1 / longer);
    }

    /// <summary>
    /// The law that fits runs of one deployment at several lengths best: least squares of the relative error of
    /// time = a x input + b x output. Null where the runs cannot tell the two apart.
    /// </summary>
    public static LengthLaw? Fit(IReadOnlyList<Measurement> runs)
    {
        double inputs = 0, outputs = 0, both = 0, input = 0, output = 0;
        foreach (var run in runs)
        {
            var (x, y) = (run.Input.Count * run.RequestRate.PerSecond, run.Output.Count * run.RequestRate.PerSecond);
            inputs += x * x;
            outputs += y * y;
            both += x * y;
            input += x;
            output += y;
        }

        var determinant = (inputs * outputs) - (both * both);
        if (runs.Count < 3 || determinant < 1e-3 * inputs * outputs)
        {
            return null;
        }

        var perInput = ((input * outputs) - (output * both)) / determinant;
        var perOutput = ((output * inputs) - (input * both)) / determinant;
        return perInput > 0 && perOutput > 0 ? new(Ratio.FromValue(perOutput / perInput)) : null;
    }
}
