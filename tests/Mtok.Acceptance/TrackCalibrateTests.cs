using System.Globalization;
using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>Throughput seen in production with the real executable.</summary>
public sealed class TrackCalibrateTests : IDisposable
{
    private const string Deployments =
        "[[deployment]]\nname = \"chat\"\ntargets = [\"gpu-1\"]\naccelerator = \"h100-sxm\"\ngpus = 4\nprecision = \"fp8\"\nengine = \"vLLM\"\nprice = \"40 USD/h\"\n";

    private static readonly DateTimeOffset Begin = new(2026, 9, 1, 10, 0, 0, TimeSpan.Zero);
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_saturated_hour_is_stored_as_a_measurement_that_the_catalog_accepts()
    {
        Write(waiting: 4);
        var run = _workspace.Run("track", "calibrate", "metrics.json", "deployments.toml", "--catalog", "mine", "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var row = JsonDocument.Parse(run.Out).RootElement.GetProperty("measurements")[0];
        Assert.Equal(1000, row.GetProperty("output_tokens_per_second").GetProperty("median").GetDouble());
        Assert.Equal(
            "llama-3.3-70b,h100-sxm,4,,,fp8,vLLM,,saturated,200,100,,1000,,,,,own production,2026-09-01,\"own production, 2026-09-01\","
                + "median of 1 saturated hour; cache hits are not stated",
            _workspace.Read("mine/measurements/production.csv").Trim().Split('\n')[1]);
        Assert.Equal(0, _workspace.Run("catalog", "lint", "mine").ExitCode);
        Assert.Contains("replacing earlier rows", _workspace.Run("track", "calibrate", "metrics.json", "deployments.toml", "--catalog", "mine").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_saturated_hour_nothing_is_stored_and_the_reason_is_stated()
    {
        Write(waiting: 0);
        var run = _workspace.Run("track", "calibrate", "metrics.json", "deployments.toml", "--catalog", "mine");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("chat, llama-3.3-70b: never saturated: 1,000 tok/s in the busiest hour", run.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.PathOf("mine")));
    }

    [Fact]
    public void A_catalog_that_is_a_file_is_an_error()
    {
        Write(waiting: 4);
        BadInput.Check(
            _workspace, 2, "metrics.json: error: --catalog must be a folder [not-a-folder]", "track", "calibrate", "metrics.json", "deployments.toml",
            "--catalog", "metrics.json");
    }

    private void Write(int waiting)
    {
        _workspace.Write("deployments.toml", Deployments);
        string[] series =
        [
            Series("prompt_tokens_total", 600_000), Series("generation_tokens_total", 300_000), Series("request_success_total", 3_000),
            Series("num_requests_waiting", 0, waiting),
        ];
        _workspace.Write("metrics.json", $$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{string.Join(',', series)}}}]}}""");
    }

    /// <summary>A series with a sample every five minutes of an hour.</summary>
    private static string Series(string name, int step, int first = 1)
    {
        var samples = Enumerable.Range(0, 13).Select(at =>
            string.Create(CultureInfo.InvariantCulture, $"[{Begin.AddMinutes(5 * at).ToUnixTimeSeconds()},\"{first + (at * step)}\"]"));
        return $$$"""{"metric":{"__name__":"vllm:{{{name}}}","instance":"gpu-1","model_name":"llama-3.3-70b"},"values":[{{{string.Join(',', samples)}}}]}""";
    }
}
