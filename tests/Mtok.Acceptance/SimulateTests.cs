using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>A trace on a fleet, asked of the real executable.</summary>
public sealed class SimulateTests : IDisposable
{
    private static readonly string[] Times = ["ttft_ms", "tpot_ms", "e2e_ms"];
    private static readonly string[] Percentiles = ["p50", "p90", "p95", "p99"];
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_answer_has_latencies_rates_costs_and_a_hash()
    {
        var answer = Json("--ttft", "1s", "--tpot", "50ms");
        Assert.Equal(400, answer.GetProperty("requests_completed").GetInt64());
        foreach (var time in Times)
        {
            var points = Percentiles.Select(name => answer.GetProperty(time).GetProperty(name).GetDouble()).ToList();
            Assert.Equal(points.Order(), points);
            Assert.True(answer.GetProperty(time).GetProperty("mean").GetDouble() > 0);
        }

        Assert.InRange(answer.GetProperty("utilization").GetDouble(), 0.0001, 1);
        Assert.InRange(answer.GetProperty("slo_attainment").GetDouble(), 0, 1);
        Assert.True(answer.GetProperty("output_tokens_per_second").GetDouble() > 0);
        Assert.True(answer.GetProperty("usd_per_mtok").GetDouble() > 0);
        Assert.Matches("^[0-9a-f]{16}$", answer.GetProperty("hash").GetString());
        Assert.NotEmpty(answer.GetProperty("sources").EnumerateArray());
    }

    [Fact]
    public void Step_by_step_gives_the_same_answer()
    {
        string[] tight = ["--kv-blocks", "700", "--max-batched-tokens", "512"];
        Assert.Equal(Json(tight).ToString(), Json([.. tight, "--oracle"]).ToString());
    }

    [Fact]
    public void Precision_may_be_called_fp16() =>
        Assert.Equal(Json("--precision", "bf16").GetProperty("e2e_ms").ToString(), Json("--precision", "fp16").GetProperty("e2e_ms").ToString());

    [Fact]
    public void Requests_and_a_chart_are_written_beside_the_answer()
    {
        var answer = Json("--requests-out", "each.csv", "--chart", "load.svg");
        var lines = _workspace.Read("each.csv").TrimEnd('\n').Split('\n');
        Assert.Equal(401, lines.Length);
        Assert.Equal("request,ending,class,replica,arrival_s,wait_s,ttft_s,tpot_s,e2e_s,input_tokens,cached_tokens,output_tokens,preemptions,retries", lines[0]);
        var mean = lines.Skip(1).Average(line => double.Parse(line.Split(',')[8], CultureInfo.InvariantCulture));
        Assert.Equal(answer.GetProperty("e2e_ms").GetProperty("mean").GetDouble(), mean * 1000, 1e-3);
        Assert.Contains("<svg", _workspace.Read("load.svg"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--scale 1:4 --scale-target 1 --scale-interval 1s --router least-outstanding --provision 5s --load 5s", "cold_start")]
    [InlineData("--replicas 2 --spares 1 --fails-every 30s --load 10s --router least-outstanding", "spares")]
    [InlineData("--kv-blocks 120 --overflow llama-3.1-8b/deepinfra --overflow-queue 1", "api")]
    public void Every_dollar_has_an_item(string options, string item)
    {
        var usd = Json(options.Split(' ')).GetProperty("usd");
        Assert.True(usd.GetProperty(item).GetDecimal() > 0);
        var items = usd.EnumerateObject().Where(entry => entry.Name != "total").Sum(entry => entry.Value.GetDecimal());
        Assert.Equal(usd.GetProperty("total").GetDecimal(), items, 5);
    }

    [Fact]
    public void What_does_not_fit_says_why()
    {
        string[] ask = ["simulate", "--trace", Trace(), "--model", "llama-2-70b", "--precision", "bf16", "-a", "h100-sxm", "--gpus", "1"];
        var (said, json) = (_workspace.Run(ask), _workspace.Run([.. ask, "--format", "json"]));
        Assert.Equal((3, 3), (said.ExitCode, json.ExitCode));
        Assert.Contains("does not fit", said.Out, StringComparison.Ordinal);
        Assert.Contains("does not fit", JsonDocument.Parse(json.Out).RootElement.GetProperty("why_not").GetString(), StringComparison.Ordinal);
    }

    private JsonElement Json(params string[] options)
    {
        var run = _workspace.Run(["simulate", "--trace", Trace(), "--model", "llama-3.1-8b", "--accelerator", "h100-sxm", "--format", "json", .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Out).RootElement;
    }

    private string Trace()
    {
        var text = new StringBuilder("arrival_s,input_tokens,output_tokens\n");
        for (var index = 0; index < 400; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{index / 5.0},{200 + (index * 37 % 900)},{20 + (index * 53 % 200)}\n");
        }

        return _workspace.Write("trace.csv", text.ToString());
    }
}
