using System.Text.RegularExpressions;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>What <c>deploy/prometheus/scrape.yml</c> lets Prometheus send is what Mtok reads.</summary>
public sealed class RemoteWriteFilterTests
{
    private static readonly string Scrape = File.ReadAllText(Snapshot.PathOf("deploy/prometheus/scrape.yml"));
    private static readonly Regex Kept = new($"^(?:{Regex.Match(Scrape, "regex: (.+)").Groups[1].Value})$");

    [Fact]
    public void Every_metric_that_has_a_meaning_and_a_prefix_is_sent()
    {
        var names = Exporters.All.SelectMany(exporter => exporter.Prefixes.Where(prefix => prefix.Length > 0)
            .SelectMany(prefix => exporter.Metrics.Select(metric => prefix + metric.Name))).ToList();
        Assert.True(names.Count > 50);
        Assert.DoesNotContain(names, name => !Kept.IsMatch(name));
    }

    [Theory]
    [InlineData("up")]
    [InlineData("node_cpu_seconds_total")]
    [InlineData("kube_pod_info")]
    [InlineData("go_goroutines")]
    public void What_has_none_is_not(string name) => Assert.DoesNotMatch(Kept, name);
}
