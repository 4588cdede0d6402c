using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>What both ways of replaying share: the trace, its log and the creation of replicas.</summary>
internal sealed class FleetRun(Trace trace, SimulatedFleet fleet, SimulationOptions options)
{
    private readonly ServiceClass?[] _classes = [.. trace.Classes.Select(name => fleet.Classes.FirstOrDefault(known => known.Name == name))];

    private readonly Tokens[] _longest = [.. fleet.Groups.Select(group => group.Kind.Limits.Longest)];
    private readonly bool[] _isPrefill = [.. fleet.Groups.Select(group => group.Kind.Role == ReplicaRole.Prefill)];

    public Trace Trace => trace;

    public SimulatedFleet Fleet => fleet;

    public SimulationOptions Options => options;

    public OutcomeLog Log { get; } = new(options.MostHeld);

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
            : new Replica(kind, (ushort)number, Log, perName, mayBeLost: fleet.Groups[group].Losses.Count > 0) { Watch = Misses };
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
    public bool Fits(in TraceRequest request, int group) =>
        _isPrefill[group] ? request.Input <= _longest[group] : request.Input + request.Output - Tokens.FromCount(1) <= _longest[group];

    /// <summary>Where a class's requests overflow to; null if they wait.</summary>
    public Overflow? OverflowOf(int @class) => (@class < _classes.Length ? _classes[@class]?.Overflow : null) ?? fleet.Overflow;

    public bool IsLowPriority(int @class) => @class < _classes.Length && _classes[@class] is { LowPriority: true };

    /// <summary>All outcomes again, in order of arrival: from the log, or by the same replay again where it has forgotten some.</summary>
    /// <param name="stopped">Whether the replay was stopped after the last of them.</param>
    public IEnumerable<ReadOnlyMemory<Outcome>> Outcomes(bool stopped) => Log.IsWhole ? Log.All() : Again(stopped ? Log.Count : long.MaxValue);

    private IEnumerable<ReadOnlyMemory<Outcome>> Again(long stopAfter)
    {
        using var stop = new CancellationTokenSource();
        var again = new FleetRun(trace with { Requests = Stopping(stopAfter, stop) }, fleet, options with { Progress = null });
        foreach (var piece in FleetReplay.Of(again).Outcomes(stop.Token))
        {
            yield return piece;
        }
    }

    private IEnumerable<TraceRequest> Stopping(long stopAfter, CancellationTokenSource stop)
    {
        foreach (var request in trace.Requests)
        {
            if (stopAfter-- == 0)
            {
                stop.Cancel();
            }

            yield return request;
        }
    }
}
