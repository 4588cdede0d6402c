namespace Mtok.Imports;

/// <summary>One run of a benchmark result file; values missing from the file are null or empty.</summary>
/// <param name="Where">The location of the run in the file.</param>
/// <param name="Path">The run's JSON path; empty for the whole document or a line of text.</param>
internal sealed record BenchmarkRun(Location Where, string Path)
{
    /// <summary>Spellings of the model, the most specific first.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Spellings of the accelerator, the most specific first.</summary>
    public IReadOnlyList<string> Accelerators { get; init; } = [];

    public int? Gpus { get; init; }

    public int? TensorParallel { get; init; }

    public int? PipelineParallel { get; init; }

    public string? Precision { get; init; }

    public string? Engine { get; init; }

    public string? EngineVersion { get; init; }

    public Scenario Scenario { get; init; } = Scenario.Saturated;

    /// <summary>Users of a closed loop.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Requests sent in all.</summary>
    public int? RequestCount { get; init; }

    /// <summary>Requests sent per second in an open loop, whose figures show the offered load rather than the maximum.</summary>
    public RequestsPerSecond? SentRate { get; init; }

    /// <summary>The method of speculative decoding; empty without.</summary>
    public string Speculative { get; init; } = "";

    public string? KvPrecision { get; init; }

    public int? ExpertParallel { get; init; }

    public int? DataParallel { get; init; }

    public LengthSpread Lengths { get; init; }

    /// <summary>The mean number of requests in flight, as the file states it.</summary>
    public double? InFlight { get; init; }

    /// <summary>Measured mean lengths.</summary>
    public Tokens? Input { get; init; }

    public Tokens? Output { get; init; }

    /// <summary>Requested lengths.</summary>
    public Tokens? NominalInput { get; init; }

    public Tokens? NominalOutput { get; init; }

    public RequestsPerSecond? Requests { get; init; }

    public TokensPerSecond? OutputRate { get; init; }

    /// <summary>Input and output together.</summary>
    public TokensPerSecond? TotalRate { get; init; }

    public TokensPerSecond? OutputRatePerGpu { get; init; }

    /// <summary>The latency the catalog stores: the median, or the mean if there is no median.</summary>
    public Duration? Ttft { get; init; }

    public Duration? Tpot { get; init; }

    public Duration? TtftP99 { get; init; }

    public Duration? TpotP99 { get; init; }

    /// <summary>Means, needed because only means add up.</summary>
    public Duration? MeanTtft { get; init; }

    public Duration? MeanTpot { get; init; }

    public Duration? MeanEndToEnd { get; init; }

    public double? Completed { get; init; }

    public double? Failed { get; init; }

    /// <summary>Requests that were still open when the run ended.</summary>
    public double? Incomplete { get; init; }

    public string? AsOf { get; init; }

    public string? Source { get; init; }

    public string Submitter { get; init; } = "";

    public string Note { get; init; } = "";
}
