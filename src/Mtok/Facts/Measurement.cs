namespace Mtok;

/// <summary>How the load of a benchmark was generated.</summary>
public enum Scenario
{
    /// <summary>All requests queued at once: the maximum throughput, at any latency.</summary>
    Saturated,

    /// <summary>Requests arrive at random under the benchmark's latency limits (MLPerf Server).</summary>
    Server,

    /// <summary>Like <see cref="Server"/>, under tighter limits (MLPerf Interactive).</summary>
    Interactive,

    /// <summary>A fixed number of users, each waiting for a response before sending the next request.</summary>
    ClosedLoop,

    /// <summary>
    /// A number of requests sent at once, after which the client stops: ramp and tail are inside the rate, and the time to the first
    /// token is waiting. Not the maximum throughput.
    /// </summary>
    Burst,

    /// <summary>Requests sent at a rate, whatever the responses take: below saturation it shows that rate, not the maximum.</summary>
    OpenLoop,
}

/// <summary>How the lengths of a benchmark's requests are distributed.</summary>
public enum LengthSpread
{
    /// <summary>The source does not state it.</summary>
    Unstated,

    /// <summary>Every request has the mean lengths.</summary>
    Fixed,

    /// <summary>Lengths are uniform between 1 and twice their mean.</summary>
    Uniform,

    /// <summary>Lengths of recorded conversations (ShareGPT): many short, few long.</summary>
    ShareGpt,
}

/// <summary>What a benchmark's time to the first token is of its requests' times.</summary>
public enum TtftStatistic
{
    /// <summary>The source does not state it.</summary>
    Unstated,

    /// <summary>Their mean: in a closed loop the wait of the first round is part of it.</summary>
    Mean,

    /// <summary>Their median: in a closed loop of many rounds the wait of a later request.</summary>
    Median,
}

/// <summary>A published throughput with its conditions.</summary>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="AcceleratorId">The accelerator, by its catalog id.</param>
/// <param name="Gpus">Accelerators that produced the output together.</param>
/// <param name="TensorParallel">Accelerators one copy of the weights is sharded over; null if not stated.</param>
/// <param name="PipelineParallel">Pipeline stages; null if not stated.</param>
/// <param name="Precision">The precision it was computed in.</param>
/// <param name="Engine">The serving engine.</param>
/// <param name="EngineVersion">The engine's version, as the source gives it.</param>
/// <param name="Scenario">How the load was generated.</param>
/// <param name="Input">Mean input of a request.</param>
/// <param name="Output">Mean output of a request.</param>
/// <param name="Concurrency">Users of a closed loop, or the most requests that the client of a burst keeps open; null otherwise.</param>
/// <param name="OutputRate">Output tokens per second of all the accelerators together.</param>
/// <param name="Ttft">Time to first token: median or mean, as <see cref="TtftIs"/> says.</param>
/// <param name="Tpot">Time per output token: median or mean, as the source gives it.</param>
/// <param name="TtftP99">99th percentile of the time to first token.</param>
/// <param name="TpotP99">99th percentile of the time per output token.</param>
/// <param name="Submitter">Who ran the benchmark.</param>
/// <param name="Note">Anything else a reader needs to know.</param>
/// <param name="Provenance">Where the figure comes from.</param>
public sealed record Measurement(
    string ModelId,
    string AcceleratorId,
    int Gpus,
    int? TensorParallel,
    int? PipelineParallel,
    Precision Precision,
    string Engine,
    string EngineVersion,
    Scenario Scenario,
    Tokens Input,
    Tokens Output,
    int? Concurrency,
    TokensPerSecond OutputRate,
    Duration? Ttft,
    Duration? Tpot,
    Duration? TtftP99,
    Duration? TpotP99,
    string Submitter,
    string Note,
    Provenance Provenance)
{
    /// <summary>The share of the input that the engine's prefix cache held; 0 in published tables, which are measured without one.</summary>
    public Ratio Cached { get; init; }

    /// <summary>Requests of a run that ended with them; null where the source does not state it.</summary>
    public int? Requests { get; init; }

    /// <summary>The share of completed requests below which a run's rate is not used; 95 %: above, its error is at most that share.</summary>
    public static readonly Ratio FewestCompleted = Ratio.FromPercent(95);

    /// <summary>The share of the requests sent that were completed; null if all of them.</summary>
    public Ratio? Completed { get; init; }

    /// <summary>Requests sent per second in an open loop; null otherwise.</summary>
    public RequestsPerSecond? SentRate { get; init; }

    /// <summary>Mean requests in flight; null where the source does not state it.</summary>
    public Ratio? MeanRunning { get; init; }

    /// <summary>Mean time from sending a request to its last token; null where the source does not state it.</summary>
    public Duration? EndToEnd { get; init; }

    /// <summary>The method of speculative decoding, as the source gives it; blank without. Such a run is not used as a plain one.</summary>
    public string Speculative { get; init; } = "";

    /// <summary>The precision of keys and values where the source states it; null for the engine's default.</summary>
    public Precision? KvPrecision { get; init; }

    /// <summary>Accelerators that experts are spread over, inside one copy; null if they are not.</summary>
    public int? ExpertParallel { get; init; }

    /// <summary>Groups inside one copy that attend to their own requests (data-parallel attention); null if it has none.</summary>
    public int? DataParallel { get; init; }

    /// <summary>How lengths are distributed around their mean.</summary>
    public LengthSpread Lengths { get; init; }

    /// <summary>What <see cref="Ttft"/> is.</summary>
    public TtftStatistic TtftIs { get; init; }

    /// <summary>Input tokens that requests share, of which the prefix cache held an unknown share; null without.</summary>
    public Tokens? SharedPrefix { get; init; }

    /// <summary>
    /// Whether its rate is one of plain serving: (nearly) all requests completed, without speculative decoding, and without a shared prefix
    /// of which an unknown share was computed.
    /// </summary>
    public bool IsPlain => (Completed is null || Completed >= FewestCompleted) && Speculative.Length == 0 && SharedPrefix is null;

    /// <summary>Whether it was submitted to a contest: such runs are tuned beyond what a user gets, and from round to round much more.</summary>
    internal bool IsOfContest => Provenance.Source.StartsWith("MLPerf", StringComparison.Ordinal);

    /// <summary>What was served how, by which version and by whom it was published: rows that are equal in this differ by lengths and load only.</summary>
    internal object Arrangement => new
    {
        ModelId,
        AcceleratorId,
        Gpus,
        TensorParallel,
        PipelineParallel,
        ExpertParallel,
        DataParallel,
        Precision,
        KvPrecision,
        Engine,
        EngineVersion,
        Provenance.Source,
    };

    /// <summary>Requests served per second by all the accelerators together.</summary>
    public RequestsPerSecond RequestRate => OutputRate / Output;

    /// <summary>The words a catalog uses for each scenario.</summary>
    public static IReadOnlyDictionary<string, Scenario> ScenarioWords { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["saturated"] = Scenario.Saturated,
        ["server"] = Scenario.Server,
        ["interactive"] = Scenario.Interactive,
        ["closed_loop"] = Scenario.ClosedLoop,
        ["burst"] = Scenario.Burst,
        ["open_loop"] = Scenario.OpenLoop,
    };

    /// <summary>The words a catalog uses for each distribution of lengths; blank if unstated.</summary>
    public static IReadOnlyDictionary<string, LengthSpread> LengthWords { get; } = new Dictionary<string, LengthSpread>(StringComparer.Ordinal)
    {
        ["fixed"] = LengthSpread.Fixed,
        ["uniform"] = LengthSpread.Uniform,
        ["sharegpt"] = LengthSpread.ShareGpt,
    };

    /// <summary>The words a catalog uses for what a time to the first token is; blank if unstated.</summary>
    public static IReadOnlyDictionary<string, TtftStatistic> TtftWords { get; } = new Dictionary<string, TtftStatistic>(StringComparer.Ordinal)
    {
        ["mean"] = TtftStatistic.Mean,
        ["median"] = TtftStatistic.Median,
    };
}
