using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mtok.Tests;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mtok.Acceptance;

/// <summary>What real senders send is counted, once: OpenTelemetry's .NET exporter, scrapes of an engine, a log that grows.</summary>
public sealed class ServeCollectTests : IDisposable
{
    private readonly Workspace _workspace = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Ledger => _workspace.PathOf("ledger");

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.Grpc)]
    public async Task The_exporter_of_OpenTelemetry_is_received(OtlpExportProtocol protocol)
    {
        var grpc = ServedMtok.FreePort();
        using var served = await ServedMtok.Start("--ledger", Ledger, "--otlp-grpc", $"127.0.0.1:{grpc}");
        var endpoint = protocol == OtlpExportProtocol.Grpc ? new Uri($"http://127.0.0.1:{grpc}") : new Uri(served.Http.BaseAddress!, "v1/traces");
        var source = $"made-up-{protocol}";
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("desk"))
            .AddSource(source)
            .AddOtlpExporter(exporter => (exporter.Endpoint, exporter.Protocol) = (endpoint, protocol))
            .Build())
        {
            using var canned = new CannedClient();
            using var client = new ChatClientBuilder(canned).UseOpenTelemetry(sourceName: source).Build();
            for (var call = 0; call < 50; call++)
            {
                await client.GetResponseAsync("hello", cancellationToken: Cancel);
            }

            Assert.True(provider.ForceFlush());
        }

        var usage = await Usage(served, 50);
        Assert.Equal([50, 5000, 1000], new[] { Sum(usage, "requests"), Tokens(usage, "input"), Tokens(usage, "output") });
    }

    [Fact]
    public async Task The_same_export_counts_once_also_after_a_restart()
    {
        var body = OtlpBody.Of("desk", Enumerable.Range(1, 100).Select(at => new OtlpBody.Call(at, at, DateTimeOffset.UtcNow)));
        using (var served = await ServedMtok.Start("--ledger", Ledger))
        {
            await Send(served, body);
            await Send(served, body);
            Assert.Equal(0, served.Stop());
        }

        using var again = await ServedMtok.Start("--ledger", Ledger);
        await Send(again, body);
        Assert.Equal(100, Sum(await Usage(again, 100), "requests"));
    }

    [Fact]
    public async Task Scrapes_of_an_engine_are_counted_from_the_first_on_and_over_its_restart()
    {
        using var engine = new MadeUpEngine();
        var collect = _workspace.Write("collect.toml", $"[[scrape]]\nurl = \"{engine.Address}\"\ntarget = \"gpu-1:8000\"\nevery = \"1s\"\n");
        using var served = await ServedMtok.Start("--ledger", Ledger, "--collect", collect);
        await engine.Scraped(3);
        engine.Total = 900;
        await engine.Scraped(2);
        engine.Total = 0;
        await engine.Scraped(2);
        engine.Total = 50;
        await engine.Scraped(2);
        var usage = await Until(served, usage => Tokens(usage, "output") == 950);
        Assert.Equal(950, Tokens(usage, "output"));
    }

    [Fact]
    public async Task Prompts_of_a_log_that_grows_are_counted_as_they_come_and_once()
    {
        var log = _workspace.Write("spend.jsonl", Lines(0, 10));
        var collect = _workspace.Write("collect.toml", $"[[tail]]\npath = \"{log}\"\nevery = \"1s\"\n");
        using (var served = await ServedMtok.Start("--ledger", Ledger, "--collect", collect))
        {
            await Usage(served, 10);
            await File.AppendAllTextAsync(log, Lines(10, 5) + "{\"request_id\": \"half", Cancel);
            await Usage(served, 15);
            served.Stop();
        }

        await File.AppendAllTextAsync(log, "\"}\n" + Lines(15, 5), Cancel);
        using var again = await ServedMtok.Start("--ledger", Ledger, "--collect", collect);
        Assert.Equal(20, Sum(await Usage(again, 20), "requests"));
    }

    [Fact]
    public async Task Bills_and_deployments_of_a_folder_are_imported_and_again_when_they_change()
    {
        var month = Path.Combine(_workspace.Folder, "month");
        Directory.CreateDirectory(month);
        var all = Directory.GetFiles(Path.Combine(MtokProcess.Root, "examples", "month"));
        var bill = Path.Combine(month, "focus.csv");
        all.Where(file => Path.GetFileName(file) != "focus.csv").ToList().ForEach(file => File.Copy(file, Path.Combine(month, Path.GetFileName(file))));
        var collect = _workspace.Write("collect.toml", $"[[import]]\npath = \"{month}\"\nevery = \"1s\"\n");
        using var served = await ServedMtok.Start("--ledger", Ledger, "--collect", collect);
        await Report(served, report => report["usage"]!.AsArray().Count > 0);
        File.Copy(Array.Find(all, file => Path.GetFileName(file) == "focus.csv")!, bill);
        var first = await Report(served, report => report["bill"]!.AsArray().Count > 0);
        string[] answers = ["usage", "cost", "bill", "unit_cost", "coverage"];
        var folder = JsonNode.Parse(_workspace.Run("track", "report", month, "--by", "team", "--format", "json").Out)!;
        Assert.All(answers, key => Assert.Equal(folder[key]!.ToJsonString(), first[key]!.ToJsonString()));

        await File.WriteAllLinesAsync(bill, (await File.ReadAllLinesAsync(bill, Cancel)).SkipLast(1), Cancel);
        var changed = await Report(served, report => report["bill"]!.ToJsonString() != first["bill"]!.ToJsonString());
        Assert.Single(changed["bill"]!.AsArray());
    }

    /// <summary>The report by team, once it is as it is waited for.</summary>
    private static async Task<JsonNode> Report(ServedMtok served, Func<JsonNode, bool> isReached)
    {
        while (true)
        {
            using var answer = await served.Http.GetAsync(new Uri("api/v1/track/report?by=team", UriKind.Relative), Cancel);
            if (answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel)) is { } report && isReached(report))
            {
                return report;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), Cancel);
        }
    }

    [Fact]
    public async Task A_collector_alone_has_no_pages_and_no_answers()
    {
        using var served = await ServedMtok.Start("--ledger", Ledger);
        using var page = await served.Http.GetAsync(new Uri("metrics", UriKind.Relative), Cancel);
        Assert.Contains("mtok_collector_queue_limit_bytes", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Killed_again_and_again_under_load_it_loses_nothing_acknowledged_and_counts_nothing_twice()
    {
        const int Kills = 10;
        var next = 0L;
        var acknowledged = 0L;
        for (var kill = 0; kill <= Kills; kill++)
        {
            using var served = await ServedMtok.Start("--ledger", Ledger);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var senders = Enumerable.Range(0, 4).Select(_ => SendOn(served, end.Token)).ToList();
            await Task.Delay(TimeSpan.FromMilliseconds(700 + (100 * kill)), Cancel);
            if (kill < Kills)
            {
                served.Stop("KILL");
            }

            await end.CancelAsync();
            await Task.WhenAll(senders);
        }

        using var last = await ServedMtok.Start("--ledger", Ledger);
        foreach (var body in _unanswered)
        {
            await Send(last, body);
            acknowledged += 100;
        }

        Assert.Equal(acknowledged, Sum(await Usage(last, acknowledged), "requests"));

        async Task SendOn(ServedMtok served, CancellationToken end)
        {
            await Task.Yield();
            while (!end.IsCancellationRequested)
            {
                var first = Interlocked.Add(ref next, 100);
                var body = OtlpBody.Of("desk", Enumerable.Range(0, 100).Select(at => new OtlpBody.Call(first + at, first + at, DateTimeOffset.UtcNow)));
                if (await IsStored(served, body))
                {
                    Interlocked.Add(ref acknowledged, 100);
                }
                else
                {
                    lock (_unanswered)
                    {
                        _unanswered.Add(body);
                    }
                }
            }
        }
    }

    private readonly List<byte[]> _unanswered = [];

    private static async Task<bool> IsStored(ServedMtok served, byte[] body)
    {
        try
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/x-protobuf") } };
            using var answer = await served.Http.PostAsync(new Uri("v1/traces", UriKind.Relative), content, Cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task Send(ServedMtok served, byte[] body) => Assert.True(await IsStored(served, body));

    private static Task<JsonNode> Usage(ServedMtok served, long requests) => Until(served, usage => Sum(usage, "requests") >= requests);

    /// <summary>The report once it holds, or as it is when it should have.</summary>
    private static async Task<JsonNode> Until(ServedMtok served, Func<JsonNode, bool> holds)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await served.Http.GetAsync(new Uri("api/v1/track/report", UriKind.Relative), Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            if (answer.IsSuccessStatusCode && JsonNode.Parse(text) is { } report && (holds(report) || tries >= 300))
            {
                return report;
            }

            Assert.True(tries < 300, text);
            await Task.Delay(100, Cancel);
        }
    }

    private static long Sum(JsonNode report, string key) => report["usage"]!.AsArray().Sum(row => row![key]?.GetValue<long>() ?? 0);

    private static long Tokens(JsonNode report, string of) => report["usage"]!.AsArray().Sum(row => row!["tokens"]![of]?.GetValue<long>() ?? 0);

    private static string Lines(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(at => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"request_id":"r{{at}}","startTime":"{{DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}}","model":"gpt-4o","team_id":"desk","prompt_tokens":100,"completion_tokens":20,"spend":0.001}""") + "\n"));

    /// <summary>A model that always answers the same.</summary>
    private sealed class CannedClient : IChatClient
    {
        private int _calls;

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "hello"))
            {
                ResponseId = $"r{_calls++}",
                ModelId = "llama-3.3-70b",
                Usage = new() { InputTokenCount = 100, OutputTokenCount = 20, TotalTokenCount = 120 },
            });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

        public void Dispose()
        {
        }
    }

    /// <summary>A page of metrics as vLLM has it.</summary>
    private sealed class MadeUpEngine : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly Task _answering;
        private int _scrapes;

        public MadeUpEngine()
        {
            Address = new($"http://127.0.0.1:{ServedMtok.FreePort()}/");
            _listener.Prefixes.Add(Address.ToString());
            _listener.Start();
            _answering = Answer();
        }

        public Uri Address { get; }

        public long Total { get; set; }

        public async Task Scraped(int times)
        {
            for (var until = _scrapes + times; _scrapes < until;)
            {
                await Task.Delay(50, Cancel);
            }
        }

        public void Dispose()
        {
            _listener.Stop();
            _answering.GetAwaiter().GetResult();
            _listener.Close();
        }

        private async Task Answer()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    const string Labels = "{engine=\"0\",model_name=\"llama-3.3-70b\"}";
                    var text = "# TYPE vllm:generation_tokens_total counter\n" + $"vllm:generation_tokens_total{Labels} {Total}\n"
                        + "# TYPE vllm:prompt_tokens_total counter\n" + $"vllm:prompt_tokens_total{Labels} {Total}\n";
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                    context.Response.Close();
                    Interlocked.Increment(ref _scrapes);
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // It is over.
            }
        }
    }
}
