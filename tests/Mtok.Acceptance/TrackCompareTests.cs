using System.Globalization;
using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>Tracked traffic beside every option and beside a saved plan, with the real executable.</summary>
public sealed class TrackCompareTests : IDisposable
{
    private const string Log = "time,model,requests,input_tokens,output_tokens\n2026-09-01T10:00Z,llama-3.3-70b,1000,1000000,200000\n";
    private static readonly string Month = Path.Combine(MtokProcess.Root, "examples", "month");

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_month_is_compared_with_a_plan_that_was_saved_and_the_shares_add_up()
    {
        var saved = MtokProcess.Run(MtokProcess.Root, ["decide", "examples/article-low-volume.toml", "--format", "json"]);
        _workspace.Write("plan.json", saved.Out);
        var run = _workspace.Run("track", "compare", Month, "--plan", "plan.json", "--format", "json");
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        var answer = JsonDocument.Parse(run.Out).RootElement;
        var plan = answer.GetProperty("plan");
        Assert.Equal(Amount(plan, "gap_usd_per_month"), plan.GetProperty("shares").EnumerateArray().Sum(share => Amount(share, "usd_per_month")));
        Assert.Contains(answer.GetProperty("models").EnumerateArray(), model => model.GetProperty("best").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public void A_workload_says_what_is_allowed()
    {
        _workspace.Write("log.csv", Log);
        _workspace.Write("rules.toml", Workspace.GoodWorkload + "\n[allow]\nkinds = [\"api\"]\n");
        var run = _workspace.Run("track", "compare", "log.csv", "--workload", "rules.toml", "--format", "json");
        Assert.Equal(0, run.ExitCode);
        var options = JsonDocument.Parse(run.Out).RootElement.GetProperty("models")[0].GetProperty("options").EnumerateArray().ToList();
        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Equal("api", option.GetProperty("kind").GetString()));
    }

    [Fact]
    public void All_that_is_wrong_is_reported_at_once()
    {
        _workspace.Write("log.csv", Log);
        _workspace.Write("old.json", "{\"recommended\":\"x\",\"options\":[]}");
        BadInput.CheckExactly(
            _workspace,
            "none.toml: error: no such file\nold.json: error: an older mtok wrote this plan\nnone.csv: error: no such file or folder",
            "track", "compare", "none.csv", "--workload", "none.toml", "--plan", "old.json");
    }

    [Fact]
    public void A_plan_of_a_model_that_was_not_tracked_cannot_be_compared()
    {
        _workspace.Write("log.csv", Log.Replace("llama-3.3-70b", "llama-3.1-8b", StringComparison.Ordinal));
        _workspace.Write("plan.json", """
            {"recommended":"a","options":[{"name":"a","model":"llama-3.3-70b","usd_per_month":5,"mean_machines":0,"utilization":null}],
            "demand":{"requests_per_second":1,"input_tokens":10,"output_tokens":10,"cached_share":0}}
            """);
        BadInput.CheckExactly(
            _workspace, "plan.json: error: the plan cannot be compared with what was tracked: no usage of llama-3.3-70b is stated",
            "track", "compare", "log.csv", "--plan", "plan.json");
    }

    private static decimal Amount(JsonElement row, string key) => decimal.Parse(row.GetProperty(key).GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
