using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Mtok.Tests;
using Mtok.Tracking;

namespace Mtok.Benchmarks;

/// <summary>
/// A collector's speed, timed once: events acknowledged from many senders in this process, <c>collector [SENDERS] [SECONDS] [SPANS]</c>; and how long a
/// snapshot of an open hour takes, <c>snapshot [EVENTS] [SHARE SENT TWICE]</c>.
/// </summary>
internal static class CollectorSpeed
{
    private const long Mark = 0x7A7A7A7A7A7A7A7A;
    private static readonly DateTimeOffset Hour = new(DateTime.UtcNow.Date.AddHours(DateTime.UtcNow.Hour), TimeSpan.Zero);

    public static async Task Run(string[] args)
    {
        var (senders, seconds, spans) = ((int)Number(args, 1, 50), Number(args, 2, 20), (int)Number(args, 3, 100));
        var template = Body(Mark, spans);
        var places = PlacesOf(template);
        await With(async collector =>
        {
            var (events, next) = (0L, 0L);
            var waits = new ConcurrentBag<double>();
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
            {
                while (watch.Elapsed.TotalSeconds < seconds)
                {
                    var body = Unique(template, places, Interlocked.Increment(ref next));
                    var begun = Stopwatch.GetTimestamp();
                    if (await collector.Take(new(BodyKind.OtlpProto, body, "bench"), CancellationToken.None) is CollectorAnswer.Stored stored)
                    {
                        Interlocked.Add(ref events, stored.Events);
                        waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                    }
                }
            })));
            var (took, status, sorted) = (watch.Elapsed.TotalSeconds, collector.Status, waits.Order().ToList());
            Say($"{senders} senders of {spans} spans: {events / took:0} events/s, {status.Commits / took:0.0} commits/s, refused {status.Requests["busy"]}");
            Say($"answered after {sorted[sorted.Count / 2]:0} ms (median), {sorted[(int)(sorted.Count * 0.99)]:0} ms (99 %), {sorted[^1]:0} ms (all)");
        });
    }

    public static async Task Snapshots(string[] args)
    {
        var (events, again) = ((long)Number(args, 1, 1_000_000), Number(args, 2, 0));
        await With(async collector =>
        {
            for (var trace = 1L; trace <= events / 1000; trace++)
            {
                var body = Body(trace, 1000);
                for (var times = trace % 100 < again * 100 ? 2 : 1; times > 0; times--)
                {
                    await collector.Take(new(BodyKind.OtlpProto, body, "bench"), CancellationToken.None);
                }
            }

            for (var times = 0; times < 3; times++)
            {
                var watch = Stopwatch.StartNew();
                var tracked = collector.Snapshot(new())!;
                var requests = tracked.Usage.Sum(hour => hour.Requests);
                Say($"{collector.Status.OpenRows} open rows, {tracked.Repeated} repeated: snapshot of {requests} in {watch.Elapsed.TotalSeconds:0.00} s");
                await collector.Take(new(BodyKind.OtlpProto, Body(-1 - times, 1), "bench"), CancellationToken.None);
            }
        });
    }

    private static async Task With(Func<LedgerCollector, Task> run)
    {
        var folder = Directory.CreateTempSubdirectory("mtok-collector").FullName;
        using (var collector = LedgerCollector.Open(folder, CatalogReader.Load(null, new())!, CollectorLimits.Default, TimeProvider.System, new())!)
        {
            using var stop = new CancellationTokenSource();
            var running = collector.Run(stop.Token);
            await run(collector);
            await stop.CancelAsync();
            await running;
        }

        using var process = Process.GetCurrentProcess();
        Say($"processor {process.TotalProcessorTime.TotalSeconds:0.0} s, memory at most {process.PeakWorkingSet64 / 1e6:0} MB");
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Body(long trace, int spans) => OtlpBody.Of("shop", Enumerable.Range(1, spans).Select(span =>
        new OtlpBody.Call(trace, span, Hour.AddSeconds((trace + span) % 3600 & 0xFFF), $"m{span % 5}", $"t{trace % 20}", 100 + span, span)));

    /// <summary>The same body with another trace, at little cost to the sender.</summary>
    private static byte[] Unique(byte[] template, List<int> places, long trace)
    {
        var body = (byte[])template.Clone();
        places.ForEach(place => BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(place), trace));
        return body;
    }

    private static List<int> PlacesOf(byte[] template)
    {
        var mark = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(mark, Mark);
        var places = new List<int>();
        for (var at = template.AsSpan().IndexOf(mark); at >= 0;)
        {
            places.Add(at);
            var next = template.AsSpan(at + mark.Length).IndexOf(mark);
            at = next < 0 ? -1 : at + mark.Length + next;
        }

        return places;
    }

    private static double Number(string[] args, int at, double otherwise) =>
        args.Length > at ? double.Parse(args[at], CultureInfo.InvariantCulture) : otherwise;

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
