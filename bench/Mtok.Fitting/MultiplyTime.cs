namespace Mtok.Fitting;

/// <summary>A measured matrix multiply.</summary>
/// <param name="Tokens">Tokens multiplied (m).</param>
/// <param name="Outputs">Outputs of a token (n).</param>
/// <param name="Inputs">Inputs of a token (k).</param>
/// <param name="Seconds">Its time.</param>
internal sealed record MultiplyTime(double Tokens, double Outputs, double Inputs, double Seconds)
{
    /// <summary>Bytes of weights read, as a multiple of one matrix: the experts hit of a grouped multiply.</summary>
    public double Matrices { get; init; } = 1;

    /// <summary>Its time by a law.</summary>
    public double By(MultiplyLaw law, Accelerator device, string format)
    {
        var (weights, bytes) = (Outputs * Inputs, Laws.BytesOf(format));
        return law.Seconds(
            Tokens, 2 * weights, Matrices * weights * bytes, (bytes * Inputs) + (2 * Outputs), device.DensePeak[format].PerSecond, device.MemoryBandwidth!.Value.PerSecond);
    }
}
