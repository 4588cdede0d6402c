namespace Mtok.Simulation;

/// <summary>How a simulation is run; what comes out does not depend on it, but for the seed.</summary>
public sealed record SimulationOptions
{
    /// <summary>Where failures and interruptions are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether every step is taken one by one, as a check on the closed form.</summary>
    public bool StepByStep { get; init; }

    /// <summary>Cores to use, where replicas do not depend on each other.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>Told now and then how many requests have arrived, and the time of the last.</summary>
    public IProgress<SimulationProgress>? Progress { get; init; }
}

/// <summary>How far a simulation is.</summary>
/// <param name="Requests">Requests that have arrived.</param>
/// <param name="Time">When the last of them did.</param>
public readonly record struct SimulationProgress(long Requests, Duration Time);
