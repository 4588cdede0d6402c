namespace Mtok.Simulation;

/// <summary>
/// A fleet to replay a trace on, as plain values under the names a user knows. A command line and a server bind the same
/// properties; <see cref="FleetBuilder"/> finds what they name in a catalog. Each property that has a range has it beside it.
/// </summary>
public sealed record SimulationRequest
{
    /// <summary>Every property at its default, naming no model and no accelerator.</summary>
    public static SimulationRequest Default { get; } = new() { Model = "", Accelerator = "" };

    /// <summary>The words for each router.</summary>
    public static IReadOnlyDictionary<string, Router> RouterWords { get; } = new Dictionary<string, Router>(StringComparer.Ordinal)
    {
        ["round-robin"] = Router.RoundRobin,
        ["least-outstanding"] = Router.LeastOutstanding,
        ["prefix-aware"] = Router.PrefixAware,
    };

    /// <summary>The model that every replica serves: an id or alias of the catalog. Required.</summary>
    /// <remarks>Its network must be published: without it step times and memory are unknown and there is no fleet.</remarks>
    public required string Model { get; init; }

    /// <summary>The device of the main replicas: an id or alias of the catalog. Required.</summary>
    public required string Accelerator { get; init; }

    /// <summary>Devices of one replica, joined by tensor parallelism: 1 to 1,024. The default is 1.</summary>
    public int Gpus { get; init; } = 1;

    /// <summary>The range of <see cref="Gpus"/>.</summary>
    public static Limits<int> GpusRange { get; } = RequestRanges.Gpus;

    /// <summary>Main replicas: 1 to 10,000. The default is 1.</summary>
    /// <remarks>Where <see cref="Scale"/> is given, how many there are at the start.</remarks>
    public int Replicas { get; init; } = 1;

    /// <summary>The range of <see cref="Replicas"/>.</summary>
    public static Limits<int> ReplicasRange { get; } = MoreReplicas.CountRange;

    /// <summary>Replicas on other devices beside the main ones. The default is none.</summary>
    /// <remarks>Scaling, losses and spares apply to the main replicas only; engine limits and precision to all.</remarks>
    public IReadOnlyList<MoreReplicas> Also { get; init; } = [];

    /// <summary>What weights are computed in, a word of <see cref="Mtok.Precision.Bits"/>. The default is fp8 where the device has it, else bf16.</summary>
    public string? Precision { get; init; }

    /// <summary>The precision of keys and values, a word of <see cref="Mtok.Precision.OfKvCache"/>. The default is the engine's.</summary>
    public string? KvPrecision { get; init; }

    /// <summary>The engine family whose calibration times the steps. The default is the best calibrated one for the model and device.</summary>
    public string? Engine { get; init; }

    /// <summary>Which replica gets a request. The default is each in turn.</summary>
    public Router Router { get; init; } = Router.RoundRobin;

    /// <summary>Requests a replica works on at once (vLLM's max_num_seqs): 1 to 65,536. The default is the engine's on the device.</summary>
    public int? MaxSequences { get; init; }

    /// <summary>The range of <see cref="MaxSequences"/>.</summary>
    public static Limits<int> MaxSequencesRange { get; } = new(1, 65_536);

    /// <summary>
    /// Tokens of one step (vLLM's max_num_batched_tokens): 1 to 1,048,576, and at least <see cref="MaxSequences"/>. The default is the engine's on
    /// the device.
    /// </summary>
    public int? MaxBatchedTokens { get; init; }

    /// <summary>The range of <see cref="MaxBatchedTokens"/>.</summary>
    public static Limits<int> MaxBatchedTokensRange { get; } = new(1, 1_048_576);

    /// <summary>Tokens of a KV block: 1 to 4,096. The default is 16.</summary>
    public int BlockSize { get; init; } = 16;

    /// <summary>The range of <see cref="BlockSize"/>.</summary>
    public static Limits<int> BlockSizeRange { get; } = new(1, 4096);

    /// <summary>KV blocks of a replica: 1 or more. The default is as many as fit in memory beside the weights.</summary>
    /// <remarks>A given number is not checked against the memory.</remarks>
    public int? KvBlocks { get; init; }

    /// <summary>The range of <see cref="KvBlocks"/>.</summary>
    public static Limits<int> KvBlocksRange { get; } = new(1, int.MaxValue);

    /// <summary>The share of a device's memory the engine takes: 0.01 % to 100 %. The default is the engine's own (90 % for vLLM).</summary>
    public Ratio? MemoryShare { get; init; }

    /// <summary>The range of <see cref="MemoryShare"/>.</summary>
    public static Limits<Ratio> MemoryShareRange { get; } = RequestRanges.Utilization;

    /// <summary>What of a prompt need not be computed. The default is by blocks where the trace names them, else as the trace says.</summary>
    /// <remarks>By blocks needs a trace that names them, in whole multiples of <see cref="BlockSize"/>.</remarks>
    public PrefixReuse? PrefixCache { get; init; }

    /// <summary>Whether a prompt is cut to the room a step has. The default is true.</summary>
    public bool ChunkedPrefill { get; init; } = true;

    /// <summary>Whether each step is planned while the one before runs. The default is true.</summary>
    public bool AsyncScheduling { get; init; } = true;

    /// <summary>Whether the client's time of streaming is added: 46 us per token. The default is true.</summary>
    public bool ClientOverhead { get; init; } = true;

    /// <summary>The limit on the time to the first token: 0.1 ms to 1 h. The default is no limit.</summary>
    public Duration? Ttft { get; init; }

    /// <summary>The limit on the time of each later token: 0.1 ms to 1 h. The default is no limit.</summary>
    public Duration? Tpot { get; init; }

    /// <summary>The range of <see cref="Ttft"/>, <see cref="Tpot"/> and of every other time within one request.</summary>
    public static Limits<Duration> LatencyRange { get; } = RequestRanges.Latency;

    /// <summary>What classes of the trace are promised. The default is <see cref="Ttft"/> and <see cref="Tpot"/> for all.</summary>
    /// <remarks>Each must be a class of the trace.</remarks>
    public IReadOnlyList<PromisedClass> Classes { get; init; } = [];

    /// <summary>The fewest and most main replicas, which then follow the traffic. The default is a fixed number.</summary>
    public ReplicaRange? Scale { get; init; }

    /// <summary>Requests in flight for each replica to scale to: 1 to 65,536. The default is 32.</summary>
    /// <remarks>Not used where <see cref="ScaleWaiting"/> is given.</remarks>
    public int ScaleTarget { get; init; } = 32;

    /// <summary>The range of <see cref="ScaleTarget"/> and <see cref="ScaleWaiting"/>.</summary>
    public static Limits<int> ScaleTargetRange { get; } = new(1, 65_536);

    /// <summary>
    /// One replica more while more than this number of requests wait at the mean replica, one fewer while none does: 1 to 65,536. The
    /// default is to scale by <see cref="ScaleTarget"/>.
    /// </summary>
    public int? ScaleWaiting { get; init; }

    /// <summary>How often the number of replicas is decided: 0.1 ms to 1 h. The default is 15 s.</summary>
    public Duration ScaleInterval { get; init; } = Duration.FromSeconds(15);

    /// <summary>How long fewer replicas must have been enough before one is released: 0 to 24 h. The default is 5 min.</summary>
    public Duration ScaleDownDelay { get; init; } = Duration.FromMinutes(5);

    /// <summary>Time until a new machine is there: 0 to 24 h. The default is 5 min, as in a workload's <c>[fleet]</c>.</summary>
    public Duration Provision { get; init; } = FleetRules.UsualProvision;

    /// <summary>Time until the model is loaded on it: 0 to 24 h. The default is 5 min, as in a workload's <c>[fleet]</c>.</summary>
    public Duration Load { get; init; } = FleetRules.UsualLoad;

    /// <summary>The range of <see cref="Provision"/>, <see cref="Load"/> and <see cref="ScaleDownDelay"/>.</summary>
    public static Limits<Duration> DayRange { get; } = RequestRanges.Day;

    /// <summary>Main replicas that are ready and get requests only when another is lost: 0 to 1,000. The default is 0.</summary>
    public int Spares { get; init; }

    /// <summary>The range of <see cref="Spares"/>.</summary>
    public static Limits<int> SparesRange { get; } = new(0, 1000);

    /// <summary>Mean time between failures of a main replica: 1 s to 100 years. The default is none.</summary>
    public Duration? FailsEvery { get; init; }

    /// <summary>Mean time between spot interruptions of a main replica: 1 s to 100 years. The default is none.</summary>
    public Duration? InterruptedEvery { get; init; }

    /// <summary>The range of <see cref="FailsEvery"/> and <see cref="InterruptedEvery"/>.</summary>
    public static Limits<Duration> LossRange { get; } = RequestRanges.Years;

    /// <summary>How many spot machines could run over time. The default is no such limit.</summary>
    /// <remarks><see cref="SpotCapacity"/> reads one from a file; it repeats where it ends.</remarks>
    public Loss.Availability? SpotTrace { get; init; }

    /// <summary>Replicas that compute prompts only; the main ones then only decode: 0 to 10,000. The default is 0, no disaggregation.</summary>
    public int PrefillReplicas { get; init; }

    /// <summary>The range of <see cref="PrefillReplicas"/>.</summary>
    public static Limits<int> PrefillReplicasRange { get; } = new(0, 10_000);

    /// <summary>The bandwidth of the KV transfer between the two: 1 kB/s to 1,000 TB/s. The default is 50 GB/s.</summary>
    public BytesPerSecond KvBandwidth { get; init; } = BytesPerSecond.FromGigabytes(50);

    /// <summary>The range of <see cref="KvBandwidth"/>.</summary>
    public static Limits<BytesPerSecond> KvBandwidthRange { get; } = new(BytesPerSecond.FromPerSecond(1000), BytesPerSecond.FromPerSecond(1e15));

    /// <summary>Where requests go that would wait too long, as <c>MODEL/PROVIDER</c>. The default is nowhere: they wait.</summary>
    /// <remarks>The model may be another than <see cref="Model"/>.</remarks>
    public string? Overflow { get; init; }

    /// <summary>A request overflows where this number wait at its replica: 0 to 1,000,000. The default is 16.</summary>
    /// <remarks>Not used where <see cref="OverflowTtft"/> or <see cref="OverflowWait"/> is given; the first of them counts.</remarks>
    public int OverflowQueue { get; init; } = 16;

    /// <summary>The range of <see cref="OverflowQueue"/>.</summary>
    public static Limits<int> OverflowQueueRange { get; } = new(0, 1_000_000);

    /// <summary>A request overflows where it would wait longer: 0.1 ms to 1 h. The default is to overflow by <see cref="OverflowQueue"/>.</summary>
    public Duration? OverflowWait { get; init; }

    /// <summary>
    /// A request overflows where its first token would take longer: 0.1 ms to 1 h. The default is to overflow by
    /// <see cref="OverflowQueue"/>.
    /// </summary>
    public Duration? OverflowTtft { get; init; }

    /// <summary>The API's time to the first token, an assumption: 0.1 ms to 1 h. The default is 500 ms.</summary>
    public Duration ApiTtft { get; init; } = Duration.FromMilliseconds(500);

    /// <summary>The API's time for each token after it, an assumption: 0.1 ms to 1 h. The default is 20 ms.</summary>
    public Duration ApiTpot { get; init; } = Duration.FromMilliseconds(20);

    /// <summary>What the devices of one replica cost an hour: $0.0001 to $1,000,000. The default is the cheapest offer of the catalog.</summary>
    /// <remarks>Applies to every replica, <see cref="Also"/> included; <see cref="Pricing"/> and <see cref="Seller"/> then choose nothing.</remarks>
    public UsdPerHour? Price { get; init; }

    /// <summary>The range of <see cref="Price"/>.</summary>
    public static Limits<UsdPerHour> PriceRange { get; } = RequestRanges.Hourly;

    /// <summary>How the offers to choose from are paid for. The default is on demand.</summary>
    public Pricing Pricing { get; init; } = Pricing.OnDemand;

    /// <summary>The one seller whose offers are chosen from. The default is any.</summary>
    public string? Seller { get; init; }

    /// <summary>Where failures and interruptions are drawn from: 0 or more. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The range of <see cref="Seed"/>.</summary>
    public static Limits<int> SeedRange { get; } = new(0, int.MaxValue);

    /// <summary>Whether engine steps are taken one by one: slower, with the same result. The default is false.</summary>
    public bool StepByStep { get; init; }

    /// <summary>How the run is to be made.</summary>
    public SimulationOptions Options => new() { Seed = Seed, StepByStep = StepByStep };

    /// <summary>Reports every value that is outside its range.</summary>
    internal void CheckRanges(RequestProblems problems)
    {
        problems.CheckRange(nameof(Gpus), Gpus, GpusRange);
        problems.CheckRange(nameof(Replicas), Replicas, ReplicasRange);
        problems.CheckRange(nameof(MaxSequences), MaxSequences, MaxSequencesRange);
        problems.CheckRange(nameof(MaxBatchedTokens), MaxBatchedTokens, MaxBatchedTokensRange);
        problems.CheckRange(nameof(BlockSize), BlockSize, BlockSizeRange);
        problems.CheckRange(nameof(KvBlocks), KvBlocks, KvBlocksRange);
        problems.CheckRange(nameof(MemoryShare), MemoryShare, MemoryShareRange);
        problems.CheckRange(nameof(Ttft), Ttft, LatencyRange);
        problems.CheckRange(nameof(Tpot), Tpot, LatencyRange);
        problems.CheckRange(nameof(ScaleTarget), ScaleTarget, ScaleTargetRange);
        problems.CheckRange(nameof(ScaleWaiting), ScaleWaiting, ScaleTargetRange);
        problems.CheckRange(nameof(ScaleInterval), ScaleInterval, LatencyRange);
        problems.CheckRange(nameof(ScaleDownDelay), ScaleDownDelay, DayRange);
        problems.CheckRange(nameof(Provision), Provision, DayRange);
        problems.CheckRange(nameof(Load), Load, DayRange);
        problems.CheckRange(nameof(Spares), Spares, SparesRange);
        problems.CheckRange(nameof(FailsEvery), FailsEvery, LossRange);
        problems.CheckRange(nameof(InterruptedEvery), InterruptedEvery, LossRange);
        problems.CheckRange(nameof(PrefillReplicas), PrefillReplicas, PrefillReplicasRange);
        problems.CheckRange(nameof(KvBandwidth), KvBandwidth, KvBandwidthRange);
        problems.CheckRange(nameof(OverflowQueue), OverflowQueue, OverflowQueueRange);
        problems.CheckRange(nameof(OverflowWait), OverflowWait, LatencyRange);
        problems.CheckRange(nameof(OverflowTtft), OverflowTtft, LatencyRange);
        problems.CheckRange(nameof(ApiTtft), ApiTtft, LatencyRange);
        problems.CheckRange(nameof(ApiTpot), ApiTpot, LatencyRange);
        problems.CheckRange(nameof(Price), Price, PriceRange);
        problems.CheckRange(nameof(Seed), Seed, SeedRange);
        foreach (var more in Also.Where(more => !more.IsInRange))
        {
            problems.Error(nameof(Also), $"\"{more}\" is not {MoreReplicas.Expected}");
        }

        if (Scale is { IsInRange: false } range)
        {
            problems.Error(nameof(Scale), $"\"{range}\" is not {ReplicaRange.Expected}");
        }
    }
}
