namespace Mtok.Tracking;

/// <summary>Answers from what was read.</summary>
public static class TrackAnswers
{
    /// <summary>Usage, cost and unit cost by group.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="by">What to group by.</param>
    /// <param name="span">The time asked about.</param>
    public static TrackAnswer Of(Tracked tracked, IReadOnlyList<TrackBy> by, TrackSpan span)
    {
        var once = Reconciliation.Of([], tracked.Usage);
        var usage = TrackGroups.Usage(once.Usage.Where(hour => span.Holds(hour.Hour)), by);
        var cost = TrackGroups.Cost([], by);
        return new(
            by, tracked.Files, usage, cost, TrackGroups.Bills(tracked.Bills.Where(row => span.Holds(row.From))), TrackGroups.UnitCosts(usage, cost),
            once.Coverage, [], tracked.Warnings);
    }
}
