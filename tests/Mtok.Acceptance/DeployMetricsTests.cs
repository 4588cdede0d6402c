using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mtok.Acceptance;

/// <summary>The dashboard and the alerts use metrics that are exported, in queries that Prometheus can read.</summary>
public sealed partial class DeployMetricsTests
{
    /// <summary>What GET /metrics exports, each with its labels.</summary>
    private static readonly Dictionary<string, string[]> Exported = new()
    {
        ["mtok_build_info"] = ["version"],
        ["mtok_collector_events_total"] = ["source"],
        ["mtok_collector_requests_total"] = ["outcome"],
        ["mtok_collector_left_out_total"] = ["reason"],
        ["mtok_collector_queue_bytes"] = [],
        ["mtok_collector_queue_limit_bytes"] = [],
        ["mtok_collector_commits_total"] = [],
        ["mtok_collector_commit_seconds_total"] = [],
        ["mtok_collector_last_commit_timestamp_seconds"] = [],
        ["mtok_collector_failing"] = [],
        ["mtok_scrape_up"] = ["target"],
        ["mtok_scrape_failures_total"] = ["target"],
        ["mtok_ledger_open_rows"] = [],
        ["mtok_ledger_closed_through_timestamp_seconds"] = [],
        ["mtok_answer_timestamp_seconds"] = [],
        ["mtok_jobs"] = ["state"],
        ["mtok_tracked_tokens"] = ["model", "team", "window"],
        ["mtok_tracked_cost_usd"] = ["model", "team", "kind", "window"],
        ["mtok_tracked_usd_per_mtok"] = ["model", "team", "basis", "window"],
        ["mtok_tracked_total_usd_per_mtok"] = ["basis", "window"],
        ["mtok_alert"] = ["alert", "where"],
    };

    /// <summary>Labels that Prometheus adds to every series of a target.</summary>
    private static readonly string[] OfTargets = ["job", "instance"];

    /// <summary>Metrics that Prometheus makes itself, or a rule of alerts.yml.</summary>
    private static readonly string[] OfOthers = ["up", "mtok:limit_usd_per_mtok", "mtok:limit_idle_share"];

    public static TheoryData<string, string> Queries =>
        [.. Rules().Select(rule => ("alerts.yml", rule.Text("expr"))), .. Panels().SelectMany(PanelQueries).Select(query => ("mtok.json", query))];

    [Fact]
    public void The_server_exports_what_is_listed_here()
    {
        var named = Directory.EnumerateFiles(Path.Combine(MtokProcess.Root, "src", "Mtok.Server"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct().ToList();
        Assert.Equal(Exported.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_query_uses_exported_metrics_by_labels_that_they_have(string file, string query)
    {
        var metrics = Metric().Matches(query).Select(match => match.Value).ToList();
        Assert.True(metrics.Count > 0 || Constant().IsMatch(query), $"{file}: {query} asks for no metric");
        Assert.DoesNotContain(metrics, metric => !Exported.ContainsKey(metric) && !OfOthers.Contains(metric));
        Assert.All(Selector().Matches(query), match =>
        {
            var labels = Exported.GetValueOrDefault(match.Groups["metric"].Value, []).Concat(OfTargets);
            Assert.Subset(labels.ToHashSet(), Label().Matches(match.Groups["labels"].Value).Select(label => label.Groups[1].Value).ToHashSet());
        });
        var grouped = metrics.SelectMany(metric => Exported.GetValueOrDefault(metric, [])).Concat(OfTargets).ToHashSet();
        Assert.All(Grouping().Matches(query), match => Assert.Subset(grouped, match.Groups[1].Value.Split(", ").ToHashSet()));
    }

    [Fact]
    public void Every_metric_but_the_version_is_on_the_dashboard()
    {
        var shown = Panels().SelectMany(PanelQueries).SelectMany(query => Metric().Matches(query).Select(match => match.Value)).ToHashSet();
        Assert.Equal(["mtok_build_info"], Exported.Keys.Except(shown));
    }

    [Fact]
    public void Every_query_of_the_dashboard_can_be_read_by_Prometheus()
    {
        using var workspace = new Workspace();
        var rules = Panels().SelectMany(PanelQueries).Select((query, at) => $"      - record: panel:{at}\n        expr: '{Filled(query)}'\n");
        workspace.Write("panels.yml", "groups:\n  - name: panels\n    rules:\n" + string.Concat(rules));
        var run = DeployFiles.Tool("promtool", workspace.Folder, "check", "rules", "panels.yml");
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
    }

    [Fact]
    public void Panels_have_a_title_an_id_of_their_own_and_a_place_of_their_own()
    {
        var panels = Panels();
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.DoesNotContain(panels, panel => panel.GetProperty("title").GetString()!.Length == 0);
        var places = panels.Select(panel => panel.GetProperty("gridPos")).SelectMany(place =>
            from x in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
            from y in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
            select (X: x, Y: y)).ToList();
        Assert.Equal(places.Count, places.Distinct().Count());
        Assert.All(places, place => Assert.InRange(place.X, 0, 23));
    }

    [Theory]
    [InlineData("check", "rules", "alerts.yml")]
    [InlineData("test", "rules", "alerts.test.yml")]
    [InlineData("check", "config", "--syntax-only", "scrape.yml")]
    public void Prometheus_accepts_its_files(params string[] arguments)
    {
        var run = DeployFiles.Tool("promtool", Path.Combine(DeployFiles.Folder, "prometheus"), arguments);
        Assert.True(run.ExitCode == 0, run.Out + run.Error);
    }

    [Fact]
    public void Every_alert_is_tested_where_it_fires_and_where_it_must_not()
    {
        var tests = DeployFiles.Yaml("prometheus/alerts.test.yml").Single().List("tests").SelectMany(test => test.List("alert_rule_test"))
            .ToLookup(test => test.Text("alertname"), test => test.At("exp_alerts") is not null);
        var alerts = Rules().Select(rule => rule.Text("alert")).Where(alert => alert.Length > 0).ToList();
        Assert.True(alerts.Count >= 10);
        Assert.All(alerts, alert => Assert.Equal([false, true], tests[alert].Distinct().Order()));
    }

    private static List<YamlDotNet.RepresentationModel.YamlNode> Rules() =>
        [.. DeployFiles.Yaml("prometheus/alerts.yml").Single().List("groups").SelectMany(group => group.List("rules"))];

    private static List<JsonElement> Panels() =>
        [.. JsonDocument.Parse(DeployFiles.Read("grafana/mtok.json")).RootElement.GetProperty("panels").EnumerateArray()];

    private static IEnumerable<string> PanelQueries(JsonElement panel) =>
        panel.TryGetProperty("targets", out var targets) ? targets.EnumerateArray().Select(target => target.GetProperty("expr").GetString()!) : [];

    private static string Filled(string query) => query
        .Replace("$job", "mtok", StringComparison.Ordinal).Replace("$window", "24h", StringComparison.Ordinal)
        .Replace("$__rate_interval", "5m", StringComparison.Ordinal);

    [GeneratedRegex("\"(mtok_[a-z_]+)")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\bmtok[_:][a-z_]+|\bup\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^vector\([\d.]+\)$")]
    private static partial Regex Constant();

    [GeneratedRegex(@"(?<metric>\b[a-z_:]+)\{(?<labels>[^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex("""([a-z_]+)=~?"[^"]*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Label();

    [GeneratedRegex(@"\b(?:by|on) \(([a-z, _]+)\)")]
    private static partial Regex Grouping();
}
