namespace Mtok.Imports;

/// <summary>A format of result files: how to detect it and how to read it.</summary>
/// <param name="Name">The tool that writes it.</param>
/// <param name="Marks">The paths that every result contains and that distinguish it from other formats.</param>
/// <param name="Read">Reads one result, which may contain several runs.</param>
/// <param name="IsTable">Whether it contains many parties' results, so that the given model and accelerator select.</param>
internal sealed record BenchmarkFormat(string Name, IReadOnlyList<string> Marks, Func<JsonFact, Problems, IEnumerable<BenchmarkRun>> Read, bool IsTable = false)
{
    /// <summary>All supported formats.</summary>
    public static IReadOnlyList<BenchmarkFormat> All { get; } =
    [
        new("vLLM bench serve", ["model_id", "completed", "output_throughput", "total_token_throughput"], VllmResult.Read),
        new("SGLang bench_serving", ["completed", "output_throughput", "mean_e2e_latency_ms", "total_output_tokens_retokenized"], SglangResult.Read),
        new("GuideLLM", ["benchmarks/0/metrics/output_tokens_per_second", "benchmarks/0/metrics/request_latency"], GuideLlmResult.Read),
        new("AIPerf", ["output_token_throughput/avg", "request_throughput/avg", "request_latency/unit"], AiPerfResult.Read),
        new("InferenceX", ["hw", "conc", "tput_per_gpu", "output_tput_per_gpu"], InferenceXResult.Read),
        new("MLPerf", ["Model", "Scenario", "Performance_Result", "Performance_Units"], MlperfResult.Read, IsTable: true),
    ];

    /// <summary>What each format requires, for files that match none.</summary>
    public static string Needs =>
        string.Join("; ", All.Select(format => $"{format.Name} needs {string.Join(", ", format.Marks.Select(mark => mark.Replace('/', '.')))}"))
        + $"; {TensorRtLlmReport.Name} needs the lines {string.Join(", ", TensorRtLlmReport.Marks.Select(mark => $"\"{mark}\""))}";

    /// <summary>Whether a result is of this format.</summary>
    public bool Fits(JsonFact result) => Marks.All(mark => result.Find(mark) is not null);
}
