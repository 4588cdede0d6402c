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
/// <param name="Concurrency">Users of a closed loop; null otherwise.</param>
/// <param name="OutputRate">Output tokens per second of all the accelerators together.</param>
/// <param name="Ttft">Time to first token: median or mean, as the source gives it.</param>
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

    /// <summary>The precision of the KV cache, where the source states it; null for the engine's default.</summary>
    public Precision? KvPrecision { get; init; }

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
