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
        var replay = new DependentReplicas(run);
        var attained = mayMiss.Select((steps, @class) => new AttainmentTally(run.Times, step, steps.Count, @class)).ToList();
        var figures = mayMiss.Select((steps, @class) => new FigureShortfalls(run, step, steps.Count, @class)).ToList();
        foreach (var piece in replay.Outcomes(default))
        {
            attained.ForEach(tally => tally.Count(piece.Span));
            figures.ForEach(tally => tally.Count(piece.Span));
        }

        return !replay.Stopped
            && attained.Zip(mayMiss).All(one => one.First.Parts().Zip(one.Second).All(part => part.First.Requests - part.First.Met <= part.Second))
            && figures.Zip(mayMiss).All(one => one.First.Parts(one.Second.Count).All(shortfall => shortfall <= Ratio.Zero));
    }

    /// <summary>Replays the trace on the fleet; if stopped, the result covers the requests that had arrived.</summary>
    /// <param name="trace">The requests.</param>
    /// <param name="fleet">The fleet; its engines' limits must be without faults.</param>
    /// <param name="options">How the simulation is run; null for the defaults.</param>
    /// <param name="stop">Stops it early.</param>
    public static SimulationResult Run(Trace trace, SimulatedFleet fleet, SimulationOptions? options = null, CancellationToken stop = default)
    {
        var run = new FleetRun(trace, fleet, options ?? new());
        var (replay, tally) = (FleetReplay.Of(run), new OutcomeTally(run));
        foreach (var piece in replay.Outcomes(stop))
        {
            tally.Count(piece.Span);
        }

        return new(run, replay, tally);
    }
}
