using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mtok.Imports;

namespace Mtok.Tests;

/// <summary>Fetching from a server that does everything wrong.</summary>
[Trait("Speed", "Slow")]
public sealed class FetcherTests
{
    private static readonly FetchLimits Limits = new() { Attempt = TimeSpan.FromSeconds(50), Attempts = 3, Largest = 100_000 };

    [Fact]
    public async Task A_whole_answer_is_taken_with_its_tag()
    {
        var (fetched, server, waits) = await Fetch(_ => OddServer.Good("[1]", "\"a\""));
        var taken = Assert.IsType<Fetched.New>(fetched);
        Assert.Equal(("[1]", "\"a\""), (Encoding.UTF8.GetString(taken.Bytes), taken.Tag));
        Assert.Single(server.Requests);
        Assert.Empty(waits);
    }

    [Fact]
    public async Task A_tag_is_sent_and_unchanged_is_understood()
    {
        var (fetched, server, _) = await Fetch(request => request.Contains("If-None-Match: \"a\"", StringComparison.OrdinalIgnoreCase) ? OddServer.Status("304 Not Modified") : OddServer.Status("500 Wrong"), "\"a\"");
        Assert.IsType<Fetched.Unchanged>(fetched);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_stalls_is_given_up()
    {
        var (fetched, server, _) = await Fetch(_ => new("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12") { Stall = TimeSpan.FromMinutes(1) }, attempt: TimeSpan.FromSeconds(0.7));
        Assert.Contains("no complete response within 0.7 s (3 attempts)", Assert.IsType<Fetched.Failed>(fetched).Why, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[1]")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Len")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task An_answer_that_is_cut_or_lies_about_its_length_is_asked_for_again_and_refused(string text)
    {
        var (fetched, server, _) = await Fetch(_ => new(text));
        Assert.Contains("the connection failed", Assert.IsType<Fetched.Failed>(fetched).Why, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(8, false)]
    [InlineData(1000, false)]
    public async Task A_gzip_is_taken_whole_or_not_at_all(int cut, bool isWhole)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 2000).Select(row => $"{row},{row * 7919 % 10007}"))), TestContext.Current.CancellationToken);
        }

        var body = packed.ToArray()[..^cut];
        var (fetched, _, _) = await Fetch(_ => new($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n") { Body = body });
        Assert.Equal(isWhole, fetched is Fetched.New);
        Assert.True(isWhole || Assert.IsType<Fetched.Failed>(fetched).Why.StartsWith("what it sent is not compressed as it says, or cut off", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 17\r\n\r\nnot brotli at all", "not compressed as it says")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n", "redirect")]
    public async Task What_nobody_should_answer_is_refused_in_a_sentence(string text, string why)
    {
        var (fetched, _, _) = await Fetch(_ => new(text));
        Assert.Contains(why, Assert.IsType<Fetched.Failed>(fetched).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_refused()
    {
        var (fetched, server, _) = await Fetch(_ => new(""));
        Assert.Contains("the connection failed", Assert.IsType<Fetched.Failed>(fetched).Why, StringComparison.Ordinal);
        Assert.True(server.Requests.Count >= 3);
    }

    [Fact]
    public async Task A_page_of_html_is_refused_at_once()
    {
        var (fetched, server, _) = await Fetch(_ => new("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 6\r\n\r\n<html>"));
        Assert.Contains("HTML", Assert.IsType<Fetched.Failed>(fetched).Why, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n1", 0)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", 2000)]
    public async Task What_is_too_large_is_refused_whether_the_server_says_so_or_not(string text, int again)
    {
        var (fetched, server, _) = await Fetch(_ => new(text, again));
        Assert.Contains("larger than 0.1 MB", Assert.IsType<Fetched.Failed>(fetched).Why, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_followed_and_a_ring_of_them_is_not()
    {
        var (fetched, server, _) = await Fetch(request => request.StartsWith("GET /prices.json", StringComparison.Ordinal) ? OddServer.Status("302 Found", "Location: /moved.json\r\n") : OddServer.Good("[2]"));
        Assert.Equal("[2]", Encoding.UTF8.GetString(Assert.IsType<Fetched.New>(fetched).Bytes));
        Assert.Equal(2, server.Requests.Count);
        (fetched, server, _) = await Fetch(_ => OddServer.Status("302 Found", "Location: /prices.json\r\n"));
        Assert.Contains("too many redirects", Assert.IsType<Fetched.Failed>(fetched).Why, StringComparison.Ordinal);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_waited_out_longer_each_time_and_never_for_the_same_time()
    {
        var asked = 0;
        var (fetched, _, waits) = await Fetch(_ => ++asked < 3 ? OddServer.Status("503 Busy") : OddServer.Good("[3]"));
        Assert.IsType<Fetched.New>(fetched);
        Assert.Equal(2, waits.Count);
        Assert.InRange(waits[0].TotalSeconds, 0.25, 0.75);
        Assert.InRange(waits[1].TotalSeconds, 0.5, 1.5);
        Assert.NotEqual(waits[0] * 2, waits[1]);
    }

    [Theory]
    [InlineData("Retry-After: 7\r\n", 7)]
    [InlineData("Date: Wed, 25 Nov 2026 10:00:00 GMT\r\nRetry-After: Wed, 25 Nov 2026 10:00:09 GMT\r\n", 9)]
    public async Task A_server_that_says_when_to_ask_again_is_asked_then(string headers, int seconds)
    {
        var asked = 0;
        var (fetched, _, waits) = await Fetch(_ => ++asked == 1 ? OddServer.Status("503 Busy", headers) : OddServer.Good("[3]"));
        Assert.IsType<Fetched.New>(fetched);
        Assert.Equal(seconds, Assert.Single(waits).TotalSeconds);
    }

    [Theory]
    [InlineData("Retry-After: Wed, 25 Nov 2020 10:00:09 GMT\r\n", true)]
    [InlineData("Retry-After: Wed, 25 Nov 2122 10:00:09 GMT\r\n", false)]
    public async Task A_time_that_is_past_is_no_wait_and_one_that_is_far_is_given_up(string headers, bool isAsked)
    {
        var asked = 0;
        var (fetched, _, waits) = await Fetch(_ => ++asked == 1 ? OddServer.Status("429 Too Many Requests", headers) : OddServer.Good("[3]"));
        Assert.Equal((isAsked, isAsked ? 1 : 0), (fetched is Fetched.New, waits.Count));
        Assert.True(isAsked || ((Fetched.Failed)fetched).Why.Contains("it asks to wait", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_trusted_is_refused_with_its_reason_and_asked_for_once()
    {
        using var key = RSA.Create(2048);
        var asked = new CertificateRequest("CN=elsewhere.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var own = asked.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connections = 0;
        var serving = Serve();
        using var handler = Fetcher.Handler();
        using var fetcher = new Fetcher(handler, new WaitingClock(Limits.Attempt), new Random(1), Limits);
        var fetched = await fetcher.FetchAsync(new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"), null, TestContext.Current.CancellationToken);
        listener.Stop();
        await serving;
        Assert.StartsWith("its certificate cannot be trusted: ", Assert.IsType<Fetched.Failed>(fetched).Why, StringComparison.Ordinal);
        Assert.Matches("has expired|of another host|has signed it", ((Fetched.Failed)fetched).Why);
        Assert.Equal(1, connections);

        async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                    connections++;
                    await using var safe = new SslStream(client.GetStream());
                    await safe.AuthenticateAsServerAsync(own);
                    await safe.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
                }
            }
            catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
            {
                // Nobody trusts it, as the test wants it.
            }
        }
    }

    [Theory]
    [InlineData("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot, NotTimeValid", "its certificate cannot be trusted: it has expired or is not valid yet, or this computer's date is wrong, and nobody this computer trusts has signed it")]
    [InlineData("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch", "its certificate cannot be trusted: it is of another host")]
    [InlineData("Authentication failed", "no safe connection (TLS) can be made: Authentication failed")]
    public void What_is_wrong_with_a_safe_connection_is_said_in_words(string fault, string expected) => Assert.Equal(expected, TlsFault.Of(new(fault)));

    [Fact]
    public async Task What_is_not_there_is_not_asked_for_again()
    {
        var (fetched, server, _) = await Fetch(_ => OddServer.Status("404 Not Found"));
        Assert.Equal("the server refused the request (HTTP 404)", Assert.IsType<Fetched.Failed>(fetched).Why);
        Assert.Single(server.Requests);
    }

    private static async Task<(Fetched Fetched, OddServer Server, List<TimeSpan> Waits)> Fetch(Func<string, Answer> answer, string? tag = null, TimeSpan? attempt = null)
    {
        using var server = new OddServer(answer);
        using var handler = Fetcher.Handler();
        var limits = Limits with { Attempt = attempt ?? Limits.Attempt };
        var clock = new WaitingClock(limits.Attempt);
        using var fetcher = new Fetcher(handler, clock, new Random(1), limits);
        return (await fetcher.FetchAsync(server.Address, tag, TestContext.Current.CancellationToken), server, clock.Waits);
    }
}
