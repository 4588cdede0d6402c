using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>What a replica serves, asked of the real executable.</summary>
public sealed class CapacityTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_70B_in_fp8_on_one_H100_has_no_room_that_two_have()
    {
        var one = Capacity("--accelerator", "h100-sxm", "--gpus", "1");
        var two = Capacity("--accelerator", "h100-sxm", "--gpus", "2");
        Assert.True(PerGpu(two) > 1.5 * PerGpu(one), "the cliff of memory does not show");
        Assert.True(one.GetProperty("max_batch").ValueKind == JsonValueKind.Null || one.GetProperty("evidence").GetString() == "measured" || one.GetProperty("max_batch").GetDouble() < 40);
    }

    [Fact]
    public void An_answer_names_its_interval_evidence_and_sources()
    {
        var answer = Capacity("--accelerator", "rtx-pro-6000", "--gpus", "1");
        var rate = answer.GetProperty("output_tokens_per_second");
        Assert.True(rate.GetProperty("low").GetDouble() < rate.GetProperty("value").GetDouble());
        Assert.True(rate.GetProperty("value").GetDouble() < rate.GetProperty("high").GetDouble());
        Assert.Matches("^(measured|interpolated|modelled)$", answer.GetProperty("evidence").GetString());
        Assert.True(answer.GetProperty("fits").ValueKind is JsonValueKind.True or JsonValueKind.Null);
        Assert.NotEmpty(answer.GetProperty("sources").EnumerateArray());
    }

    [Fact]
    public void What_does_not_fit_says_why()
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "llama-3.3-70b", "--precision", "bf16", "--accelerator", "h100-sxm", "--gpus", "1"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("does not fit", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curve.svg", "<svg")]
    [InlineData("curve.PNG", "PNG")]
    public void A_frontier_is_drawn(string file, string expected)
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "llama-3.3-70b", "--accelerator", "h100-sxm", "--gpus", "4", "--frontier", "--output", file]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(expected, File.ReadAllText(Path.Combine(_workspace.Folder, file))[..400], StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_picture_says_so()
    {
        var run = MtokProcess.Run(_workspace.Folder, ["price", "--usd-per-hour", "4", "--tokens-per-second", "2000", "--output", "p.png"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no picture", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_workspace.Folder, "p.png")));
    }

    [Fact]
    public void Users_per_device_and_speed_per_user_trade_off()
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "llama-3.3-70b", "--accelerator", "h100-sxm", "--gpus", "4", "--frontier", "--format", "json"]);
        var points = JsonDocument.Parse(run.Out).RootElement.GetProperty("replicas")[0].GetProperty("points").EnumerateArray().Select(point => (Gpu: point.GetProperty("output_tokens_per_second_per_gpu").GetDouble(), User: point.GetProperty("output_tokens_per_second_per_user").GetDouble())).ToList();
        Assert.True(points.Count > 10);
        Assert.Equal(1, JsonDocument.Parse(run.Out).RootElement.GetProperty("replicas")[0].GetProperty("points")[0].GetProperty("concurrency").GetDouble(), 1e-6);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.Second.User <= pair.First.User && pair.Second.Gpu >= pair.First.Gpu * 0.999));
    }

    [Fact]
    public void A_frontier_of_every_device_is_refused_with_what_to_give()
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "llama-3.3-70b", "--accelerator", "all", "--frontier"]);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("name it with --accelerator", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frontier_without_a_size_draws_every_size_that_fits_and_what_was_measured()
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "llama-3.3-70b", "--precision", "bf16", "--accelerator", "h100-sxm", "--frontier", "--format", "json"]);
        var replicas = JsonDocument.Parse(run.Out).RootElement.GetProperty("replicas").EnumerateArray().ToList();
        Assert.Equal(["2x", "4x", "8x"], replicas.Select(replica => replica.GetProperty("replica").GetString()![..2]));
        Assert.Contains(replicas, replica => replica.GetProperty("measured").EnumerateArray().Any(point => point.GetProperty("evidence").GetString() == "measured"));
        var csv = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "llama-3.3-70b", "--precision", "bf16", "--accelerator", "h100-sxm", "--frontier", "--format", "csv"]);
        Assert.Contains(",measured,", csv.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--pipeline 3 --gpus 4", "cannot be shared out")]
    [InlineData("--acceptance 0.7", "come together")]
    [InlineData("--draft-tokens 3", "come together")]
    [InlineData("--expert-parallel --gpus 1", "two devices")]
    public void Arrangements_that_cannot_be_are_usage_errors(string asked, string expected)
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "deepseek-r1", "--accelerator", "h200-sxm", .. asked.Split(' ')]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixteen_bits_have_two_spellings_and_one_answer()
    {
        string[] asked = ["capacity", "--model", "llama-3.3-70b", "--accelerator", "h100-sxm", "--gpus", "4", "--precision"];
        var spelt = MtokProcess.Run(_workspace.Folder, [.. asked, "fp16"]);
        Assert.Equal(0, spelt.ExitCode);
        Assert.Equal(MtokProcess.Run(_workspace.Folder, [.. asked, "bf16"]).Out, spelt.Out);
    }

    [Fact]
    public void Limits_kept_by_a_share_of_requests_say_so()
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "qwen3-32b", "--precision", "fp8", "--accelerator", "rtx-pro-6000", "--gpus", "2", "--tpot", "50ms"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("99% of requests", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var json = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "qwen3-32b", "--precision", "fp8", "--accelerator", "rtx-pro-6000", "--gpus", "2", "--tpot", "50ms", "--format", "json"]);
        Assert.Equal("mean", JsonDocument.Parse(json.Out).RootElement.GetProperty("latency_basis").GetString());
    }

    [Fact]
    public void A_model_nobody_published_anything_of_takes_one_line()
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "gpt-5.5", "--accelerator", "all"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Single(run.Out.Split('\n'), line => line.Contains("neither throughput nor network of gpt-5.5 is published", StringComparison.Ordinal));
    }

    private JsonElement Capacity(params string[] asked)
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "llama-3.3-70b", "--precision", "fp8", "--input", "1000", "--output", "1000", "--format", "json", .. asked]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private static double PerGpu(JsonElement answer) => answer.GetProperty("output_tokens_per_second_per_gpu").GetDouble();
}
