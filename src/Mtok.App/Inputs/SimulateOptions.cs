using System.CommandLine;
using System.Globalization;
using Mtok.Simulation;
using Request = Mtok.Simulation.SimulationRequest;

namespace Mtok.App;

/// <summary>The options that describe a simulated fleet.</summary>
internal sealed class SimulateOptions : RequestOptions
{
    private static readonly Request Usual = Request.Default;

    public Option<string> Model { get; } = new("--model", "-m") { Description = "The model", Required = true, HelpName = "MODEL" };

    public Option<string> Accelerator { get; } = new("--accelerator", "-a") { Description = "The device", Required = true, HelpName = "DEVICE" };

    public Option<int> Gpus { get; } = Options.Number("--gpus", "Devices of one replica", Request.GpusRange, Usual.Gpus);

    public Option<int> Replicas { get; } = Options.Number("--replicas", "Replicas", Request.ReplicasRange, Usual.Replicas);

    public Option<string[]> Also { get; } = new("--also")
    {
        Description = "Additional replicas of another kind: device, devices per replica, number of replicas",
        HelpName = "DEVICE:GPUS:N",
    };

    public Option<string?> Precision { get; } = Options.Precision();

    public Option<string?> KvPrecision { get; } = Options.KvPrecision();

    public Option<string?> Engine { get; } = Options.Engine();

    public Option<Router> Router { get; } = Options.Word("--router", "How requests are routed", Request.RouterWords, Usual.Router);

    public Option<int?> MaxSequences { get; } = Options.Number(
        "--max-num-seqs", "Maximum concurrent requests of a replica [default: the engine's]", Request.MaxSequencesRange);

    public Option<int?> MaxBatchedTokens { get; } = Options.Number(
        "--max-batched-tokens", "Maximum tokens of one step [default: the engine's]", Request.MaxBatchedTokensRange);

    public Option<int> BlockSize { get; } = Options.Number("--block-size", "Tokens per KV block", Request.BlockSizeRange, Usual.BlockSize);

    public Option<int?> KvBlocks { get; } = Options.Number("--kv-blocks", "Number of KV blocks [default: as many as fit]", Request.KvBlocksRange);

    public Option<Ratio> MemoryShare { get; } = Options.Utilization(
        "--memory-share", $"Share of a device's memory that the engine uses {Options.Default(MemoryPolicy.ShareOfAll.Share)}");

    public Option<string> PrefixCache { get; } = new("--prefix-cache")
    {
        Description = "Which prompt tokens are cached: trace (as recorded), blocks (by block hash), off, or a fixed share, common to all "
            + "requests and held once [default: blocks if the trace has hashes, otherwise trace]",
        HelpName = "trace|blocks|off|%",
    };

    public Option<OnOff> ChunkedPrefill { get; } = Options.Switch("--chunked-prefill", "Split prompts into chunks that fit the step", Usual.ChunkedPrefill);

    public Option<OnOff> AsyncScheduling { get; } = Options.Switch(
        "--async-scheduling", "Schedule each step while the previous one runs", Usual.AsyncScheduling);

    public Option<OnOff> ClientOverhead { get; } = Options.Switch(
        "--client-overhead", "Add the client's time of streaming, 46 us per token, to the server's before the first token", Usual.ClientOverhead);

    public Option<string[]> Classes { get; } = new("--class")
    {
        Description = "A class of the trace: batch has lower priority; a deadline limits the time to the full answer; its own limits replace the common ones",
        HelpName = "NAME=interactive|batch[:TIME][,ttft=TIME][,tpot=TIME]",
    };

    public Option<string?> Scale { get; } = new("--scale") { Description = "Autoscale between MIN and MAX replicas", HelpName = "MIN:MAX" };

    public Option<int> ScaleTarget { get; } = Options.Number(
        "--scale-target", "Target of requests in flight per replica", Request.ScaleTargetRange, Usual.ScaleTarget);

    public Option<int?> ScaleWaiting { get; } = Options.Number(
        "--scale-waiting",
        "Alternatively, add a replica while more than this number of requests queue per replica on average, and remove one while none does",
        Request.ScaleTargetRange);

    public Option<Duration> ScaleInterval { get; } = Options.Quantity(
        "--scale-interval", "Interval between scaling decisions", Request.LatencyRange, Usual.ScaleInterval);

    public Option<Duration> ScaleDownDelay { get; } = Options.Quantity(
        "--scale-down-delay", "Time that fewer replicas must suffice before one is released", Request.DayRange, Usual.ScaleDownDelay);

    public Option<Duration> Provision { get; } = Options.Quantity("--provision", "Time to provision a machine", Request.DayRange, Usual.Provision);

    public Option<Duration> Load { get; } = Options.Quantity("--load", "Time to load the model", Request.DayRange, Usual.Load);

    public Option<int> Spares { get; } = Options.Number("--spares", "Standby replicas that replace failed ones", Request.SparesRange, Usual.Spares);

    public Option<Duration> FailsEvery { get; } = Options.Quantity("--fails-every", "Mean time between failures of a replica", Request.LossRange);

    public Option<Duration> InterruptedEvery { get; } = Options.Quantity(
        "--interrupted-every", "Mean time between spot interruptions of a replica", Request.LossRange);

    public Option<string?> SpotTrace { get; } = new("--spot-trace")
    {
        Description = "Spot capacity over time: JSON with metadata.gap_seconds and data",
        HelpName = "FILE",
    };

    public Option<int> PrefillReplicas { get; } = Options.Number(
        "--prefill-replicas", "Prefill-only replicas; the others then only decode", Request.PrefillReplicasRange, Usual.PrefillReplicas);

    public Option<string?> KvBandwidth { get; } = new("--kv-bandwidth")
    {
        Description = $"KV transfer bandwidth from prefill to decode, GB/s {Options.Default(Usual.KvBandwidth.Gigabytes)}",
        HelpName = "GB/s",
    };

    public Option<string?> Overflow { get; } = new("--overflow")
    {
        Description = "API that takes requests that would wait too long",
        HelpName = "MODEL/PROVIDER",
    };

    public Option<int> OverflowQueue { get; } = Options.Number(
        "--overflow-queue",
        $"Overflow when this number of requests queue at the replica {Options.Default(Usual.OverflowQueue, ", where no time is given")}",
        Request.OverflowQueueRange,
        Usual.OverflowQueue);

    public Option<Duration> OverflowWait { get; } = Options.Quantity("--overflow-wait", "Overflow when the predicted wait is longer", Request.LatencyRange);

    public Option<Duration> OverflowTtft { get; } = Options.Quantity("--overflow-ttft", "Overflow when the predicted TTFT is longer", Request.LatencyRange);

    public Option<Duration> ApiTtft { get; } = Options.Quantity("--api-ttft", "TTFT of the API", Request.LatencyRange, Usual.ApiTtft, ", assumed");

    public Option<Duration> ApiTpot { get; } = Options.Quantity("--api-tpot", "TPOT of the API", Request.LatencyRange, Usual.ApiTpot, ", assumed");

    public Option<UsdPerHour> Price { get; } = Options.Quantity(
        "--usd-per-hour", "Hourly price of one replica's devices [default: the cheapest offer]", Request.PriceRange);

    public Option<Pricing> Pricing { get; } = Options.Word("--pricing", "Purchase option", Offer.PricingWords, Usual.Pricing);

    public Option<string?> Seller { get; } = new("--seller") { Description = "Only offers of this seller", HelpName = "NAME" };

    public Option<Duration> Ttft { get; } = Options.Latency(
        "--slo-ttft", "Maximum time to first token (TTFT)", Request.LatencyRange, BareLatency.LargestTtft);

    public Option<Duration> Tpot { get; } = Options.Latency(
        "--slo-tpot", "Maximum time per output token (TPOT)", Request.LatencyRange, BareLatency.LargestTpot);

    public Option<int> Seed { get; } = Options.Number("--seed", "Seed of failures and interruptions", Request.SeedRange, Usual.Seed);

    public Option<bool> StepByStep { get; } = new("--oracle") { Description = "Simulate every engine step: slower, with the same result" };

    /// <summary>The request; texts that are not in their notation are reported.</summary>
    public Request Bind(ParseResult parsed, RequestProblems problems) => new()
    {
        Model = parsed.GetValue(Model)!,
        Accelerator = parsed.GetValue(Accelerator)!,
        Gpus = parsed.GetValue(Gpus),
        Replicas = parsed.GetValue(Replicas),
        Also = ReadAll<MoreReplicas>(parsed.GetValue(Also), MoreReplicas.TryParse, nameof(Also), $"is not {MoreReplicas.Expected}", problems),
        Precision = parsed.GetValue(Precision),
        KvPrecision = parsed.GetValue(KvPrecision),
        Engine = parsed.GetValue(Engine),
        Router = parsed.GivenOr(Router, Usual.Router),
        MaxSequences = parsed.GetValue(MaxSequences),
        MaxBatchedTokens = parsed.GetValue(MaxBatchedTokens),
        BlockSize = parsed.GetValue(BlockSize),
        KvBlocks = parsed.GetValue(KvBlocks),
        MemoryShare = parsed.GivenOrNull(MemoryShare),
        PrefixCache = Read<PrefixReuse>(parsed.GetValue(PrefixCache), PrefixReuse.TryParse, nameof(PrefixCache), $"must be {PrefixReuse.Expected}", problems),
        ChunkedPrefill = parsed.IsOn(ChunkedPrefill, Usual.ChunkedPrefill),
        AsyncScheduling = parsed.IsOn(AsyncScheduling, Usual.AsyncScheduling),
        ClientOverhead = parsed.IsOn(ClientOverhead, Usual.ClientOverhead),
        Ttft = parsed.GivenOrNull(Ttft),
        Tpot = parsed.GivenOrNull(Tpot),
        Classes = ReadAll<PromisedClass>(parsed.GetValue(Classes), PromisedClass.TryParse, nameof(Classes), $"is not {PromisedClass.Expected}", problems),
        Scale = Read<ReplicaRange>(parsed.GetValue(Scale), ReplicaRange.TryParse, nameof(Scale), $"is not {ReplicaRange.Expected}", problems),
        ScaleTarget = parsed.GetValue(ScaleTarget),
        ScaleWaiting = parsed.GetValue(ScaleWaiting),
        ScaleInterval = parsed.GivenOr(ScaleInterval, Usual.ScaleInterval),
        ScaleDownDelay = parsed.GivenOr(ScaleDownDelay, Usual.ScaleDownDelay),
        Provision = parsed.GivenOr(Provision, Usual.Provision),
        Load = parsed.GivenOr(Load, Usual.Load),
        Spares = parsed.GetValue(Spares),
        FailsEvery = parsed.GivenOrNull(FailsEvery),
        InterruptedEvery = parsed.GivenOrNull(InterruptedEvery),
        SpotTrace = parsed.GetValue(SpotTrace) is { } path ? SpotCapacity.Read(path, problems.All) : null,
        PrefillReplicas = parsed.GetValue(PrefillReplicas),
        KvBandwidth = parsed.GetValue(KvBandwidth) is { } text ? Gigabytes(text, problems) : Usual.KvBandwidth,
        Overflow = parsed.GetValue(Overflow),
        OverflowQueue = parsed.GivenOr(OverflowQueue, Usual.OverflowQueue),
        OverflowWait = parsed.GivenOrNull(OverflowWait),
        OverflowTtft = parsed.GivenOrNull(OverflowTtft),
        ApiTtft = parsed.GivenOr(ApiTtft, Usual.ApiTtft),
        ApiTpot = parsed.GivenOr(ApiTpot, Usual.ApiTpot),
        Price = parsed.GivenOrNull(Price),
        Pricing = parsed.GivenOr(Pricing, Usual.Pricing),
        Seller = parsed.GetValue(Seller),
        Seed = parsed.GetValue(Seed),
        StepByStep = parsed.GetValue(StepByStep),
    };

    private static BytesPerSecond Gigabytes(string text, RequestProblems problems)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0)
        {
            return BytesPerSecond.FromGigabytes(value);
        }

        problems.Error(nameof(KvBandwidth), $"\"{text}\" is not a number of GB/s above zero");
        return Usual.KvBandwidth;
    }
}
