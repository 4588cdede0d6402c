namespace Mtok.Imports;

/// <summary>A line of <c>sglang.bench_serving</c>'s JSONL (python/sglang/bench_serving.py).</summary>
internal static class SglangResult
{
    public static IEnumerable<BenchmarkRun> Read(JsonFact result, Problems problems)
    {
        var completed = result.Positive(problems, "completed");
        var users = result.Whole(problems, "max_concurrency");
        var limited = result.Text("request_rate") is { } rate && rate is not ("inf" or "Infinity");
        var tensor = result.Whole(problems, "server_info/tp_size");
        var pipeline = result.Whole(problems, "server_info/pp_size");
        var random = result.Text("dataset_name")?.StartsWith("random", StringComparison.Ordinal) == true;
        yield return new(result.Where, result.Path)
        {
            Models = BenchmarkWords.Models(result.Text("server_info/served_model_name", "server_info/model_path")),
            TensorParallel = tensor,
            PipelineParallel = pipeline,
            Engine = BenchmarkWords.Engine(result.Text("backend")),
            EngineVersion = result.Text("server_info/version"),
            Scenario = limited ? Scenario.Server : users is null ? Scenario.Saturated : Scenario.ClosedLoop,
            Concurrency = limited ? null : users,
            InFlight = result.Positive(problems, "concurrency"),
            RateLimited = limited,
            Input = BenchmarkWords.Tokens(result.Positive(problems, "total_input_tokens") / completed),
            Output = BenchmarkWords.Tokens(result.Positive(problems, "total_output_tokens") / completed),
            NominalInput = random && Full(result) ? BenchmarkWords.Tokens(result.Positive(problems, "random_input_len")) : null,
            NominalOutput = random && Full(result) ? BenchmarkWords.Tokens(result.Positive(problems, "random_output_len")) : null,
            Requests = BenchmarkWords.Requests(result.Positive(problems, "request_throughput")),
            OutputRate = BenchmarkWords.Rate(result.Positive(problems, "output_throughput")),
            TotalRate = BenchmarkWords.Rate(result.Positive(problems, "total_throughput")),
            Ttft = BenchmarkWords.Milliseconds(result.Positive(problems, "median_ttft_ms", "mean_ttft_ms")),
            Tpot = BenchmarkWords.Milliseconds(result.Positive(problems, "median_tpot_ms", "mean_tpot_ms")),
            TtftP99 = BenchmarkWords.Milliseconds(result.Positive(problems, "p99_ttft_ms")),
            TpotP99 = BenchmarkWords.Milliseconds(result.Positive(problems, "p99_tpot_ms")),
            MeanTtft = BenchmarkWords.Milliseconds(result.Positive(problems, "mean_ttft_ms")),
            MeanTpot = BenchmarkWords.Milliseconds(result.Positive(problems, "mean_tpot_ms")),
            MeanEndToEnd = BenchmarkWords.Milliseconds(result.Positive(problems, "mean_e2e_latency_ms")),
            Completed = completed,
        };
    }

    /// <summary>Whether lengths are fixed: they are drawn between the ratio and 1, so that only at 1 is the length the requested one.</summary>
    private static bool Full(JsonFact result) => result.Text("random_range_ratio") is "1" or "1.0";
}
