namespace Mtok;

/// <summary>A number format that weights or arithmetic are kept in, by its usual lower-case name: bf16, fp8, fp4.</summary>
/// <param name="Id">The name.</param>
public readonly record struct Precision(string Id)
{
    /// <summary>The precisions the catalog knows, with the bits of one value.</summary>
    public static IReadOnlyDictionary<string, double> Bits { get; } = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["bf16"] = 16,
        ["fp16"] = 16,
        ["fp8"] = 8,
        ["int8"] = 8,
        ["fp4"] = 4,
        ["mxfp4"] = 4.25,
        ["int4"] = 4,
    };

    /// <summary>The precision of that name; 16 bits are one precision here, whichever of its two formats is named.</summary>
    public static Precision Named(string name) => new(name == "fp16" ? "bf16" : name);

    /// <summary>Bytes of one value; two where the precision is not stated.</summary>
    internal double BytesPerValue => Bits.GetValueOrDefault(Id, 16) / 8;

    /// <summary>A measurement whose source does not say what it was computed in.</summary>
    public static Precision Unstated => new("unstated");

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>A device that serves models: facts of its datasheet, no prices.</summary>
/// <param name="Id">What people type, such as <c>h100-sxm</c>.</param>
/// <param name="Name">The maker's name of it.</param>
/// <param name="Vendor">Who makes it.</param>
/// <param name="Aliases">Other spellings that mean exactly this device.</param>
/// <param name="Memory">Memory of one device, as sold.</param>
/// <param name="UsableMemory">Memory the driver shows in decimal gigabytes; sellers round, so it may be above or below what is sold.</param>
/// <param name="MemoryType">The kind of memory.</param>
/// <param name="MemoryBandwidth">Memory bandwidth of one device; null where no source states it.</param>
/// <param name="DensePeak">Datasheet peak by precision, dense.</param>
/// <param name="MeasuredPeak">Measured matrix-multiply peak by precision.</param>
/// <param name="Interconnect">How devices of one machine are joined.</param>
/// <param name="InterconnectBandwidth">Bandwidth to the other devices, one direction.</param>
/// <param name="Power">Rated power of the device.</param>
/// <param name="AllInPower">Utility power per device with its share of host, network and cooling.</param>
/// <param name="Disagreement">Where sources disagree: on what, and which value was taken.</param>
/// <param name="Provenance">Where the facts come from.</param>
public sealed record Accelerator(
    string Id,
    string Name,
    string Vendor,
    IReadOnlyList<string> Aliases,
    Bytes Memory,
    Bytes UsableMemory,
    string MemoryType,
    BytesPerSecond? MemoryBandwidth,
    IReadOnlyDictionary<string, FlopsPerSecond> DensePeak,
    IReadOnlyDictionary<string, FlopsPerSecond> MeasuredPeak,
    string? Interconnect,
    BytesPerSecond? InterconnectBandwidth,
    Watts? Power,
    Watts? AllInPower,
    string? Disagreement,
    Provenance Provenance)
{
    /// <summary>What a model is computed in on it where nobody says: fp8 where it has that, else bf16.</summary>
    public Precision UsualPrecision => new(DensePeak.ContainsKey("fp8") ? "fp8" : "bf16");

    /// <summary>Spellings that may mean this device and may mean another: who uses one is asked which.</summary>
    public IReadOnlyList<string> SharedNames { get; init; } = [];
}
