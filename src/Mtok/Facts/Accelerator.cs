namespace Mtok;

/// <summary>A number format of weights or arithmetic, by its usual lower-case name: bf16, fp8, fp4.</summary>
/// <param name="Id">The name.</param>
public readonly record struct Precision(string Id)
{
    /// <summary>The known precisions, with the bits of one value.</summary>
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

    /// <summary>The precisions that engines keep keys and values in.</summary>
    public static IReadOnlyList<string> OfKvCache { get; } = ["bf16", "fp16", "fp8", "int8", "fp4"];

    /// <summary>The precision of that name; fp16 and bf16 count as one precision.</summary>
    public static Precision Named(string name) => new(name == "fp16" ? "bf16" : name);

    /// <summary>Bytes per value; two if the precision is unstated.</summary>
    internal double BytesPerValue => Bits.GetValueOrDefault(Id, 16) / 8;

    /// <summary>The precision of a measurement whose source does not state it.</summary>
    public static Precision Unstated => new("unstated");

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>A device that serves models: datasheet facts, no prices.</summary>
/// <param name="Id">The id users type, such as <c>h100-sxm</c>.</param>
/// <param name="Name">The vendor's name for it.</param>
/// <param name="Vendor">The vendor.</param>
/// <param name="Aliases">Other spellings that mean exactly this device.</param>
/// <param name="Memory">Memory of one device, as sold.</param>
/// <param name="UsableMemory">Memory the driver reports, in decimal gigabytes; sellers round, so it may be above or below the memory as sold.</param>
/// <param name="MemoryType">The kind of memory.</param>
/// <param name="MemoryBandwidth">Memory bandwidth of one device; null if no source states it.</param>
/// <param name="DensePeak">Datasheet peak by precision, dense.</param>
/// <param name="MeasuredPeak">Measured matrix-multiply peak by precision.</param>
/// <param name="Interconnect">The interconnect between devices of one machine.</param>
/// <param name="InterconnectBandwidth">Bandwidth to the other devices, one direction.</param>
/// <param name="Power">Rated power of the device.</param>
/// <param name="AllInPower">Utility power per device, including its share of host, network and cooling.</param>
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
    /// <summary>The default precision to compute in: fp8 where the device has it, otherwise bf16.</summary>
    public Precision UsualPrecision => new(DensePeak.ContainsKey("fp8") ? "fp8" : "bf16");

    /// <summary>Spellings shared with another device: ambiguous, so the user must choose one.</summary>
    public IReadOnlyList<string> SharedNames { get; init; } = [];
}
