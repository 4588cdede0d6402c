namespace Mtok;

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
