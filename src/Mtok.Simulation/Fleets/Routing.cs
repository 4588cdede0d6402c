using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>Chooses the replica for a request.</summary>
internal sealed class Routing(SimulatedFleet fleet, IReadOnlyList<string> classes, List<Member> members)
{
    private readonly bool[]?[] _takes =
    [
        .. fleet.Groups.Select(group => group.Only.Count == 0 ? null : classes.Select(name => group.Only.Contains(name)).ToArray()),
    ];
    private readonly double[] _rates = [.. fleet.Groups.Select(group => fleet.Router == Router.LeastWork ? group.FullRate?.PerSecond ?? 1 : 1)];
    private readonly bool _isSplit = fleet.Groups.Any(group => group.Kind.Role == ReplicaRole.Decode);
    private int _turn;
    private int _decodeTurn;

    /// <summary>Whether any replica could ever serve it.</summary>
    public bool CanEver(in TraceRequest request)
    {
        var (prompt, decode) = (false, false);
        foreach (var (index, group) in fleet.Groups.Index())
        {
            var fits = Fits(request, index);
            prompt |= fits && group.Kind.Role != ReplicaRole.Decode;
            decode |= fits && group.Kind.Role != ReplicaRole.Prefill;
        }

        return prompt && (decode || !_isSplit);
    }

    /// <summary>The replica for a request; null if none is ready.</summary>
    public Member? Choose(in TraceRequest request, bool prefilled, long time) => fleet.Router == Router.RoundRobin
        ? InTurn(request, prefilled, ref prefilled ? ref _decodeTurn : ref _turn)
        : LeastLoaded(request, prefilled, time);

    private Member? InTurn(in TraceRequest request, bool prefilled, ref int turn)
    {
        for (var tries = 0; tries < members.Count; tries++)
        {
            var member = members[turn];
            turn = turn + 1 == members.Count ? 0 : turn + 1;
            if (Takes(member, request, prefilled))
            {
                return member;
            }
        }

        return null;
    }

    private Member? LeastLoaded(in TraceRequest request, bool prefilled, long time)
    {
        var own = fleet.Router == Router.LeastWork ? (long)(request.Input + request.Output).Count : 0;
        var best = (Member?)null;
        var least = double.PositiveInfinity;
        foreach (var member in members)
        {
            if (!Takes(member, request, prefilled))
            {
                continue;
            }

            var replica = member.Replica!;
            if (replica.NoEndBefore < time)
            {
                replica.AdvanceTo(time);
            }

            var load = (replica.Outstanding + own) / _rates[member.Group];
            if (fleet.Router == Router.PrefixAware && !prefilled)
            {
                // The cached part of a prompt is only known once the replica is advanced to the current time.
                replica.AdvanceTo(time);
                load += (int)request.Input.Count - replica.Held(request.Blocks, (int)request.Input.Count);
            }

            if (load < least)
            {
                best = member;
                least = load;
            }
        }

        return best;
    }

    private bool Takes(Member member, in TraceRequest request, bool prefilled)
    {
        var group = fleet.Groups[member.Group];
        return member is { Status: ReplicaStatus.Ready, Replica: not null }
            && group.Kind.Role is var role
                && (prefilled ? role != ReplicaRole.Prefill && (role == ReplicaRole.Decode || !_isSplit) : role != ReplicaRole.Decode)
            && Fits(request, member.Group);
    }

    /// <summary>Whether a group accepts the request's class, and its memory is large enough.</summary>
    private bool Fits(in TraceRequest request, int group) =>
        _takes[group]?[request.Class] != false && FleetRun.Fits(request, fleet.Groups[group]);
}
