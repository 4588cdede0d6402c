namespace Mtok.Imports;

/// <summary>A result of <c>vllm bench serve --save-result</c> (vllm/benchmarks/serve.py).</summary>
internal static class VllmResult
{
    public static IEnumerable<BenchmarkRun> Read(JsonFact result, Problems problems)
    {
        var completed = result.Positive(problems, "completed");
        var users = result.Whole(problems, "max_concurrency");
        var limited = result.Text("request_rate") is { } rate && rate is not ("inf" or "Infinity");
        yield return new(result.Where, result.Path)
        {
            Models = BenchmarkWords.Models(result.Text("model_id")),
            Engine = BenchmarkWords.Engine(result.Text("backend", "endpoint_type")),
            Scenario = limited ? Scenario.Server : users is null ? Scenario.Saturated : Scenario.ClosedLoop,
            Concurrency = limited ? null : users,
            RateLimited = limited,
            Input = BenchmarkWords.Tokens(result.Positive(problems, "total_input_tokens") / completed),
            Output = BenchmarkWords.Tokens(result.Positive(problems, "total_output_tokens") / completed),
            NominalInput = BenchmarkWords.Tokens(result.Positive(problems, "random_input_len")),
            NominalOutput = BenchmarkWords.Tokens(result.Positive(problems, "random_output_len")),
            Requests = BenchmarkWords.Requests(result.Positive(problems, "request_throughput")),
            OutputRate = BenchmarkWords.Rate(result.Positive(problems, "output_throughput")),
            TotalRate = BenchmarkWords.Rate(result.Positive(problems, "total_token_throughput")),
            Ttft = BenchmarkWords.Milliseconds(result.Positive(problems, "median_ttft_ms", "mean_ttft_ms")),
            Tpot = BenchmarkWords.Milliseconds(result.Positive(problems, "median_tpot_ms", "mean_tpot_ms")),
            TtftP99 = BenchmarkWords.Milliseconds(result.Positive(problems, "p99_ttft_ms")),
            TpotP99 = BenchmarkWords.Milliseconds(result.Positive(problems, "p99_tpot_ms")),
            MeanTtft = BenchmarkWords.Milliseconds(result.Positive(problems, "mean_ttft_ms")),
            MeanTpot = BenchmarkWords.Milliseconds(result.Positive(problems, "mean_tpot_ms")),
            MeanEndToEnd = BenchmarkWords.Milliseconds(result.Positive(problems, "mean_e2el_ms")),
            Completed = completed,
            Failed = result.Count(problems, "failed") ?? result.Count(problems, "num_prompts") - completed,
            AsOf = BenchmarkWords.Day(result.Text("date")),
        };
    }
}
