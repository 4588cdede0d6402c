namespace Mtok.Traces;

/// <summary>Traces made from others, as they are read.</summary>
public static class TraceChange
{
    /// <summary>The same requests at so many times the rate: all times are divided by the factor, so that bursts keep their shape.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="factor">New rate / old rate; above zero.</param>
    public static Trace Scale(Trace trace, Ratio factor) =>
        trace with { Requests = trace.Requests.Select(request => request with { Arrival = Duration.FromSeconds(request.Arrival.Seconds / factor.Value) }) };

    /// <summary>A share of the requests, each kept or not by itself, at their own times.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="share">The share to keep.</param>
    /// <param name="seed">Which of all such samples.</param>
    public static Trace Sample(Trace trace, Ratio share, long seed) => trace with { Requests = Kept(trace.Requests, share.Value, unchecked((ulong)seed)) };

    /// <summary>The requests of a part of the time, counted from its beginning.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="from">When the part begins.</param>
    /// <param name="span">How long it lasts.</param>
    public static Trace Window(Trace trace, Duration from, Duration span) =>
        trace with
        {
            Requests = trace.Requests.TakeWhile(request => request.Arrival < from + span).Where(request => request.Arrival >= from)
                .Select(request => request with { Arrival = request.Arrival - from }),
        };

    /// <summary>The same with more users or fewer: as many times the requests of each part of the time, hours keep their place. Each copy runs round in its part by another time, so that no two come together.</summary>
    /// <param name="trace">The trace, from its first request on.</param>
    /// <param name="factor">New rate / old rate; above zero.</param>
    /// <param name="part">The parts of the time.</param>
    /// <param name="end">When the last part ends.</param>
    /// <param name="seed">Which requests are copied or left out, where the factor is not whole.</param>
    public static Trace Grow(Trace trace, Ratio factor, Duration part, Duration end, long seed) =>
        factor < Ratio.One ? Sample(trace, factor, seed) : trace with { Requests = Copied(trace.Requests, factor.Value, part.Seconds, end.Seconds, unchecked((ulong)seed)) };

    /// <summary>The same, read once and kept in memory; as it is, where it has more requests than that.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="most">The most requests to keep.</param>
    public static Trace Held(Trace trace, int most)
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

                (number, inPart) = (other, []);
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
                all.Add(copy == 0 ? request : request with { Arrival = Duration.FromSeconds(begin + ((request.Arrival.Seconds - begin + shift) % Math.Max(length, 1e-12))) });
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
