using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>A workload that nothing serves is an answer, not an error: exit 3 with the reasons on stdout.</summary>
public sealed class NothingFitsTests
{
    private const string TooFast = Workspace.GoodWorkload + """
        [service_level]
        ttft = "1ms"

        [allow]
        kinds = ["on_demand", "reserved", "spot", "owned"]

        """;

    [Theory]
    [InlineData("table", "TTFT <= 1 ms")]
    [InlineData("markdown", "TTFT &lt;= 1 ms")]
    public void The_reasons_are_told(string format, string limit)
    {
        var run = Decide(format);
        Assert.Contains("Nothing serves this workload", run.Out, StringComparison.Ordinal);
        Assert.Contains("even a single request on 8 h100-sxm misses " + limit, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_recommends_null_and_gives_each_option_a_reason()
    {
        var json = JsonNode.Parse(Decide("json").Out)!;
        Assert.True(json.AsObject().ContainsKey("recommended"));
        Assert.Null(json["recommended"]);
        Assert.NotEmpty(json["options"]!.AsArray());
        Assert.All(json["options"]!.AsArray(), option =>
        {
            Assert.False(option!["feasible"]!.GetValue<bool>());
            Assert.NotEqual("", option["reasons"]![0]!.GetValue<string>());
        });
        Assert.Empty(json["flips"]!.AsArray());
    }

    [Fact]
    public void A_file_gets_the_reasons_too()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", TooFast);
        Assert.Equal(3, workspace.Run("decide", "w.toml", "--output", "answer.txt").ExitCode);
        Assert.Contains("Nothing serves this workload", workspace.Read("answer.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void Break_even_says_never_and_why()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", TooFast);
        var run = workspace.Run("break-even", "--workload", "w.toml", "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var json = JsonNode.Parse(run.Out)!;
        Assert.Null(json["tokens_per_month"]);
        Assert.NotEqual("", json["reason"]!.GetValue<string>());
    }

    [Fact]
    public void Compare_without_an_option_exits_with_3_too()
    {
        using var workspace = new Workspace();
        var run = workspace.Run("compare", "--model", "llama-3.3-70b", "--ttft", "1ms", "--provider", "aws", "--format", "json");
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        Assert.Empty(JsonNode.Parse(run.Out)!["options"]!.AsArray());
        Assert.NotEmpty(JsonNode.Parse(run.Out)!["unknown"]!.AsArray());
    }

    private static MtokRun Decide(string format)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", TooFast);
        var run = workspace.Run("decide", "w.toml", "--format", format);
        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        return run;
    }
}
