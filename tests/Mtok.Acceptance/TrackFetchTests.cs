using System.Net;
using System.Text;
using System.Text.Json;

namespace Mtok.Acceptance;

/// <summary>Usage and costs fetched with the real executable, from a server of the test's own.</summary>
public sealed class TrackFetchTests : IDisposable
{
    private const string Key = "sk-admin-0123456789";
    private const string Usage = """
        {"object":"page","data":[{"object":"bucket","start_time":1788220800,"end_time":1788224400,"results":[{"object":"organization.usage.completions.result",
        "input_tokens":1000,"input_cached_tokens":400,"output_tokens":50,"num_model_requests":5,"project_id":"search","api_key_id":"k","model":"gpt-5-mini"}]}],
        """;
    private const string Costs = """
        {"object":"page","data":[{"object":"bucket","start_time":1788220800,"end_time":1788307200,"results":[{"object":"organization.costs.result",
        "amount":{"value":0.06,"currency":"usd"},"line_item":"gpt-5-mini, input","project_id":"search"}]}],"has_more":false,"next_page":null}
        """;

    private const string None = """{"object":"page","data":[{"object":"bucket","start_time":1788220800,"end_time":1788224400,"results":[]}],"has_more":false}""";

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void What_is_fetched_is_reported()
    {
        using var server = new HttpListener();
        var address = Started(server, request =>
            request.Url!.AbsolutePath.EndsWith("/costs", StringComparison.Ordinal) ? (200, Costs)
            : request.Url.AbsolutePath.EndsWith("/embeddings", StringComparison.Ordinal) ? (200, None)
            : request.QueryString["page"] is null ? (200, Usage + "\"has_more\":true,\"next_page\":\"n\"}") : (200, Usage.Replace("1788220800", "1788224400", StringComparison.Ordinal) + "\"has_more\":false}"));
        var run = Run(Key, "openai", "--from", "2026-09-01", "--to", "2026-09-02", "--out", "usage", "--url", address, "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(3, JsonDocument.Parse(run.Out).RootElement.GetProperty("files").GetArrayLength());
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(_workspace.Folder, "usage")), file => File.ReadAllText(file).Contains(Key, StringComparison.Ordinal));
        var report = JsonDocument.Parse(_workspace.Run("track", "report", "usage", "--format", "json").Out).RootElement;
        Assert.Equal(2000, report.GetProperty("usage")[0].GetProperty("tokens").GetProperty("input").GetInt32());
        Assert.Equal("0.06", report.GetProperty("bill")[0].GetProperty("billed").GetString());
        Assert.Equal(0, report.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public void A_refused_key_leaves_nothing_and_is_not_shown()
    {
        using var server = new HttpListener();
        var address = Started(server, _ => (401, $"{{\"error\":\"wrong key {Key}\"}}"));
        var run = Run(Key, "openai", "--from", "2026-09-01", "--to", "2026-09-02", "--out", "usage", "--url", address);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains("openai completions: error: page 1: the server refused the request (HTTP 401): OPENAI_ADMIN_KEY", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was written.\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Error, StringComparison.Ordinal);
        Assert.Empty(_workspace.Files);
    }

    [Theory]
    [InlineData(null, 2, "OPENAI_ADMIN_KEY: error: the environment has no such variable", "openai", "2026-09-02", "https://127.0.0.1/")]
    [InlineData("two words", 2, "OPENAI_ADMIN_KEY: error: is no key", "openai", "2026-09-02", "https://127.0.0.1/")]
    [InlineData(Key, 2, "--to: error: must be a later day than --from", "openai", "2026-09-01", "https://127.0.0.1/")]
    [InlineData(Key, 1, "provider: \"opnai\" must be one of openai, anthropic", "opnai", "2026-09-02", "https://127.0.0.1/")]
    [InlineData(Key, 1, "--url: a key is only sent to an https address", "openai", "2026-09-02", "http://gateway.example/v1")]
    [InlineData(Key, 1, "--to: \"soon\" must be a day", "openai", "soon", "https://127.0.0.1/")]
    public void A_wrong_request_asks_nobody(string? key, int exitCode, string expected, string provider, string to, string address)
    {
        var run = Run(key, provider, "--from", "2026-09-01", "--to", to, "--out", "usage", "--url", address);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Out));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(key ?? Key, run.Error, StringComparison.Ordinal);
        Assert.Empty(_workspace.Files);
    }

    private MtokRun Run(string? key, string provider, params string[] more) =>
        MtokProcess.Run(_workspace.Folder, ["track", "fetch", provider, .. more], ("OPENAI_ADMIN_KEY", key));

    /// <summary>Starts a server on a free port and answers until it is disposed.</summary>
    private static string Started(HttpListener server, Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/v1/";
        free.Stop();
        server.Prefixes.Add(address);
        server.Start();
        _ = ServeAsync(server, answer);
        return address;
    }

    private static async Task ServeAsync(HttpListener server, Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        try
        {
            while (true)
            {
                var context = await server.GetContextAsync();
                var (status, body) = answer(context.Request);
                context.Response.StatusCode = status;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
