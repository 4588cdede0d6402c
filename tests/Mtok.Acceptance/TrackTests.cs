using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>Tracked reports with the real executable: what is recognised is reported, what is not is an error.</summary>
public sealed class TrackTests : IDisposable
{
    private const string Log = "id,time,team,model,input_tokens,output_tokens\nr1,2026-09-01T10:00:00Z,search,llama-3.1-8b,100,20\n";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_log_is_reported_by_team()
    {
        _workspace.Write("log.csv", Log);
        var run = _workspace.Run("track", "report", "log.csv", "--by", "team", "--format", "json");
        Assert.Equal(0, run.ExitCode);
        var usage = JsonDocument.Parse(run.Out).RootElement.GetProperty("usage")[0];
        Assert.Equal(("search", 100), (usage.GetProperty("team").GetString(), usage.GetProperty("tokens").GetProperty("input").GetInt32()));
    }

    [Fact]
    public void A_known_file_without_usage_is_no_error()
    {
        _workspace.Write("up.json", """{"status":"success","data":{"resultType":"vector","result":[]}}""");
        Assert.Equal(0, _workspace.Run("track", "report", "up.json").ExitCode);
    }

    [Theory]
    [InlineData("notes.txt", "notes.txt: error: no known format of usage, counters or bills [unknown-format]")]
    [InlineData("none.csv", "none.csv: error: no such file or folder [missing-file]")]
    public void A_named_file_that_cannot_be_read_is_an_error(string file, string expected)
    {
        _workspace.Write("notes.txt", "nothing to see\n");
        BadInput.Check(_workspace, 2, expected, "track", "report", file);
    }

    [Theory]
    [InlineData("--by", "tenant", "--by: \"tenant\" must be model, team, deployment, hour or day")]
    [InlineData("--from", "soon", "--from: \"soon\" must be a date or time")]
    [InlineData("--from=2026-10-01", "--to=2026-09-01", "--to must be later than --from")]
    public void A_bad_option_is_an_error(string option, string value, string expected)
    {
        _workspace.Write("log.csv", Log);
        BadInput.Check(_workspace, 1, expected, "track", "report", "log.csv", option, value);
    }

    [Fact]
    public void The_help_says_what_is_read()
    {
        var run = _workspace.Run("track", "report", "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("bills (FOCUS, Azure", string.Join(' ', run.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
