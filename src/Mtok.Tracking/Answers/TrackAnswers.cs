namespace Mtok.Tracking;

/// <summary>Answers from what was read.</summary>
public static class TrackAnswers
{
    /// <summary>Usage, cost and unit cost by group.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="by">What to group by.</param>
    /// <param name="span">The time asked about.</param>
    /// <param name="capacities">Says what a token takes of a machine's time; null to divide by tokens.</param>
    public static TrackAnswer Of(Tracked tracked, IReadOnlyList<TrackBy> by, TrackSpan span, Capacities? capacities)
    {
        var once = Reconciliation.Of(Counted(tracked), Named(tracked, tracked.Usage));
        var costs = CostAllocation.Of(tracked.Bills, once.Usage, tracked.Deployments, capacities);
        IReadOnlyList<UsageHour> told = [.. once.Usage, .. BillUsage.Besides(tracked.Bills, once.Usage, tracked.Deployments)];
        var usage = TrackGroups.Usage(told.Where(hour => span.Holds(hour.Hour)), by);
        var cost = TrackGroups.Cost(costs.Rows.Where(row => span.Holds(row.Hour)), by);
        return new(
            by,
            tracked.Files,
            usage,
            cost,
            TrackGroups.Bills(tracked.Bills.Where(row => span.Holds(UsageHour.HourOf(row.From)))),
            TrackGroups.UnitCosts(usage, cost),
            once.Coverage,
            tracked.Counters.Unobserved,
            [.. tracked.Warnings, .. costs.Warnings]);
    }

    /// <summary>What engines counted, under the names of the deployments they belong to.</summary>
    private static List<UsageHour> Counted(Tracked tracked) => Named(
        tracked,
        tracked.Counters.Hours.Select(hour => new UsageHour(
            hour.Hour,
            hour.Key.Deployment.Length > 0 ? hour.Key : hour.Key with { Deployment = hour.Target },
            hour.Requests,
            hour.Failed,
            hour.Tokens)));

    private static List<UsageHour> Named(Tracked tracked, IEnumerable<UsageHour> hours) =>
        [
            .. hours.Select(hour => hour with { Key = tracked.Deployments.Named(hour.Key) }).GroupBy(hour => (hour.Hour, hour.Key))
                .Select(group => group.Aggregate((left, right) => left.Plus(right))),
        ];
}
