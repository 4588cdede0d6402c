using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Mtok.Tests;

namespace Mtok.Benchmarks;

/// <summary>
/// A load on a server that runs (<c>mtok serve --ledger DIR</c>): senders export spans over OTLP as fast as they are acknowledged, or at a rate; viewers
/// read pages meanwhile. What was acknowledged is then compared with what the ledger counts.
/// </summary>
internal sealed class ServeLoad(Uri server, int senders, int viewers, double seconds, double eventsPerSecond) : IDisposable
{
    private const int SpansOfABody = 100;
    private static readonly string[] Pages = ["", "track", "decide", "prices", "api/v1/track/report"];

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly string _team = string.Create(CultureInfo.InvariantCulture, $"load-{Environment.ProcessId}-{Stopwatch.GetTimestamp()}");
    private readonly List<double> _acknowledged = [];
    private readonly List<double> _viewed = [];
    private long _events;
    private long _refused;
    private long _next;

    /// <summary><c>serve URL [senders] [viewers] [seconds] [events per second, 0 for as many as it takes]</c></summary>
    public static async Task Run(string[] args)
    {
        double Number(int at, double usual) => args.Length > at ? double.Parse(args[at], CultureInfo.InvariantCulture) : usual;
        using var load = new ServeLoad(new(args[1]), (int)Number(2, 2), (int)Number(3, 0), Number(4, 60), Number(5, 0));
        await load.Run().ConfigureAwait(false);
    }

    private async Task Run()
    {
        var run = Enumerable.Range(0, senders).Select(_ => Send()).Concat(Enumerable.Range(0, viewers).Select(View)).ToList();
        await Task.WhenAll(run).ConfigureAwait(false);
        var took = _watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_events:#,##0} events acknowledged in {took:0.0} s: {_events / took:#,##0} events/s; refused and sent again {_refused:#,##0} times; "
                + $"acknowledged in p50 {Percentile(_acknowledged, 0.5):0.0} ms, p99 {Percentile(_acknowledged, 0.99):0.0} ms"));
        if (_viewed.Count > 0)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{viewers} viewers: {_viewed.Count:#,##0} pages, p50 {Percentile(_viewed, 0.5):0.0} ms, p99 {Percentile(_viewed, 0.99):0.0} ms"));
        }

        var counted = await Counted().ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in the ledger: {counted:#,##0} events"));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task Send()
    {
        var body = Body();
        while (_watch.Elapsed.TotalSeconds < seconds)
        {
            var first = Interlocked.Add(ref _next, SpansOfABody);
            Number(body, first);
            var due = eventsPerSecond > 0 ? first / eventsPerSecond : 0;
            if (due > _watch.Elapsed.TotalSeconds)
            {
                await Task.Delay(TimeSpan.FromSeconds(due - _watch.Elapsed.TotalSeconds)).ConfigureAwait(false);
            }

            await SendUntilAcknowledged(body.Bytes).ConfigureAwait(false);
            Interlocked.Add(ref _events, SpansOfABody);
        }
    }

    private async Task SendUntilAcknowledged(byte[] bytes)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
                using var answer = await _http.PostAsync(new Uri("v1/traces", UriKind.Relative), content).ConfigureAwait(false);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    Keep(_acknowledged, began);
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // The server is gone or comes back: the same is sent again, as senders do.
            }

            Interlocked.Increment(ref _refused);
            await Task.Delay(TimeSpan.FromSeconds(0.2)).ConfigureAwait(false);
        }
    }

    private async Task View(int number)
    {
        for (var at = number; _watch.Elapsed.TotalSeconds < seconds; at++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await _http.GetAsync(new Uri(Pages[at % Pages.Length], UriKind.Relative)).ConfigureAwait(false);
            await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            answer.EnsureSuccessStatusCode();
            Keep(_viewed, began);
            await Task.Delay(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
    }

    private async Task<long> Counted()
    {
        for (var tries = 0; ; tries++)
        {
            await Task.Delay(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
            var json = JsonNode.Parse(await _http.GetStringAsync(new Uri("api/v1/track/report?by=team", UriKind.Relative)).ConfigureAwait(false))!;
            var counted = json["usage"]!.AsArray().Where(row => row!["team"]!.GetValue<string>() == _team).Sum(row => row!["requests"]!.GetValue<long>());
            if (counted == _events || tries == 12)
            {
                return counted;
            }
        }
    }

    /// <summary>A body whose spans are numbered again each time it is sent: making them would take more of the machine than reading them.</summary>
    private (byte[] Bytes, List<int> Places) Body()
    {
        const long Mark = 0x6d746f6b_00000000;
        var calls = Enumerable.Range(0, SpansOfABody).Select(at => new OtlpBody.Call(Mark + at, Mark + at, DateTimeOffset.UtcNow, "llama-3.3-70b", _team)).ToList();
        var bytes = OtlpBody.Of("load", calls);
        var places = Enumerable.Range(0, bytes.Length - 8).Where(at => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)) == (int)(Mark >> 32)).ToList();
        return (bytes, places);
    }

    private static void Number((byte[] Bytes, List<int> Places) body, long first)
    {
        foreach (var (place, at) in body.Places.Select((place, at) => (place, at / 2)))
        {
            BinaryPrimitives.WriteInt64BigEndian(body.Bytes.AsSpan(place), first + at + (1L << 40));
        }
    }

    private static void Keep(List<double> times, long began)
    {
        lock (times)
        {
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private static double Percentile(List<double> times, double share)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }
}
