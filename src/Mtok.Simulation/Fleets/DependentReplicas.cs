using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>
/// Replicas that depend on each other: arrivals, losses, new replicas and scaling decisions are processed in order of time,
/// and replicas are advanced to such a time only if it could make a difference.
/// </summary>
internal sealed class DependentReplicas : FleetReplay
{
    private readonly FleetRun _run;
    private readonly SimulatedFleet _fleet;
    private readonly List<Member> _members = [];
    private readonly GroupState[] _groups;
    private readonly List<Member> _prefilling;
    private readonly PriorityQueue<Event, (long Time, long Number)> _events = new();
    private readonly List<(Event What, long Since)> _held = [];
    private readonly double[] _owed;
    private readonly Dictionary<long, IReadOnlyList<long>> _names = [];
    private readonly ApiBill _api = new();
    private readonly Routing _routing;
    private long _numbers;
    private int _deliveries;

    public DependentReplicas(FleetRun run)
    {
        _run = run;
        _fleet = run.Fleet;
        for (var group = 0; group < _fleet.Groups.Count; group++)
        {
            var places = GroupState.Places(_fleet.Groups[group]);
            _members.AddRange(Enumerable.Range(_members.Count, places).Select(number => new Member(group, number)));
        }

        _groups =
        [
            .. _fleet.Groups.Select((group, index) => new GroupState(
                group, [.. _members.Where(member => member.Group == index)], run.Options.Seed + (7919 * index))),
        ];
        _prefilling = [.. _members.Where(member => _fleet.Groups[member.Group].Kind.Role == ReplicaRole.Prefill)];
        _routing = new(run, _members);
        _owed = new double[run.Trace.Classes.Count];
    }

    public override IEnumerable<ReadOnlyMemory<Outcome>> Outcomes(CancellationToken stop)
    {
        Begin();
        using var requests = _run.Trace.Requests.GetEnumerator();
        var more = requests.MoveNext();
        var now = 0L;
        while (!Stopped)
        {
            var arrival = more ? Ticks.From(requests.Current.Arrival) : Ticks.Never;
            TransferPrefilled(Math.Min(arrival, NextEvent));
            var time = Math.Min(arrival, NextEvent);
            if (!more && IsDone(time))
            {
                break;
            }

            if (NextEvent > arrival && stop.IsCancellationRequested)
            {
                Stopped = true;
                break;
            }

            now = time;
            if (NextEvent <= arrival)
            {
                _deliveries -= _events.Peek().Kind == EventKind.Delivery ? 1 : 0;
                Handle(_events.Dequeue(), time);
            }
            else
            {
                Arrive(requests.Current, time);
                more = requests.MoveNext();
                foreach (var piece in _run.Log.Count % BatchSize == 0 ? _run.Log.Take(FirstOpen()) : [])
                {
                    yield return piece;
                }
            }

            Stopped = _run.Misses is { Exceeded: true };
        }

        _members.ForEach(member => member.Replica?.AdvanceTo(Stopped ? now : Ticks.Never));
        Members = [.. _members.Select(member => member.Run())];
        Api = _api.ByHour;
        foreach (var piece in _run.Log.Take(_run.Log.Count))
        {
            yield return piece;
        }
    }

    /// <summary>The first request that is not answered: at a replica, between two, or waiting for one.</summary>
    private long FirstOpen()
    {
        if (!IsLookDue(_run.Log.Count, _members.Sum(member => (long)(member.Replica?.InFlight ?? 0)) + _events.Count + _held.Count))
        {
            return 0;
        }

        var moving = _events.UnorderedItems.Where(item => item.Element.Kind == EventKind.Delivery).Select(item => item.Element.Id);
        var ended = _prefilling.SelectMany(member => member.Replica?.Ended ?? []).Select(one => one.Id);
        return _members.Select(member => member.Replica?.OldestId ?? long.MaxValue)
            .Concat(moving).Concat(ended).Concat(_held.Select(one => one.What.Id)).Append(_run.Log.Count).Min();
    }

    private long NextEvent => _events.TryPeek(out _, out var when) ? when.Time : Ticks.Never;

    private void Begin()
    {
        foreach (var state in _groups)
        {
            foreach (var (member, place) in state.Members.Select((member, place) => (member, place)))
            {
                if (place < state.Target + state.Group.Spares)
                {
                    MakeReady(state, member, 0);
                }
            }

            if (state.Group.Scaling is { } scaling)
            {
                Later(new(EventKind.Look, Group: IndexOf(state)), Ticks.From(scaling.Interval));
            }

            if (state.Group.Schedule is { IsFlat: false } schedule)
            {
                Later(new(EventKind.Ahead, Group: IndexOf(state), Id: 1), ProvisionTime(state, 1));
                Later(new(EventKind.Turn, Group: IndexOf(state), Id: 1), Ticks.From(schedule.Step));
            }

            if (state.Availability is not null)
            {
                Later(new(EventKind.Capacity, Group: IndexOf(state)), 0);
            }
        }

        int IndexOf(GroupState state) => Array.IndexOf(_groups, state);
    }

    /// <summary>Whether the run is complete: only scaling decisions on idle replicas would follow.</summary>
    private bool IsDone(long time)
    {
        // Requests that wait for machines that never arrive are abandoned at the end of the time range.
        if (time >= Ticks.From(Ticks.Longest))
        {
            return true;
        }

        if (_deliveries > 0)
        {
            return false;
        }

        AdvanceAll(_members, time);
        return _held.Count == 0 && _members.TrueForAll(member => member.Replica is not { InFlight: > 0 });
    }

    private void Arrive(in TraceRequest request, long time)
    {
        var id = _run.Log.Add(request, time);
        if (id % 16384 == 0)
        {
            _run.Options.Progress?.Report(new(id, Ticks.ToDuration(time)));
        }

        var overflow = _run.OverflowOf(request.Class);
        if (overflow is { When: OverflowRule.Share share } && IsOwed(request.Class, share))
        {
            _api.Send(overflow, request, ref _run.Log[id], time);
            return;
        }

        if (!_routing.CanEver(request))
        {
            if (overflow is not null)
            {
                _api.Send(overflow, request, ref _run.Log[id], time);
            }
            else
            {
                _run.Log[id].Ending = Ending.TooLong;
            }

            return;
        }

        Deliver(new(EventKind.Delivery, Id: id, Request: request), time);
    }

    private bool IsOwed(int @class, OverflowRule.Share share)
    {
        _owed[@class] += share.Of.Value;
        var isOwed = _owed[@class] >= 1 - 1e-9;
        _owed[@class] -= isOwed ? 1 : 0;
        return isOwed;
    }

    private void Handle(in Event what, long time)
    {
        switch (what.Kind)
        {
            case EventKind.Delivery:
                Deliver(what, time);
                break;
            case EventKind.Ready when _members[what.Member].Life == what.Life:
                MakeReady(_groups[_members[what.Member].Group], _members[what.Member], time);
                Release(time);
                break;
            case EventKind.Loss when _members[what.Member].Life == what.Life:
                Lose(_members[what.Member], time, what.NewMachine);
                break;
            case EventKind.Look:
                Look(_groups[what.Group], time);
                Later(what, time + Ticks.From(_groups[what.Group].Group.Scaling!.Interval));
                break;
            case EventKind.Ahead:
                ProvisionAhead(_groups[what.Group], what.Id, time);
                Later(what with { Id = what.Id + 1 }, ProvisionTime(_groups[what.Group], what.Id + 1));
                break;
            case EventKind.Turn:
                _groups[what.Group].Turn(what.Id);
                Adjust(_groups[what.Group], time);
                ActivateSpares(_groups[what.Group], time);
                Later(what with { Id = what.Id + 1 }, TimeOf(_groups[what.Group], what.Id + 1));
                break;
            case EventKind.Drained when _members[what.Member].Life == what.Life:
                Drain(_members[what.Member], time);
                break;
            case EventKind.Capacity:
                _groups[what.Group].NextCapacity();
                Adjust(_groups[what.Group], time);
                Later(what, time + Ticks.From(_groups[what.Group].Availability!.Step));
                break;
        }
    }

    private void Deliver(in Event what, long time)
    {
        var request = what.Request;
        var overflow = OverflowOf(what);
        if (_routing.Choose(request, what.Prefilled, time) is not { } member)
        {
            // A request that may overflow to an API does not wait for a replica to start.
            if (overflow is not null)
            {
                _api.Send(overflow, request, ref _run.Log[what.Id], time);
            }
            else
            {
                _held.Add((what, time));
            }

            return;
        }

        var group = _fleet.Groups[member.Group];
        var replica = member.Replica!;
        replica.AdvanceTo(time);
        if (overflow is not null && Overflows.IsDue(overflow.When, request, replica, group, time))
        {
            _api.Send(overflow, request, ref _run.Log[what.Id], time);
            return;
        }

        if (group.Kind.Role == ReplicaRole.Prefill && request.Blocks is { } names)
        {
            _names[what.Id] = names;
        }

        var job = _run.JobOf(what.Id, request, time, group);
        replica.Submit(what.Prefilled ? job with { Prefilled = true, Cached = 0, Names = null } : job);
    }

    /// <summary>Where it may still overflow: not after a replica started it, nor if the share is chosen on arrival.</summary>
    private Overflow? OverflowOf(in Event what)
    {
        var overflow = what.Prefilled || _run.Log[what.Id].Retries > 0 ? null : _run.OverflowOf(what.Request.Class);
        return overflow?.When is OverflowRule.Share ? null : overflow;
    }

    /// <summary>Transfers requests whose prefill is complete to a replica that decodes.</summary>
    private void TransferPrefilled(long time)
    {
        foreach (var member in _prefilling)
        {
            if (member.Replica is not { Ended: { } ended } replica)
            {
                continue;
            }

            replica.AdvanceTo(time);
            foreach (var (id, at) in ended)
            {
                ref var outcome = ref _run.Log[id];
                if (outcome.Output > 1)
                {
                    outcome.Ending = Ending.Unfinished;
                    outcome.End = 0;
                    Queue(new(EventKind.Delivery, Id: id, Prefilled: true, Request: RequestOf(id, 0)), at + _fleet.Transfer.TicksOf(outcome.Input));
                }
            }

            ended.Clear();
        }
    }

    private TraceRequest RequestOf(long id, int cached)
    {
        ref var outcome = ref _run.Log[id];
        return new(
            Ticks.ToDuration(outcome.Arrival), Tokens.FromCount(outcome.Input), Tokens.FromCount(outcome.Output), Tokens.FromCount(cached),
            outcome.Class, _names.GetValueOrDefault(id));
    }

    private void MakeReady(GroupState state, Member member, long time)
    {
        if (member.Replica is null)
        {
            member.Begin(_run.NewReplica(member.Group, member.Number));
            member.Replica!.Ended = state.Group.Kind.Role == ReplicaRole.Prefill ? [] : null;
        }

        var ready = state.Members.Count(other => other.Status == ReplicaStatus.Ready);
        member.Become(ready < state.Target ? ReplicaStatus.Ready : ReplicaStatus.Spare, time);
        foreach (var loss in state.Group.Losses)
        {
            if (loss is Loss.Failure or Loss.Interruption)
            {
                var between = loss is Loss.Failure failure ? failure.Between : ((Loss.Interruption)loss).Between;
                Later(new(EventKind.Loss, Member: member.Number, Life: member.Life, NewMachine: loss is Loss.Interruption), time + state.Draw(between));
            }
        }
    }

    private void Lose(Member member, long time, bool newMachine)
    {
        var state = _groups[member.Group];
        TakeDown(member, time);
        member.Become(ReplicaStatus.Starting, time);
        Later(
            new(EventKind.Ready, Member: member.Number, Life: member.Life),
            time + Ticks.From(newMachine ? state.Group.Provision + state.Group.Load : state.Group.Load));
        ActivateSpares(state, time);
    }

    /// <summary>When to provision the replicas that a step of the schedule adds.</summary>
    private static long ProvisionTime(GroupState state, long step) => Math.Max(0, TimeOf(state, step) - Ticks.From(state.Group.Provision + state.Group.Load));

    private static long TimeOf(GroupState state, long step) => step * Ticks.From(state.Group.Schedule!.Step);

    /// <summary>Provisions replicas that serve from the start of a step.</summary>
    private void ProvisionAhead(GroupState state, long step, long time)
    {
        for (var missing = state.ToAdd(step); missing > 0; missing--)
        {
            var member = state.Members.FirstOrDefault(other => !other.IsPaid) ?? NewPlace(state);
            member.Begin(null);
            member.Become(ReplicaStatus.Starting, time);
            Later(new(EventKind.Ready, Member: member.Number, Life: member.Life), TimeOf(state, step));
        }
    }

    private Member NewPlace(GroupState state)
    {
        var member = new Member(state.Members[0].Group, _members.Count);
        _members.Add(member);
        state.Add(member);
        if (state.Group.Kind.Role == ReplicaRole.Prefill)
        {
            _prefilling.Add(member);
        }

        return member;
    }

    /// <summary>A released replica is paid until its last request ends; that is checked whenever one might.</summary>
    private void Drain(Member member, long time)
    {
        member.Replica!.AdvanceTo(time);
        if (member.Replica.InFlight == 0)
        {
            member.End();
            member.Become(ReplicaStatus.Gone, time);
        }
        else
        {
            Later(new(EventKind.Drained, Member: member.Number, Life: member.Life), Math.Max(time, member.Replica.NoEndBefore) + 1);
        }
    }

    private void TakeDown(Member member, long time)
    {
        if (member.Replica is { } replica)
        {
            replica.AdvanceTo(time);
            foreach (var job in replica.Stop(time))
            {
                ref var outcome = ref _run.Log[job.Id];
                outcome.First = 0;
                outcome.End = 0;
                outcome.Retries = (byte)Math.Min(byte.MaxValue, outcome.Retries + 1);
                Queue(Again(job) with { Prefilled = false }, time);
            }

            TransferPrefilled(time);
        }

        member.End();
    }

    /// <summary>Replaces lost replicas by spares.</summary>
    private void ActivateSpares(GroupState state, long time)
    {
        foreach (var spare in state.Members.Where(member => member.Status == ReplicaStatus.Spare))
        {
            if (state.Members.Count(member => member.Status == ReplicaStatus.Ready) < state.Target)
            {
                spare.Become(ReplicaStatus.Ready, time);
            }
        }

        Release(time);
    }

    private void Look(GroupState state, long time)
    {
        AdvanceAll(state.Members, time);
        foreach (var member in state.Members.Where(member => member is { Status: ReplicaStatus.Draining, Replica.InFlight: 0 }))
        {
            member.End();
            member.Become(ReplicaStatus.Gone, time);
        }

        if (state.Decide(time, _held.Count))
        {
            Adjust(state, time);
        }
    }

    /// <summary>Scales to the target number of replicas, as far as capacity is available.</summary>
    private void Adjust(GroupState state, long time)
    {
        foreach (var member in state.Beyond())
        {
            TakeDown(member, time);
            member.Become(ReplicaStatus.Gone, time);
        }

        foreach (var member in state.ToStart())
        {
            if (member.Status == ReplicaStatus.Draining)
            {
                member.Become(ReplicaStatus.Ready, time);
                continue;
            }

            member.Begin(null);
            member.Become(ReplicaStatus.Starting, time);
            Later(new(EventKind.Ready, Member: member.Number, Life: member.Life), time + Ticks.From(state.Group.Provision + state.Group.Load));
        }

        foreach (var member in state.ToStop())
        {
            if (member.Status == ReplicaStatus.Starting || member.Replica is { InFlight: 0 })
            {
                member.End();
                member.Become(ReplicaStatus.Gone, time);
            }
            else
            {
                member.Become(ReplicaStatus.Draining, time);
                if (state.Group.Schedule is not null)
                {
                    RerouteWaiting(member, time);
                    Drain(member, time);
                }
            }
        }

        Release(time);
    }

    /// <summary>Routes requests that wait at a released replica to another one.</summary>
    private void RerouteWaiting(Member member, long time)
    {
        member.Replica!.AdvanceTo(time);
        foreach (var job in member.Replica.ReleaseWaiting(time))
        {
            _run.Log[job.Id].Wait += (float)Ticks.ToSeconds(time - job.Time);
            Queue(Again(job), time);
        }
    }

    private Event Again(in Job job)
    {
        var request = RequestOf(job.Id, job.Cached);
        return new(EventKind.Delivery, Id: job.Id, Prefilled: job.Prefilled, Request: job.Names is null ? request : request with { Blocks = job.Names });
    }

    /// <summary>Routes requests that found no replica again.</summary>
    private void Release(long time)
    {
        foreach (var (what, since) in _held)
        {
            _run.HeldTicks += time - since;
            _run.Log[what.Id].Wait += (float)Ticks.ToSeconds(time - since);
            Queue(what, time);
        }

        _held.Clear();
    }

    private static void AdvanceAll(IReadOnlyList<Member> members, long time)
    {
        foreach (var member in members)
        {
            member.Replica?.AdvanceTo(time);
        }
    }

    private void Queue(in Event what, long time)
    {
        _deliveries++;
        Later(what, time);
    }

    private void Later(in Event what, long time) => _events.Enqueue(what, (time, _numbers++));
}

/// <summary>Events of a fleet other than the arrival of a request.</summary>
internal enum EventKind
{
    Delivery,
    Ready,
    Loss,
    Look,
    Ahead,
    Turn,
    Drained,
    Capacity,
}

/// <summary>An event.</summary>
internal readonly record struct Event(
    EventKind Kind,
    int Member = 0,
    int Life = 0,
    int Group = 0,
    bool NewMachine = false,
    long Id = 0,
    bool Prefilled = false,
    TraceRequest Request = default);
