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
        var points = JsonDocument.Parse(run.Out).RootElement.GetProperty("points").EnumerateArray().Select(point => (Gpu: point.GetProperty("output_tokens_per_second_per_gpu").GetDouble(), User: point.GetProperty("output_tokens_per_second_per_user").GetDouble())).ToList();
        Assert.True(points.Count > 10);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.Second.User <= pair.First.User && pair.Second.Gpu >= pair.First.Gpu * 0.999));
    }

    private JsonElement Capacity(params string[] asked)
    {
        var run = MtokProcess.Run(_workspace.Folder, ["capacity", "--model", "llama-3.3-70b", "--precision", "fp8", "--input", "1000", "--output", "1000", "--format", "json", .. asked]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private static double PerGpu(JsonElement answer) => answer.GetProperty("output_tokens_per_second_per_gpu").GetDouble();
}
