namespace Mtok;

/// <summary>
/// What a replica is asked to serve, as plain values under the names a user knows; <see cref="RequestedCapacity"/> answers it.
/// Each property that has a range has it beside it.
/// </summary>
public sealed record CapacityRequest
{
    /// <summary>Every property at its default, naming no model and no accelerator.</summary>
    public static CapacityRequest Default { get; } = new() { Model = "", Accelerator = "" };

    /// <summary>The model: an id or alias of the catalog. Required.</summary>
    public required string Model { get; init; }

    /// <summary>The device: an id or alias of the catalog, or <c>all</c> to rank every device. Required.</summary>
    public required string Accelerator { get; init; }

    /// <summary>Devices of one replica: 1 to 1,024, a whole multiple of <see cref="Pipeline"/>. The default is each of 1, 2, 4 and 8.</summary>
    public int? Gpus { get; init; }

    /// <summary>The range of <see cref="Gpus"/>.</summary>
    public static Limits<int> GpusRange { get; } = RequestRanges.Gpus;

    /// <summary>What weights are computed in, a word of <see cref="Mtok.Precision.Bits"/>. The default is fp8 where the device has it, else bf16.</summary>
    public string? Precision { get; init; }

    /// <summary>The precision of keys and values, a word of <see cref="Mtok.Precision.OfKvCache"/>. The default is the engine's.</summary>
    public string? KvPrecision { get; init; }

    /// <summary>The engine family. The default is the best calibrated one for the model and device.</summary>
    public string? Engine { get; init; }

    /// <summary>Input tokens of a request, cached ones included: 1 to 10 million. The default is 1,000.</summary>
    public Tokens Input { get; init; } = Tokens.FromCount(1000);

    /// <summary>The range of <see cref="Input"/>.</summary>
    public static Limits<Tokens> InputRange { get; } = RequestRanges.Length;

    /// <summary>Output tokens of a request: 1 to 10 million. The default is 1,000.</summary>
    public Tokens Output { get; init; } = Tokens.FromCount(1000);

    /// <summary>The range of <see cref="Output"/>.</summary>
    public static Limits<Tokens> OutputRange { get; } = RequestRanges.Length;

    /// <summary>The share of the input that the prompt cache holds: 0 % to 100 %. The default is 0 %.</summary>
    public Ratio Cached { get; init; }

    /// <summary>The range of <see cref="Cached"/>.</summary>
    public static Limits<Ratio> CachedRange { get; } = RequestRanges.Share;

    /// <summary>
    /// A fixed number of users, each waiting for a result before the next request: 1 to 1,000,000. The default is as many as the
    /// limits allow.
    /// </summary>
    /// <remarks>Where it is given, <see cref="Ttft"/> and <see cref="Tpot"/> decide nothing.</remarks>
    public int? Concurrency { get; init; }

    /// <summary>The range of <see cref="Concurrency"/>.</summary>
    public static Limits<int> ConcurrencyRange { get; } = new(1, 1_000_000);

    /// <summary>The limit on the time to the first token: 0.1 ms to 1 h. The default is no limit.</summary>
    public Duration? Ttft { get; init; }

    /// <summary>The range of <see cref="Ttft"/>.</summary>
    public static Limits<Duration> TtftRange { get; } = RequestRanges.Latency;

    /// <summary>The limit on the time of each later token: 0.1 ms to 1 h. The default is no limit.</summary>
    public Duration? Tpot { get; init; }

    /// <summary>The range of <see cref="Tpot"/>.</summary>
    public static Limits<Duration> TpotRange { get; } = RequestRanges.Latency;

    /// <summary>Pipeline stages the layers are cut into: 1 to 64. The default is 1.</summary>
    public int Pipeline { get; init; } = 1;

    /// <summary>The range of <see cref="Pipeline"/>.</summary>
    public static Limits<int> PipelineRange { get; } = new(1, 64);

    /// <summary>Whether experts are spread over the devices of a stage, each attending to its own requests. The default is false.</summary>
    /// <remarks>Needs a mixture of experts and two devices or more in each stage.</remarks>
    public bool ExpertParallel { get; init; }

    /// <summary>
    /// Speculative decoding: the chance that a drafted token is accepted, 0 % to 100 %. Given together with
    /// <see cref="DraftTokens"/>; the default is none.
    /// </summary>
    public Ratio? Acceptance { get; init; }

    /// <summary>The range of <see cref="Acceptance"/>.</summary>
    public static Limits<Ratio> AcceptanceRange { get; } = RequestRanges.Share;

    /// <summary>Speculative decoding: tokens drafted for each step, 1 to 64. Given together with <see cref="Acceptance"/>; the default is none.</summary>
    public int? DraftTokens { get; init; }

    /// <summary>The range of <see cref="DraftTokens"/>.</summary>
    public static Limits<int> DraftTokensRange { get; } = new(1, 64);

    /// <summary>Whether curves of throughput against speed per user are wanted in place of one state. The default is false.</summary>
    /// <remarks>Draws one device, so <see cref="Accelerator"/> may not be <c>all</c>.</remarks>
    public bool Frontier { get; init; }

    /// <summary>The tokens of a request.</summary>
    public TokenMix Mix => new(Input, Output, Cached);

    /// <summary>How the devices of a replica share the work.</summary>
    public Parallelism Parallelism => new(Pipeline, ExpertParallel, DraftTokens is { } ahead ? new(Acceptance ?? Ratio.Zero, ahead) : null);

    /// <summary>What its properties say against each other, in words.</summary>
    /// <param name="nameOf">How a property is spelled where the request came from.</param>
    public IEnumerable<(string Property, string Message)> Clashes(Func<string, string> nameOf)
    {
        var stages = Math.Max(1, Pipeline);
        if (Frontier && Accelerator == "all")
        {
            yield return (nameof(Frontier), $"{nameOf(nameof(Frontier))} draws one device: name it with {nameOf(nameof(Accelerator))}");
        }

        if (Gpus is { } whole && whole % stages != 0)
        {
            yield return (nameof(Gpus), $"{nameOf(nameof(Gpus))} {whole} cannot be shared out over {nameOf(nameof(Pipeline))} {stages}");
        }

        if (ExpertParallel && Gpus is { } few && few / stages == 1)
        {
            yield return (nameof(ExpertParallel), $"{nameOf(nameof(ExpertParallel))} needs two devices or more in each stage");
        }

        if (Acceptance is null != DraftTokens is null)
        {
            yield return (nameof(Acceptance), $"{nameOf(nameof(Acceptance))} and {nameOf(nameof(DraftTokens))} come together");
        }
    }

    /// <summary>Reports every value that is outside its range, and those that clash.</summary>
    internal void Check(RequestProblems problems)
    {
        problems.CheckRange(nameof(Gpus), Gpus, GpusRange);
        problems.CheckRange<Tokens>(nameof(Input), Input, InputRange);
        problems.CheckRange<Tokens>(nameof(Output), Output, OutputRange);
        problems.CheckRange<Ratio>(nameof(Cached), Cached, CachedRange);
        problems.CheckRange(nameof(Concurrency), Concurrency, ConcurrencyRange);
        problems.CheckRange(nameof(Ttft), Ttft, TtftRange);
        problems.CheckRange(nameof(Tpot), Tpot, TpotRange);
        problems.CheckRange<int>(nameof(Pipeline), Pipeline, PipelineRange);
        problems.CheckRange(nameof(Acceptance), Acceptance, AcceptanceRange);
        problems.CheckRange(nameof(DraftTokens), DraftTokens, DraftTokensRange);
        foreach (var (property, message) in Clashes(problems.NameOf))
        {
            problems.Error(property, message, "clash");
        }
    }
}
