namespace Mtok.Imports;

/// <summary>NVIDIA AIPerf's <c>profile_export_aiperf.json</c> (docs/reference/json-export-schema.md); each metric carries its unit.</summary>
internal static class AiPerfResult
{
    private static readonly string[] RatePaths =
        ["input_config/loadgen/request_rate", "run_info/variation_values/phases.profiling.rate", "run_info/variation_values/phases.profiling.request_rate"];

    public static IEnumerable<BenchmarkRun> Read(JsonFact result, Problems problems)
    {
        var requests = result.Positive(problems, "request_throughput/avg");
        var endToEnd = Time(result, "request_latency", "avg", problems);
        var users = result.Whole(problems, "input_config/loadgen/concurrency", "run_info/variation_values/phases.profiling.concurrency");
        var rate = users is null ? result.Text(RatePaths) : null;
        if (result.Text("was_cancelled") == "true")
        {
            problems.Warn(result.Find("was_cancelled")!.Where, "cancelled", "the run was cancelled before it finished");
        }

        // The load may be missing from the export; Little's law then gives the number of requests in flight.
        users ??= rate is not null || requests is null || endToEnd is null
            ? null
            : (int)Math.Clamp(Math.Round(requests.Value * endToEnd.Value.Seconds), 1, 1_000_000);
        yield return new BenchmarkRun(result.Where, result.Path)
        {
            Models = BenchmarkWords.Models(result.Text("input_config/endpoint/model_names/0", "input_config/models/items/0/name")),
            Input = BenchmarkWords.Tokens(result.Positive(problems, "input_sequence_length/avg")),
            Output = BenchmarkWords.Tokens(result.Positive(problems, "output_sequence_length/avg")),
            Requests = BenchmarkWords.Requests(requests),
            OutputRate = BenchmarkWords.Rate(result.Positive(problems, "output_token_throughput/avg")),
            TotalRate = BenchmarkWords.Rate(result.Positive(problems, "total_token_throughput/avg")),
            Ttft = Time(result, "time_to_first_token", "p50", problems) ?? Time(result, "time_to_first_token", "avg", problems),
            Tpot = Time(result, "inter_token_latency", "p50", problems) ?? Time(result, "inter_token_latency", "avg", problems),
            TtftP99 = Time(result, "time_to_first_token", "p99", problems),
            TpotP99 = Time(result, "inter_token_latency", "p99", problems),
            MeanTtft = Time(result, "time_to_first_token", "avg", problems),
            MeanTpot = Time(result, "inter_token_latency", "avg", problems),
            MeanEndToEnd = endToEnd,
            Completed = result.Count(problems, "request_count/avg"),
            Failed = result.Count(problems, "error_request_count/avg"),
            AsOf = BenchmarkWords.Day(result.Text("start_time")),
        }.LoadedBy(users, rate, result.Count(problems, "request_count/avg"));
    }

    private static Duration? Time(JsonFact result, string metric, string statistic, Problems problems)
    {
        if (result.Positive(problems, $"{metric}/{statistic}") is not { } value)
        {
            return null;
        }

        switch (result.Text($"{metric}/unit"))
        {
            case "ms" or "milliseconds":
                return Duration.FromMilliseconds(value);
            case "s" or "sec" or "seconds":
                return Duration.FromSeconds(value);
            case "us" or "microseconds":
                return Duration.FromMilliseconds(value / 1e3);
            case "ns" or "nanoseconds":
                return Duration.FromMilliseconds(value / 1e6);
            default:
                problems.Error(result.Find(metric)!.Where, "unknown-unit", $"{result.Full(metric + "/unit")} must be ns, us, ms or sec");
                return null;
        }
    }
}
