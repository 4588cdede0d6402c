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

    public Option<string[]> Also { get; } = new("--also") { Description = "More replicas of another kind: device, devices of each, how many", HelpName = "DEVICE:GPUS:N" };

    public Option<string?> Precision { get; } = Options.Precision();

    public Option<string?> Engine { get; } = Options.Engine();

    public Option<Router> Router { get; } = Options.Word("--router", "Who gets a request", Request.RouterWords, Usual.Router);

    public Option<int> MaxSequences { get; } = Options.Number("--max-num-seqs", "Requests a replica works on at once", Request.MaxSequencesRange, Usual.MaxSequences);

    public Option<int> MaxBatchedTokens { get; } = Options.Number("--max-batched-tokens", "Tokens of one step", Request.MaxBatchedTokensRange, Usual.MaxBatchedTokens);

    public Option<int> BlockSize { get; } = Options.Number("--block-size", "Tokens of a block of keys and values", Request.BlockSizeRange, Usual.BlockSize);

    public Option<int?> KvBlocks { get; } = Options.Number("--kv-blocks", "Blocks of keys and values [default: as many as fit]", Request.KvBlocksRange);

    public Option<Ratio> MemoryShare { get; } = Options.Utilization("--memory-share", $"The share of a device's memory the engine takes {Options.Default(MemoryPolicy.ShareOfAll.Share)}");

    public Option<string> PrefixCache { get; } = new("--prefix-cache") { Description = "What of a prompt need not be computed: trace (as it says), blocks (by their names), off, or a share [default: blocks where the trace names them, else trace]", HelpName = "trace|blocks|off|%" };

    public Option<OnOff> ChunkedPrefill { get; } = Options.Switch("--chunked-prefill", "Cut prompts to the room a step has", Usual.ChunkedPrefill);

    public Option<OnOff> AsyncScheduling { get; } = Options.Switch("--async-scheduling", "Plan each step while the one before runs", Usual.AsyncScheduling);

    public Option<OnOff> ClientOverhead { get; } = Options.Switch("--client-overhead", "Add what client and API server take, 15.6 ms a request and 46 us a token", Usual.ClientOverhead);

    public Option<string[]> Classes { get; } = new("--class") { Description = "A class of the trace: batch waits for the others; with a deadline its answers must be whole by then; with limits of its own these count", HelpName = "NAME=interactive|batch[:TIME][,ttft=TIME][,tpot=TIME]" };

    public Option<string?> Scale { get; } = new("--scale") { Description = "Follow the traffic with this many replicas", HelpName = "MIN:MAX" };

    public Option<int> ScaleTarget { get; } = Options.Number("--scale-target", "Requests in hand for each replica to scale to", Request.ScaleTargetRange, Usual.ScaleTarget);

    public Option<int?> ScaleWaiting { get; } = Options.Number("--scale-waiting", "Instead: one replica more while more than so many requests wait at the mean replica, one fewer while none does", Request.ScaleTargetRange);

    public Option<Duration> ScaleInterval { get; } = Options.Quantity("--scale-interval", "How often to look", Request.LatencyRange, Usual.ScaleInterval);

    public Option<Duration> ScaleDownDelay { get; } = Options.Quantity("--scale-down-delay", "How long fewer must be enough before one is given back", Request.DayRange, Usual.ScaleDownDelay);

    public Option<Duration> Provision { get; } = Options.Quantity("--provision", "Until a new machine is there", Request.DayRange, Usual.Provision);

    public Option<Duration> Load { get; } = Options.Quantity("--load", "Until the model is loaded on it", Request.DayRange, Usual.Load);

    public Option<int> Spares { get; } = Options.Number("--spares", "Replicas that stand by for lost ones", Request.SparesRange, Usual.Spares);

    public Option<Duration> FailsEvery { get; } = Options.Quantity("--fails-every", "Mean time between failures of a replica", Request.LossRange);

    public Option<Duration> InterruptedEvery { get; } = Options.Quantity("--interrupted-every", "Mean time between spot interruptions of a replica", Request.LossRange);

    public Option<string?> SpotTrace { get; } = new("--spot-trace") { Description = "How many spot machines could run over time: JSON with metadata.gap_seconds and data", HelpName = "FILE" };

    public Option<int> PrefillReplicas { get; } = Options.Number("--prefill-replicas", "Replicas that compute prompts only; the others then only decode", Request.PrefillReplicasRange, Usual.PrefillReplicas);

    public Option<string?> KvBandwidth { get; } = new("--kv-bandwidth") { Description = $"Between the two, in GB/s {Options.Default(Usual.KvBandwidth.Gigabytes)}", HelpName = "GB/s" };

    public Option<string?> Overflow { get; } = new("--overflow") { Description = "Where requests go that would wait too long", HelpName = "MODEL/PROVIDER" };

    public Option<int> OverflowQueue { get; } = Options.Number("--overflow-queue", $"Too long: so many wait at the replica {Options.Default(Usual.OverflowQueue, ", where no time is given")}", Request.OverflowQueueRange, Usual.OverflowQueue);

    public Option<Duration> OverflowWait { get; } = Options.Quantity("--overflow-wait", "Too long: it would wait more", Request.LatencyRange);

    public Option<Duration> OverflowTtft { get; } = Options.Quantity("--overflow-ttft", "Too long: its first token would take more", Request.LatencyRange);

    public Option<Duration> ApiTtft { get; } = Options.Quantity("--api-ttft", "The API's time to the first token", Request.LatencyRange, Usual.ApiTtft, ", assumed");

    public Option<Duration> ApiTpot { get; } = Options.Quantity("--api-tpot", "The API's time for each token after it", Request.LatencyRange, Usual.ApiTpot, ", assumed");

    public Option<UsdPerHour> Price { get; } = Options.Quantity("--usd-per-hour", "What the devices of one replica cost an hour [default: the cheapest offer]", Request.PriceRange);

    public Option<Pricing> Pricing { get; } = Options.Word("--pricing", "Offers to choose from", Offer.PricingWords, Usual.Pricing);

    public Option<string?> Seller { get; } = new("--seller") { Description = "Offers of this seller alone", HelpName = "NAME" };

    public Option<Duration> Ttft { get; } = Options.Quantity("--slo-ttft", "The first token within this time", Request.LatencyRange);

    public Option<Duration> Tpot { get; } = Options.Quantity("--slo-tpot", "Each later token within this time", Request.LatencyRange);

    public Option<int> Seed { get; } = Options.Number("--seed", "Where failures and interruptions are drawn from", Request.SeedRange, Usual.Seed);

    public Option<bool> StepByStep { get; } = new("--oracle") { Description = "Take every engine step one by one: slower, to the same result" };

    /// <summary>The request; texts that are not in their notation are reported.</summary>
    public Request Bind(ParseResult parsed, RequestProblems problems) => new()
    {
        Model = parsed.GetValue(Model)!,
        Accelerator = parsed.GetValue(Accelerator)!,
        Gpus = parsed.GetValue(Gpus),
        Replicas = parsed.GetValue(Replicas),
        Also = ReadAll<MoreReplicas>(parsed.GetValue(Also), MoreReplicas.TryParse, nameof(Also), $"is not {MoreReplicas.Expected}", problems),
        Precision = parsed.GetValue(Precision),
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
