using System.Globalization;

namespace Mtok.Tracking;

/// <summary>Answers from what was read.</summary>
public static class TrackAnswers
{
    /// <summary>Usage, cost and unit cost by group.</summary>
    /// <param name="tracked">All that was read.</param>
    /// <param name="by">What to group by.</param>
    /// <param name="span">The time asked about.</param>
    /// <param name="capacities">Says what a token takes of a machine's time; null to divide by tokens.</param>
    /// <param name="of">What is asked about; null for everything.</param>
    public static TrackAnswer Of(Tracked tracked, IReadOnlyList<TrackBy> by, TrackSpan span, Capacities? capacities, TrackPart? of = null)
    {
        var part = of ?? TrackPart.Whole;
        var (all, costs, once, checks) = Accounts(tracked, capacities);
        IReadOnlyList<UsageHour> hours = [.. all.Where(hour => span.Holds(hour.Hour) && part.Holds(hour.Key))];
        IReadOnlyList<CostRow> rows = [.. costs.Rows.Where(row => span.Holds(row.Hour) && part.Holds(row.Key))];
        var usage = TrackGroups.Usage(hours, by);
        var cost = TrackGroups.Cost(rows, by);
        return new(
            by,
            tracked.Files,
            usage,
            cost,
            span == TrackSpan.All && part == TrackPart.Whole ? TrackGroups.Bills(tracked.Bills) : TrackGroups.Bills(rows),
            TrackGroups.UnitCosts(usage, cost),
            [.. once.Coverage, .. checks],
            [.. tracked.Counters.Unobserved.Where(each => span.Holds(UsageHour.HourOf(each.From)))],
            [
                .. tracked.Warnings, .. once.Elsewhere.Select(Warning), .. checks.Where(check => check.Counted != check.Claimed).Select(Warning),
                .. costs.Warnings,
            ])
        {
            Total = TimeSeries.Total(hours, rows),
            OverTime = TimeSeries.Of(
                hours, rows, tracked.Bills.Where(row => span.Holds(UsageHour.HourOf(row.From)) && tracked.Deployments.BilledBy(row) is null)),
        };
    }

    /// <summary>All usage, each counted once, and what clients' metrics say of the calls that count.</summary>
    internal static (Reconciled Usage, IReadOnlyList<Coverage> Checks) Once(Tracked tracked)
    {
        var stated = Named(tracked, tracked.Usage);
        var (untold, checks) = ClientMetrics.Of(Counted(tracked, isEngine: false), stated);
        return (Reconciliation.Of(Counted(tracked, isEngine: true), [.. stated, .. untold]), checks);
    }

    /// <summary>All usage once and what it cost, hour by hour, before anything is grouped.</summary>
    internal static Accounts Accounts(Tracked tracked, Capacities? capacities)
    {
        var (once, checks) = Once(tracked);
        var costs = CostAllocation.Of(tracked.Bills, once.Usage, tracked.Deployments, capacities);
        return new([.. once.Usage, .. BillUsage.Besides(tracked.Bills, once.Usage, tracked.Deployments)], costs, once, checks);
    }

    /// <summary>What counters say, under the names of the deployments they belong to: those of engines, or those of their clients.</summary>
    private static List<UsageHour> Counted(Tracked tracked, bool isEngine) => Named(
        tracked,
        tracked.Counters.Hours.Where(hour => hour.Target.Length > 0 == isEngine).Select(hour => new UsageHour(
            hour.Hour, hour.Key with { Deployment = DeploymentOf(hour, tracked.Deployments) }, hour.Requests, hour.Failed, hour.Tokens)));

    /// <summary>The deployment that any label of a target names; else what its labels say; else the target's own name.</summary>
    internal static string DeploymentOf(CountedHour hour, DeploymentFile deployments)
    {
        var labels = ExpositionLine.TryRead("target" + hour.Target + " 0", out var line, out _, out _) ? line.Labels : [];
        var named = deployments.Deployments.FirstOrDefault(deployment => labels.Any(label => deployment.IsNamed(label.Value)));
        return named?.Name
            ?? (hour.Key.Deployment.Length > 0 ? hour.Key.Deployment : labels.FirstOrDefault(label => label.Key is "instance" or "pod").Value ?? "");
    }

    private static TrackingWarning Warning(ToldElsewhere model) => new(
        new("", 0, 0),
        $"{model.Model} is counted by {(model.Engines is [""] ? "an engine" : string.Join(", ", model.Engines))} and stated by a log of {model.Log}: "
            + "both are counted; if it is the same traffic, name both in the targets of a deployment",
        1);

    private static TrackingWarning Warning(Coverage check) => new(
        new("", 0, 0),
        $"{check.Deployment}{check.Model}: metrics tell {check.Counted} tokens and the calls "
            + $"{check.Claimed?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number"}; the calls are counted",
        1);

    private static List<UsageHour> Named(Tracked tracked, IEnumerable<UsageHour> hours) =>
        [
            .. hours.Select(hour => hour with { Key = tracked.Deployments.Named(hour.Key) }).GroupBy(hour => (hour.Hour, hour.Key))
                .Select(group => group.Aggregate((left, right) => left.Plus(right))),
        ];
}
