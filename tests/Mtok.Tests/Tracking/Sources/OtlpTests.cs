using System.Text.Json;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>OTLP as real SDKs send it, against the answers worked out by hand.</summary>
public sealed class OtlpTests
{
    private static readonly string Folder = Path.Combine(ReadUsage.Shared, "otlp");

    [Fact]
    public void Spans_of_the_dotnet_SDK_in_protobuf()
    {
        var read = ReadUsage.OnDisk(Path.Combine(Folder, "meai-10.11_traces.otlp.pb"));
        Assert.Equal("OTLP protobuf", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        var expected = Expected("otlp_meai.json");
        Assert.Equal(expected.GetProperty("calls").GetInt32(), read.Usage.Count);
        Assert.Equal(expected.GetProperty("failed").GetInt32(), read.Usage.Count(usage => usage.Status == RequestStatus.Failed));
        Assert.All(read.Usage.Where(usage => usage.Status == RequestStatus.Failed), usage => Assert.Equal(TokenClasses.Unknown, usage.Tokens));
        var traces = expected.GetProperty("from_traces");
        Assert.Equal(Counts(traces, "input_total", "input_uncached", "cache_read", "output", "reasoning_inside_output"),
            [read.Sum.Input, read.Sum.InputUncached, read.Sum.CacheRead, read.Sum.Output, read.Sum.Reasoning]);
        Assert.Null(read.Sum.CacheWriteUnsplit);
        Assert.All(read.Usage.Where(usage => usage.Status == RequestStatus.Ok),
            usage => Assert.Equal(new(traces.GetProperty("model").GetString()!, "payments", "checkout-bot"), usage.Key));
        Assert.All(read.Usage, usage => Assert.NotNull(usage.At));
        Assert.Equal(5, read.Usage.Select(usage => usage.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("meai-10.11_metrics_cumulative_", "from_metrics_cumulative", false)]
    [InlineData("meai-10.11_metrics_delta_", "from_metrics_delta", true)]
    public void Metrics_of_the_dotnet_SDK_in_protobuf(string name, string expected, bool isDelta)
    {
        var points = Enumerable.Range(1, 2).SelectMany(number => Read(name, number)).OfType<CounterPoint>().ToList();
        Assert.All(points, point => Assert.Equal((isDelta, true), (point.IsDelta, point.Start is not null)));
        var answer = Expected("otlp_meai.json").GetProperty(expected);
        Assert.Equal(Counts(answer, "input", "output"), [Last(points, TokenClass.Input), Last(points, TokenClass.Output)]);
        Assert.Equal((5, 1), (Last(points, CounterOf.Requests), Last(points, CounterOf.FailedRequests)));

        static IEnumerable<Reading> Read(string name, int number)
        {
            var read = ReadUsage.OnDisk(Path.Combine(Folder, $"{name}{number}.otlp.pb"));
            Assert.Empty(read.Problems.All);
            return read.All;
        }
    }

    [Fact]
    public void Spans_of_the_JavaScript_SDK_in_JSON_count_no_agent()
    {
        var read = ReadUsage.OnDisk(Path.Combine(Folder, "node_traces.otlp.json"));
        Assert.Equal("OTLP JSON", read.Source!.Name);
        Assert.Empty(read.Problems.All);
        var traces = Expected("otlp_node_json.json").GetProperty("from_traces");
        Assert.Equal(Counts(traces, "calls", "failed", "input_total", "cache_read", "input_uncached", "output", "reasoning"),
        [
            read.Usage.Count, read.Usage.Count(usage => usage.Status == RequestStatus.Failed), read.Sum.Input, read.Sum.CacheRead, read.Sum.InputUncached,
            read.Sum.Output, read.Sum.Reasoning,
        ]);
        Assert.Equal("a span that repeats the tokens of the calls it holds", Assert.Single(read.LeftOut).Reason);
        Assert.Equal(3, read.Usage.Select(usage => usage.Id).Distinct().Count());
        Assert.All(read.Usage, usage => Assert.Equal(("search", "search-agent"), (usage.Key.Team, usage.Key.Deployment)));
    }

    [Fact]
    public void Metrics_of_the_JavaScript_SDK_count_the_counter_and_not_the_histogram()
    {
        var points = new List<CounterPoint>();
        foreach (var number in Enumerable.Range(1, 3))
        {
            var read = ReadUsage.OnDisk(Path.Combine(Folder, $"node_metrics_cumulative_{number}.otlp.json"));
            Assert.Empty(read.Problems.All);
            Assert.Contains(read.LeftOut, left => left.Reason == "a metric that counts the same tokens again");
            points.AddRange(read.All.OfType<CounterPoint>());
        }

        Assert.Equal(3, points.Select(point => point.Series).Distinct().Count());
        Assert.Equal(Counts(Expected("otlp_node_json.json").GetProperty("from_metrics"), "input", "output", "cache_read"),
            [Last(points, TokenClass.Input), Last(points, TokenClass.Output), Last(points, TokenClass.CacheRead)]);
    }

    [Fact]
    public void Each_dialect_of_attributes_gives_its_classes()
    {
        var path = Path.Combine(Folder, "span-dialects.jsonl");
        var read = ReadUsage.OnDisk(path);
        Assert.Empty(read.Problems.All);
        var lines = File.ReadAllLines(path);
        Assert.Equal(lines.Length, read.Usage.Count);
        foreach (var (line, usage) in lines.Zip(read.Usage))
        {
            using var document = JsonDocument.Parse(line);
            ReadUsage.Same(document.RootElement.GetProperty("expected"), usage.Tokens, null, document.RootElement.GetProperty("id").GetString()!);
        }
    }

    private static long? Last(List<CounterPoint> points, TokenClass of) => Sum(points.Where(point => point.Class == of));

    private static long? Last(List<CounterPoint> points, CounterOf of) => Sum(points.Where(point => point.Of == of));

    /// <summary>The last of each series, each added once.</summary>
    private static long? Sum(IEnumerable<CounterPoint> points) => (long)points.GroupBy(point => point.Series).Sum(series => series.MaxBy(point => point.At)!.Value.Count);

    private static JsonElement Expected(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(ReadUsage.Shared, "expected", name)));
        return document.RootElement.Clone();
    }

    private static IReadOnlyList<long?> Counts(JsonElement expected, params IReadOnlyList<string> names) => [.. names.Select(name => (long?)expected.GetProperty(name).GetInt64())];
}
