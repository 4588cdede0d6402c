using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>What both ways of replaying share: the trace, its log and the creation of replicas.</summary>
internal sealed class FleetRun(Trace trace, SimulatedFleet fleet, SimulationOptions options)
{
    private readonly ServiceClass?[] _classes = [.. trace.Classes.Select(name => fleet.Classes.FirstOrDefault(known => known.Name == name))];

    public Trace Trace => trace;

    public SimulatedFleet Fleet => fleet;

    public SimulationOptions Options => options;

    public OutcomeLog Log { get; } = new();

    public RequestTimes Times { get; } = new(fleet, trace.Classes);

    /// <summary>Misses of the service level so far; null where they are not counted.</summary>
    public MissCount? Misses { get; set; }

    /// <summary>Ticks that requests waited for a replica to start.</summary>
    public double HeldTicks { get; set; }

    public IReplica NewReplica(int group, int number)
    {
        var kind = fleet.Groups[group].Kind;
        var perName = trace.BlockSize is { } size && size.Count % kind.Limits.BlockSize == 0 ? (int)size.Count / kind.Limits.BlockSize : 0;
        return options.StepByStep
            ? new StepwiseReplica(kind, (ushort)number, Log, perName)
            : new Replica(kind, (ushort)number, Log, perName) { Watch = Misses };
    }

    /// <summary>The request as submitted to a replica of that group.</summary>
    public Job JobOf(long id, in TraceRequest request, long time, ReplicaGroup group)
    {
        var input = (int)request.Input.Count;
        var cached = group.Kind.Limits.Reuse switch
        {
            PrefixReuse.AsTraced => (int)request.Cached.Count,
            PrefixReuse.Share share => (int)(share.Of.Value * input),
            _ => 0,
        };
        return new(
            id, time, input, group.Kind.Role == ReplicaRole.Prefill ? 1 : (int)request.Output.Count, cached, IsLowPriority(request.Class),
            Prefilled: false, request.Blocks);
    }

    /// <summary>Whether the KV cache of a whole request fits in a replica of the group.</summary>
    public static bool Fits(in TraceRequest request, ReplicaGroup group) =>
        group.Kind.Limits.Holds(group.Kind.Role == ReplicaRole.Prefill ? request.Input : request.Input + request.Output - Tokens.FromCount(1));

    /// <summary>Where a class's requests overflow to; null if they wait.</summary>
    public Overflow? OverflowOf(int @class) => (@class < _classes.Length ? _classes[@class]?.Overflow : null) ?? fleet.Overflow;

    public bool IsLowPriority(int @class) => @class < _classes.Length && _classes[@class] is { LowPriority: true };

    public long Record(in TraceRequest request) => Log.Add(request, Ticks.From(request.Arrival));
}
