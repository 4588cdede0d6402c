using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>Chooses the replica for a request.</summary>
internal sealed class Routing(FleetRun run, List<Member> members)
{
    private readonly bool[]?[] _takes =
    [
        .. run.Fleet.Groups.Select(group => group.Only.Count == 0 ? null : run.Trace.Classes.Select(name => group.Only.Contains(name)).ToArray()),
    ];
    private readonly Router _router = run.Fleet.Router;
    private readonly ReplicaRole[] _roles = [.. run.Fleet.Groups.Select(group => group.Kind.Role)];
    private readonly double[] _rates = [.. run.Fleet.Groups.Select(group => run.Fleet.Router == Router.LeastWork ? group.FullRate?.PerSecond ?? 1 : 1)];
    private readonly bool _isSplit = run.Fleet.Groups.Any(group => group.Kind.Role == ReplicaRole.Decode);

    /// <summary>Of each group whether it takes the request that is being routed.</summary>
    private readonly bool[] _may = new bool[run.Fleet.Groups.Count];
    private int _turn;
    private int _decodeTurn;

    /// <summary>Whether any replica could ever serve it.</summary>
    public bool CanEver(in TraceRequest request)
    {
        var (prompt, decode) = (false, false);
        for (var group = 0; group < _roles.Length; group++)
        {
            var fits = Fits(request, group);
            prompt |= fits && _roles[group] != ReplicaRole.Decode;
            decode |= fits && _roles[group] != ReplicaRole.Prefill;
        }

        return prompt && (decode || !_isSplit);
    }

    /// <summary>The replica for a request; null if none is ready.</summary>
    public Member? Choose(in TraceRequest request, bool prefilled, long time)
    {
        for (var group = 0; group < _roles.Length; group++)
        {
            _may[group] = Serves(_roles[group], prefilled) && Fits(request, group);
        }

        return _router == Router.RoundRobin ? InTurn(ref prefilled ? ref _decodeTurn : ref _turn) : LeastLoaded(request, prefilled, time);
    }

    private Member? InTurn(ref int turn)
    {
        for (var tries = 0; tries < members.Count; tries++)
        {
            var member = members[turn];
            turn = turn + 1 == members.Count ? 0 : turn + 1;
            if (Takes(member))
            {
                return member;
            }
        }

        return null;
    }

    private Member? LeastLoaded(in TraceRequest request, bool prefilled, long time)
    {
        var own = _router == Router.LeastWork ? (long)(request.Input + request.Output).Count : 0;
        var best = (Member?)null;
        var least = double.PositiveInfinity;
        foreach (var member in members)
        {
            if (!Takes(member))
            {
                continue;
            }

            var replica = member.Replica!;
            if (replica.NoEndBefore < time)
            {
                replica.AdvanceTo(time);
            }

            var load = (replica.Outstanding + own) / _rates[member.Group];
            if (_router == Router.PrefixAware && !prefilled)
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

    private bool Takes(Member member) => _may[member.Group] && member is { Status: ReplicaStatus.Ready, Replica: not null };

    private bool Serves(ReplicaRole role, bool prefilled) =>
        prefilled ? role != ReplicaRole.Prefill && (role == ReplicaRole.Decode || !_isSplit) : role != ReplicaRole.Decode;

    /// <summary>Whether a group accepts the request's class, and its memory is large enough.</summary>
    private bool Fits(in TraceRequest request, int group) => _takes[group]?[request.Class] != false && run.Fits(request, group);
}
