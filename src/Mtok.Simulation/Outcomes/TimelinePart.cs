namespace Mtok.Simulation;

/// <summary>The activity in one period.</summary>
/// <param name="From">The start of the period.</param>
/// <param name="Length">Its length.</param>
/// <param name="Arrivals">Requests that arrived in it.</param>
/// <param name="Ends">Requests whose last token was generated in it.</param>
/// <param name="InFlight">The mean number of requests in flight.</param>
/// <param name="Output">Output tokens in it; a request's tokens after the first are spread evenly over its decoding time.</param>
public sealed record TimelinePart(Duration From, Duration Length, long Arrivals, long Ends, Ratio InFlight, Tokens Output)
{
    internal static IReadOnlyList<TimelinePart> Of(IEnumerable<ReadOnlyMemory<Outcome>> outcomes, long horizon, int parts)
    {
        var length = Math.Max(1, (horizon + parts) / parts);
        var (arrivals, ends, inFlight, output) = (new long[parts], new long[parts], new double[parts], new double[parts]);
        foreach (var piece in outcomes)
        {
            foreach (ref readonly var outcome in piece.Span)
            {
                arrivals[outcome.Arrival / length]++;
                if (outcome.Ending is Ending.Served or Ending.Overflowed)
                {
                    ends[outcome.End / length]++;
                    output[outcome.First / length]++;
                    Spread(inFlight, outcome.Arrival, outcome.End, length, 1.0 / length);
                    Spread(output, outcome.First, outcome.End, length, (outcome.Output - 1.0) / Math.Max(1, outcome.End - outcome.First));
                }
            }
        }

        return [.. Enumerable.Range(0, parts).Select(part => new TimelinePart(
            Ticks.ToDuration(part * length), Ticks.ToDuration(length), arrivals[part], ends[part], Ratio.FromValue(inFlight[part]),
            Tokens.FromCount(output[part])))];
    }

    private static void Spread(double[] parts, long from, long to, long length, double perTick)
    {
        while (from < to)
        {
            var part = from / length;
            var end = Math.Min(to, (part + 1) * length);
            parts[part] += perTick * (end - from);
            from = end;
        }
    }
}
