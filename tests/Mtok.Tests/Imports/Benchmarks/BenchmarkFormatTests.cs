using System.Globalization;

namespace Mtok.Tests;

public sealed class BenchmarkFormatTests
{
    [Theory]
    [InlineData("vllm.json", "vLLM bench serve", "llama-3.3-70b,h200-sxm,8,,,fp8,vLLM,,closed_loop,512,256,32,1536,172.25,19.875,301.75,23.5,,2026-05-20,our lab,")]
    [InlineData("sglang.jsonl", "SGLang bench_serving", "deepseek-r1,h200-sxm,8,8,1,fp8,SGLang,0.5.3,closed_loop,1000,801,16,1200.32780488,246,12.25,500,14.5,,2026-05,our lab,")]
    [InlineData("guidellm.json", "GuideLLM", "qwen3-32b,h200-sxm,8,,,fp8,vLLM,,closed_loop,300,201,1,97.5728155340,55,9.5,120,13,,2026-05-28,our lab,")]
    [InlineData("aiperf.json", "AIPerf", "gpt-oss-120b,h200-sxm,8,,,fp8,vLLM,,closed_loop,1200,400,48,3084.33734940,231.5,14.75,480,17.5,,2026-06-02,our lab,")]
    [InlineData("inferencex.json", "InferenceX", "gpt-oss-120b,h200-sxm,8,8,,fp4,vLLM,vllm/vllm-openai:v0.11.0,closed_loop,1024,1024,64,3135.360408,350,19.5,1250,24,,2026-05,our lab,")]
    [InlineData("mlperf.json", "MLPerf", "llama-2-70b,h200-sxm,8,,,fp8,TensorRT-LLM,\"TensorRT 10.8, CUDA 12.8\",saturated,294,290.5,,33000.5,,,,,Example Corp,2026-05,MLPerf Inference v5.0 (mlcommons/inference_results_v5.0),id 5.0-9001")]
    [InlineData("trtllm.txt", "trtllm-bench", "llama-3.1-70b,h100-sxm,4,4,1,fp8,TensorRT-LLM,1.1.0,burst,1000,500,,6250,116000.5,29.5,228000.25,38.5,,2026-05,our lab,")]
    public void Each_format_is_told_by_content_and_read_to_the_last_figure(string file, string format, string first)
    {
        var (import, problems) = BenchmarkFixtures.Read(file, BenchmarkFixtures.Said with { Accelerator = file == "trtllm.txt" ? null : "h200", Input = file == "mlperf.json" ? Tokens.FromCount(294) : null });
        Assert.False(problems.HasErrors, string.Join('\n', problems.All));
        Assert.Equal(format, import!.Format);
        Assert.StartsWith(Figures(first), Figures(MeasurementFile.Write(import.Measurements).Split('\n')[1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sglang.jsonl", 2)]
    [InlineData("guidellm.json", 3)]
    [InlineData("mlperf.json", 3)]
    public void A_file_may_hold_several_runs(string file, int runs) =>
        Assert.Equal(runs, BenchmarkFixtures.Read(file).Import!.Measurements.Count);

    [Fact]
    public void Of_mlperfs_table_the_model_asked_for_is_taken_and_open_or_other_results_are_not()
    {
        Assert.DoesNotContain(BenchmarkFixtures.Read("mlperf.json").Import!.Measurements, row => row.OutputRate.PerSecond > 90000);
        var (_, problems) = BenchmarkFixtures.Read("mlperf.json", BenchmarkFixtures.Said with { Model = "mixtral-8x7b" });
        Assert.Contains("no-results", BenchmarkFixtures.Rules(problems, Severity.Error));
    }

    [Fact]
    public void A_load_that_was_capped_is_a_closed_loop_in_trtllm_bench()
    {
        var row = BenchmarkFixtures.Read("trtllm.txt", null, ("[TRT-LLM] [I] ", "")).Import!.Measurements[0];
        Assert.Equal(Scenario.Burst, row.Scenario);
        var (import, _) = BenchmarkFixtures.Read("trtllm.txt", null, ("Number of concurrent requests:  1650.0000", "Number of concurrent requests:  64.0000"), ("Average request latency (ms):                     132000.0000", "Average request latency (ms):                     5120.0000"));
        Assert.Equal((Scenario.ClosedLoop, 64), (import!.Measurements[0].Scenario, import.Measurements[0].Concurrency));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing of the kind")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"model_id\": \"x\", \"completed\":")]
    [InlineData("null")]
    [InlineData("[1, 2]")]
    public void What_is_no_result_is_told(string text)
    {
        var (import, problems) = BenchmarkFixtures.ReadText("some.json", text);
        Assert.Null(import);
        Assert.True(problems.HasErrors);
    }

    [Fact]
    public void An_unknown_format_is_told_with_what_each_would_need()
    {
        var message = BenchmarkFixtures.ReadText("some.json", "{\"a\": 1}").Problems.All[0].Message;
        Assert.All(["vLLM", "SGLang", "GuideLLM", "AIPerf", "InferenceX", "MLPerf", "trtllm-bench"], format => Assert.Contains(format, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_two_formats_is_refused()
    {
        var (import, problems) = BenchmarkFixtures.Read("vllm.json", null, ("\"rtfx\"", "\"mean_e2e_latency_ms\": 1, \"total_output_tokens_retokenized\": 2, \"rtfx\""));
        Assert.Null(import);
        Assert.Equal(["ambiguous-format"], BenchmarkFixtures.Rules(problems, Severity.Error));
    }

    [Fact]
    public void A_broken_line_is_told_with_its_line()
    {
        var (_, problems) = BenchmarkFixtures.ReadText("runs.jsonl", BenchmarkFixtures.Text("sglang.jsonl").TrimEnd()[..^20]);
        Assert.Equal(2, problems.All[0].Where.Line);
    }

    [Fact]
    public void Everything_missing_is_told_at_once_by_option()
    {
        var (_, problems) = BenchmarkFixtures.Read("sglang.jsonl", new());
        Assert.Equal(5, problems.Count);
        Assert.All(["--accelerator", "--gpus", "--precision", "--as-of", "--source"], option => Assert.Contains(problems.All, problem => problem.Message.EndsWith(option, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_file_wins_where_it_states_something()
    {
        var (import, problems) = BenchmarkFixtures.Read("inferencex.json", BenchmarkFixtures.Said with { Precision = "bf16", Gpus = 4, Accelerator = "mi300x" });
        Assert.Equal(("fp4", 8, "h200-sxm"), (import!.Measurements[0].Precision.Id, import.Measurements[0].Gpus, import.Measurements[0].AcceleratorId));
        Assert.Equal(["option-ignored"], BenchmarkFixtures.Rules(problems, Severity.Warning));
    }

    [Fact]
    public void A_path_for_a_model_gives_way_to_the_option_and_a_misspelt_one_is_hinted_at()
    {
        var (import, _) = BenchmarkFixtures.Read("vllm.json", BenchmarkFixtures.Said with { Model = "llama-3.1-8b" }, ("\"model_id\": \"meta-llama/Llama-3.3-70B-Instruct\"", "\"model_id\": \"/mnt/tuned\""));
        Assert.Equal("llama-3.1-8b", import!.Measurements[0].ModelId);
        var (_, problems) = BenchmarkFixtures.Read("vllm.json", null, ("\"model_id\": \"meta-llama/Llama-3.3-70B-Instruct\"", "\"model_id\": \"llama-3.3-7b\""));
        Assert.Contains(problems.All, problem => problem.Rule == "unknown-model" && problem.Message.Contains("did you mean", StringComparison.Ordinal));
        var (_, misspelt) = BenchmarkFixtures.Read("vllm.json", BenchmarkFixtures.Said with { Accelerator = "h200-sxn" });
        Assert.Contains("did you mean", misspelt.All[0].Message, StringComparison.Ordinal);
    }

    /// <summary>Fields, numbers to ten digits.</summary>
    private static string Figures(string line) => string.Join('|', line.Split(',').Select(field =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("G10", CultureInfo.InvariantCulture) : field));
}
