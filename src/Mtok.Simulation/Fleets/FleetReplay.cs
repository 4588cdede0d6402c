namespace Mtok.Simulation;

/// <summary>A trace replayed on a fleet, once.</summary>
internal abstract class FleetReplay
{
    /// <summary>Requests between two looks at which outcomes no longer change: they stay in a core's cache.</summary>
    protected const int BatchSize = 1 << 10;

    private long _nextLook;

    /// <summary>Each replica's totals and its periods in each state, after the replay.</summary>
    public IReadOnlyList<MemberRun> Members { get; protected set; } = [];

    /// <summary>The API's bill by hour, after the replay; empty if nothing overflowed.</summary>
    public IReadOnlyList<Usd> Api { get; protected set; } = [];

    /// <summary>Whether it ended before the end of the trace.</summary>
    public bool Stopped { get; protected set; }

    public static FleetReplay Of(FleetRun run) => run.Fleet.IsIndependent ? new IndependentReplicas(run) : new DependentReplicas(run);

    /// <summary>Replays, and returns the outcomes in order of arrival, piece by piece as they no longer change.</summary>
    /// <param name="stop">Stops it at the next arrival.</param>
    public abstract IEnumerable<ReadOnlyMemory<Outcome>> Outcomes(CancellationToken stop);

    /// <summary>Whether to look for the first request that is open: a look passes all of them, so that it waits for as many others to arrive.</summary>
    protected bool IsLookDue(long arrived, long open)
    {
        if (arrived < _nextLook)
        {
            return false;
        }

        _nextLook = arrived + (2 * open);
        return true;
    }
}
