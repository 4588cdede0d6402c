using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>
/// The part of a trace that decides how many machines a fleet needs which run all the time: all of it where it is short, otherwise its busiest
/// step with as many of its neighbours as make enough requests.
/// </summary>
internal static class BusiestPart
{
    /// <summary>A trace of no more requests is replayed in whole.</summary>
    private const long ShortEnough = 60_000;

    /// <summary>Requests in which the 99th percentile is known to a few hundredths of its distance.</summary>
    private const long Enough = 20_000;

    /// <summary>The requests, from the beginning of the part, and its steps.</summary>
    public static (Trace Trace, int Steps) Of(ReplayedTrace trace, ReplayedSpans spans)
    {
        var steps = spans.Steps.Count;
        if (trace.Requests <= ShortEnough || steps == 1)
        {
            return (trace.Trace, steps);
        }

        var byClass = Counts(trace.Trace, spans.Step, steps);
        var requests = Enumerable.Range(0, steps).Select(step => byClass.Sum(counts => counts[step])).ToArray();
        var (from, to) = Around(requests, Array.IndexOf(requests, requests.Max()));
        var part = TraceChange.Window(trace.Trace, spans.Step * Ratio.FromValue(from), spans.Step * Ratio.FromValue(to - from));
        return (TraceChange.InMemory(part, Replays.MostHeld), to - from);
    }

    /// <summary>Of each class the requests that come in each step; the last includes all later ones.</summary>
    public static long[][] Counts(Trace trace, Duration step, int steps)
    {
        var counts = trace.Classes.Select(_ => new long[steps]).ToArray();
        foreach (var request in trace.Requests)
        {
            counts[request.Class][Math.Min(steps - 1, (int)(request.Arrival / step).Value)]++;
        }

        return counts;
    }

    /// <summary>The busiest step and the busier neighbour again and again, until there are enough requests.</summary>
    private static (int From, int To) Around(long[] requests, int busiest)
    {
        var (from, to, sum) = (busiest, busiest + 1, requests[busiest]);
        while (sum < Enough && to - from < requests.Length)
        {
            var before = from > 0 ? requests[from - 1] : -1;
            var after = to < requests.Length ? requests[to] : -1;
            sum += Math.Max(before, after);
            (from, to) = before > after ? (from - 1, to) : (from, to + 1);
        }

        return (from, to);
    }
}
