using System.Globalization;

namespace Mtok.Imports;

/// <summary>A GuideLLM report: several benchmarks in one file (src/guidellm/benchmark/schemas/generative).</summary>
internal static class GuideLlmResult
{
    public static IEnumerable<BenchmarkRun> Read(JsonFact report, Problems problems)
    {
        foreach (var run in report.Find("benchmarks")!.Items)
        {
            if (run.Find("metrics") is not { } metrics || metrics.Find("output_tokens_per_second/successful/mean") is null)
            {
                problems.Error(
                    run.Where,
                    "missing-figure",
                    $"{run.Full("metrics/output_tokens_per_second/successful/mean")} is missing: did no request of this run succeed?");
                continue;
            }

            yield return Read(report, run, metrics, problems);
        }
    }

    private static BenchmarkRun Read(JsonFact report, JsonFact run, JsonFact metrics, Problems problems)
    {
        var strategy = run.Text("config/strategy/type_", "args/strategy/type_");
        var sent = strategy is "constant" or "poisson" or "async" ? run.Text("config/strategy/rate", "args/strategy/rate") ?? Offered(metrics, problems) : null;
        var inFlight = metrics.Positive(problems, "request_concurrency/successful/mean");
        var users = strategy is "synchronous" ? 1 : run.Whole(problems, "config/strategy/streams", "config/strategy/max_concurrency", "args/strategy/streams");
        var made = new BenchmarkRun(run.Where, run.Path)
        {
            Models = BenchmarkWords.Models(run.Text("config/backend/model", "worker/backend_model") ?? report.Text("args/model")),
            Engine = BenchmarkWords.Engine(run.Text("config/backend/engine")),
            InFlight = inFlight,
            Input = BenchmarkWords.Tokens(metrics.Positive(problems, "prompt_token_count/successful/mean")),
            Output = BenchmarkWords.Tokens(metrics.Positive(problems, "output_token_count/successful/mean")),
            Requests = BenchmarkWords.Requests(metrics.Positive(problems, "requests_per_second/successful/mean")),
            OutputRate = BenchmarkWords.Rate(metrics.Positive(problems, "output_tokens_per_second/successful/mean")),
            TotalRate = BenchmarkWords.Rate(metrics.Positive(problems, "tokens_per_second/successful/mean")),
            Ttft = Time(metrics, "time_to_first_token_ms", "median", problems),
            // GuideLLM's time per output token includes the first token; its inter-token latency is what others call TPOT.
            Tpot = Time(metrics, "inter_token_latency_ms", "median", problems),
            TtftP99 = Time(metrics, "time_to_first_token_ms", "percentiles/p99", problems),
            TpotP99 = Time(metrics, "inter_token_latency_ms", "percentiles/p99", problems),
            MeanTtft = Time(metrics, "time_to_first_token_ms", "mean", problems),
            MeanTpot = Time(metrics, "inter_token_latency_ms", "mean", problems),
            MeanEndToEnd = BenchmarkWords.Seconds(metrics.Positive(problems, "request_latency/successful/mean")),
            Completed = metrics.Count(problems, "request_totals/successful"),
            Failed = metrics.Count(problems, "request_totals/errored"),
            Incomplete = metrics.Count(problems, "request_totals/incomplete"),
            AsOf = BenchmarkWords.Day(run.Text("start_time", "scheduler_metrics/start_time", "run_stats/start_time")),
        };
        var loaded = made.LoadedBy(users, sent, metrics.Count(problems, "request_totals/total") ?? made.Completed);
        // The throughput strategy keeps every slot of the client full until the clock ends it.
        return strategy is "throughput" && loaded.Scenario == Scenario.Burst ? loaded with { Scenario = Scenario.Saturated } : loaded;
    }

    /// <summary>An open loop whose file does not state the rate sent: at least what was served.</summary>
    private static string? Offered(JsonFact metrics, Problems problems) =>
        metrics.Positive(problems, "requests_per_second/successful/mean")?.ToString(CultureInfo.InvariantCulture);

    private static Duration? Time(JsonFact metrics, string metric, string statistic, Problems problems) =>
        BenchmarkWords.Milliseconds(metrics.Positive(problems, $"{metric}/successful/{statistic}"));
}
