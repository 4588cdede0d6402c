using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>Replays a trace on a fleet, request by request.</summary>
public static class Simulator
{
    /// <summary>Replays the trace on the fleet; if stopped, the result covers the requests that had arrived.</summary>
    /// <param name="trace">The requests.</param>
    /// <param name="fleet">The fleet; its engines' limits must be without faults.</param>
    /// <param name="options">How the simulation is run.</param>
    /// <param name="stop">Stops it early.</param>
    public static SimulationResult Run(Trace trace, SimulatedFleet fleet, SimulationOptions options, CancellationToken stop = default)
    {
        var run = new FleetRun(trace, fleet, options);
        var played = fleet.IsIndependent ? new IndependentReplicas(run).Replay(stop) : new DependentReplicas(run).Replay(stop);
        return new(run, played);
    }
}
