namespace Mtok.Simulation;

/// <summary>Which part of a request a replica serves.</summary>
public enum ReplicaRole
{
    /// <summary>Prefill and decode.</summary>
    Whole,

    /// <summary>Prefill only; the KV cache is then transferred to a replica that decodes.</summary>
    Prefill,

    /// <summary>Decode only: tokens after the first.</summary>
    Decode,
}

/// <summary>A kind of replica: its step times and its scheduler limits.</summary>
/// <param name="Name">The display name.</param>
/// <param name="Step">The time of its steps.</param>
/// <param name="Engine">How its engine deviates from the step model.</param>
/// <param name="Limits">The scheduler limits.</param>
/// <param name="Role">The part of a request it serves.</param>
public sealed record ReplicaKind(string Name, StepModel Step, EngineCalibration Engine, EngineLimits Limits, ReplicaRole Role = ReplicaRole.Whole)
{
    /// <summary>The step times in whole ticks, shared by all replicas of the kind.</summary>
    internal StepTable Table => _table ??= new(Step, Engine, Limits);

    private StepTable? _table;
}
