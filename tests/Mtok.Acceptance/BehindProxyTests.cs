using System.Diagnostics;
using System.Net;

namespace Mtok.Acceptance;

/// <summary>The server as it is behind a proxy with TLS: asked over HTTP, by the name and for the scheme that the browser used.</summary>
public sealed class BehindProxyTests : IAsyncLifetime
{
    private const string Name = "mtok.example.com";
    private readonly HttpClient _client = new();
    private Process? _server;

    public async ValueTask InitializeAsync()
    {
        // The help of serve builds the server where its sources are newer; the program, which all tests share, is built first.
        var app = MtokProcess.AppPath;
        Assert.Equal(0, MtokProcess.Start(Path.Combine(MtokProcess.Root, "mtok"), MtokProcess.Root, ["serve", "--help"]).ExitCode);
        string[] command = [app, "serve", "--listen", "127.0.0.1:0", "--host", Name];
        _server = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardError = true })!;
        var greeting = await _server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        _client.BaseAddress = new(greeting.Split(' ', ';')[2]);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        using var kill = Process.Start("kill", ["-TERM", $"{_server!.Id}"]);
        await _server.WaitForExitAsync(CancellationToken.None);
        _server.Dispose();
    }

    [Theory]
    [InlineData("https://mtok.example.com", "https", HttpStatusCode.OK)]
    [InlineData("http://mtok.example.com", null, HttpStatusCode.OK)]
    [InlineData("http://mtok.example.com", "https", HttpStatusCode.Forbidden)]
    [InlineData("https://elsewhere.example", "https", HttpStatusCode.Forbidden)]
    public async Task A_form_is_taken_from_this_servers_own_page(string origin, string? scheme, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/decide", UriKind.Relative));
        request.Content = new StringContent(Workspace.GoodWorkload);
        request.Headers.Host = Name;
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Sec-Fetch-Site", origin.Contains(Name, StringComparison.Ordinal) ? "same-origin" : "cross-site");
        if (scheme is not null)
        {
            request.Headers.Add("X-Forwarded-Proto", scheme);
        }

        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_name_that_it_was_not_started_with_is_refused_whatever_the_proxy_says()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/healthz", UriKind.Relative));
        request.Headers.Host = "elsewhere.example";
        request.Headers.Add("X-Forwarded-Host", Name);
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
