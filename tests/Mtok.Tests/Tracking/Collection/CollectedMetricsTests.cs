using System.Text;
using System.Text.RegularExpressions;
using Mtok.Tracking;
using static Mtok.Tests.CollectorBench;

namespace Mtok.Tests;

/// <summary>Scrapes and answers of Prometheus become the series that Prometheus itself would send, and each sample counts once.</summary>
public sealed class CollectedMetricsTests
{
    [Fact]
    public void A_scrape_has_the_time_and_the_target_of_whoever_made_it()
    {
        using var bench = new CollectorBench();
        foreach (var (minute, total) in new[] { (0, 100), (10, 150), (20, 250), (20, 250) })
        {
            Assert.Equal(1, Scrape(bench, "gpu-1:8000", minute, $"vllm:generation_tokens_total{{model_name=\"m\"}} {total}\n"));
            Assert.Equal(1, Scrape(bench, "gpu-2:8000", minute, $"vllm:generation_tokens_total{{model_name=\"m\"}} {total * 2}\n"));
        }

        var hours = bench.Snapshot().Counters.Hours;
        Assert.Equal([150, 300], hours.Select(hour => hour.Tokens.Output!.Value).Order());
        Assert.All(hours, hour => Assert.Equal(("chat", Start), (hour.Key.Deployment, hour.Hour)));
        Assert.Contains(hours, hour => hour.Target.Contains("instance=\"gpu-1:8000\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_restart_between_two_scrapes_is_seen_by_when_the_process_began()
    {
        using var bench = new CollectorBench();
        var began = Start.AddMinutes(15).ToUnixTimeSeconds();
        Scrape(bench, "a", 0, $"process_start_time_seconds {Start.AddDays(-1).ToUnixTimeSeconds()}\nvllm:generation_tokens_total{{model_name=\"m\"}} 100\n");
        Scrape(bench, "a", 20, $"process_start_time_seconds {began}\nvllm:generation_tokens_total{{model_name=\"m\"}} 130\n");
        var counters = bench.Snapshot().Counters;
        Assert.Equal(130, counters.Hours.Sum(hour => hour.Tokens.Output));
        Assert.Equal(EpochChange.StartChanged, Assert.Single(counters.Unobserved).Why);
    }

    [Fact]
    public void Windows_of_a_server_that_overlap_count_each_sample_once_and_as_a_scrape_of_the_same_target_does()
    {
        using var bench = new CollectorBench();
        var server = new PrometheusServer(new("http://prometheus:9090"), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), null);
        foreach (var (from, to) in new[] { (0, 3), (2, 5), (2, 5), (4, 6) })
        {
            bench.Stored(server.BodyOf(Answer(from, to)));
        }

        Assert.Equal(60, bench.Snapshot().Counters.Hours.Sum(hour => hour.Tokens.Output));
        Scrape(bench, "gpu-1:8000", 7, "vllm:generation_tokens_total{model_name=\"m\"} 180\n");
        var hour = Assert.Single(bench.Snapshot().Counters.Hours);
        Assert.Equal(80, hour.Tokens.Output);
    }

    [Fact]
    public void A_query_asks_for_every_metric_that_is_used_and_for_nothing_else()
    {
        var queries = PrometheusQuery.Of(TimeSpan.FromSeconds(90));
        Assert.All(queries, query => Assert.EndsWith("[90s]", query, StringComparison.Ordinal));
        Assert.All(queries, query => Assert.InRange(query.Length, 10, 4000));
        var names = queries.Select(query => new Regex($"^(?:{Regex.Match(query, "=~\"(.*)\"").Groups[1].Value})$")).ToList();
        foreach (var name in new[]
        {
            "vllm:prompt_tokens_total", "vllm:num_requests_waiting", "ray_vllm_generation_tokens_total", "sglang:prompt_tokens_total",
            "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "process_start_time_seconds", "vllm:prompt_tokens_created",
        })
        {
            Assert.Contains(names, regex => regex.IsMatch(name));
        }

        foreach (var name in new[] { "up", "vllm:e2e_request_latency_seconds_bucket", "node_cpu_seconds_total", "dynamo_component_requests_total" })
        {
            Assert.DoesNotContain(names, regex => regex.IsMatch(name));
        }
    }

    [Fact]
    public void Real_exports_in_any_order_and_twice_count_as_their_files_do()
    {
        var folder = Snapshot.PathOf("../shared/data/tracking/otlp");
        Assert.SkipUnless(Directory.Exists(folder), "the shared data is not beside the clone");
        string[] files = [.. Directory.GetFiles(folder, "*.otlp.*").Order(StringComparer.Ordinal)];
        using var bench = new CollectorBench();
        foreach (var file in files.Reverse().Concat(files).Concat(files.Take(3)))
        {
            bench.Stored(new(file.EndsWith(".pb", StringComparison.Ordinal) ? BodyKind.OtlpProto : BodyKind.OtlpJson, File.ReadAllBytes(file), file));
        }

        var expected = new TrackedReader(CatalogReader.Load(null, new())!, new()).Read(files);
        Assert.NotEmpty(expected.Usage);
        Assert.NotEmpty(expected.Counters.Hours);
        Assert.Equal(Hours(expected), Hours(bench.Snapshot()));
        Assert.Equal(expected.Counters.Hours, bench.Snapshot().Counters.Hours);
        bench.Clock.Now = Start.AddYears(1);
        bench.Collector.Close();
        Assert.Equal(0, bench.Collector.Status.OpenRows);
        Assert.Equal(Hours(expected), Hours(bench.Snapshot()));
        Assert.Equal(expected.Counters.Hours, bench.Snapshot().Counters.Hours);
    }

    [Fact]
    public void Real_scrapes_are_taken_whatever_engine_they_are_of_and_again_change_nothing()
    {
        var folder = Snapshot.PathOf("../shared/data/tracking/metrics");
        Assert.SkipUnless(Directory.Exists(folder), "the shared data is not beside the clone");
        using var bench = new CollectorBench();
        void Send() => Array.ForEach([.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)], file => bench.Send(
            new ScrapeTarget(new("http://x/metrics"), Path.GetFileName(file), TimeSpan.FromSeconds(15), new Dictionary<string, string>(), null)
                .BodyOf(File.ReadAllBytes(file), Start)));
        Send();
        var once = bench.Snapshot();
        Assert.True(bench.Collector.Status.Events.Values.Sum() > 0);
        Send();
        var twice = bench.Snapshot();
        Assert.Equal(once.Counters.Hours, twice.Counters.Hours);
        Assert.Equal(once.Levels.Count, twice.Levels.Count);
    }

    [Fact]
    public void Files_are_imported_while_others_send()
    {
        using var bench = new CollectorBench();
        bench.Calls(new OtlpBody.Call(1, 1, Start));
        var problems = new Problems();
        var taken = bench.Collector.Import(
            [bench.Folder.Write("machines.toml", "[[deployment]]\nname = \"shop\"\nprice = \"2 USD/h\"\nmachines = 1\naccelerator = \"h100-sxm\"\nmachine_gpus = 1\n")], problems);
        Assert.Empty(problems.All);
        Assert.Single(taken);
        bench.Calls(new OtlpBody.Call(1, 2, Start));
        var tracked = bench.Snapshot();
        Assert.Equal("shop", Assert.Single(tracked.Deployments.Deployments).Name);
        Assert.Equal(2, tracked.Usage[0].Requests);
    }

    private static int Scrape(CollectorBench bench, string target, int minute, string text) => bench.Stored(
        new ScrapeTarget(new("http://x/metrics"), target, TimeSpan.FromSeconds(15), new Dictionary<string, string> { ["job"] = "vllm", ["deployment"] = "chat" }, null)
            .BodyOf(Encoding.UTF8.GetBytes("# TYPE vllm:generation_tokens counter\n" + text), Start.AddMinutes(minute)));

    /// <summary>A total that grows by 10 a minute, as the server answers.</summary>
    private static byte[] Answer(int from, int to) => Encoding.UTF8.GetBytes(
        """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"vllm:generation_tokens_total","model_name":"m","""
        + "\"instance\":\"gpu-1:8000\",\"job\":\"vllm\",\"deployment\":\"chat\"},\"values\":["
        + string.Join(',', Enumerable.Range(from, to - from + 1).Select(minute => $"[{Start.AddMinutes(minute).ToUnixTimeSeconds()},\"{100 + (minute * 10)}\"]")) + "]}]}}");
}
