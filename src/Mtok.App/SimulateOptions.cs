using System.CommandLine;
using Mtok.Simulation;

namespace Mtok.App;

/// <summary>The options that describe a simulated fleet.</summary>
internal sealed class SimulateOptions
{
    public Option<string> Model { get; } = new("--model", "-m") { Description = "The model", Required = true, HelpName = "MODEL" };

    public Option<string> Accelerator { get; } = new("--accelerator", "-a") { Description = "The device", Required = true, HelpName = "DEVICE" };

    public Option<int> Gpus { get; } = Options.Number("--gpus", "Devices of one replica", 1, 1024, 1);

    public Option<int> Replicas { get; } = Options.Number("--replicas", "Replicas", 1, 10_000, 1);

    public Option<string[]> Also { get; } = new("--also") { Description = "More replicas of another kind: device, devices of each, how many", HelpName = "DEVICE:GPUS:N" };

    public Option<string?> Precision { get; } = new("--precision") { Description = $"{string.Join(", ", Mtok.Precision.Bits.Keys)} [default: fp8 where the device has it, else bf16]", HelpName = "NAME" };

    public Option<string?> Engine { get; } = new("--engine") { Description = "vLLM, TensorRT-LLM, SGLang ... [default: the best calibrated]", HelpName = "NAME" };

    public Option<Router> Router { get; } = Word("--router", "Who gets a request", new Dictionary<string, Router> { ["round-robin"] = Mtok.Simulation.Router.RoundRobin, ["least-outstanding"] = Mtok.Simulation.Router.LeastOutstanding, ["prefix-aware"] = Mtok.Simulation.Router.PrefixAware });

    public Option<int> MaxSequences { get; } = Options.Number("--max-num-seqs", "Requests a replica works on at once", 1, 65_536, 256);

    public Option<int> MaxBatchedTokens { get; } = Options.Number("--max-batched-tokens", "Tokens of one step", 1, 1_048_576, 8192);

    public Option<int> BlockSize { get; } = Options.Number("--block-size", "Tokens of a block of keys and values", 1, 4096, 16);

    public Option<int> KvBlocks { get; } = Options.Number("--kv-blocks", "Blocks of keys and values [default: as many as fit]", 1, int.MaxValue, 0);

    public Option<Ratio> MemoryShare { get; } = Options.Utilization("--memory-share", "The share of a device's memory the engine takes [default: 90%]");

    public Option<string> PrefixCache { get; } = new("--prefix-cache") { Description = "What of a prompt need not be computed: trace (as it says), blocks (by their names), off, or a share [default: blocks where the trace names them, else trace]", HelpName = "trace|blocks|off|%" };

    public Option<OnOff> ChunkedPrefill { get; } = Switch("--chunked-prefill", "Cut prompts to the room a step has");

    public Option<OnOff> AsyncScheduling { get; } = Switch("--async-scheduling", "Plan each step while the one before runs");

    public Option<OnOff> ClientOverhead { get; } = Switch("--client-overhead", "Add what client and API server take, 15.6 ms a request and 46 us a token");

    public Option<string[]> Class { get; } = new("--class") { Description = "A class of the trace: batch waits for the others; with a deadline its answers must be whole by then; with limits of its own these count", HelpName = "NAME=interactive|batch[:TIME][,ttft=TIME][,tpot=TIME]" };

    public Option<string?> Scale { get; } = new("--scale") { Description = "Follow the traffic with this many replicas", HelpName = "MIN:MAX" };

    public Option<int> ScaleTarget { get; } = Options.Number("--scale-target", "Requests in hand for each replica to scale to", 1, 65_536, 32);

    public Option<int> ScaleWaiting { get; } = Options.Number("--scale-waiting", "Instead: one replica more while more than so many requests wait at the mean replica, one fewer while none does", 1, 65_536, 0);

    public Option<Duration> ScaleInterval { get; } = Options.Quantity("--scale-interval", "How often to look [default: 15 s]", Bounds.Latency);

    public Option<Duration> ScaleDownDelay { get; } = Options.Quantity("--scale-down-delay", "How long fewer must be enough before one is given back [default: 5 min]", Bounds.Day);

    public Option<Duration> Provision { get; } = Options.Quantity("--provision", $"Until a new machine is there [default: {FleetRules.UsualProvision}]", Bounds.Day);

    public Option<Duration> Load { get; } = Options.Quantity("--load", $"Until the model is loaded on it [default: {FleetRules.UsualLoad}]", Bounds.Day);

    public Option<int> Spares { get; } = Options.Number("--spares", "Replicas that stand by for lost ones", 0, 1000, 0);

    public Option<Duration> FailsEvery { get; } = Options.Quantity("--fails-every", "Mean time between failures of a replica", Bounds.Years);

    public Option<Duration> InterruptedEvery { get; } = Options.Quantity("--interrupted-every", "Mean time between spot interruptions of a replica", Bounds.Years);

    public Option<string?> SpotTrace { get; } = new("--spot-trace") { Description = "How many spot machines could run over time: JSON with metadata.gap_seconds and data", HelpName = "FILE" };

    public Option<int> Prefill { get; } = Options.Number("--prefill-replicas", "Replicas that compute prompts only; the others then only decode", 0, 10_000, 0);

    public Option<string?> KvBandwidth { get; } = new("--kv-bandwidth") { Description = "Between the two, in GB/s [default: 50]", HelpName = "GB/s" };

    public Option<string?> Overflow { get; } = new("--overflow") { Description = "Where requests go that would wait too long", HelpName = "MODEL/PROVIDER" };

    public Option<int> OverflowQueue { get; } = Options.Number("--overflow-queue", "Too long: so many wait at the replica [default: 16, where no time is given]", 0, 1_000_000, 16);

    public Option<Duration> OverflowWait { get; } = Options.Quantity("--overflow-wait", "Too long: it would wait more", Bounds.Latency);

    public Option<Duration> OverflowTtft { get; } = Options.Quantity("--overflow-ttft", "Too long: its first token would take more", Bounds.Latency);

    public Option<Duration> ApiTtft { get; } = Options.Quantity("--api-ttft", "The API's time to the first token [default: 500 ms, assumed]", Bounds.Latency);

    public Option<Duration> ApiTpot { get; } = Options.Quantity("--api-tpot", "The API's time for each token after it [default: 20 ms, assumed]", Bounds.Latency);

    public Option<UsdPerHour> Price { get; } = Options.Quantity("--usd-per-hour", "What the devices of one replica cost an hour [default: the cheapest offer]", Bounds.Hourly);

    public Option<Pricing> PricingOption { get; } = Word("--pricing", "Offers to choose from", Offer.PricingWords);

    public Option<string?> Seller { get; } = new("--seller") { Description = "Offers of this seller alone", HelpName = "NAME" };

    public Option<string?> Catalog { get; } = Options.CatalogFolder();

    public void AddTo(Command command)
    {
        foreach (var property in typeof(SimulateOptions).GetProperties().Where(property => property.PropertyType.IsAssignableTo(typeof(Option))))
        {
            command.Options.Add((Option)property.GetValue(this)!);
        }
    }

    private static Option<OnOff> Switch(string name, string description) => new(name)
    {
        Description = $"{description} [default: on]",
        HelpName = "on|off",
        CustomParser = Options.Word<OnOff>,
    };

    private static Option<T> Word<T>(string name, string description, IReadOnlyDictionary<string, T> words) => new(name)
    {
        Description = $"{description} [default: {words.Keys.First()}]",
        HelpName = string.Join('|', words.Keys),
        CustomParser = result =>
        {
            if (!words.TryGetValue(result.Tokens[0].Value, out var value))
            {
                result.AddError($"{name}: \"{result.Tokens[0].Value}\" must be one of {string.Join(", ", words.Keys)}{Spelling.DidYouMean(result.Tokens[0].Value, words.Keys)}");
            }

            return value!;
        },
    };
}
