using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>What a collector is to go and get, and every mistake in it at once.</summary>
public sealed class CollectorFileReaderTests
{
    [Fact]
    public void Scrapes_servers_and_logs_are_read_with_what_is_usual_where_nothing_is_given()
    {
        var file = Read(
            """
            [[scrape]]
            url = "http://gpu-1:8000/metrics"
            deployment = "chat"

            [[scrape]]
            url = "https://gpu-2:8000/metrics"
            target = "two"
            every = "30s"
            bearer_env = "METRICS_TOKEN"

            [[prometheus]]
            url = "http://prometheus:9090"

            [[tail]]
            path = "/var/log/litellm/*.jsonl"
            every = "500ms"
            columns = "team=dept"

            [[import]]
            path = "/data/bills"
            every = "1h"

            [[import]]
            path = "deployments.toml"
            """);
        Assert.Equal(
            [("gpu-1:8000", 15.0, "chat", null), ("two", 30.0, "", "METRICS_TOKEN")],
            file!.Scrapes.Select(scrape => (scrape.Target, scrape.Every.TotalSeconds, scrape.Labels.GetValueOrDefault("deployment", ""), scrape.BearerEnv)));
        Assert.Equal((60.0, 120.0), (file.Queries[0].Every.TotalSeconds, file.Queries[0].Window.TotalSeconds));
        Assert.Equal([("/data/bills", 3600.0), ("deployments.toml", 60.0)], file.Imports.Select(import => (import.Path, import.Every.TotalSeconds)));
        Assert.Equal((0.5, "dept"), (file.Tails[0].Every.TotalSeconds, file.Tails[0].Columns!.Given[0]));
    }

    [Fact]
    public void Every_mistake_is_reported_with_its_line()
    {
        var problems = new Problems();
        Assert.Null(new CollectorFileReader(problems).Read(
            "collect.toml",
            """
            [[scrape]]
            url = "gpu-1:8000"
            every = "1ms"
            tagret = "x"

            [[prometheus]]
            url = "http://me:secret@prometheus:9090"
            every = "60s"
            window = "30s"

            [[tail]]
            path = "/var/*/log.jsonl"
            columns = "tema=dept"

            [[tial]]
            path = "x"
            """));
        Assert.Equal(
            [(2, "bad-url"), (3, "out-of-range"), (4, "unknown-key"), (7, "bad-url"), (9, "short-window"), (12, "bad-path"), (13, "bad-columns"), (15, "unknown-key")],
            problems.All.Select(problem => (problem.Where.Line, problem.Rule)));
    }

    [Fact]
    public void A_target_a_server_or_a_log_twice_is_a_mistake()
    {
        var problems = new Problems();
        const string text = "[[scrape]]\nurl = \"http://a/metrics\"\n[[scrape]]\nurl = \"http://b/metrics\"\ntarget = \"a\"\n[[tail]]\npath = \"x\"\n[[tail]]\npath = \"x\"\n";
        Assert.Null(new CollectorFileReader(problems).Read("collect.toml", text));
        Assert.Equal(["duplicate-key", "duplicate-key"], problems.All.Select(problem => problem.Rule));
    }

    private static CollectorFile? Read(string text)
    {
        var problems = new Problems();
        var file = new CollectorFileReader(problems).Read("collect.toml", text);
        Assert.Empty(problems.All);
        return file;
    }
}
