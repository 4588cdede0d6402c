namespace Mtok.Simulation;

/// <summary>How many replicas of a group are wanted and can be had.</summary>
internal sealed class GroupState
{
    private readonly Random _random;
    private readonly List<Member> _members;
    private int _capacity = int.MaxValue;
    private int _tick;
    private long _enoughSince = Ticks.Never;

    public GroupState(ReplicaGroup group, IReadOnlyList<Member> members, int seed)
    {
        (Group, _members, _random) = (group, [.. members], new Random(seed));
        Target = group.Schedule is { } schedule ? schedule.At(0) : group.Scaling is { } scaling ? Math.Clamp(group.Count, scaling.Least, scaling.Most) : group.Count;
        Availability = group.Losses.OfType<Loss.Availability>().FirstOrDefault();
    }

    public ReplicaGroup Group { get; }

    public IReadOnlyList<Member> Members => _members;

    public Loss.Availability? Availability { get; }

    /// <summary>Replicas wanted, spares apart.</summary>
    public int Target { get; private set; }

    /// <summary>Places to begin with; a schedule may need more while some start and others drain.</summary>
    public static int Places(ReplicaGroup group) => group.Spares + Math.Max(group.Schedule?.Counts.Max() ?? group.Count, group.Scaling?.Most ?? 0);

    /// <summary>One more place.</summary>
    public void Add(Member member) => _members.Add(member);

    /// <summary>From now on the schedule's number of that step holds.</summary>
    public void Turn(long step) => Target = Group.Schedule!.At(step);

    /// <summary>How many are to be added for a step of the schedule, as far as sellers have them.</summary>
    public int ToAdd(long step) =>
        Math.Min(Math.Max(0, Group.Schedule!.At(step) - Group.Schedule.At(step - 1)), Math.Max(0, _capacity - Members.Count(member => member.IsPaid)));

    /// <summary>A time until the next loss.</summary>
    public long Draw(Duration between) => Ticks.FromSeconds(Math.Min(-Math.Log(1 - _random.NextDouble()) * between.Seconds, Ticks.Longest.Seconds * 10));

    public void NextCapacity() => _capacity = Availability!.Launchable[_tick++ % Availability.Launchable.Count];

    /// <summary>Sets how many are wanted from what is going on; whether that changed.</summary>
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

        (Target, _enoughSince) = (wanted, Ticks.Never);
        return true;
    }

    /// <summary>Replicas that the sellers' capacity no longer holds, the last first.</summary>
    public List<Member> Beyond()
    {
        var paid = Members.Where(member => member.IsPaid).OrderBy(member => member.Number).ToList();
        return paid.Count <= _capacity ? [] : paid[_capacity..];
    }

    /// <summary>Places to fill: those that were being given back first.</summary>
    public List<Member> ToStart()
    {
        var wanted = Target + Group.Spares;
        var missing = Math.Min(wanted, _capacity) - Members.Count(member => member.IsPaid && member.Standing != Standing.Draining);
        var room = Math.Max(0, _capacity - Members.Count(member => member.IsPaid));
        // What a schedule gave back is gone for good: those in its place were started ahead.
        var draining = Group.Schedule is not null ? [] : Members.Where(member => member.Standing == Standing.Draining).Take(Math.Max(0, missing)).ToList();
        return [.. draining, .. Members.Where(member => !member.IsPaid).Take(Math.Max(0, Math.Min(missing - draining.Count, room)))];
    }

    /// <summary>Replicas too many: those that start first, then the last.</summary>
    public List<Member> ToStop()
    {
        // Those that start are a schedule's next step's.
        var kept = Members.Where(member => member.IsPaid && member.Standing != Standing.Draining && (Group.Schedule is null || member.Standing != Standing.Starting)).ToList();
        return [.. kept.OrderByDescending(member => member.Standing == Standing.Starting).ThenByDescending(member => member.Number).Take(Math.Max(0, kept.Count - Target - Group.Spares))];
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
