namespace Mtok.Simulation;

/// <summary>Whether a request would wait too long.</summary>
internal static class Overflows
{
    public static bool IsDue(OverflowRule rule, in TraceRequest request, IReplica replica, ReplicaKind kind, long time) => rule switch
    {
        OverflowRule.QueueLength queue => replica.Waiting >= queue.Requests,
        OverflowRule.Wait wait => Wait(replica, time) > Ticks.From(wait.Longest),
        OverflowRule.PredictedTtft ttft => Wait(replica, time) + Prompt((int)request.Input.Count, replica, kind) > Ticks.From(ttft.Longest),
        _ => false,
    };

    /// <summary>Those that wait x busy time for each request served; nothing while nothing was.</summary>
    private static double Wait(IReplica replica, long time) =>
        replica.Totals.Served == 0 ? 0 : replica.Waiting * (double)replica.BusyUntil(time) / replica.Totals.Served;

    /// <summary>The steps its own prompt takes beside those in work.</summary>
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

/// <summary>What the API is paid.</summary>
internal sealed class ApiBill
{
    private readonly List<Usd> _byHour = [];

    public IReadOnlyList<Usd> ByHour => _byHour;

    public void Send(Overflow overflow, ref Outcome outcome, long time)
    {
        outcome.First = time + Ticks.From(overflow.Ttft);
        outcome.End = outcome.First + ((outcome.Output - 1) * Ticks.From(overflow.Tpot));
        outcome.Ending = Ending.Overflowed;
        var hour = (int)(time / ReplicaTotals.HourTicks);
        while (_byHour.Count <= hour)
        {
            _byHour.Add(default);
        }

        _byHour[hour] += overflow.Tariff.PriceOf(new(Tokens.FromCount(outcome.Input), Tokens.FromCount(outcome.Output), Ratio.Zero), asBatch: false);
    }
}
