using System.Globalization;

namespace Mtok.Imports;

/// <summary>A line of <c>sglang.bench_serving</c>'s JSONL (python/sglang/bench_serving.py).</summary>
internal static class SglangResult
{
    public static IEnumerable<BenchmarkRun> Read(JsonFact result, Problems problems)
    {
        var completed = result.Positive(problems, "completed");
        var users = result.Whole(problems, "max_concurrency");
        var tensor = result.Whole(problems, "server_info/tp_size");
        var pipeline = result.Whole(problems, "server_info/pp_size");
        var random = result.Text("dataset_name")?.StartsWith("random", StringComparison.Ordinal) == true;
        yield return new BenchmarkRun(result.Where, result.Path)
        {
            Models = BenchmarkWords.Models(result.Text("server_info/served_model_name", "server_info/model_path")),
            TensorParallel = tensor,
            PipelineParallel = pipeline,
            Engine = BenchmarkWords.Engine(result.Text("backend")),
            EngineVersion = result.Text("server_info/version"),
            InFlight = result.Positive(problems, "concurrency"),
            Speculative = Speculative(result, problems),
            KvPrecision = result.Text("server_info/kv_cache_dtype")?.StartsWith("fp8", StringComparison.Ordinal) == true ? "fp8" : null,
            ExpertParallel = result.Whole(problems, "server_info/ep_size") is > 1 and var spread ? spread : null,
            DataParallel = result.Text("server_info/enable_dp_attention") == "true" && result.Whole(problems, "server_info/dp_size") is > 1 and var own
                ? own
                : null,
            Lengths = LengthsOf(result),
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
        }.LoadedBy(users, result.Text("request_rate"), result.Count(problems, "num_prompts") ?? completed);
    }

    private static string Speculative(JsonFact result, Problems problems) =>
        string.Join(", ", new[]
        {
            result.Text("server_info/speculative_algorithm") ?? "",
            result.Count(problems, "accept_length") is > 0 and var length ? string.Create(CultureInfo.InvariantCulture, $"{length:0.##} tokens a step") : "",
        }.Where(word => word.Length > 0));

    private static LengthSpread LengthsOf(JsonFact result) => (result.Text("dataset_name"), result.Text("random_range_ratio")) switch
    {
        ("sharegpt", _) => LengthSpread.ShareGpt,
        ("random" or "random-ids", "1" or "1.0") => LengthSpread.Fixed,
        ("random" or "random-ids", "0" or "0.0") => LengthSpread.Uniform,
        _ => LengthSpread.Unstated,
    };

    /// <summary>Whether lengths are fixed: they are drawn between the ratio and 1, so that only at 1 is the length the requested one.</summary>
    private static bool Full(JsonFact result) => result.Text("random_range_ratio") is "1" or "1.0";
}
