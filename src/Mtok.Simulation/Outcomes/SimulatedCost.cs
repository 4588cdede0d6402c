namespace Mtok.Simulation;

/// <summary>What was paid, by what it was paid for.</summary>
/// <param name="Busy">Time in which replicas worked, work done again apart.</param>
/// <param name="Repeated">The share of it in which they did what had been done before, after preemptions and losses.</param>
/// <param name="Idle">Time in which replicas were ready and had nothing to do, and room on machines that no replica had.</param>
/// <param name="ColdStart">Time in which machines were provisioned and models loaded.</param>
/// <param name="Spares">Time of replicas that stood by.</param>
/// <param name="Api">Requests that went to the API.</param>
public sealed record SimulatedCost(Usd Busy, Usd Repeated, Usd Idle, Usd ColdStart, Usd Spares, Usd Api)
{
    /// <summary>Nothing.</summary>
    public static SimulatedCost None { get; } = new(default, default, default, default, default, default);

    /// <summary>All of it: the bill.</summary>
    public Usd Total => Busy + Repeated + Idle + ColdStart + Spares + Api;

    /// <summary>Item by item.</summary>
    public static SimulatedCost operator +(SimulatedCost left, SimulatedCost right) => new(
        left.Busy + right.Busy, left.Repeated + right.Repeated, left.Idle + right.Idle, left.ColdStart + right.ColdStart, left.Spares + right.Spares, left.Api + right.Api);
}
