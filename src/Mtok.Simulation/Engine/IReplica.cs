using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mtok.Simulation;

/// <summary>A request as submitted to a replica.</summary>
/// <param name="Id">Its number in the log.</param>
/// <param name="Time">When it is submitted to the replica.</param>
/// <param name="Input">Its prompt.</param>
/// <param name="Output">Tokens to generate.</param>
/// <param name="Cached">The part of the prompt that need not be computed, unless block hashes decide.</param>
/// <param name="LowPriority">Whether it has low priority: it waits until no other request is left.</param>
/// <param name="Prefilled">Whether its KV cache is transferred with it and its first token has been generated.</param>
/// <param name="Names">The hashes of the prompt's blocks; null if there are none.</param>
internal readonly record struct Job(long Id, long Time, int Input, int Output, int Cached, bool LowPriority, bool Prefilled, IReadOnlyList<long>? Names);

/// <summary>
/// An engine simulation. After advancing to a time, all steps that start before it have been executed; the effects at the end of the
/// last step are not yet visible.
/// </summary>
internal interface IReplica
{
    /// <summary>Its totals so far.</summary>
    ReplicaTotals Totals { get; }

    /// <summary>Tokens, prompt and output, of its unfinished requests.</summary>
    long Outstanding { get; }

    /// <summary>Requests waiting to be admitted.</summary>
    int Waiting { get; }

    /// <summary>Unfinished requests.</summary>
    int InFlight { get; }

    /// <summary>The smallest number in the log of its unfinished requests; <see cref="long.MaxValue"/> if it has none.</summary>
    long OldestId { get; }

    /// <summary>A lower bound of the next request's end, whatever else arrives.</summary>
    long NoEndBefore { get; }

    /// <summary>Collects requests that ended; null to collect none.</summary>
    List<(long Id, long Time)>? Ended { get; set; }

    /// <summary>Submits a request; the replica must have been advanced to its time.</summary>
    void Submit(in Job job);

    /// <summary>Executes all steps that start before this time.</summary>
    void AdvanceTo(long time);

    /// <summary>Busy time up to a time it was advanced to.</summary>
    long BusyUntil(long time);

    /// <summary>The cached prefix of the prompt, in tokens.</summary>
    int Held(IReadOnlyList<long>? names, int input);

    /// <summary>Returns the requests that were never admitted, as submitted, at a time it was advanced to; no more may be submitted.</summary>
    IReadOnlyList<Job> ReleaseWaiting(long time);

    /// <summary>Stops at a time it was advanced to and returns the requests in flight, as submitted.</summary>
    IReadOnlyList<Job> Stop(long time);
}

/// <summary>The totals of a replica.</summary>
internal sealed class ReplicaTotals
{
    public const long HourTicks = 3600L * 1_000_000_000_000;
    private long _hourEnd = HourTicks;

    public long Busy { get; private set; }

    /// <summary>Busy ticks of each hour.</summary>
    public List<long> BusyByHour { get; } = [0];

    public long Steps { get; set; }

    public long Preemptions { get; set; }

    /// <summary>Prompt tokens computed and tokens generated, including recomputed ones.</summary>
    public long WorkTokens { get; set; }

    /// <summary>Of these, tokens recomputed after preemptions and failures.</summary>
    public long RepeatedTokens { get; set; }

    /// <summary>Tokens in the KV cache x ticks; shared ones count once, those beyond a window by the layers that keep them.</summary>
    public double HeldTokenTicks { get; set; }

    public long PeakPages { get; set; }

    public double WaitTicks { get; set; }

    public long Taken { get; set; }

    public long Served { get; set; }

    public int PeakWaiting { get; set; }

    /// <summary>The totals of several replicas that ran one after the other in the same place.</summary>
    public static ReplicaTotals Sum(IReadOnlyList<ReplicaTotals> parts)
    {
        var sum = new ReplicaTotals();
        foreach (var part in parts)
        {
            sum.Busy += part.Busy;
            sum.Steps += part.Steps;
            sum.Preemptions += part.Preemptions;
            sum.WorkTokens += part.WorkTokens;
            sum.RepeatedTokens += part.RepeatedTokens;
            sum.HeldTokenTicks += part.HeldTokenTicks;
            sum.PeakPages = Math.Max(sum.PeakPages, part.PeakPages);
            sum.WaitTicks += part.WaitTicks;
            sum.Taken += part.Taken;
            sum.Served += part.Served;
            sum.PeakWaiting = Math.Max(sum.PeakWaiting, part.PeakWaiting);
            for (var hour = 0; hour < part.BusyByHour.Count; hour++)
            {
                if (hour == sum.BusyByHour.Count)
                {
                    sum.BusyByHour.Add(0);
                }

                sum.BusyByHour[hour] += part.BusyByHour[hour];
            }
        }

        return sum;
    }

    /// <summary>Counts one or more steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Work(long from, long ticks, long steps)
    {
        Busy += ticks;
        Steps += steps;
        if (from + ticks <= _hourEnd && from >= _hourEnd - HourTicks)
        {
            CollectionsMarshal.AsSpan(BusyByHour)[^1] += ticks;
            return;
        }

        SplitByHour(from, ticks);
    }

    /// <summary>Subtracts what was counted as executed after a time.</summary>
    public void Subtract(long from, long ticks)
    {
        Busy -= ticks;
        for (var hour = (int)(from / HourTicks); ticks > 0; hour++)
        {
            var part = Math.Min(ticks, ((hour + 1) * HourTicks) - from);
            BusyByHour[hour] -= part;
            from += part;
            ticks -= part;
        }
    }

    private void SplitByHour(long from, long ticks)
    {
        while (ticks > 0)
        {
            var hour = (int)(from / HourTicks);
            while (BusyByHour.Count <= hour)
            {
                BusyByHour.Add(0);
            }

            var part = Math.Min(ticks, ((hour + 1) * HourTicks) - from);
            BusyByHour[hour] += part;
            from += part;
            ticks -= part;
        }

        _hourEnd = BusyByHour.Count * HourTicks;
    }
}
