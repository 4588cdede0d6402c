using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>Alerts and exports with the real executable.</summary>
public sealed class TrackCheckTests : IDisposable
{
    private const string Log = "time,team,model,requests,input_tokens,output_tokens\n2026-09-01T10:00:00Z,search,llama-3.1-8b,1,100,20\n";
    private static readonly string Month = Path.Combine(MtokProcess.Root, "examples/month");

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void An_alert_exits_five_and_says_what_where_and_since_when()
    {
        var run = _workspace.Run("track", "check", Month, "--budget", "60000", "--format", "json");
        Assert.Equal((5, ""), (run.ExitCode, run.Error));
        var alerts = JsonDocument.Parse(run.Out).RootElement.GetProperty("alerts").EnumerateArray().ToList();
        Assert.Equal(["budget", "break-even"], alerts.Select(alert => alert.GetProperty("what").GetString()));
        Assert.Equal(("2026-09", 75944.14m, 60000m, "2026-09-26"), (
            alerts[0].GetProperty("where").GetString(), alerts[0].GetProperty("value").GetDecimal(),
            alerts[0].GetProperty("limit").GetDecimal(), alerts[0].GetProperty("since").GetString()));
    }

    [Fact]
    public void Without_an_alert_the_answer_is_zero_and_what_was_not_checked_says_why()
    {
        _workspace.Write("log.csv", Log);
        var run = _workspace.Run("track", "check", "log.csv", "--budget", "10", "--jump", "50%");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("No alert holds", run.Out, StringComparison.Ordinal);
        Assert.Contains("budget: no bill and no price says what it cost", run.Out, StringComparison.Ordinal);
        Assert.Contains("coverage: no --min-coverage is given", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_a_price_is_an_alert()
    {
        _workspace.Write("log.csv", Log.Replace("llama-3.1-8b", "in-house-9b", StringComparison.Ordinal));
        var run = _workspace.Run("track", "check", "log.csv", "--format", "csv");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("\nalert,no price,in-house-9b,", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_come_from_a_file_and_options_go_first()
    {
        _workspace.Write("limits.toml", "budget = 80000\njump = \"1000%\"\nmin_coverage = \"96%\"\n");
        var run = _workspace.Run("track", "check", Month, "--limits", "limits.toml", "--min-coverage", "90%", "--format", "csv");
        Assert.Equal((5, ""), (run.ExitCode, run.Error));
        Assert.Equal(["alert,break-even", "within limits,budget", "within limits,jump", "within limits,no price", "within limits,coverage", "not checked,jump"],
            run.OutLines.Skip(1).Select(line => string.Join(',', line.Split(',').Take(2))));
    }

    [Fact]
    public void Every_mistake_in_a_file_of_limits_is_reported_with_its_line()
    {
        _workspace.Write("limits.toml", "budget = \"much\"\njmp = \"50%\"\nmin_coverage = 2\n");
        _workspace.Write("log.csv", Log);
        BadInput.CheckExactly(_workspace, "limits.toml:1:10: error: \"budget\" must be\nlimits.toml:2:7: error: unknown key \"jmp\"; did you mean \"jump\"?\nlimits.toml:3:16: error: \"min_coverage\"", "track", "check", "log.csv", "--limits", "limits.toml");
    }

    [Theory]
    [InlineData("--budget", "much", "--budget: \"much\" is not")]
    [InlineData("--min-coverage", "101%", "--min-coverage: ")]
    [InlineData("--jump", "-5%", "--jump: ")]
    public void A_bad_limit_is_an_error(string option, string value, string expected)
    {
        _workspace.Write("log.csv", Log);
        BadInput.Check(_workspace, 1, expected, "track", "check", "log.csv", option, value);
    }

    [Fact]
    public void An_exported_file_is_reported_as_the_same_bill()
    {
        var run = _workspace.Run("track", "export", Month, "--focus", "--period", "day", "--output", "focus.csv");
        Assert.Equal((0, "focus.csv: 192 rows; 41268.94 USD billed, 75944.14 effective\n"), (run.ExitCode, run.Out));
        Assert.Equal(Report(Month), Report("focus.csv"));
    }

    [Fact]
    public void Without_a_file_the_rows_are_printed()
    {
        var run = _workspace.Run("track", "export", Month, "--focus", "--period", "day");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(193, run.OutLines.Length);
        Assert.Equal(run.Out, _workspace.Run("track", "export", Month, "--focus", "--period", "day").Out);
    }

    [Theory]
    [InlineData("--focus is missing", 1, "track", "export", "log.csv")]
    [InlineData("no such folder", 1, "track", "export", "log.csv", "--focus", "--output", "nowhere/focus.csv")]
    [InlineData("no such file or folder", 2, "track", "export", "none.csv", "--focus")]
    public void A_wrong_export_leaves_nothing(string expected, int exitCode, params string[] arguments)
    {
        _workspace.Write("log.csv", Log);
        BadInput.Check(_workspace, exitCode, expected, arguments);
    }

    private string Report(string path)
    {
        var json = JsonDocument.Parse(_workspace.Run("track", "report", path, "--by", "day", "--format", "json").Out).RootElement;
        var kinds = json.GetProperty("cost").EnumerateArray()
            .GroupBy(cost => cost.GetProperty("kind").GetString())
            .Select(kind => $"{kind.Key} {kind.Sum(cost => decimal.Parse(cost.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture))}")
            .Order(StringComparer.Ordinal);
        return json.GetProperty("bill").GetRawText() + string.Join('\n', kinds.Select(kind => kind.TrimEnd('0').TrimEnd('.')));
    }
}
