namespace Mtok.Simulation;

/// <summary>The state of a replica at a time, which determines how it is paid.</summary>
internal enum ReplicaStatus
{
    Gone,
    Starting,
    Ready,
    Spare,
    Draining,
}

/// <summary>A period in one state.</summary>
internal readonly record struct Span(long From, long To, ReplicaStatus Status);

/// <summary>The history of a replica over the whole run.</summary>
internal sealed record MemberRun(int Group, int Number, ReplicaTotals Totals, IReadOnlyList<Span> Spans);

/// <summary>A place for a replica in a fleet, occupied or not.</summary>
internal sealed class Member(int group, int number)
{
    private readonly List<Span> _spans = [];
    private readonly List<ReplicaTotals> _past = [];
    private long _since;

    public int Group => group;

    public int Number => number;

    public IReplica? Replica { get; private set; }

    public ReplicaStatus Status { get; private set; }

    /// <summary>Counts the replicas in this place, so that events of an earlier one are recognised.</summary>
    public int Life { get; private set; }

    public bool IsPaid => Status != ReplicaStatus.Gone;

    public void Become(ReplicaStatus status, long time)
    {
        if (IsPaid && time > _since)
        {
            _spans.Add(new(_since, time, Status));
        }

        Status = status;
        _since = time;
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
        Become(Status, Ticks.Never);
        return new(group, number, ReplicaTotals.Sum(_past), [.. _spans]);
    }
}
