using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Mtok.Acceptance;

/// <summary>A server with an empty ledger, shared by the tests of what it refuses.</summary>
public sealed class ServedLedger : IAsyncLifetime
{
    private readonly Workspace _workspace = new();

    internal ServedMtok Served { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Served = await ServedMtok.Start("--ledger", _workspace.PathOf("ledger"));

    public ValueTask DisposeAsync()
    {
        Served.Dispose();
        _workspace.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What a server refuses, and that it is well afterwards.</summary>
public sealed class ServeSafetyTests(ServedLedger served) : IClassFixture<ServedLedger>
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    private HttpClient Http => served.Served.Http;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example:8421")]
    public async Task Other_hosts_are_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("healthz", UriKind.Relative));
        request.Headers.Host = host;
        using var answer = await Http.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Writes_from_other_sites_are_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("v1/traces", UriKind.Relative)) { Content = Proto([]) };
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await Http.SendAsync(request, Cancel);
        await IsProblem(answer, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_answer_keeps_pages_to_themselves()
    {
        using var answer = await Http.GetAsync(new Uri("healthz", UriKind.Relative), Cancel);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/assets/../../../../etc/passwd")]
    [InlineData("/assets/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/api/v1/catalog/..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/v1/jobs/..%2f..%2fetc%2fpasswd/result")]
    public async Task No_path_reaches_the_file_system(string path)
    {
        var answer = await Raw($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("v1/traces", UriKind.Relative)) { Content = Proto(new byte[17 << 20]) };
        request.Headers.ExpectContinue = true;
        using var answer = await Http.SendAsync(request, Cancel);
        await IsProblem(answer, HttpStatusCode.RequestEntityTooLarge);
        await IsWell();
    }

    [Theory]
    [InlineData("v1/traces", "application/x-protobuf")]
    [InlineData("v1/metrics", "application/json")]
    [InlineData("api/v1/decide", "application/toml")]
    public async Task A_small_body_that_unpacks_to_a_large_one_is_refused(string path, string type)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zip.Write(new byte[40 << 20]);
        }

        using var body = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new(type), ContentEncoding = { "gzip" } } };
        using var answer = await Http.PostAsync(new Uri(path, UriKind.Relative), body, Cancel);
        Assert.True(answer.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, $"{answer.StatusCode}");
        await IsWell();
    }

    [Theory]
    [InlineData("v1/traces", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("v1/traces", "application/x-protobuf", HttpStatusCode.BadRequest)]
    [InlineData("v1/metrics", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("api/v1/write", "application/x-protobuf", HttpStatusCode.BadRequest)]
    [InlineData("api/v1/track/usage", "application/x-ndjson", HttpStatusCode.BadRequest)]
    public async Task What_is_of_another_format_is_refused(string path, string type, HttpStatusCode status)
    {
        using var body = new ByteArrayContent("{\"hello\": [1, 2, 3"u8.ToArray()) { Headers = { ContentType = new(type) } };
        using var answer = await Http.PostAsync(new Uri(path, UriKind.Relative), body, Cancel);
        await IsProblem(answer, status);
        await IsWell();
    }

    [Fact]
    public async Task Half_requests_and_slow_bodies_are_given_up()
    {
        await Raw("POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le", patience: TimeSpan.FromMilliseconds(200));
        await Raw(
            "POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1000000\r\n\r\nabc",
            patience: TimeSpan.FromMilliseconds(200));
        await Raw("GARBAGE\r\n\r\n");
        var slow = await Raw(
            "POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1000000\r\n\r\nabc",
            patience: TimeSpan.FromSeconds(30));
        Assert.StartsWith("HTTP/1.1 408", slow, StringComparison.Ordinal);
        await IsWell();
    }

    [Fact]
    public void A_server_that_can_be_reached_from_elsewhere_needs_a_token()
    {
        using var workspace = new Workspace();
        var run = MtokProcess.Run(workspace.Folder, ["serve", "--listen", $"0.0.0.0:{ServedMtok.FreePort()}"], ("MTOK_TOKEN", null));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("give a token", run.Error, StringComparison.Ordinal);
        var path = workspace.Write("token", "short\n");
        var brief = MtokProcess.Run(workspace.Folder, ["serve", "--token-file", path]);
        Assert.Equal(2, brief.ExitCode);
        Assert.Contains("at least 32 characters", brief.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_its_health_is_answered_without_the_token()
    {
        using var guarded = await ServedMtok.Start([("MTOK_TOKEN", Token)]);
        foreach (var path in new[] { "metrics", "api/v1/catalog/models", "openapi/v1.json" })
        {
            using var refused = await guarded.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
            await IsProblem(refused, HttpStatusCode.Unauthorized);
        }

        using var health = await guarded.Http.GetAsync(new Uri("healthz", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        foreach (var (token, status) in new[] { (Token, HttpStatusCode.OK), (Token[1..] + "0", HttpStatusCode.Unauthorized), ("", HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/catalog/models", UriKind.Relative));
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await guarded.Http.SendAsync(request, Cancel);
            Assert.Equal(status, answer.StatusCode);
        }

        Assert.DoesNotContain(Token, guarded.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task It_stops_when_it_is_asked_to_and_leaves_no_process(string signal)
    {
        using var stopped = await ServedMtok.Start();
        Assert.Equal(0, stopped.Stop(signal));
        await IsGone(stopped.Http);
    }

    [Fact]
    public async Task Its_server_ends_with_it_even_where_it_is_killed()
    {
        using var killed = await ServedMtok.Start();
        killed.Stop("KILL");
        await IsGone(killed.Http);
    }

    [Fact]
    public void An_address_that_another_listens_at_is_said_in_a_line()
    {
        var run = MtokProcess.Run(MtokProcess.Root, ["serve", "--listen", Http.BaseAddress!.Authority]);
        Assert.Equal(2, run.ExitCode);
        Assert.Matches("^--listen: error: 127[.]0[.]0[.]1:[0-9]+: Address already in use\n$", run.Error);
    }

    [Fact]
    public void What_is_wrong_with_its_files_is_said_all_at_once()
    {
        using var workspace = new Workspace();
        var limits = workspace.Write("limits.toml", "budget = -1\ncolour = 2\n");
        var collect = workspace.Write("collect.toml", "[[scrape]]\nurl = \"nothing\"\n");
        var run = MtokProcess.Run(workspace.Folder, ["serve", "--ledger", workspace.PathOf("ledger"), "--limits", limits, "--collect", collect]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("limits.toml:1", run.Error, StringComparison.Ordinal);
        Assert.Contains("collect.toml:2", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(workspace.PathOf("ledger")));
    }

    private static async Task IsGone(HttpClient http)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("healthz", UriKind.Relative), Cancel);
            }
            catch (HttpRequestException)
            {
                return;
            }

            await Task.Delay(100, Cancel);
        }

        Assert.Fail("the server still answers");
    }

    private async Task IsWell()
    {
        using var answer = await Http.GetAsync(new Uri("healthz", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task IsProblem(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancel)}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static ByteArrayContent Proto(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };

    /// <summary>What the server answers to bytes as they are; empty where it says nothing in time.</summary>
    private async Task<string> Raw(string request, TimeSpan? patience = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Http.BaseAddress!.Port, Cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(patience ?? TimeSpan.FromSeconds(20));
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // It says nothing more.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
