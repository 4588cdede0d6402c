namespace Mtok;

/// <summary>How the load of a benchmark was made.</summary>
public enum Scenario
{
    /// <summary>All requests queued at once: the most a machine can do, at any latency.</summary>
    Saturated,

    /// <summary>Requests arrive at random under the benchmark's latency limits (MLPerf Server).</summary>
    Server,

    /// <summary>The same under tight limits (MLPerf Interactive).</summary>
    Interactive,

    /// <summary>A fixed number of users, each waiting for an answer before asking again.</summary>
    ClosedLoop,
}

/// <summary>A published throughput with its conditions.</summary>
/// <param name="ModelId">The model, by its catalog id.</param>
/// <param name="AcceleratorId">The accelerator, by its catalog id.</param>
/// <param name="Gpus">Accelerators that made the output together.</param>
/// <param name="TensorParallel">Accelerators one copy of the weights is split over; null where not stated.</param>
/// <param name="PipelineParallel">Pipeline stages; null where not stated.</param>
/// <param name="Precision">What it was computed in.</param>
/// <param name="Engine">The serving engine.</param>
/// <param name="EngineVersion">Its version, as the source gives it.</param>
/// <param name="Scenario">How the load was made.</param>
/// <param name="Input">Mean input of a request.</param>
/// <param name="Output">Mean output of a request.</param>
/// <param name="Concurrency">Users, in a closed loop.</param>
/// <param name="OutputRate">Output tokens per second of all the accelerators together.</param>
/// <param name="Ttft">Time to first token: median or mean, as the source gives it.</param>
/// <param name="Tpot">Time per output token: median or mean, as the source gives it.</param>
/// <param name="TtftP99">99th percentile of the time to first token.</param>
/// <param name="TpotP99">99th percentile of the time per output token.</param>
/// <param name="Submitter">Who ran it.</param>
/// <param name="Note">What a reader needs besides.</param>
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
    /// <summary>The share of the input that the engine's prefix cache held; published tables are made without one.</summary>
    public Ratio Cached { get; init; }

    /// <summary>Requests served per second by all the accelerators together.</summary>
    public RequestsPerSecond RequestRate => OutputRate / Output;

    /// <summary>The words a catalog uses for each scenario.</summary>
    public static IReadOnlyDictionary<string, Scenario> ScenarioWords { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["saturated"] = Scenario.Saturated,
        ["server"] = Scenario.Server,
        ["interactive"] = Scenario.Interactive,
        ["closed_loop"] = Scenario.ClosedLoop,
    };
}
