using System.Diagnostics;
using System.Globalization;
using Mtok.Traces;
using Trace = Mtok.Traces.Trace;

namespace Mtok.App;

/// <summary>Tells on stderr how far a long reading has come: a line that is overwritten at a terminal, a line each minute elsewhere.</summary>
internal static class Progress
{
    private const int Between = 1 << 16;

    /// <summary>The trace, telling as its requests pass; nothing in the first two seconds.</summary>
    public static Trace Watch(Trace trace, TraceReading reading) => trace with { Requests = Watch(trace.Requests, reading) };

    private static IEnumerable<TraceRequest> Watch(IEnumerable<TraceRequest> requests, TraceReading reading)
    {
        var clock = Stopwatch.StartNew();
        var every = TimeSpan.FromSeconds(Console.IsErrorRedirected ? 60 : 1);
        var next = TimeSpan.FromSeconds(2);
        var passed = 0L;
        foreach (var request in requests)
        {
            if (++passed % Between == 0 && clock.Elapsed > next)
            {
                next = clock.Elapsed + every;
                Tell(string.Create(CultureInfo.InvariantCulture, $"{reading.Read.Percent,3:0}% read, {passed:#,##0} requests"));
            }

            yield return request;
        }

        if (clock.Elapsed > TimeSpan.FromSeconds(2) && !Console.IsErrorRedirected)
        {
            Console.Error.Write("\r\u001b[K");
        }
    }

    private static void Tell(string text) => Console.Error.Write(Console.IsErrorRedirected ? text + "\n" : "\r" + text);
}
