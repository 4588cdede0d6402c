using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Mtok.Acceptance;

/// <summary>A server with the ledger of the example month, shared by the tests of what its answers hold.</summary>
public sealed class ServedMonth : IAsyncLifetime
{
    private readonly Workspace _workspace = new();

    internal ServedMtok Served { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var run = MtokProcess.Run(MtokProcess.Root, ["track", "import", "examples/month", "--ledger", _workspace.PathOf("ledger")]);
        Assert.True(run.ExitCode == 0, run.Error);
        var limits = _workspace.Write("limits.toml", "budget = 60_000\njump = \"50%\"\nmin_coverage = \"90%\"\n");
        Served = await ServedMtok.Start("--ledger", _workspace.PathOf("ledger"), "--limits", limits);
        while (!(await Served.Http.GetAsync(new Uri("readyz", UriKind.Relative))).IsSuccessStatusCode)
        {
            await Task.Delay(100);
        }
    }

    public ValueTask DisposeAsync()
    {
        Served.Dispose();
        _workspace.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// The schemas of the document are true of real answers. They are in <c>src/Mtok.Server/Api/answers.txt</c>; UPDATE_SNAPSHOTS=1 adds to it what answers hold
/// that it does not have yet, and what it has that none holds is found by deleting the file first.
/// </summary>
public sealed class ServeSchemaTests(ServedMonth served) : IClassFixture<ServedMonth>
{
    private static readonly string[] Examples = ["support-chat", "article-low-volume", "private-chat"];

    private static readonly (string Route, string Address)[] Asked =
    [
        .. new[] { "accelerators", "models", "offers", "apis", "measurements", "costs", "interruptions", "owned", "profiles" }
            .Select(kind => ("GET /api/v1/catalog/{kind}", $"catalog/{kind}")),
        .. new[] { "h100-sxm", "mi300x", "llama-3.3-70b", "gpt-oss-120b", "aws/p5.48xlarge", "groq", "groq/gpt-oss-120b" }
            .Select(id => ("GET /api/v1/catalog", $"catalog?id={id}")),
        ("GET /api/v1/prices", "prices"),
        ("GET /api/v1/prices", "prices?apis=true"),
        ("GET /api/v1/prices/history", "prices/history?api=groq/gpt-oss-120b"),
        ("GET /api/v1/prices/history", "prices/history?offer=aws/p5.48xlarge"),
        ("GET /api/v1/price", "price?price=4.5&rate=5000"),
        ("GET /api/v1/price", "price?offer=aws/p5.48xlarge&rate=20000&utilization=50%25&as_of=2026-05-20"),
        ("GET /api/v1/compare", "compare?models=llama-3.3-70b&input=1000&output=1000"),
        ("GET /api/v1/compare", "compare?models=llama-3.3-70b,gpt-oss-120b&input=100&output=100&utilization=30%25&ttft=1s&as_of=2026-05-20"),
        ("GET /api/v1/compare", "compare?models=nova-2-pro-preview-20251202&input=100&output=100"),
        ("GET /api/v1/capacity", "capacity?model=llama-3.3-70b&accelerator=h100-sxm&gpus=2&ttft=1s&tpot=50ms"),
        ("GET /api/v1/capacity", "capacity?model=llama-3.3-70b&accelerator=h100-sxm&gpus=4&frontier=true"),
        ("GET /api/v1/capacity", "capacity?model=llama-3.3-70b&accelerator=all"),
        ("GET /api/v1/capacity", "capacity?model=deepseek-v3&accelerator=l4&gpus=1"),
        ("GET /api/v1/capacity", "capacity?model=llama-3.1-8b&accelerator=l40s&concurrency=16&acceptance=60%25&draft_tokens=3"),
        ("GET /api/v1/track/report", "track/report"),
        ("GET /api/v1/track/report", "track/report?by=deployment,hour&from=2026-09-03&to=2026-09-05"),
        ("GET /api/v1/track/report", "track/report?from=2030-01-01"),
        ("GET /api/v1/track/check", "track/check"),
        ("GET /api/v1/track/check", "track/check?to=2026-09-17"),
        ("GET /api/v1/track/compare", "track/compare?from=2026-09-03&to=2026-09-06"),
        ("GET /api/v1/track/compare", "track/compare?from=2030-01-01"),
    ];

    private HttpClient Http => served.Served.Http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_has_the_keys_and_kinds_that_the_document_states()
    {
        var shapes = AnswerShape.All();
        var wrong = new List<string>();
        await foreach (var (route, answer) in Answers())
        {
            var shape = shapes.TryGetValue(route, out var known) ? known : shapes[route] = new();
            wrong.AddRange(shape.Differences(answer).Select(difference => $"{route}: {difference}"));
            shape.Learn(answer);
        }

        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(
                AnswerShape.File, string.Concat(shapes.Select(shape => $"{shape.Key}\n{string.Concat(shape.Value.Write().Select(line => $"  {line}\n"))}")), Cancel);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    [Theory]
    [InlineData("track/report?from=2026-09-03&to=2026-09-05")]
    [InlineData("track/report?from=2026-09-03&to=2026-09-05&format=csv")]
    [InlineData("track/check?to=2026-09-17")]
    [InlineData("track/compare?from=2026-09-03&to=2026-09-05")]
    public async Task An_answer_of_closed_hours_that_is_known_already_is_not_sent_again(string address)
    {
        using var first = await Http.GetAsync(new Uri($"api/v1/{address}", UriKind.Relative), Cancel);
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri($"api/v1/{address}", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await Http.SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        using var other = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/track/report?by=day", UriKind.Relative));
        other.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var changed = await Http.SendAsync(other, Cancel);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Every_answer_of_the_document_has_a_schema_with_its_properties()
    {
        var document = JsonNode.Parse(await Http.GetStringAsync(new Uri("openapi/v1.json", UriKind.Relative), Cancel))!;
        foreach (var (route, shape) in AnswerShape.All())
        {
            if (!route.StartsWith("POST /api/v1/", StringComparison.Ordinal) || route.EndsWith("decide", StringComparison.Ordinal) || route.EndsWith("break-even", StringComparison.Ordinal))
            {
                var (method, path) = (route.Split(' ')[0].ToLowerInvariant(), route.Split(' ')[1]);
                var schema = document["paths"]![path]![method]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
                Assert.True((schema["properties"]?.AsObject().Count > 0 || schema["items"] is not null) && shape.Write().Any(), $"{route}: {schema.ToJsonString()[..100]}");
            }
        }

        var result = document["paths"]!["/api/v1/jobs/{id}/result"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!;
        Assert.Equal(3, result["anyOf"]!.AsArray().Count);
        Assert.NotNull(result["anyOf"]![0]!["properties"]!["replay"]);
    }

    private async IAsyncEnumerable<(string Route, JsonNode? Answer)> Answers()
    {
        foreach (var (route, address) in Asked)
        {
            yield return (route, JsonNode.Parse(await Http.GetStringAsync(new Uri($"api/v1/{address}", UriKind.Relative), Cancel)));
        }

        foreach (var example in Examples)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(MtokProcess.Root, "examples", example + ".toml"), Cancel);
            foreach (var (route, query) in new[] { ("decide", ""), ("break-even", ""), ("break-even", "?curve=true"), ("decide", "?as_of=2026-05-20") })
            {
                using var body = new StringContent(text, new MediaTypeHeaderValue("application/toml"));
                using var answer = await Http.PostAsync(new Uri($"api/v1/{route}{query}", UriKind.Relative), body, Cancel);
                yield return ($"POST /api/v1/{route}", JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel)));
            }
        }

        foreach (var job in new[] { "plan", "plan?time_limit=1s&growth=20%25", "report" })
        {
            yield return ($"POST /api/v1/{job.Split('?')[0]}", await Done(job, Form(withTrace: true)));
            yield return ($"POST /api/v1/{job.Split('?')[0]}", await Done(job, Form(withTrace: false)));
        }

        yield return ("POST /api/v1/simulate", await Done("simulate?model=llama-3.1-8b&accelerator=l40s&ttft=500ms", Trace()));
    }

    private async Task<JsonNode?> Done(string address, HttpContent body)
    {
        using (body)
        {
            using var asked = await Http.PostAsync(new Uri($"api/v1/{address}", UriKind.Relative), body, Cancel);
            Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync(Cancel));
            var job = asked.Headers.Location!.OriginalString.TrimStart('/');
            await Http.GetStringAsync(new Uri($"{job}/events", UriKind.Relative), Cancel);
            return JsonNode.Parse(await Http.GetStringAsync(new Uri($"{job}/result", UriKind.Relative), Cancel));
        }
    }

    private static ByteArrayContent Trace() =>
        new(File.ReadAllBytes(Path.Combine(MtokProcess.Root, "examples", "chat-10min.csv"))) { Headers = { ContentType = new("application/octet-stream") } };

    private static MultipartFormDataContent Form(bool withTrace)
    {
        var form = new MultipartFormDataContent
        {
            { new StringContent(File.ReadAllText(Path.Combine(MtokProcess.Root, "examples", "private-chat.toml"))), "workload" },
        };
        if (withTrace)
        {
            form.Add(Trace(), "trace", "chat.csv");
        }

        return form;
    }
}
