namespace Mtok;

/// <summary>A family of serving engines: how it divides a device's memory, and what it keeps there of each token (M1).</summary>
/// <param name="Id">The family, as calibrations and measurements name it.</param>
/// <param name="Memory">What memory it gives to the KV cache.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record EngineFamily(string Id, MemoryPolicy Memory, Provenance Provenance)
{
    /// <summary>The precision of the KV cache where neither checkpoint nor user says otherwise; 16 bits by default.</summary>
    public Precision KvPrecision { get; init; } = new("bf16");

    /// <summary>The same for fp8 and fp4 weights, whose published checkpoints quantise the KV cache too; null where they do not.</summary>
    public Precision? KvPrecisionQuantized { get; init; }

    /// <summary>A family of which nothing is known: vLLM's defaults.</summary>
    public static EngineFamily Usual { get; } = new("", MemoryPolicy.ShareOfAll, new(AsOf.Undated, "vLLM's defaults", new("", 0, 0)));

    /// <summary>The precision of the KV cache beside weights of that precision.</summary>
    public Precision KvPrecisionFor(Precision weights) =>
        weights.Id is "fp8" or "fp4" ? KvPrecisionQuantized ?? KvPrecision : KvPrecision;
}
