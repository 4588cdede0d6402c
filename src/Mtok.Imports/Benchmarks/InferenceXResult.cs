namespace Mtok.Imports;

/// <summary>An <c>agg_*.json</c> of InferenceX, formerly InferenceMAX (utils/process_result.py). Times are in seconds, rates per accelerator.</summary>
internal static class InferenceXResult
{
    public static IEnumerable<BenchmarkRun> Read(JsonFact result, Problems problems)
    {
        if (result.Text("disagg") == "true" || result.Find("num_decode_gpu") is not null || result.Find("decode_tp") is not null)
        {
            problems.Error(
                result.Where,
                "disaggregated",
                $"{result.Full("output_tput_per_gpu")} is the output per decode accelerator of a run with prefill/decode disaggregation: "
                + "prefill accelerators are not counted, so it is not the rate of the whole deployment");
            yield break;
        }

        var tensor = result.Whole(problems, "tp");
        var gpus = result.Whole(problems, "num_gpus") ?? tensor;
        if (gpus is null)
        {
            problems.Error(result.Where, "missing-figure", $"{result.Full("tp")} is missing: a rate per accelerator needs the number of accelerators");
            yield break;
        }

        var perGpu = result.Positive(problems, "output_tput_per_gpu");
        var hardware = result.Text("hw") ?? "";
        yield return new(result.Where, result.Path)
        {
            Models = BenchmarkWords.Models(result.Text("model")),
            // Runners are named after the accelerator and their owner: h200-cw, b200-nvd_3.
            Accelerators = [hardware, hardware.Split('-', '_')[0]],
            Gpus = gpus,
            TensorParallel = tensor,
            Precision = BenchmarkWords.Precision(result.Text("precision")),
            Engine = BenchmarkWords.Engine(result.Text("framework")),
            EngineVersion = result.Text("image"),
            Scenario = Scenario.ClosedLoop,
            Concurrency = result.Whole(problems, "conc"),
            Input = BenchmarkWords.Tokens(result.Positive(problems, "isl")),
            Output = BenchmarkWords.Tokens(result.Positive(problems, "osl")),
            OutputRate = BenchmarkWords.Rate(perGpu * gpus),
            TotalRate = BenchmarkWords.Rate(result.Positive(problems, "tput_per_gpu") * gpus),
            OutputRatePerGpu = BenchmarkWords.Rate(perGpu),
            Ttft = BenchmarkWords.Seconds(result.Positive(problems, "median_ttft", "mean_ttft")),
            Tpot = BenchmarkWords.Seconds(result.Positive(problems, "median_tpot", "mean_tpot")),
            TtftP99 = BenchmarkWords.Seconds(result.Positive(problems, "p99_ttft")),
            TpotP99 = BenchmarkWords.Seconds(result.Positive(problems, "p99_tpot")),
            MeanTtft = BenchmarkWords.Seconds(result.Positive(problems, "mean_ttft")),
            MeanTpot = BenchmarkWords.Seconds(result.Positive(problems, "mean_tpot")),
            MeanEndToEnd = BenchmarkWords.Seconds(result.Positive(problems, "mean_e2el")),
            Speculative = result.Text("spec_decoding", "mtp") is { } speculative && speculative is not ("none" or "off" or "false") ? speculative : "",
        };
    }
}
