using System.Globalization;

namespace Mtok.Imports;

/// <summary>A result of <c>vllm bench serve --save-result</c> (vllm/benchmarks/serve.py).</summary>
internal static class VllmResult
{
    private static readonly string[] Drafts =
        ["spec_decode_acceptance_rate", "spec_decode_num_drafts", "spec_decode_draft_tokens", "spec_decode_accepted_tokens"];

    public static IEnumerable<BenchmarkRun> Read(JsonFact result, Problems problems)
    {
        var completed = result.Positive(problems, "completed");
        var users = result.Whole(problems, "max_concurrency");
        yield return new BenchmarkRun(result.Where, result.Path)
        {
            Models = BenchmarkWords.Models(result.Text("model_id")),
            Engine = BenchmarkWords.Engine(result.Text("backend", "endpoint_type")),
            Speculative = Speculative(result, problems),
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
        }.LoadedBy(users, result.Text("request_rate"), result.Count(problems, "num_prompts") ?? completed);
    }

    /// <summary>The server's counters of drafts are in the file only if it decoded speculatively.</summary>
    private static string Speculative(JsonFact result, Problems problems) =>
        result.Count(problems, "spec_decode_acceptance_length") is { } length ? string.Create(CultureInfo.InvariantCulture, $"{length:0.##} tokens a step")
            : Array.Exists(Drafts, key => result.Find(key) is not null) ? "yes"
            : "";
}
