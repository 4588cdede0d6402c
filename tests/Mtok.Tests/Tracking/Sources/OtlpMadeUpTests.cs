using System.Text;
using Mtok.Tracking;

namespace Mtok.Tests;

/// <summary>What the real exports do not show: parents, repeated exports, names of every revision; all made up.</summary>
public sealed class OtlpMadeUpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("""{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},""")]
    public void A_parent_never_adds_to_its_children_in_one_export_or_in_two(string operation)
    {
        var child = Span("02", "01", Tokens(100, 10));
        var between = Span("01", "00", "");
        var parent = Span("00", "", operation + Tokens(100, 10));
        foreach (var text in new[] { Traces($"{child},{between},{parent}"), Traces($"{parent},{between},{child}"), $"{Traces(child)}\n{Traces(between)}\n{Traces(parent)}\n" })
        {
            var read = ReadUsage.Text(text);
            Assert.Empty(read.Problems.All);
            Assert.Equal(100, Assert.Single(read.Usage).Tokens.Input);
            Assert.Equal(2, read.LeftOut.Count);
        }
    }

    [Fact]
    public void A_call_that_tells_no_tokens_is_a_request_of_unknown_tokens()
    {
        var read = ReadUsage.Text(Traces(Span("01", "", """{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}}""")));
        Assert.Equal((1, TokenClasses.Unknown, RequestStatus.Ok), (read.Usage[0].Requests, read.Usage[0].Tokens, read.Usage[0].Status));
    }

    [Fact]
    public void A_library_that_never_tells_cached_tokens_leaves_the_split_unknown()
    {
        var told = ReadUsage.Text(Traces(Span("01", "", Tokens(100, 10))));
        var silent = ReadUsage.Text(Traces(Span("01", "", Tokens(100, 10))).Replace("some.scope", "opentelemetry.instrumentation.openai_v2", StringComparison.Ordinal));
        Assert.Equal(new(100, 100, 0, null, null, 0, 10, 0), told.Usage[0].Tokens);
        Assert.Equal(TokenClasses.Unknown with { Input = 100, Output = 10 }, silent.Usage[0].Tokens);
    }

    [Fact]
    public void The_answers_id_joins_a_span_with_other_sources()
    {
        var read = ReadUsage.Text(Traces(Span("01", "", Tokens(1, 1) + """,{"key":"gen_ai.response.id","value":{"stringValue":"chatcmpl-made-up-0001"}},{"key":"enduser.id","value":{"stringValue":"ann"}}""")));
        Assert.Equal(("chatcmpl-made-up-0001", "ann", "shop"), (read.Usage[0].Id, read.Usage[0].Key.Team, read.Usage[0].Key.Deployment));
    }

    [Theory]
    [InlineData("gen_ai.client.token.usage", "histogram", "gen_ai.token.type", "input", TokenClass.Input)]
    [InlineData("gen_ai.client.token.usage", "sum", "gen_ai.token.type", "output", TokenClass.Output)]
    [InlineData("gen_ai.client.inference.usage.input_tokens", "sum", "a", "b", TokenClass.Input)]
    [InlineData("gen_ai.client.inference.usage.input_tokens", "histogram", "a", "b", TokenClass.Input)]
    [InlineData("gen_ai.client.inference.usage.detailed.output_tokens", "sum", "a", "b", TokenClass.Output)]
    [InlineData("gen_ai.client.inference.operation.output_tokens", "histogram", "a", "b", TokenClass.Output)]
    [InlineData("gen_ai.client.inference.usage.cache_write.input_tokens", "sum", "a", "b", TokenClass.CacheWriteUnsplit)]
    [InlineData("gen_ai.client.inference.usage.reasoning.output_tokens", "sum", "a", "b", TokenClass.Reasoning)]
    [InlineData("gen_ai.client.inference.tokens", "sum", "gen_ai.token.type", "input", TokenClass.Input)]
    [InlineData("gen_ai.client.inference.tokens_by_cache", "sum", "gen_ai.token.cache", "read", TokenClass.CacheRead)]
    [InlineData("claude_code.token.usage", "sum", "type", "cacheCreation", TokenClass.CacheWriteUnsplit)]
    [InlineData("claude_code.token.usage", "sum", "type", "input", TokenClass.InputUncached)]
    public void A_metric_of_any_revision_counts_its_class(string name, string kind, string attribute, string value, TokenClass expected)
    {
        var point = Assert.IsType<CounterPoint>(Assert.Single(ReadUsage.Text(Metrics(Metric(name, kind, attribute, value, "5000000000"))).All));
        Assert.Equal((CounterOf.Tokens, expected, 5e9), (point.Of, point.Class, point.Value.Count));
        Assert.Equal(("search", "shop", false), (point.Key.Team, point.Key.Deployment, point.IsDelta));
        Assert.NotNull(point.Start);
    }

    [Fact]
    public void A_counter_stands_before_the_histogram_of_the_same_class_and_an_agent_counts_nothing()
    {
        var read = ReadUsage.Text(Metrics(string.Join(
            ',',
            Metric("gen_ai.client.inference.usage.input_tokens", "histogram", "a", "b", "7"),
            Metric("gen_ai.client.inference.tokens", "sum", "gen_ai.token.type", "input", "9"),
            Metric("gen_ai.client.inference.tokens", "sum", "gen_ai.operation.name", "invoke_agent", "11"),
            Metric("gen_ai.client.inference.tokens_by_phase", "sum", "phase", "decode", "3"),
            Metric("http.server.duration", "histogram", "a", "b", "3"))));
        Assert.Equal(9, Assert.IsType<CounterPoint>(Assert.Single(read.All)).Value.Count);
        Assert.Equal(4, read.LeftOut.Count);
    }

    [Fact]
    public void A_level_counts_nothing_and_the_duration_counts_requests()
    {
        var read = ReadUsage.Text(Metrics(string.Join(
            ',',
            Metric("gen_ai.client.token.usage", "gauge", "gen_ai.token.type", "input", "7"),
            Metric("gen_ai.client.operation.duration", "histogram", "error.type", "429", "2.5"))));
        Assert.Equal([(CounterOf.Requests, 3.0), (CounterOf.FailedRequests, 3.0)], read.All.Cast<CounterPoint>().Select(point => (point.Of, point.Value.Count)));
        Assert.Equal("a metric of tokens that may fall", Assert.Single(read.LeftOut).Reason);
    }

    [Fact]
    public void Series_are_named_alike_whatever_the_order_of_attributes()
    {
        var one = ReadUsage.Text(Metrics(Metric("claude_code.token.usage", "sum", "type", "input", "1")));
        var other = ReadUsage.Text(Metrics(Metric("claude_code.token.usage", "sum", "type", "input", "2")).Replace(
            """{"key":"service.name","value":{"stringValue":"shop"}},{"key":"team","value":{"stringValue":"search"}}""",
            """{"key":"team","value":{"stringValue":"search"}},{"key":"service.name","value":{"stringValue":"shop"}}""",
            StringComparison.Ordinal));
        Assert.Equal(((CounterPoint)one.All[0]).Series, ((CounterPoint)other.All[0]).Series);
    }

    [Fact]
    public void Protobuf_that_ends_inside_a_field_is_one_error()
    {
        var path = Path.Combine(ReadUsage.Shared, "otlp/meai-10.11_traces.otlp.pb");
        Assert.SkipUnless(File.Exists(path), "the shared data is not beside the clone");
        var bytes = File.ReadAllBytes(path);
        var read = ReadUsage.Of(new("cut.pb", () => new MemoryStream(bytes[..(bytes.Length / 2)])), OtlpExports.Proto);
        Assert.Equal("broken-protobuf", Assert.Single(read.Problems.All).Rule);
        Assert.Empty(read.All);
    }

    private static string Tokens(int input, int output) =>
        $$$"""{"key":"gen_ai.usage.input_tokens","value":{"intValue":"{{{input}}}"}},{"key":"gen_ai.usage.output_tokens","value":{"intValue":{{{output}}}}}""";

    private static string Span(string id, string parent, string attributes) =>
        $$"""{"traceId":"aa","spanId":"{{id}}","parentSpanId":"{{parent}}","name":"n","startTimeUnixNano":"1795763891618000000","attributes":[{{attributes}}]}""";

    private static string Traces(string spans) =>
        """{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"some.scope"},"spans":[SPANS]}]}]}"""
            .Replace("SPANS", spans, StringComparison.Ordinal);

    private static string Metric(string name, string kind, string attribute, string value, string count) =>
        new StringBuilder("""{"name":"NAME","KIND":{"aggregationTemporality":2,"isMonotonic":true,"dataPoints":[{"attributes":[{"key":"KEY","value":{"stringValue":"VALUE"}}],"startTimeUnixNano":"1795763891618000000","timeUnixNano":"1795763892618000000",POINT}]}}""")
            .Replace("NAME", name).Replace("KIND", kind).Replace("KEY", attribute).Replace("VALUE", value)
            .Replace("POINT", kind == "histogram" ? $"\"count\":\"3\",\"sum\":{count}" : $"\"asInt\":\"{count}\"").ToString();

    private static string Metrics(string metrics) =>
        """{"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},{"key":"team","value":{"stringValue":"search"}}]},"scopeMetrics":[{"scope":{"name":"some.scope"},"metrics":[METRICS]}]}]}"""
            .Replace("METRICS", metrics, StringComparison.Ordinal);
}
