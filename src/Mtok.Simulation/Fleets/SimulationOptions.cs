namespace Mtok.Simulation;

/// <summary>How a simulation is run; the result does not depend on it, except for the seed.</summary>
public sealed record SimulationOptions
{
    /// <summary>The seed of failures and interruptions; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether every step is simulated one by one, to verify the closed form; false by default.</summary>
    public bool StepByStep { get; init; }

    /// <summary>The number of cores used if replicas do not depend on each other; all by default.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>Outcomes that are held in memory; those of longer traces are replayed again where they are asked for.</summary>
    internal long MostHeld { get; init; } = OutcomeLog.MostHeld;

    /// <summary>Times that are held in memory for the percentiles of all requests and of each class together; 128 MB.</summary>
    internal long MostTimes { get; init; } = 16_000_000;

    /// <summary>Receives the progress periodically; null for none.</summary>
    public IProgress<SimulationProgress>? Progress { get; init; }
}

/// <summary>The progress of a simulation.</summary>
/// <param name="Requests">Requests that have arrived.</param>
/// <param name="Time">The arrival of the last of them.</param>
public readonly record struct SimulationProgress(long Requests, Duration Time);
