using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Mtok.App;

/// <summary>Asks addresses for files of prices. Handler, clock and randomness are given, so that every failure can be had at will.</summary>
internal sealed class Fetcher(HttpMessageHandler handler, TimeProvider clock, Random jitter, FetchLimits limits) : IDisposable
{
    private readonly HttpClient _client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The one that asks the network.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "the client that is disposed owns it")]
    public static Fetcher Live() =>
        new(Handler(), TimeProvider.System, new Random(), new());

    public void Dispose() => _client.Dispose();

    /// <summary>The content of an address; a failure that may pass is waited out a few times.</summary>
    /// <param name="address">The address.</param>
    /// <param name="tag">The tag of the content that is there already; null where there is none.</param>
    /// <param name="cancelled">Ends the waiting.</param>
    public async Task<Fetched> FetchAsync(Uri address, string? tag, CancellationToken cancelled)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (fetched, mayPass) = await AskAsync(address, tag, cancelled);
            if (!mayPass || attempt == limits.Attempts)
            {
                return fetched is Fetched.Failed failed && attempt > 1 ? failed with { Why = $"{failed.Why} ({attempt} attempts)" } : fetched;
            }

            await Task.Delay(limits.FirstWait * Math.Pow(2, attempt - 1) * (0.5 + jitter.NextDouble()), clock, cancelled);
        }
    }

    /// <summary>What asks the network: a few redirects are followed, never from https to http.</summary>
    internal static SocketsHttpHandler Handler() =>
        new() { AutomaticDecompression = DecompressionMethods.All, MaxAutomaticRedirections = 5, ConnectTimeout = TimeSpan.FromSeconds(15) };

    private async Task<(Fetched Fetched, bool MayPass)> AskAsync(Uri address, string? tag, CancellationToken cancelled)
    {
        using var late = new CancellationTokenSource(limits.Attempt, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, late.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (tag is not null && EntityTagHeaderValue.TryParse(tag, out var known))
            {
                request.Headers.IfNoneMatch.Add(known);
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await TakeAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            return (new Fetched.Failed(string.Create(CultureInfo.InvariantCulture, $"no whole answer within {limits.Attempt.TotalSeconds:0.##} s")), true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            return (new Fetched.Failed($"the connection failed: {exception.Message}"), true);
        }
    }

    private async Task<(Fetched Fetched, bool MayPass)> TakeAsync(HttpResponseMessage response, CancellationToken cancelled)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return (new Fetched.Unchanged(), false);
        }

        if (status is >= 300 and < 400)
        {
            return (new Fetched.Failed($"sent on elsewhere too often, or to where it is not safe (HTTP {status})"), false);
        }

        if (!response.IsSuccessStatusCode)
        {
            return (new Fetched.Failed($"the server refused (HTTP {status})"), status is 408 or 429 or >= 500);
        }

        if (response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            return (new Fetched.Failed("the server sent a page of HTML, no prices"), false);
        }

        if (response.Content.Headers.ContentLength > limits.Largest)
        {
            return (new Fetched.Failed(TooLarge), false);
        }

        return await WholeAsync(response, cancelled) is { } bytes
            ? (new Fetched.New(bytes, response.Headers.ETag?.ToString() ?? ""), false)
            : (new Fetched.Failed(TooLarge), false);
    }

    private string TooLarge => string.Create(CultureInfo.InvariantCulture, $"larger than {limits.Largest / 1024.0 / 1024:0.##} MB");

    /// <summary>All bytes; null where there are more than may be. A stated length that is not met is an exception of the stream.</summary>
    private async Task<byte[]?> WholeAsync(HttpResponseMessage response, CancellationToken cancelled)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancelled);
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancelled)) > 0;)
        {
            if (whole.Length + read > limits.Largest)
            {
                return null;
            }

            await whole.WriteAsync(buffer.AsMemory(0, read), cancelled);
        }

        return whole.ToArray();
    }
}
