namespace Mtok;

/// <summary>The number formats a model may be computed in.</summary>
/// <param name="Named">The formats a user named; if empty, every format of at least 8 bits and the model's own.</param>
public sealed record AllowedPrecisions(IReadOnlyList<Precision> Named)
{
    /// <summary>The precision that keys and values must have; null for the engine's default.</summary>
    public Precision? KvCache { get; init; }

    /// <summary>Formats of at least 8 bits, and the model's own.</summary>
    public static AllowedPrecisions Default { get; } = new([]);

    /// <summary>
    /// Whether a model may be computed in that precision. A measurement that does not state its precision counts as 4 bits on a
    /// device that supports 4 bits.
    /// </summary>
    public bool Allow(Precision precision, Model model, Accelerator accelerator) => (Named.Count, precision) switch
    {
        ( > 0, _) => Named.Contains(precision),
        _ when precision == model.WeightsPrecision => true,
        _ when precision == Precision.Unstated => !accelerator.DensePeak.ContainsKey("fp4"),
        _ => Precision.Bits.GetValueOrDefault(precision.Id) >= 8,
    };
}
