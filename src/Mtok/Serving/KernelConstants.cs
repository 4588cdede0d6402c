namespace Mtok;

/// <summary>The speed that a device's kernels reach: shares of its datasheet rates and fixed times, fitted on measured kernels (S1 to S6).</summary>
/// <param name="AcceleratorId">The device.</param>
/// <param name="Multiplies">Matrix multiplies by kernel: <c>bf16</c>, <c>fp8</c>, <c>fp8_layer</c> (rounding of the tokens included), <c>fp4</c>.</param>
/// <param name="Grouped">Multiplies of experts by format; those of <paramref name="Multiplies"/> with p = 1.5 where a format was not measured.</param>
/// <param name="Decode">Reading keys and values of decoding sequences by their format: <c>bf16</c>, <c>fp8</c>.</param>
/// <param name="Prompt">Attention of prompts.</param>
/// <param name="Small">The kernels between the multiplies: norms, rotation, activation.</param>
/// <param name="Head">The output embedding: its fixed time is that of choosing a token.</param>
/// <param name="AllReduces">All-reduce over 2, 4 and 8 devices.</param>
/// <param name="Provenance">The tables it was fitted on.</param>
public sealed record KernelConstants(
    string AcceleratorId,
    IReadOnlyDictionary<string, MultiplyLaw> Multiplies,
    IReadOnlyDictionary<string, MultiplyLaw> Grouped,
    IReadOnlyDictionary<string, DecodeLaw> Decode,
    PromptLaw Prompt,
    SmallLaw Small,
    Duration Head,
    IReadOnlyDictionary<int, AllReduce> AllReduces,
    Provenance Provenance)
{
    /// <summary>Experts' rows are few and many by turns, so that reading and computing of a grouped multiply nearly add up (docs/model.md, S1).</summary>
    private static readonly Ratio GroupedPower = Ratio.FromValue(1.5);

    /// <summary>The largest number of devices with measured communication: those of one machine.</summary>
    private const int MostDevices = 8;

    /// <summary>The law of a kernel; if the tables lack it, that of the same format, then of the next wider one.</summary>
    public MultiplyLaw Multiply(string kernel) =>
        Multiplies.TryGetValue(kernel, out var law) || Multiplies.TryGetValue(kernel.Split('_')[0], out law) || Multiplies.TryGetValue("fp8", out law)
            ? law
            : Multiplies["bf16"];

    /// <summary>
    /// The law of experts' multiplies in a format. A layer's kernel rounds its tokens first, which for experts is counted around the multiplies (S7), so one
    /// that stands in has no longer launch than in 16 bits.
    /// </summary>
    public MultiplyLaw GroupedMultiply(string format) =>
        Grouped.TryGetValue(format, out var law)
            ? law
            : Multiply(format) with { Launch = Shortest(Multiply(format).Launch, Multiply("bf16").Launch), Power = GroupedPower, Tiles = [] };

    private static Duration Shortest(Duration one, Duration other) => one < other ? one : other;

    /// <summary>The law of reading keys and values in a format; of 16 bits where the tables lack it.</summary>
    public DecodeLaw DecodeOf(Precision kv) => Decode.TryGetValue(kv.BytesPerValue < 2 ? "fp8" : "bf16", out var law) ? law : Decode["bf16"];

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

    /// <summary>Gaps between a layer's kernels (c_e): 0.0034 ms, as whole steps of an H100 and an H200 show (docs/model.md, S6).</summary>
    public Duration Scheduling { get; init; } = Duration.FromMilliseconds(0.0034);

    /// <summary>
    /// Widening weights takes a fifth of the time of multiplies more: GPUStack's runs of qwen3-14b and qwen3-32b on an A100 in fp8 and int4 beside bf16
    /// (vLLM 0.11, 2025-11; gpustack @47277d79).
    /// </summary>
    private const double WideningTime = 1.2;

    /// <summary>The multiple of multiplies whose weights are widened to the format the device computes in (E1).</summary>
    public Ratio Widened { get; init; } = Ratio.One;

    /// <summary>The multiple of reading the KV cache in a step with prompt tokens (E1).</summary>
    public Ratio Mixed { get; init; } = Ratio.One;

    /// <summary>The law of multiplies, slower where the weights have to be widened first.</summary>
    internal MultiplyLaw WidenedLaw(MultiplyLaw law, Precision weights, string arithmetic) =>
        Arithmetic.Widens(weights, arithmetic) ? law.Slower(WideningTime * Widened.Value, 1, 1) : law;

    /// <summary>Whether this number of devices can be modelled together.</summary>
    public bool Joins(int devices) => devices == 1 || (AllReduces.Count > 0 && devices <= MostDevices);

    /// <summary>Whether the times were measured layer by layer within an engine: they then include the engine's overheads.</summary>
    public bool IsMeasuredInEngine { get; init; }

    /// <summary>The best kernels that were measured on the device, where the tables are those of an engine; null if there are none.</summary>
    public KernelConstants? Best { get; init; }

    /// <summary>The constants adjusted to an engine's own kernels (E1).</summary>
    public KernelConstants TunedBy(KernelTuning tuning, Network network)
    {
        if (tuning == KernelTuning.None || IsMeasuredInEngine)
        {
            return this;
        }

        var launch = tuning.Launch.Value * (network.Latent is null ? 1 : tuning.LatentLaunch.Value);
        var multiple = Ratio.FromValue(launch);
        return this with
        {
            Multiplies = Multiplies.ToDictionary(
                entry => entry.Key, entry => entry.Value.Slower(tuning.Multiply(entry.Key).Value, tuning.Weights.Value, launch), StringComparer.Ordinal),
            Grouped = GroupedFormats.ToDictionary(
                format => format,
                format => GroupedMultiply(format).Slower(
                    tuning.Multiply(format).Value * tuning.Experts.Value, tuning.Weights.Value * tuning.Experts.Value, launch),
                StringComparer.Ordinal),
            Decode = Decode.ToDictionary(entry => entry.Key, entry => entry.Value.Slower(tuning.KvRead.Value, multiple), StringComparer.Ordinal),
            Widened = tuning.Widened,
            Mixed = tuning.Mixed,
            Prompt = Prompt with { Launch = Prompt.Launch * multiple, Prefix = Prompt.Prefix * multiple, Share = Prompt.Share / tuning.Prompt },
            Small = Small with { Floor = Small.Floor * multiple },
            Scheduling = Scheduling * multiple,
            AllReduces = AllReduces.ToDictionary(
                entry => entry.Key,
                entry => new AllReduce(entry.Value.Latency * tuning.AllReduce, entry.Value.Bandwidth * (Ratio.One / tuning.AllReduce))),
        };
    }

    private static readonly string[] GroupedFormats = ["bf16", "fp8", "fp4"];
}

/// <summary>The time of an all-reduce: a fixed time and a bandwidth (alpha, beta).</summary>
/// <param name="Latency">The fixed time.</param>
/// <param name="Bandwidth">Bytes reduced per second.</param>
public sealed record AllReduce(Duration Latency, BytesPerSecond Bandwidth);

/// <summary>Reading a layer's keys and values (S3): launch + join x B / (B + 2) + bytes / (share x bandwidth).</summary>
/// <param name="Launch">The fixed time.</param>
/// <param name="Join">The time of the second kernel that joins the parts of a long context; grows with the sequences B to its whole.</param>
/// <param name="Share">Share of the memory bandwidth.</param>
public sealed record DecodeLaw(Duration Launch, Duration Join, Ratio Share)
{
    private const double HalfJoined = 2;

    /// <summary>The part that does not depend on the context.</summary>
    internal double FixedSeconds(double sequences) => Launch.Seconds + (Join.Seconds * sequences / (sequences + HalfJoined));

    internal DecodeLaw Slower(double read, Ratio launch) => new(Launch * launch, Join * launch, Ratio.FromValue(Math.Min(1, Share.Value / read)));
}

/// <summary>
/// Attention of prompts (S4): a share of the 16-bit peak that rises with the length, share x L / (L + half length) for whole prompts of L tokens, so that
/// each token takes the time of half the half length more.
/// </summary>
/// <param name="Launch">The fixed time of a layer's kernel.</param>
/// <param name="Prefix">The fixed time that a prompt with computed tokens before it takes more.</param>
/// <param name="Share">The share that long prompts reach.</param>
/// <param name="HalfLength">The length at which half of it is reached.</param>
public sealed record PromptLaw(Duration Launch, Duration Prefix, Ratio Share, Tokens HalfLength);

/// <summary>
/// The small kernels of a layer (S6): floor + bytes / (cache x bandwidth), or bytes / (memory x bandwidth) once they no longer fit in the cache.
/// </summary>
/// <param name="Floor">The fixed time of a layer.</param>
/// <param name="Cache">Share of the memory bandwidth while tokens are in the second-level cache; above 1.</param>
/// <param name="Memory">Share of the memory bandwidth beyond.</param>
public sealed record SmallLaw(Duration Floor, Ratio Cache, Ratio Memory)
{
    /// <summary>Bytes that the second-level cache keeps from one kernel to the next: half of an H100's 50 MB.</summary>
    private const double Kept = 25e6;

    /// <summary>The part that depends on the bytes.</summary>
    internal double Seconds(double bytes, double bandwidth) =>
        Math.Max(bytes / (Cache.Value * bandwidth), (bytes - Kept) / (Memory.Value * bandwidth));
}
