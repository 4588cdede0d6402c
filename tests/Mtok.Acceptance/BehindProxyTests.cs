using System.Net;

namespace Mtok.Acceptance;

/// <summary>A server that is asked over HTTP by a proxy with TLS.</summary>
public sealed class ServedBehindProxy : IAsyncLifetime
{
    internal const string Name = "mtok.example.com";

    internal ServedMtok Served { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Served = await ServedMtok.Start("--host", Name);

    public ValueTask DisposeAsync()
    {
        Served.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What a proxy says about the browser behind it is used, and its host name is not.</summary>
public sealed class BehindProxyTests(ServedBehindProxy served) : IClassFixture<ServedBehindProxy>
{
    [Theory]
    [InlineData("https://mtok.example.com", "https", HttpStatusCode.OK)]
    [InlineData("http://mtok.example.com", null, HttpStatusCode.OK)]
    [InlineData("http://mtok.example.com", "https", HttpStatusCode.Forbidden)]
    [InlineData("https://elsewhere.example", "https", HttpStatusCode.Forbidden)]
    public async Task A_form_is_taken_from_this_servers_own_page(string origin, string? scheme, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("api/v1/decide", UriKind.Relative));
        request.Content = new StringContent(Workspace.GoodWorkload, null, "application/toml");
        request.Headers.Host = ServedBehindProxy.Name;
        request.Headers.Add("Origin", origin);
        if (scheme is not null)
        {
            request.Headers.Add("X-Forwarded-Proto", scheme);
        }

        using var answer = await served.Served.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_name_that_it_was_not_started_with_is_refused_whatever_the_proxy_says()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("healthz", UriKind.Relative));
        request.Headers.Host = "elsewhere.example";
        request.Headers.Add("X-Forwarded-Host", ServedBehindProxy.Name);
        using var answer = await served.Served.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
