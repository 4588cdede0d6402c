using Mtok.Traces;

namespace Mtok.Planning;

/// <summary>A trace as a plan is replayed on it: from its first request on, for as long as was planned, at the plan's growth.</summary>
internal sealed class ReplayedTrace
{
    private readonly SortedDictionary<long, long> _prompts;

    public ReplayedTrace(Trace trace, Demand demand, ReplayedSpans spans, long seed)
    {
        var (first, last) = (-1.0, 0.0);
        var prompts = new SortedDictionary<long, long>();
        foreach (var request in trace.Requests)
        {
            first = first < 0 ? request.Arrival.Seconds : first;
            var inTime = request.Arrival.Seconds - first < spans.Time.Seconds;
            last = inTime ? request.Arrival.Seconds - first : last;
            var prompt = (long)(request.Input.Count - request.Cached.Count);
            prompts[prompt] = prompts.GetValueOrDefault(prompt) + (inTime ? 1 : 0);
            Requests = Requests + (inTime ? 1 : 0);
            Left = Left + (inTime ? 0 : 1);
        }

        _prompts = prompts;
        Time = last > 0 ? Duration.FromSeconds(last) : spans.Step;
        var planned = TraceChange.Window(trace, Duration.FromSeconds(Math.Max(0, first)), spans.Time);
        var grown = TraceChange.Grow(planned, demand.Growth, spans.Step, Time, seed);
        Trace = demand.Growth == Ratio.One ? planned : TraceChange.InMemory(grown, Replays.MostHeld);
    }

    public Trace Trace { get; }

    /// <summary>From the first request to the last.</summary>
    public Duration Time { get; }

    public long Requests { get; }

    /// <summary>
    /// The shortest prompt, without its cached part, that no more requests exceed than may miss the service level when that share
    /// must meet it; null where there was no request.
    /// </summary>
    public Tokens? PromptAt(Ratio share)
    {
        var (shorter, most) = (0L, Requests - Math.Max(1, (long)(Requests * (1 - share.Value))));
        foreach (var (prompt, count) in _prompts)
        {
            shorter += count;
            if (shorter >= most && count > 0)
            {
                return Tokens.FromCount(prompt);
            }
        }

        return null;
    }

    /// <summary>Requests after what was planned.</summary>
    public long Left { get; }
}
