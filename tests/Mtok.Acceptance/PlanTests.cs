using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>mtok plan as people and programs run it.</summary>
public sealed class PlanTests
{
    private static readonly string Example = Path.Combine(MtokProcess.Root, "examples", "article-high-volume-variable.toml");

    [Fact]
    public void Json_has_status_bound_gap_and_every_hour()
    {
        using var workspace = new Workspace();
        var run = workspace.Run("plan", Example, "--gap", "0.5%", "--format", "json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        var json = JsonNode.Parse(run.Out)!;
        Assert.Equal("found", json["status"]!.GetValue<string>());
        var (cost, bound) = (json["usd_per_month"]!.GetValue<double>(), json["bound_usd_per_month"]!.GetValue<double>());
        Assert.InRange(bound, cost * 0.995, cost);
        Assert.Equal(24, json["schedule"]!.AsArray().Count);
        Assert.Equal(cost, json["machines_usd_per_month"]!.GetValue<double>() + json["api_usd_per_month"]!.GetValue<double>() + json["overheads_usd_per_month"]!.GetValue<double>(), 1e-3);
    }

    [Fact]
    public void Csv_is_the_same_each_time_and_has_a_row_an_hour()
    {
        using var workspace = new Workspace();
        var (first, second) = (workspace.Run("plan", Example, "--format", "csv"), workspace.Run("plan", Example, "--format", "csv"));
        Assert.Equal(first.Out, second.Out);
        Assert.Equal(25, first.OutLines.Length);
    }

    [Fact]
    public void At_80_columns_no_line_is_longer()
    {
        var run = MtokProcess.Run(Path.GetTempPath(), ["plan", Example, "--all"], ("COLUMNS", "80"));
        Assert.Contains("Machines running by hour of the day", run.Out, StringComparison.Ordinal);
        Assert.All(run.OutLines, line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("decide")]
    [InlineData("decide", "--why")]
    [InlineData("plan")]
    [InlineData("plan", "--why")]
    public void An_answer_is_one_screen_unless_everything_is_asked_for(params string[] command)
    {
        var run = MtokProcess.Run(Path.GetTempPath(), [command[0], Example, .. command[1..]], ("COLUMNS", "80"));
        Assert.InRange(run.OutLines.Length, 8, 25);
        Assert.All(run.OutLines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void One_screen_and_everything_are_not_both_shown()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload);
        BadInput.Check(workspace, 1, "mtok: --why is one screen; leave out --all, or --why", "decide", "w.toml", "--why", "--all");
        BadInput.Check(workspace, 1, "mtok: --why is one screen; leave out --show, or --why", "decide", "w.toml", "--why", "--show", "3");
    }

    [Fact]
    public void A_trace_is_planned_by_its_classes()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload);
        workspace.Write("t.csv", "arrival_s,input_tokens,output_tokens,class\n" + string.Concat(Enumerable.Range(0, 7200).Select(second => $"{second},{(second % 2 == 0 ? 200 : 800)},100,{(second % 2 == 0 ? "chat" : "code")}\n")));
        var json = JsonNode.Parse(workspace.Run("plan", "w.toml", "--trace", "t.csv", "--growth", "100%", "--format", "json").Out)!;
        Assert.Equal(1, json["schedule"]![0]!["requests_per_second: chat"]!.GetValue<double>(), 1e-2);
        Assert.Equal(1, json["schedule"]![1]!["requests_per_second: code"]!.GetValue<double>(), 1e-2);
    }

    [Fact]
    public void A_plan_on_a_trace_is_replayed_unless_told_not_to()
    {
        using var workspace = new Workspace();
        var trace = Path.Combine(MtokProcess.Root, "examples", "chat-10min.csv");
        var private1 = Path.Combine(MtokProcess.Root, "examples", "private-chat.toml");
        var run = workspace.Run("plan", private1, "--trace", trace, "--format", "json");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(" of 2,382 requests within the limits, missed in 0 of 1 step", run.Error, StringComparison.Ordinal);
        var json = JsonNode.Parse(run.Out)!;
        var replay = json["replay"]!;
        Assert.True(replay["holds"]!.GetValue<bool>());
        Assert.True(replay["slo_attainment"]!.GetValue<double>() >= 0.99);
        Assert.True(replay["ttft_ms"]!["p99"]!.GetValue<double>() <= 700);
        Assert.Equal(2382, json["schedule"]![0]!["replayed_requests"]!.GetValue<long>());
        Assert.Equal(json["usd_per_month"]!.GetValue<double>(), replay["planned_usd_per_month"]!.GetValue<double>(), 1e-3);
        Assert.True(replay["rounds"]!.AsArray().Min(round => round!["planned_usd_per_month"]!.GetValue<double>()) <= json["usd_per_month"]!.GetValue<double>());
        Assert.Null(JsonNode.Parse(workspace.Run("plan", private1, "--trace", trace, "--replay", "off", "--format", "json").Out)!["replay"]);
        var people = MtokProcess.Run(workspace.Folder, ["plan", private1, "--trace", trace, "--all"], ("COLUMNS", "80"));
        Assert.Contains("met the service level", people.Out, StringComparison.Ordinal);
        Assert.All(people.OutLines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void A_level_that_cannot_be_held_exits_3_and_says_why()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + "[service_level]\nttft = \"700ms\"\n[allow]\nkinds = [\"on_demand\"]\n");
        workspace.Write("t.csv", "arrival_s,input_tokens,output_tokens\n" + string.Concat(Enumerable.Range(0, 600).Select(second => $"{second},{(second % 10 == 0 ? 60000 : 100)},50\n")));
        var run = workspace.Run("plan", "w.toml", "--trace", "t.csv", "--format", "json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("alone takes", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("share = 1.2", "w.toml:11:9: error: \"share\" is 1.2; it must be 50% to 100%")]
    [InlineData("share = \"most\"", "w.toml:11:9: error: \"share\" must be a number or a percentage")]
    [InlineData("shre = 0.9", "w.toml:11:8: error: unknown key \"shre\" in [service_level]; did you mean \"share\"?")]
    public void A_bad_share_is_told_where_it_stands(string share, string expected)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + $"[service_level]\nttft = \"1s\"\n{share}\n");
        BadInput.Check(workspace, 2, expected, "plan", "w.toml");
    }

    [Fact]
    public void A_class_with_rules_of_its_own_is_planned_by_them()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + "[service_level]\ntpot = \"100ms\"\n[[class]]\nname = \"batch\"\ndeadline = \"6h\"\n[[class]]\nname = \"code\"\nttft = \"1s\"\n");
        workspace.Write("t.csv", "arrival_s,input_tokens,output_tokens,class\n" + string.Concat(Enumerable.Range(0, 7200).Select(second => $"{second},200,100,{(second % 3) switch { 0 => "chat", 1 => "code", _ => "batch" }}\n")));
        var run = workspace.Run("plan", "w.toml", "--trace", "t.csv", "--all");
        Assert.Contains("batch: no latency limit; may wait 6 h, may be interrupted", run.Out, StringComparison.Ordinal);
        Assert.Contains("code: TTFT <= 1 s, TPOT <= 100 ms; may not wait, may not be interrupted", run.Out, StringComparison.Ordinal);
        Assert.Contains("chat: TPOT <= 100 ms; may not wait", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[class]]\nname = \"chats\"", "w.toml:10:8: error: the trace has no class \"chats\"; did you mean \"chat\"?; it has \"chat\", \"code\"")]
    [InlineData("[[class]]\ndeadline = \"1h\"", "w.toml:9:3: error: \"name\" is missing from [class]")]
    [InlineData("[[class]]\nname = \"chat\"\ndeadline = \"200h\"", "w.toml:11:12: error: \"deadline\" is 200h; it must be 0 s to 168 h")]
    [InlineData("[[class]]\nname = \"chat\"\ntpot = \"fast\"", "w.toml:11:8: error: \"tpot\" must be a length of time such as")]
    [InlineData("[[class]]\nname = \"chat\"\ndeadlin = \"1h\"", "w.toml:11:11: error: unknown key \"deadlin\" in [class]; did you mean \"deadline\"?")]
    [InlineData("[[class]]\nname = \"chat\"\n[[class]]\nname = \"chat\"", "w.toml:12:8: error: [[class]] \"chat\" is given twice")]
    [InlineData("[class]\nname = \"chat\"", "error: there may be several of \"class\": write [[class]], not [class]")]
    public void Wrong_rules_of_a_class_are_told_where_they_stand(string rules, string expected)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + rules + "\n");
        workspace.Write("t.csv", "arrival_s,input_tokens,output_tokens,class\n0,10,10,chat\n1,10,10,code\n");
        BadInput.Check(workspace, 2, expected, "plan", "w.toml", "--trace", "t.csv");
    }

    [Fact]
    public void Rules_of_a_class_need_a_trace()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + "[[class]]\nname = \"chat\"\n");
        BadInput.Check(workspace, 2, "w.toml:10:8: error: [[class]] gives rules to classes of a trace: name one with --trace", "plan", "w.toml");
    }

    [Theory]
    [InlineData("[plan]\nbudget = 1\n", "the budget of $1 a month is too small")]
    [InlineData("[allow]\nkinds = [\"on_demand\"]\n[[quota]]\ngpus = 0\n", "quota of 0 accelerators")]
    [InlineData("[allow]\nkinds = [\"on_demand\"]\nproviders = [\"coreweave\"]\n[fleet]\nspares_by = \"zone\"\n", "nothing serves w once coreweave north-america is lost")]
    [InlineData("[allow]\nkinds = [\"on_demand\"]\n[service_level]\nttft = \"1ms\"\n", "nothing serves")]
    public void Where_no_plan_keeps_the_limits_it_exits_3_and_names_them(string limits, string reason)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + limits);
        var run = workspace.Run("plan", "w.toml", "--format", "json");
        Assert.Equal(3, run.ExitCode);
        var json = JsonNode.Parse(run.Out)!;
        Assert.Equal("infeasible", json["status"]!.GetValue<string>());
        Assert.Contains(reason, json["reasons"]![0]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[plan]\nbudged = 1", "w.toml:10:10: error: unknown key \"budged\" in [plan]; did you mean \"budget\"?")]
    [InlineData("[forecast]\nlow = 1.5", "w.toml:10:7: error: \"low\" is 1.5; it must be 1% to 100%")]
    [InlineData("[plan]\nminimum_run = \"200h\"", "w.toml:10:15: error: \"minimum_run\" is 200h; it must be 0 s to 168 h")]
    [InlineData("[plan]\nkinds_at_most = 0", "w.toml:10:17: error: \"kinds_at_most\" is 0; it must be 1 to 1000")]
    [InlineData("[plan]\nsellers_at_most = 1.5", "w.toml:10:19: error: \"sellers_at_most\" must be a whole number")]
    [InlineData("[[quota]]\nseller = \"awss\"\ngpus = 1", "w.toml:10:10: error: unknown seller \"awss\"; did you mean \"aws\"?")]
    [InlineData("[[quota]]\nseller = \"aws\"", "error: \"gpus\" is missing from [quota]")]
    public void Bad_limits_are_told_where_they_stand(string limits, string expected)
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload + limits);
        BadInput.Check(workspace, 2, expected, "plan", "w.toml");
    }

    [Fact]
    public void A_step_without_a_trace_is_a_wrong_command_line()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload);
        BadInput.Check(workspace, 1, "--step, --replay, --skip-bad and --columns go with --trace", "plan", "w.toml", "--step", "15min");
    }

    [Fact]
    public void A_trace_that_is_not_there_is_told()
    {
        using var workspace = new Workspace();
        workspace.Write("w.toml", Workspace.GoodWorkload);
        BadInput.Check(workspace, 2, "nowhere.csv: error:", "plan", "w.toml", "--trace", "nowhere.csv");
    }
}
