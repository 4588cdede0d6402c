namespace Mtok.Simulation;

/// <summary>The target and the available capacity of a group of replicas.</summary>
internal sealed class GroupState
{
    private readonly Random _random;
    private readonly List<Member> _members;
    private int _capacity = int.MaxValue;
    private int _tick;
    private long _enoughSince = Ticks.Never;

    public GroupState(ReplicaGroup group, IReadOnlyList<Member> members, int seed)
    {
        Group = group;
        _members = [.. members];
        _random = new Random(seed);
        Target = group.Schedule is { } schedule
            ? schedule.At(0)
            : group.Scaling is { } scaling ? Math.Clamp(group.Count, scaling.Least, scaling.Most) : group.Count;
        Availability = group.Losses.OfType<Loss.Availability>().FirstOrDefault();
    }

    public ReplicaGroup Group { get; }

    public IReadOnlyList<Member> Members => _members;

    public Loss.Availability? Availability { get; }

    /// <summary>The target number of replicas, without spares.</summary>
    public int Target { get; private set; }

    /// <summary>The initial number of places; a schedule may need more while some replicas start and others drain.</summary>
    public static int Places(ReplicaGroup group) => group.Spares + Math.Max(group.Schedule?.Counts.Max() ?? group.Count, group.Scaling?.Most ?? 0);

    /// <summary>Adds a place.</summary>
    public void Add(Member member) => _members.Add(member);

    /// <summary>Applies the schedule's number of a step.</summary>
    public void Turn(long step) => Target = Group.Schedule!.At(step);

    /// <summary>The number of replicas to add for a step of the schedule, limited by available capacity.</summary>
    public int ToAdd(long step) =>
        Math.Min(Math.Max(0, Group.Schedule!.At(step) - Group.Schedule.At(step - 1)), Math.Max(0, _capacity - Members.Count(member => member.IsPaid)));

    /// <summary>Draws the time until the next loss.</summary>
    public long Draw(Duration between) => Ticks.FromSeconds(Math.Min(-Math.Log(1 - _random.NextDouble()) * between.Seconds, Ticks.Longest.Seconds * 10));

    public void NextCapacity() => _capacity = Availability!.Launchable[_tick++ % Availability.Launchable.Count];

    /// <summary>Updates the target from the current load; returns whether it changed.</summary>
    public bool Decide(long time, int held)
    {
        var wanted = Wanted(held);
        if (wanted >= Target)
        {
            _enoughSince = Ticks.Never;
            var more = wanted > Target;
            Target = wanted;
            return more;
        }

        if (_enoughSince == Ticks.Never)
        {
            _enoughSince = time;
        }

        if (time - _enoughSince < Ticks.From(Group.Scaling!.DownDelay))
        {
            return false;
        }

        Target = wanted;
        _enoughSince = Ticks.Never;
        return true;
    }

    /// <summary>Replicas beyond the available capacity, the last first.</summary>
    public List<Member> Beyond()
    {
        var paid = Members.Where(member => member.IsPaid).OrderBy(member => member.Number).ToList();
        return paid.Count <= _capacity ? [] : paid[_capacity..];
    }

    /// <summary>Places to fill: draining ones first.</summary>
    public List<Member> ToStart()
    {
        var wanted = Target + Group.Spares;
        var missing = Math.Min(wanted, _capacity) - Members.Count(member => member.IsPaid && member.Status != ReplicaStatus.Draining);
        var room = Math.Max(0, _capacity - Members.Count(member => member.IsPaid));
        // Replicas released by a schedule are not reused: their replacements were started ahead of time.
        var draining = Group.Schedule is not null ? [] : Members.Where(member => member.Status == ReplicaStatus.Draining).Take(Math.Max(0, missing)).ToList();
        return [.. draining, .. Members.Where(member => !member.IsPaid).Take(Math.Max(0, Math.Min(missing - draining.Count, room)))];
    }

    /// <summary>Surplus replicas: those that are starting first, then the last.</summary>
    public List<Member> ToStop()
    {
        // Those that are starting belong to the schedule's next step.
        var kept = Members.Where(member => member.IsPaid && member.Status != ReplicaStatus.Draining
            && (Group.Schedule is null || member.Status != ReplicaStatus.Starting)).ToList();
        return [.. kept.OrderByDescending(member => member.Status == ReplicaStatus.Starting).ThenByDescending(member => member.Number)
            .Take(Math.Max(0, kept.Count - Target - Group.Spares))];
    }

    private int Wanted(int held)
    {
        var scaling = Group.Scaling!;
        var inFlight = held + Members.Sum(member => member.Replica?.InFlight ?? 0);
        var waiting = held + Members.Sum(member => member.Replica?.Waiting ?? 0);
        var wanted = scaling.Signal switch
        {
            ScalingSignal.InFlight signal => (inFlight + signal.PerReplica - 1) / signal.PerReplica,
            ScalingSignal.Waiting signal when waiting > (long)signal.PerReplica * Target => Target + 1,
            ScalingSignal.Waiting => waiting == 0 ? Target - 1 : Target,
            _ => Target,
        };
        return Math.Clamp(wanted, scaling.Least, scaling.Most);
    }
}
