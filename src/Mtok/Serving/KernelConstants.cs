namespace Mtok;

/// <summary>What an accelerator's kernels make of its data sheet in one engine step, fitted on published kernel times.</summary>
/// <param name="AcceleratorId">The accelerator.</param>
/// <param name="Gemm">Share of the dense peak that matrix multiplications reach, by precision.</param>
/// <param name="Memory">Share of the memory bandwidth that reading weights reaches.</param>
/// <param name="KvRead">Share of the memory bandwidth that reading keys and values reaches.</param>
/// <param name="Prefill">Share of the 16-bit dense peak that attention of a prompt reaches.</param>
/// <param name="GemmLaunch">Fixed time of one matrix multiplication.</param>
/// <param name="AttentionLaunch">Fixed time of one attention.</param>
/// <param name="AllReduces">Sums between devices by how many; empty where nobody published them.</param>
/// <param name="Provenance">Where the kernel times come from.</param>
public sealed record KernelConstants(
    string AcceleratorId,
    IReadOnlyDictionary<string, Ratio> Gemm,
    Ratio Memory,
    Ratio KvRead,
    Ratio Prefill,
    Duration GemmLaunch,
    Duration AttentionLaunch,
    IReadOnlyDictionary<int, AllReduce> AllReduces,
    Provenance Provenance);

/// <summary>A sum between devices: a fixed time, then the message's bytes at a rate.</summary>
/// <param name="Latency">The fixed time.</param>
/// <param name="Bandwidth">Bytes of the message in a second.</param>
public sealed record AllReduce(Duration Latency, BytesPerSecond Bandwidth);
