namespace Mtok.Simulation;

/// <summary>The cost of a run by item.</summary>
/// <param name="Busy">Busy time of replicas, without repeated work.</param>
/// <param name="Repeated">Busy time spent on recomputation after preemptions and losses.</param>
/// <param name="Idle">Time in which replicas were ready but idle, and unoccupied room on machines.</param>
/// <param name="ColdStart">Time to provision machines and load models.</param>
/// <param name="Spares">Time of spare replicas.</param>
/// <param name="Api">Requests that overflowed to the API.</param>
public sealed record SimulatedCost(Usd Busy, Usd Repeated, Usd Idle, Usd ColdStart, Usd Spares, Usd Api)
{
    /// <summary>Zero in every item.</summary>
    public static SimulatedCost None { get; } = new(default, default, default, default, default, default);

    /// <summary>The sum of all items: the bill.</summary>
    public Usd Total => Busy + Repeated + Idle + ColdStart + Spares + Api;

    /// <summary>The sum, item by item.</summary>
    public static SimulatedCost operator +(SimulatedCost left, SimulatedCost right) => new(
        left.Busy + right.Busy, left.Repeated + right.Repeated, left.Idle + right.Idle, left.ColdStart + right.ColdStart, left.Spares + right.Spares,
        left.Api + right.Api);
}
