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

    /// <summary>What a step of it takes by default.</summary>
    public BatchLimits Batch { get; init; } = BatchLimits.Usual;

    /// <summary>The same on small devices: below 70 GB, and on an A100; null where it is the same.</summary>
    public BatchLimits? SmallBatch { get; init; }

    /// <summary>
    /// Time of a request outside the engine's steps before its first token: HTTP, template, tokenising, scheduling, detokenising, streaming (Q9).
    /// </summary>
    public Duration Server { get; init; } = Duration.FromMilliseconds(40);

    /// <summary>The same for mixtures of experts; null where it is the same.</summary>
    public Duration? ServerForExperts { get; init; }

    /// <summary>
    /// Time in which the server of an engine passes one request on: so long the next one waits, and no more requests are served (Q10). None unless published
    /// runs show it.
    /// </summary>
    public Duration ServerPerRequest { get; init; }

    /// <summary>A calibration with what its engine takes into a step by default on a device, and with its server.</summary>
    public EngineCalibration Applied(EngineCalibration engine, Accelerator accelerator) =>
        engine.Limited(BatchOn(accelerator)) with
        {
            Server = engine.ForExperts ? ServerForExperts ?? Server : Server,
            ServerPerRequest = ServerPerRequest,
        };

    /// <summary>What a step takes by default on a device.</summary>
    public BatchLimits BatchOn(Accelerator accelerator) =>
        SmallBatch is { } small && (accelerator.Memory < SmallMemory || accelerator.Id.StartsWith("a100", StringComparison.Ordinal)) ? small : Batch;

    /// <summary>The memory below which vLLM takes a device for a small one: 70 GiB.</summary>
    private static readonly Bytes SmallMemory = Bytes.FromGigabytes(75);

    /// <summary>A family of which nothing is known: vLLM's defaults.</summary>
    public static EngineFamily Usual { get; } = new("", MemoryPolicy.ShareOfAll, new(AsOf.Undated, "vLLM's defaults", new("", 0, 0)));

    /// <summary>The precision of the KV cache beside weights of that precision.</summary>
    public Precision KvPrecisionFor(Precision weights) =>
        weights.Id is "fp8" or "fp4" ? KvPrecisionQuantized ?? KvPrecision : KvPrecision;
}

/// <summary>What an engine takes into a step.</summary>
/// <param name="Sequences">The maximum number of sequences in a batch.</param>
/// <param name="Tokens">The maximum number of tokens in a step; longer prompts are split into chunks.</param>
public sealed record BatchLimits(int Sequences, int Tokens)
{
    /// <summary>vLLM's on large devices: 1,024 sequences and 8,192 tokens.</summary>
    public static BatchLimits Usual { get; } = new(1024, 8192);
}
