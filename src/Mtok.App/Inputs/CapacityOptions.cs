using System.CommandLine;
using System.CommandLine.Parsing;
using Request = Mtok.CapacityRequest;

namespace Mtok.App;

/// <summary>The options that describe a replica and its requests.</summary>
internal sealed class CapacityOptions : RequestOptions
{
    private static readonly Request Usual = Request.Default;

    public Option<string> Model { get; } = new("--model", "-m") { Description = "The model", Required = true, HelpName = "MODEL" };

    public Option<string> Accelerator { get; } = new("--accelerator", "-a")
    {
        Description = "The device, or all to rank every device",
        Required = true,
        HelpName = "DEVICE|all",
    };

    public Option<int?> Gpus { get; } = Options.Number("--gpus", "Devices of one replica [default: 1, 2, 4 and 8]", Request.GpusRange);

    public Option<string?> Precision { get; } = Options.Precision();

    public Option<string?> KvPrecision { get; } = Options.KvPrecision();

    public Option<string?> Engine { get; } = Options.Engine();

    public Option<Tokens> Input { get; } = Options.Quantity(
        "--input-tokens", $"Input tokens of a request {Options.Default(Usual.Input.Count)}", Request.InputRange);

    public Option<Tokens> Output { get; } = Options.Quantity(
        "--output-tokens", $"Output tokens of a request {Options.Default(Usual.Output.Count)}", Request.OutputRange);

    public Option<Ratio> Cached { get; } = Options.Quantity(
        "--cached",
        $"Share of the input read from the prompt cache, which each request holds in memory {Options.Default(Usual.Cached.Value)}",
        Request.CachedRange);

    public Option<int?> Concurrency { get; } = Options.Number(
        "--concurrency",
        "Number of concurrent users, each sending the next request when the last one is answered (closed loop)",
        Request.ConcurrencyRange);

    public Option<Duration> Ttft { get; } = Options.Latency("--ttft", "Maximum time to first token (TTFT)", Request.TtftRange, BareLatency.LargestTtft);

    public Option<Duration> Tpot { get; } = Options.Latency("--tpot", "Maximum time per output token (TPOT)", Request.TpotRange, BareLatency.LargestTpot);

    public Option<int> Pipeline { get; } = Options.Number(
        "--pipeline", "Pipeline stages; the devices of a replica are split evenly over them", Request.PipelineRange, Usual.Pipeline);

    public Option<bool> ExpertParallel { get; } = new("--expert-parallel") { Description = "Expert parallelism with data-parallel attention" };

    public Option<Ratio> Acceptance { get; } = Options.Quantity(
        "--acceptance", "Speculative decoding: probability that a draft token is accepted", Request.AcceptanceRange);

    public Option<int?> DraftTokens { get; } = Options.Number("--draft-tokens", "Speculative decoding: draft tokens per step", Request.DraftTokensRange);

    public Option<bool> Frontier { get; } = new("--frontier")
    {
        Description = "Throughput per GPU against speed per user, a curve per replica size, with published and own runs; --output FILE.svg or .png draws them",
    };

    /// <summary>The request; values that cannot be read, which their options report, stand as given.</summary>
    public Request Bind(CommandResult result) => new()
    {
        Model = result.Read(Model) ?? "",
        Accelerator = result.Read(Accelerator) ?? "",
        Gpus = result.ReadGiven(Gpus),
        Precision = result.Read(Precision),
        KvPrecision = result.Read(KvPrecision),
        Engine = result.Read(Engine),
        Input = result.ReadGiven(Input) ?? Usual.Input,
        Output = result.ReadGiven(Output) ?? Usual.Output,
        Cached = result.ReadGiven(Cached) ?? Usual.Cached,
        Concurrency = result.ReadGiven(Concurrency),
        Ttft = result.ReadGiven(Ttft),
        Tpot = result.ReadGiven(Tpot),
        Pipeline = result.Read(Pipeline),
        ExpertParallel = result.Read(ExpertParallel),
        Acceptance = result.ReadGiven(Acceptance),
        DraftTokens = result.ReadGiven(DraftTokens),
        Frontier = result.Read(Frontier),
    };
}
