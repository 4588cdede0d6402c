namespace Mtok.Tracking;

/// <summary>The machine time of a deployment that no bill covers.</summary>
/// <param name="deployment">The deployment.</param>
/// <param name="billed">The time that bills cover; null where none has come.</param>
/// <param name="observed">The time in which usage is stated, which bounds machines that always run; null where none is.</param>
internal sealed class UnbilledMachines(TrackedDeployment deployment, BilledTime? billed, ObservedTime? observed)
{
    /// <summary>Each hour with the machine time in it.</summary>
    public IEnumerable<(DateTimeOffset Hour, Duration Machines)> Hours =>
        from run in deployment.Runs
        let begin = run.From ?? observed?.From
        let end = run.Until ?? observed?.Until
        where begin is not null && end is not null && begin < end
        from hour in CoveredHours.Of(begin, end)
        let start = hour.Hour!.Value
        where billed is null || start < billed.From || start >= billed.Until
        select (start, run.In(start, start.AddHours(1)));
}
