using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Mtok.Imports;

/// <summary>Reads responses of servers, which may be wrong, endless or truncated.</summary>
internal static class ResponseReader
{
    /// <summary>The content of a response, and whether a failure is transient.</summary>
    /// <param name="response">The response, of which only the headers have been read.</param>
    /// <param name="room">The number of bytes that may still be read.</param>
    /// <param name="largest">The maximum with all pages before it, for the message.</param>
    /// <param name="now">The time by this computer's clock, for a server that says until when to wait and not what time it has.</param>
    /// <param name="cancelled">Cancels waiting.</param>
    public static async Task<(Fetched Fetched, bool MayPass)> ReadAsync(
        HttpResponseMessage response, int room, int largest, DateTimeOffset now, CancellationToken cancelled)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return (new Fetched.Unchanged(), false);
        }

        if (status is >= 300 and < 400)
        {
            return (new Fetched.Failed($"too many redirects, or a redirect to an unsafe address (HTTP {status})"), false);
        }

        if (!response.IsSuccessStatusCode)
        {
            var refused = new Fetched.Failed($"the server refused the request (HTTP {status})") { After = Wait(response.Headers, now) };
            return (refused, status is 408 or 429 or >= 500);
        }

        if (response.Content.Headers.ContentType?.MediaType == "text/html")
        {
            return (new Fetched.Failed("the server sent an HTML page, not data"), false);
        }

        if (response.Content.Headers.ContentLength > room)
        {
            return (new Fetched.Failed(TooLarge(largest)), false);
        }

        return await WholeAsync(response, room, cancelled) is { } bytes
            ? (new Fetched.New(bytes, response.Headers.ETag?.ToString() ?? ""), false)
            : (new Fetched.Failed(TooLarge(largest)), false);
    }

    /// <summary>How long a server asks to wait: for seconds, or until a time.</summary>
    private static TimeSpan? Wait(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } seconds } => seconds,
        { Date: { } until } => until - (headers.Date ?? now) is { Ticks: > 0 } left ? left : TimeSpan.Zero,
        _ => null,
    };

    private static string TooLarge(int largest) => string.Create(CultureInfo.InvariantCulture, $"larger than {largest / 1024.0 / 1024:0.##} MB in all");

    /// <summary>All bytes; null if there are more than allowed. A stated length that is not met is an exception of the stream.</summary>
    private static async Task<byte[]?> WholeAsync(HttpResponseMessage response, int room, CancellationToken cancelled)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancelled);
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancelled)) > 0;)
        {
            if (whole.Length + read > room)
            {
                return null;
            }

            await whole.WriteAsync(buffer.AsMemory(0, read), cancelled);
        }

        return whole.ToArray();
    }
}
