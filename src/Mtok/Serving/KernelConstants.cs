namespace Mtok;

/// <summary>The achieved speed of a device's kernels: shares of its datasheet rates and fixed times, fitted on published kernel tables.</summary>
/// <param name="AcceleratorId">The device.</param>
/// <param name="Gemm">Share of the dense peak that matrix multiplies reach, by precision (e_c).</param>
/// <param name="Memory">Share of the memory bandwidth that reading weights reaches (e_m).</param>
/// <param name="KvRead">Share of the memory bandwidth that reading the KV cache reaches (e_kv).</param>
/// <param name="Prefill">Share of the dense 16-bit peak that prompt attention reaches (e_a).</param>
/// <param name="GemmLaunch">Fixed time of a matrix multiply (c_g).</param>
/// <param name="AttentionLaunch">Fixed time of a layer's attention (c_a).</param>
/// <param name="AllReduces">All-reduce over 2, 4 and 8 devices.</param>
/// <param name="Provenance">The tables it was fitted on.</param>
public sealed record KernelConstants(
    string AcceleratorId,
    IReadOnlyDictionary<string, Ratio> Gemm,
    Ratio Memory,
    Ratio KvRead,
    Ratio Prefill,
    Duration GemmLaunch,
    Duration AttentionLaunch,
    IReadOnlyDictionary<int, AllReduce> AllReduces,
    Provenance Provenance)
{
    /// <summary>The share for a precision; if the tables lack it, that of the next wider one.</summary>
    public Ratio GemmShare(string precision) =>
        Gemm.TryGetValue(precision, out var share) ? share : Gemm.TryGetValue("fp8", out share) ? share : Gemm["bf16"];

    /// <summary>
    /// The all-reduce over the given number of devices; beyond the largest measured group, that of the largest. A group that is far
    /// slower than a pair was measured on a kernel that engines do not use there: it is replaced by a ring over links as fast as the
    /// pair's, in which each of g devices sends 2 (g - 1) / g of the bytes, where one of two sends all of them once.
    /// </summary>
    public AllReduce AllReduceOver(int devices)
    {
        var pair = AllReduces[AllReduces.Keys.Min()];
        var group = AllReduces[AllReduces.Keys.Where(known => known <= devices).DefaultIfEmpty(AllReduces.Keys.Min()).Max()];
        return group.Bandwidth < pair.Bandwidth * Ratio.FromPercent(30)
            ? group with { Bandwidth = pair.Bandwidth * Ratio.FromValue(devices / (2.0 * (devices - 1))) }
            : group;
    }

    /// <summary>The largest number of devices with measured communication: those of one machine.</summary>
    private const int MostDevices = 8;

    /// <summary>Scheduling time of a layer's kernels by the engine (c_e), fitted on engines; 0.01 ms by default.</summary>
    public Duration Scheduling { get; init; } = Duration.FromMilliseconds(0.01);

    /// <summary>Whether this number of devices can be modelled together.</summary>
    public bool Joins(int devices) => devices == 1 || (AllReduces.Count > 0 && devices <= MostDevices);

    /// <summary>Whether the times were measured layer by layer within an engine: they then include the engine's overheads.</summary>
    public bool IsMeasuredInEngine { get; init; }

    /// <summary>The constants adjusted to an engine's own kernels.</summary>
    public KernelConstants TunedBy(KernelTuning tuning, Network network)
    {
        if (tuning == KernelTuning.None || IsMeasuredInEngine)
        {
            return this;
        }

        var launch = network.Latent is null ? tuning.Launch : tuning.Launch * tuning.LatentLaunch;
        return this with
        {
            Gemm = Arithmetics.ToDictionary(
                arithmetic => arithmetic, arithmetic => Slower(GemmShare(arithmetic), tuning.Multiply(arithmetic)), StringComparer.Ordinal),
            Memory = Slower(Memory, tuning.Weights),
            KvRead = Slower(KvRead, tuning.KvRead),
            GemmLaunch = GemmLaunch * launch,
            AttentionLaunch = AttentionLaunch * launch,
            Scheduling = Scheduling * launch,
            AllReduces = AllReduces.ToDictionary(
                entry => entry.Key,
                entry => new AllReduce(entry.Value.Latency * tuning.AllReduce, entry.Value.Bandwidth * (Ratio.One / tuning.AllReduce))),
        };
    }

    private static readonly string[] Arithmetics = ["bf16", "fp8", "int8", "fp4"];

    /// <summary>A share of the datasheet rate divided by a multiple of the time; at most 1.</summary>
    private static Ratio Slower(Ratio share, Ratio multiple) => Ratio.FromValue(Math.Min(1, share.Value / multiple.Value));
}

/// <summary>The time of an all-reduce: a fixed time and a bandwidth (alpha, beta).</summary>
/// <param name="Latency">The fixed time.</param>
/// <param name="Bandwidth">Bytes reduced per second.</param>
public sealed record AllReduce(Duration Latency, BytesPerSecond Bandwidth);
