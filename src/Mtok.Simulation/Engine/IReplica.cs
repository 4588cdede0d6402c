namespace Mtok.Simulation;

/// <summary>A request as a replica gets it.</summary>
/// <param name="Id">Its number in the log.</param>
/// <param name="Time">When the replica gets it.</param>
/// <param name="Input">Its prompt.</param>
/// <param name="Output">Tokens to generate.</param>
/// <param name="Cached">The part of the prompt that need not be computed, where blocks do not decide.</param>
/// <param name="Waits">Whether it waits until no request that does not wait is left.</param>
/// <param name="Prefilled">Whether its keys and values come with it, and its first token is out.</param>
/// <param name="Names">Names of the prompt's blocks.</param>
internal readonly record struct Job(long Id, long Time, int Input, int Output, int Cached, bool Waits, bool Prefilled, IReadOnlyList<long>? Names);

/// <summary>An engine at work. Steps that begin before a time are done when it was advanced to it, and what they lead to at their end is not yet seen.</summary>
internal interface IReplica
{
    /// <summary>What it did.</summary>
    ReplicaTotals Totals { get; }

    /// <summary>Tokens, prompt and output, of the requests it has not finished.</summary>
    long Outstanding { get; }

    /// <summary>Requests that wait to be taken into work.</summary>
    int Waiting { get; }

    /// <summary>Requests it has not finished.</summary>
    int InFlight { get; }

    /// <summary>No request ends before this, whatever else arrives.</summary>
    long NoEndBefore { get; }

    /// <summary>Requests that ended, for whoever follows them; null where nobody does.</summary>
    List<(long Id, long Time)>? Ended { get; set; }

    /// <summary>Takes a request; it was advanced to its time.</summary>
    void Submit(in Job job);

    /// <summary>Does all steps that begin before this time.</summary>
    void AdvanceTo(long time);

    /// <summary>Time it worked up to a time it was advanced to.</summary>
    long BusyUntil(long time);

    /// <summary>Leading blocks of the prompt that it holds, in tokens.</summary>
    int Held(IReadOnlyList<long>? names, int input);

    /// <summary>Lets go of the requests that were never taken into work, at a time it was advanced to, as they came in; it gets no more.</summary>
    IReadOnlyList<Job> LetGo(long time);

    /// <summary>Breaks off at a time it was advanced to; the requests it had in hand come back as they came in.</summary>
    IReadOnlyList<Job> Stop(long time);
}

/// <summary>What a replica did.</summary>
internal sealed class ReplicaTotals
{
    public const long HourTicks = 3600L * 1_000_000_000_000;
    private long _hourEnd = HourTicks;

    public long Busy { get; private set; }

    /// <summary>Busy time of each hour.</summary>
    public List<long> BusyByHour { get; } = [0];

    public long Steps { get; set; }

    public long Preemptions { get; set; }

    /// <summary>Prompt tokens computed and tokens generated, those done again included.</summary>
    public long WorkTokens { get; set; }

    /// <summary>Those of them that had been done before: after preemptions and failures.</summary>
    public long RepeatedTokens { get; set; }

    /// <summary>Tokens held x ticks.</summary>
    public double HeldTokenTicks { get; set; }

    public long PeakBlocks { get; set; }

    public double WaitTicks { get; set; }

    public long Taken { get; set; }

    public long Served { get; set; }

    public int PeakWaiting { get; set; }

    /// <summary>What several replicas did, one after the other in the same place.</summary>
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
            sum.PeakBlocks = Math.Max(sum.PeakBlocks, part.PeakBlocks);
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

    /// <summary>Counts a step or a run of them.</summary>
    public void Work(long from, long ticks, long steps)
    {
        Busy += ticks;
        Steps += steps;
        if (from + ticks <= _hourEnd && from >= _hourEnd - HourTicks)
        {
            BusyByHour[^1] += ticks;
            return;
        }

        SplitByHour(from, ticks);
    }

    /// <summary>Takes back what was counted as done after a time.</summary>
    public void TakeBack(long from, long ticks)
    {
        Busy -= ticks;
        for (var hour = (int)(from / HourTicks); ticks > 0; hour++)
        {
            var part = Math.Min(ticks, ((hour + 1) * HourTicks) - from);
            BusyByHour[hour] -= part;
            (from, ticks) = (from + part, ticks - part);
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
            (from, ticks) = (from + part, ticks - part);
        }

        _hourEnd = BusyByHour.Count * HourTicks;
    }
}
