namespace Mtok;

/// <summary>How much of a device's memory an engine allocates to the KV cache (M1).</summary>
/// <param name="Share">The share of all memory that the engine uses.</param>
/// <param name="FreeShare">The share of the memory left by weights and overhead that goes to the KV cache.</param>
/// <param name="Overhead">Memory used by activations, graphs and libraries on each device.</param>
public sealed record MemoryPolicy(Ratio Share, Ratio FreeShare, Bytes Overhead)
{
    /// <summary>The default of vLLM and of engines that follow it: 90 % of the memory, less weights and about 3 GB.</summary>
    public static MemoryPolicy ShareOfAll { get; } = new(Ratio.FromPercent(90), Ratio.One, Bytes.FromGigabytes(3));

    /// <summary>Whether windowed layers keep only the tokens of their window, rather than all; true by default.</summary>
    public bool KeepsOnlyWindows { get; init; } = true;

    /// <summary>
    /// Tokens that windowed layers have room for / tokens of the other layers, where the engine divides memory between them once and
    /// for all; null where either takes what it needs.
    /// </summary>
    public Ratio? WindowPoolShare { get; init; }
}
