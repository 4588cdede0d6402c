namespace Mtok.Planning;

/// <summary>Break-even volumes of a workload's own traffic, its machines sized by replay as in a decision (Y7).</summary>
public static class ProvedBreakEven
{
    /// <summary>The break-even of every machine that serves the workload.</summary>
    /// <param name="workload">What has to be served.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    public static StaircaseBreakEven Staircase(Workload workload, Capacities capacities, DateOnly? today = null) =>
        StaircaseBreakEven.For(SizedWays.Of(workload, capacities, today).Ways);

    /// <summary>$/Mtok against volume.</summary>
    /// <param name="workload">What has to be served.</param>
    /// <param name="capacities">What replicas serve, with the catalog of prices.</param>
    /// <param name="today">The day to which the age of prices is counted; null for the day of the catalog's.</param>
    /// <param name="tell">Called with progress; null for nobody.</param>
    public static VolumeCurve Curve(Workload workload, Capacities capacities, DateOnly? today = null, Action<SolveProgress>? tell = null) =>
        VolumeCurve.For(SizedWays.Of(workload, capacities, today).Ways.Alone, tell: tell);
}
