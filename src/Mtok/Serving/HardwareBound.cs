namespace Mtok;

/// <summary>
/// Bounds that no software can exceed: the arithmetic of a request at the datasheet's peak (B1), and the speed of one stream (B2).
/// </summary>
public static class HardwareBound
{
    /// <summary>
    /// B1: requests per second at the device's fastest format: peak / (2 x active parameters x tokens); null if peak or parameters are
    /// not published.
    /// </summary>
    public static RequestsPerSecond? Requests(Model model, Accelerator accelerator, int gpus, TokenMix mix) =>
        Active(model) is { } active && accelerator.DensePeak.Count > 0
            ? RequestsPerSecond.FromPerSecond(
                gpus * accelerator.DensePeak.Values.Max().PerSecond / (2.0 * active * (mix.ComputedInput.Count + mix.Output.Count)))
            : null;

    /// <summary>B1 for output tokens alone: an upper bound of the output rate for any input.</summary>
    public static TokensPerSecond? Output(Model model, Accelerator accelerator, int gpus) =>
        Requests(model, accelerator, gpus, new(default, Tokens.FromCount(1), Ratio.Zero)) is { } requests
            ? TokensPerSecond.FromPerSecond(requests.PerSecond)
            : null;

    /// <summary>B2: the speed of one stream: memory bandwidth / the weights a token reads; null if either is not published.</summary>
    public static TokensPerSecond? OneStream(Model model, Accelerator accelerator, int gpus, Precision precision) =>
        Active(model) is { } active && accelerator.MemoryBandwidth is { } bandwidth
            ? TokensPerSecond.FromPerSecond(gpus * bandwidth.PerSecond / (active * precision.BytesPerValue))
            : null;

    private static long? Active(Model model) => model.ActiveParameters ?? model.Parameters;
}
