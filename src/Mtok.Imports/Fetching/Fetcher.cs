using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace Mtok.Imports;

/// <summary>Fetches files over HTTP. Handler, clock and randomness are injected, so that every failure can be tested.</summary>
/// <param name="handler">Sends the requests.</param>
/// <param name="clock">Measures waits and attempts.</param>
/// <param name="jitter">Randomises the waits between attempts.</param>
/// <param name="limits">Timeouts, retries and sizes.</param>
/// <param name="prepare">Gives each request its headers; null for none.</param>
internal sealed class Fetcher(
    HttpMessageHandler handler, TimeProvider clock, Random jitter, FetchLimits limits, Action<HttpRequestMessage>? prepare = null) : IDisposable
{
    private readonly HttpClient _client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly HashSet<string> _outOfReach = new(StringComparer.OrdinalIgnoreCase);
    private bool _reached;

    /// <summary>The fetcher for the network.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the client that is disposed owns it")]
    public static Fetcher Live() =>
        new(Handler(), TimeProvider.System, Random.Shared, new());

    /// <summary>The fetcher for requests with a key, which no redirect may carry elsewhere.</summary>
    /// <param name="prepare">Gives each request its key.</param>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the client that is disposed owns it")]
    public static Fetcher WithKey(Action<HttpRequestMessage> prepare) => new(KeyHandler(), TimeProvider.System, new Random(), new(), prepare);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>The content of an address with all the pages it links to, fetched in order: all of them or none.</summary>
    /// <param name="address">The address.</param>
    /// <param name="tag">The tag of the existing content; null if there is none.</param>
    /// <param name="cancelled">Cancels waiting.</param>
    public async Task<Fetched> FetchAsync(Uri address, string? tag, CancellationToken cancelled)
    {
        var fetched = await PageAsync(address, tag, limits.Largest, cancelled);
        if (fetched is not Fetched.New first || PricePage.Of(first.Bytes) is not { Next.Length: > 0 } page)
        {
            return fetched;
        }

        var pages = new FollowedPages(address, limits);
        pages.Add(first.Bytes);
        while (page.Next.Length > 0)
        {
            if (pages.Follow(page.Next, out var why) is not { } next)
            {
                return pages.Failed(why);
            }

            switch (await PageAsync(next, null, pages.Room, cancelled))
            {
                case Fetched.New more when PricePage.Of(more.Bytes) is { } following:
                    pages.Add(more.Bytes);
                    page = following;
                    break;
                case Fetched.Failed failed:
                    return pages.Failed(failed.Why);
                default:
                    return pages.Failed("not a page of the same list");
            }
        }

        return pages.Whole();
    }

    /// <summary>The content of one address; a transient failure is retried a few times, no sooner than the server asks.</summary>
    public async Task<Fetched> PageAsync(Uri address, string? tag, int room, CancellationToken cancelled)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (fetched, mayPass) = await AskAsync(address, tag, room, cancelled);
            if (!mayPass || attempt == limits.Attempts)
            {
                return fetched is Fetched.Failed { IsOutOfReach: false } failed && attempt > 1
                    ? failed with { Why = $"{failed.Why} ({attempt} attempts)" }
                    : fetched;
            }

            var wait = limits.FirstWait * Math.Pow(2, attempt - 1) * (0.5 + jitter.NextDouble());
            if (fetched is Fetched.Failed { After: { } asked } refused)
            {
                if (asked > limits.LongestWait)
                {
                    return refused with { Why = string.Create(CultureInfo.InvariantCulture, $"{refused.Why}; it asks to wait {asked.TotalSeconds:0} s") };
                }

                wait = asked > wait ? asked : wait;
            }

            await Task.Delay(wait, clock, cancelled);
        }
    }

    /// <summary>The network handler: a few redirects are followed, never from https to http.</summary>
    internal static SocketsHttpHandler Handler() =>
        new() { AutomaticDecompression = DecompressionMethods.All, MaxAutomaticRedirections = 5, ConnectTimeout = TimeSpan.FromSeconds(15) };

    /// <summary>The same without any redirect.</summary>
    internal static SocketsHttpHandler KeyHandler()
    {
        var handler = Handler();
        handler.AllowAutoRedirect = false;
        return handler;
    }

    private async Task<(Fetched Fetched, bool MayPass)> AskAsync(Uri address, string? tag, int room, CancellationToken cancelled)
    {
        using var late = new CancellationTokenSource(limits.Attempt, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, late.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            prepare?.Invoke(request);
            if (tag is not null && EntityTagHeaderValue.TryParse(tag, out var known))
            {
                request.Headers.IfNoneMatch.Add(known);
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            _reached = true;
            return await ResponseReader.ReadAsync(response, room, limits.Largest, clock.GetUtcNow(), either.Token);
        }
        catch (OperationCanceledException) when (!either.IsCancellationRequested)
        {
            return OutOfReach(address, "the host does not answer");
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            return (new Fetched.Failed(string.Create(CultureInfo.InvariantCulture, $"no complete response within {limits.Attempt.TotalSeconds:0.##} s")), true);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.NameResolutionError)
        {
            return OutOfReach(address, "the host's name is not found");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError)
        {
            return OutOfReach(address, "the host takes no connection");
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException refused)
        {
            return (new Fetched.Failed(TlsFault.Of(refused)), false);
        }
        catch (UriFormatException)
        {
            return (new Fetched.Failed("it redirects to an address that is none of http or https"), false);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            return (new Fetched.Failed("what it sent is not compressed as it says, or cut off"), true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (new Fetched.Failed($"the connection failed: {exception.Message}"), true);
        }
    }

    /// <summary>A host that cannot be reached is asked again, unless a second one cannot be and none was: then there is no network.</summary>
    private (Fetched Fetched, bool MayPass) OutOfReach(Uri address, string why)
    {
        lock (_outOfReach)
        {
            _outOfReach.Add(address.Host);
            var isOffline = !_reached && _outOfReach.Count > 1;
            return (new Fetched.Failed(why) { IsOutOfReach = true }, !isOffline);
        }
    }
}
