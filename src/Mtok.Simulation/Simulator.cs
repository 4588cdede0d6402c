using Mtok.Traces;

namespace Mtok.Simulation;

/// <summary>Replays a trace on a fleet, request by request.</summary>
public static class Simulator
{
    /// <summary>
    /// Whether in every step of a trace enough requests of every class are within their service level; the replay ends as soon as too many
    /// are not.
    /// </summary>
    /// <param name="trace">The requests.</param>
    /// <param name="fleet">The fleet; its engines' limits must be without faults.</param>
    /// <param name="step">The length of a step.</param>
    /// <param name="mayMiss">Of each class and step how many requests may miss their service level; the last step includes all later arrivals.</param>
    /// <param name="options">How the simulation is run.</param>
    public static bool Keeps(Trace trace, SimulatedFleet fleet, Duration step, IReadOnlyList<IReadOnlyList<long>> mayMiss, SimulationOptions options)
    {
        var run = new FleetRun(trace, fleet, options);
        run.Misses = new(run.Times, Ticks.From(step), [.. mayMiss.Select(steps => steps.ToArray())]);
        if (new DependentReplicas(run).Replay(default).Stopped)
        {
            return false;
        }

        var tally = new OutcomeTally(run, count: false);
        var figures = new FigureShortfalls(run);
        return mayMiss.Index().All(one => tally.AttainmentParts(step, one.Item.Count, one.Index).Zip(one.Item).All(part =>
            part.First.Requests - part.First.Met <= part.Second) && figures.Of(step, one.Item.Count, one.Index).All(shortfall => shortfall <= Ratio.Zero));
    }

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
