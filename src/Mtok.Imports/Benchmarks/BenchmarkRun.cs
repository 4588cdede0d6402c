namespace Mtok.Imports;

/// <summary>What a benchmark's result file says of one run; null and empty where it does not say.</summary>
/// <param name="Where">Where the run stands in the file.</param>
/// <param name="Path">The run's JSON path, empty where it is the whole document or a line of text.</param>
internal sealed record BenchmarkRun(Location Where, string Path)
{
    /// <summary>Spellings of the model, the most exact first.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Spellings of the accelerator, the most exact first.</summary>
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

    /// <summary>Requests in flight on average, as the file counts them.</summary>
    public double? InFlight { get; init; }

    /// <summary>Real mean lengths.</summary>
    public Tokens? Input { get; init; }

    public Tokens? Output { get; init; }

    /// <summary>Lengths that were asked for.</summary>
    public Tokens? NominalInput { get; init; }

    public Tokens? NominalOutput { get; init; }

    public RequestsPerSecond? Requests { get; init; }

    public TokensPerSecond? OutputRate { get; init; }

    /// <summary>Input and output together.</summary>
    public TokensPerSecond? TotalRate { get; init; }

    public TokensPerSecond? OutputRatePerGpu { get; init; }

    /// <summary>What the catalog keeps: the median, or the mean where that is all there is.</summary>
    public Duration? Ttft { get; init; }

    public Duration? Tpot { get; init; }

    public Duration? TtftP99 { get; init; }

    public Duration? TpotP99 { get; init; }

    /// <summary>Means, which alone add up.</summary>
    public Duration? MeanTtft { get; init; }

    public Duration? MeanTpot { get; init; }

    public Duration? MeanEndToEnd { get; init; }

    public double? Completed { get; init; }

    public double? Failed { get; init; }

    /// <summary>Requests arrived at this rate, so that the figures show what was asked, not the most there is.</summary>
    public bool RateLimited { get; init; }

    public string? AsOf { get; init; }

    public string? Source { get; init; }

    public string Submitter { get; init; } = "";

    public string Note { get; init; } = "";
}
