using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>Decides whether a request would wait too long.</summary>
internal static class Overflows
{
    public static bool IsDue(OverflowRule rule, in TraceRequest request, IReplica replica, ReplicaGroup group, long time) => rule switch
    {
        OverflowRule.QueueLength queue => replica.Waiting >= queue.Requests,
        OverflowRule.Wait wait => Wait(replica, group, time) > Ticks.From(wait.Longest),
        OverflowRule.PredictedTtft ttft => Ttft(request, replica, group, time) > Ticks.From(ttft.Longest),
        OverflowRule.Planned planned => replica.InFlight >= planned.InFlight[StepOf(planned, time)].Value * group.Kind.Limits.MaxSequences
            || (planned.Longest is { } longest && Ttft(request, replica, group, time) > Ticks.From(longest)),
        _ => false,
    };

    private static int StepOf(OverflowRule.Planned planned, long time) => (int)(time / Ticks.From(planned.Step) % planned.InFlight.Count);

    /// <summary>The time it has waited, the predicted wait, and its prompt.</summary>
    private static double Ttft(in TraceRequest request, IReplica replica, ReplicaGroup group, long time) =>
        time - Ticks.From(request.Arrival) + Wait(replica, group, time) + Prompt((int)request.Input.Count, replica, group.Kind);

    /// <summary>
    /// Queued requests x the time per request of a full replica, if known; if all places are taken, one more must end first.
    /// Otherwise x the busy time per request served so far; zero before the first.
    /// </summary>
    private static double Wait(IReplica replica, ReplicaGroup group, long time) => group.FullRate is { PerSecond: > 0 } rate
        ? (replica.Waiting + (replica.InFlight - replica.Waiting >= group.Kind.Limits.MaxSequences ? 1 : 0)) * Ticks.PerSecond / rate.PerSecond
        : replica.Totals.Served == 0 ? 0 : replica.Waiting * (double)replica.BusyUntil(time) / replica.Totals.Served;

    /// <summary>The steps its own prompt takes beside the requests in flight.</summary>
    private static double Prompt(int input, IReplica replica, ReplicaKind kind)
    {
        var decoding = Math.Min(replica.InFlight - replica.Waiting, kind.Limits.MaxSequences);
        var room = Math.Max(1, kind.Limits.MaxBatchedTokens - decoding);
        var ticks = 0.0;
        for (var done = 0; done < input; done += room)
        {
            var tokens = Math.Min(room, input - done);
            ticks += kind.Table.Fixed(decoding, tokens) + kind.Table.Attention(done, tokens);
        }

        return ticks;
    }
}

/// <summary>The API's bill.</summary>
internal sealed class ApiBill
{
    private readonly List<Usd> _byHour = [];

    public IReadOnlyList<Usd> ByHour => _byHour;

    public void Send(Overflow overflow, in TraceRequest request, ref Outcome outcome, long time)
    {
        outcome.First = time + Ticks.From(overflow.Ttft);
        outcome.End = outcome.First + ((outcome.Output - 1) * Ticks.From(overflow.Tpot));
        outcome.Ending = Ending.Overflowed;
        outcome.Hit = (int)request.Cached.Count;
        var hour = (int)(time / ReplicaTotals.HourTicks);
        while (_byHour.Count <= hour)
        {
            _byHour.Add(default);
        }

        _byHour[hour] += overflow.PriceOf(
            new(Tokens.FromCount(outcome.Input), Tokens.FromCount(outcome.Output), Ratio.FromValue(outcome.Hit / (double)outcome.Input)),
            request.Arrival);
    }
}
