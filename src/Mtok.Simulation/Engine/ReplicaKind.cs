namespace Mtok.Simulation;

/// <summary>Which part of a request a replica does.</summary>
public enum ReplicaRole
{
    /// <summary>Prompts and tokens.</summary>
    Whole,

    /// <summary>Prompts; the keys and values then move to a replica that decodes.</summary>
    Prefill,

    /// <summary>Tokens after the first.</summary>
    Decode,
}

/// <summary>A replica: how long its steps take and what it takes on at once.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Step">The time of its steps.</param>
/// <param name="Engine">How its engine differs from the step model.</param>
/// <param name="Limits">What it takes on.</param>
/// <param name="Role">The part of a request it does.</param>
public sealed record ReplicaKind(string Name, StepModel Step, EngineCalibration Engine, EngineLimits Limits, ReplicaRole Role = ReplicaRole.Whole)
{
    /// <summary>The step times as whole numbers, shared by all replicas of the kind.</summary>
    internal StepTable Table => _table ??= new(Step, Engine, Limits);

    private StepTable? _table;
}
