using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Mtok.Acceptance;

/// <summary>decide with a trace, a page and charts.</summary>
public sealed class VerdictTests : IDisposable
{
    private static readonly string Private = Path.Combine(MtokProcess.Root, "examples", "private-chat.toml");
    private static readonly string Trace = Path.Combine(MtokProcess.Root, "examples", "chat-10min.csv");
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_trace_brings_the_plan_its_proof_and_its_doubts()
    {
        var run = _workspace.Run("decide", Private, "--trace", Trace, "--report", "r.html", "--charts", "charts", "--format", "json");
        Assert.Equal(0, run.ExitCode);
        var json = JsonNode.Parse(run.Out)!;
        Assert.True(json["plan"]!["replay"]!["holds"]!.GetValue<bool>());
        Assert.Equal(1, json["robustness"]!["candidates"]!.AsArray().Sum(candidate => candidate!["cheapest_share"]!.GetValue<double>()), 1e-9);
        Assert.Contains("chat-10min", json["traffic"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(json["tokens_per_month"]!.GetValue<double>(), json["break_even"]!["today_tokens_per_month"]!.GetValue<double>(), 1);

        var page = File.ReadAllText(Path.Combine(_workspace.Folder, "r.html"));
        _ = XDocument.Parse(page["<!DOCTYPE html>".Length..]);
        Assert.Contains("Replayed request by request, it meets the service level", page, StringComparison.Ordinal);
        var charts = Directory.GetFiles(Path.Combine(_workspace.Folder, "charts")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Contains("schedule.svg", charts);
        Assert.Contains("tornado.png", charts);
        Assert.DoesNotContain(Directory.GetFiles(_workspace.Folder, "*", SearchOption.AllDirectories), file => file.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_is_the_same_each_time_and_fits_a_narrow_terminal_beside_it()
    {
        var first = MtokProcess.Run(_workspace.Folder, ["decide", Private, "--report", "a.html"], ("COLUMNS", "80"));
        Assert.Equal(0, first.ExitCode);
        Assert.All(first.OutLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("generated like", File.ReadAllText(Path.Combine(_workspace.Folder, "a.html")), StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(_workspace.Folder, "a.html"));
        Assert.Equal(first.Out, MtokProcess.Run(_workspace.Folder, ["decide", Private, "--report", "a.html"], ("COLUMNS", "80")).Out);
        Assert.Equal(page, File.ReadAllText(Path.Combine(_workspace.Folder, "a.html")));
    }

    /// <summary>Limits of classes alone: what is recommended, planned and drawn is one answer at one price, the multiplier on machines in all of them.</summary>
    [Fact]
    public void Limits_of_classes_hold_for_the_ranking_as_for_the_plan()
    {
        var rows = File.ReadAllLines(Trace);
        _workspace.Write("two.csv", string.Join('\n', rows.Select((row, at) => row + (at == 0 ? ",class" : at % 2 == 0 ? ",slow" : ",fast"))) + '\n');
        _workspace.Write("w.toml", Workspace.GoodWorkload
            + "[allow]\nkinds = [\"on_demand\", \"reserved\"]\n[overheads]\nmultiplier = 3\n"
            + "[[class]]\nname = \"fast\"\nttft = \"400ms\"\ntpot = \"15ms\"\n[[class]]\nname = \"slow\"\nttft = \"400ms\"\ntpot = \"15ms\"\n");
        var json = JsonNode.Parse(_workspace.Run("decide", "w.toml", "--trace", "two.csv", "--replay", "off", "--format", "json").Out)!;
        var bill = json["options"]![0]!["usd_per_month"]!.GetValue<double>();
        var cheapest = json["options"]!.AsArray().Where(option => option!["feasible"]!.GetValue<bool>() && option["credible"]!.GetValue<bool>()).Min(option => option!["usd_per_month"]!.GetValue<double>());
        Assert.Equal(json["options"]![0]!["name"]!.GetValue<string>(), json["recommended"]!.GetValue<string>());
        Assert.InRange(json["plan"]!["usd_per_month"]!.GetValue<double>(), 0.5 * cheapest, bill * 1.000001);
        Assert.Equal(bill, json["robustness"]!["candidates"]!.AsArray().Single(candidate => candidate!["name"]!.GetValue<string>() == json["recommended"]!.GetValue<string>())!["middle_usd_per_month"]!.GetValue<double>(), 0.01 * bill);

        var alone = _workspace.Run("break-even", "--workload", "w.toml");
        Assert.Equal(2, alone.ExitCode);
        Assert.Contains("[[class]] gives rules to classes of a trace: break-even takes none", alone.Error, StringComparison.Ordinal);
    }

    /// <summary>UPDATE_SNAPSHOTS=1 draws them anew.</summary>
    [Fact]
    public void The_pictures_of_the_readme_are_what_its_command_draws()
    {
        var run = _workspace.Run("decide", Path.Combine(MtokProcess.Root, "examples", "article-high-volume-variable.toml"), "--replay", "off", "--charts", "charts");
        Assert.Equal(0, run.ExitCode);
        var names = new[] { "schedule.svg", "volume.svg" };
        string Kept(string name) => Path.Combine(MtokProcess.Root, "docs", "images", name);
        var (drawn, kept) = (names.Select(name => _workspace.Read(Path.Combine("charts", name))).ToList(), names.Select(name => File.ReadAllText(Kept(name))).ToList());
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            names.Zip(drawn).ToList().ForEach(picture => File.WriteAllText(Kept(picture.First), picture.Second));
        }

        Assert.Equal(kept, drawn);
    }

    [Fact]
    public void Nothing_that_serves_is_a_page_too_and_exits_3()
    {
        _workspace.Write("w.toml", Workspace.GoodWorkload + "[service_level]\ntpot = \"0.2ms\"\n[allow]\nkinds = [\"on_demand\"]\n");
        var run = _workspace.Run("decide", "w.toml", "--report", "r.html");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("No plan meets all limits", File.ReadAllText(Path.Combine(_workspace.Folder, "r.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "mtok: --hours, --gap: for a plan, which is made with --trace, --report or --charts", "--hours", "24", "--gap", "2%")]
    [InlineData(1, "--step, --skip-bad and --columns go with --trace", "--report", "r.html", "--step", "15min")]
    [InlineData(2, "no.csv: error: no such file", "--trace", "no.csv")]
    [InlineData(1, "error: cannot be written: it is a folder", "--replay", "off", "--report", "folder")]
    [InlineData(1, "--charts: \"w.toml\" is read by this command", "--replay", "off", "--charts", "w.toml")]
    public void What_cannot_be_done_is_told(int exitCode, string expected, params string[] options)
    {
        _workspace.Write("w.toml", Workspace.GoodWorkload);
        Directory.CreateDirectory(Path.Combine(_workspace.Folder, "folder"));
        BadInput.Check(_workspace, exitCode, expected, ["decide", "w.toml", .. options]);
        Assert.False(File.Exists(Path.Combine(_workspace.Folder, "r.html")));
    }
}
