namespace Mtok.Traces;

/// <summary>Transformations of traces, applied while they are read.</summary>
public static class TraceChange
{
    /// <summary>The same requests at a multiple of the rate: all times are divided by the factor, so that bursts keep their shape.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="factor">New rate / old rate; above 0.</param>
    public static Trace Scale(Trace trace, Ratio factor) =>
        trace with { Requests = trace.Requests.Select(request => request with { Arrival = Duration.FromSeconds(request.Arrival.Seconds / factor.Value) }) };

    /// <summary>A random sample of the requests, drawn independently, at their original times.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="share">The share of requests to keep.</param>
    /// <param name="seed">The seed of the sample.</param>
    public static Trace Sample(Trace trace, Ratio share, long seed) => trace with { Requests = Kept(trace.Requests, share.Value, unchecked((ulong)seed)) };

    /// <summary>The requests of a time window, with times counted from its start.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="from">The start of the window.</param>
    /// <param name="span">The length of the window.</param>
    public static Trace Window(Trace trace, Duration from, Duration span) =>
        trace with
        {
            Requests = trace.Requests.TakeWhile(request => request.Arrival < from + span).Where(request => request.Arrival >= from)
                .Select(request => request with { Arrival = request.Arrival - from }),
        };

    /// <summary>
    /// The same traffic with more or fewer users: the requests of each part of the time are multiplied, and hours keep their rates
    /// relative to each other. Each copy is rotated within its part by a different offset, so that no two coincide.
    /// </summary>
    /// <param name="trace">The trace, from its first request on.</param>
    /// <param name="factor">New rate / old rate; above 0.</param>
    /// <param name="part">The length of the parts.</param>
    /// <param name="end">The end of the last part.</param>
    /// <param name="seed">Selects the requests that are copied or dropped if the factor is not a whole number.</param>
    public static Trace Grow(Trace trace, Ratio factor, Duration part, Duration end, long seed) =>
        factor < Ratio.One
            ? Sample(trace, factor, seed)
            : trace with { Requests = Copied(trace.Requests, factor.Value, part.Seconds, end.Seconds, unchecked((ulong)seed)) };

    /// <summary>The same requests in few classes: those named and the ones with most tokens stay, all others are one. Unchanged if they are few.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="most">The maximum number of classes, those named aside.</param>
    /// <param name="kept">Classes that stay whatever their tokens.</param>
    public static Trace MergeClasses(Trace trace, int most, IReadOnlyCollection<string> kept)
    {
        if (trace.Classes.Count <= most)
        {
            return trace;
        }

        var tokens = new double[trace.Classes.Count];
        foreach (var request in trace.Requests)
        {
            tokens[request.Class] += request.Input.Count + request.Output.Count;
        }

        var largest = Enumerable.Range(0, tokens.Length).OrderByDescending(at => tokens[at]).Take(most - 1).ToHashSet();
        var apart = Enumerable.Range(0, tokens.Length).Where(at => largest.Contains(at) || kept.Contains(trace.Classes[at])).ToList();
        var places = Enumerable.Repeat(apart.Count, tokens.Length).ToArray();
        for (var at = 0; at < apart.Count; at++)
        {
            places[apart[at]] = at;
        }

        TraceRequest Placed(TraceRequest request) => request with { Class = places[request.Class] };
        return trace with
        {
            Classes = [.. apart.Select(at => trace.Classes[at]), $"the other {tokens.Length - apart.Count} classes"],
            Requests = trace.Requests is IReadOnlyList<TraceRequest> held ? [.. held.Select(Placed)] : trace.Requests.Select(Placed),
        };
    }

    /// <summary>The same trace, read once and kept in memory; unchanged if it has more requests than the limit.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="most">The maximum number of requests to keep.</param>
    public static Trace InMemory(Trace trace, int most)
    {
        if (trace.Requests is IReadOnlyList<TraceRequest>)
        {
            return trace;
        }

        var held = new List<TraceRequest>();
        foreach (var request in trace.Requests)
        {
            if (held.Count == most)
            {
                return trace;
            }

            held.Add(request);
        }

        return trace with { Requests = held };
    }

    private static IEnumerable<TraceRequest> Copied(IEnumerable<TraceRequest> requests, double factor, double part, double end, ulong seed)
    {
        var random = new SeededRandom(seed);
        double Draw() => random.Share();
        var (number, inPart) = (0L, new List<TraceRequest>());
        foreach (var request in requests)
        {
            if ((long)(request.Arrival.Seconds / part) is var other && other != number)
            {
                foreach (var copy in Copies(inPart, number * part, Math.Min(part, end - (number * part)), factor, Draw))
                {
                    yield return copy;
                }

                number = other;
                inPart = [];
            }

            inPart.Add(request);
        }

        foreach (var copy in Copies(inPart, number * part, Math.Min(part, end - (number * part)), factor, Draw))
        {
            yield return copy;
        }
    }

    private static IEnumerable<TraceRequest> Copies(List<TraceRequest> requests, double begin, double length, double factor, Func<double> draw)
    {
        var copies = (int)Math.Ceiling(factor - 1e-9);
        var all = new List<TraceRequest>();
        for (var copy = 0; copy < copies; copy++)
        {
            var (share, shift) = (Math.Min(1, factor - copy), length * copy / copies);
            foreach (var request in requests.Where(_ => share >= 1 || draw() <= share))
            {
                all.Add(copy == 0 ? request : request with
                {
                    Arrival = Duration.FromSeconds(begin + ((request.Arrival.Seconds - begin + shift) % Math.Max(length, 1e-12))),
                });
            }
        }

        return all.OrderBy(request => request.Arrival);
    }

    private static IEnumerable<TraceRequest> Kept(IEnumerable<TraceRequest> requests, double share, ulong seed)
    {
        var random = new SeededRandom(seed);
        foreach (var request in requests)
        {
            if (random.Share() <= share)
            {
                yield return request;
            }
        }
    }
}
