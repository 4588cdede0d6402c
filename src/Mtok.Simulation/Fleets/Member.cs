namespace Mtok.Simulation;

/// <summary>What a replica is at a time, as far as it is paid for.</summary>
internal enum Standing
{
    Gone,
    Starting,
    Ready,
    Spare,
    Draining,
}

/// <summary>A time in one standing.</summary>
internal readonly record struct Span(long From, long To, Standing Standing);

/// <summary>What became of a replica over the whole run.</summary>
internal sealed record MemberRun(int Group, int Number, ReplicaTotals Totals, IReadOnlyList<Span> Spans);

/// <summary>A place for a replica in a fleet, filled or not.</summary>
internal sealed class Member(int group, int number)
{
    private readonly List<Span> _spans = [];
    private readonly List<ReplicaTotals> _past = [];
    private long _since;

    public int Group => group;

    public int Number => number;

    public IReplica? Replica { get; private set; }

    public Standing Standing { get; private set; }

    /// <summary>Counts lives, so that what was meant for an earlier one is told apart.</summary>
    public int Life { get; private set; }

    public bool IsPaid => Standing != Standing.Gone;

    public void Become(Standing standing, long time)
    {
        if (IsPaid && time > _since)
        {
            _spans.Add(new(_since, time, Standing));
        }

        (Standing, _since) = (standing, time);
    }

    public void Begin(IReplica? replica)
    {
        Replica = replica;
        Life++;
    }

    public void End()
    {
        if (Replica is not null)
        {
            _past.Add(Replica.Totals);
        }

        Replica = null;
        Life++;
    }

    public MemberRun Run()
    {
        End();
        Become(Standing, Ticks.Never);
        return new(group, number, ReplicaTotals.Sum(_past), [.. _spans]);
    }
}
