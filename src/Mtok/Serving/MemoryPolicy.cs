namespace Mtok;

/// <summary>What of a device's memory an engine gives to keys and values (M1).</summary>
/// <param name="Share">The share of all memory that the engine takes at all.</param>
/// <param name="FreeShare">The share of what weights and overhead leave that it gives to keys and values.</param>
/// <param name="Overhead">What activations, graphs and libraries take on each device.</param>
public sealed record MemoryPolicy(Ratio Share, Ratio FreeShare, Bytes Overhead)
{
    /// <summary>vLLM's default, and of engines that follow it: 90 % of the memory, less weights and about 3 GB.</summary>
    public static MemoryPolicy ShareOfAll { get; } = new(Ratio.FromPercent(90), Ratio.One, Bytes.FromGigabytes(3));
}
