namespace Mtok;

/// <summary>A family of serving engines that differs from the usual in how it divides a device's memory.</summary>
/// <param name="Id">The family, as calibrations and measurements name it.</param>
/// <param name="Memory">What memory it gives to the KV cache.</param>
/// <param name="Provenance">Who says so.</param>
public sealed record EngineFamily(string Id, MemoryPolicy Memory, Provenance Provenance);
