namespace Mtok.Traces;

/// <summary>
/// Generates traffic like a profile's, as a stream. Requests of a class are a renewal process with gamma-distributed gaps whose clock runs at the
/// class's rate: the step of its rate curve times a gamma-distributed factor for each minute, whose mean over each hour is 1. The same profile and
/// seed give the same requests.
/// </summary>
public static class TraceGenerator
{
    /// <summary>Synthetic traffic of a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="span">Its length; the profile repeats if it is shorter.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="rate">The mean rate over the profile's length; null for the profile's own.</param>
    public static Trace Generate(TrafficProfile profile, Duration span, long seed, RequestsPerSecond? rate = null)
    {
        var scale = rate is { } requested ? requested / profile.MeanRate : Ratio.One;
        return new(profile.Id, [.. profile.Classes.Select(part => part.Name)], null, Merge(profile, span, unchecked((ulong)seed), scale.Value));
    }

    /// <summary>
    /// Synthetic traffic of a workload as one class of requests (assumed, not recorded): mean rate, shape, mean lengths and cached share
    /// come from the workload, everything else from a profile.
    /// </summary>
    /// <param name="workload">The workload.</param>
    /// <param name="like">The profile that gives the burstiness within the hour and the distribution of lengths.</param>
    /// <param name="span">Its length; the shape repeats if it is shorter.</param>
    /// <param name="seed">The seed.</param>
    public static Trace Of(Workload workload, TrafficProfile like, Duration span, long seed)
    {
        var traffic = Generate(WorkloadTraffic.Profile(workload, like), span, seed);
        return traffic with { Classes = [workload.Name], Requests = OneClass(traffic.Requests, workload.Mix.CachedShare.Value) };
    }

    /// <summary>The same requests as a single class, each with its share of cached tokens; rounding residues carry over to the next.</summary>
    private static IEnumerable<TraceRequest> OneClass(IEnumerable<TraceRequest> requests, double share)
    {
        var rest = 0.0;
        foreach (var request in requests)
        {
            rest += request.Input.Count * share;
            var cached = Math.Min(Math.Floor(rest), request.Input.Count);
            rest -= cached;
            yield return request with { Class = 0, Cached = Tokens.FromCount(cached) };
        }
    }

    private static IEnumerable<TraceRequest> Merge(TrafficProfile profile, Duration span, ulong seed, double scale)
    {
        var arrivals = profile.Classes.Select((part, at) => new ClassArrivals(part, seed, at, scale, span.Seconds)).ToArray();
        while (true)
        {
            var first = 0;
            for (var other = 1; other < arrivals.Length; other++)
            {
                first = arrivals[other].Time < arrivals[first].Time ? other : first;
            }

            var next = arrivals[first];
            if (next.Time >= span.Seconds)
            {
                yield break;
            }

            var (input, output) = next.Lengths();
            yield return new(Duration.FromSeconds(next.Time), Tokens.FromCount(input), Tokens.FromCount(output), default, first, null);
            next.Advance();
        }
    }
}
