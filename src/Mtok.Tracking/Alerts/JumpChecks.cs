namespace Mtok.Tracking;

/// <summary>
/// Whether a day's $/Mtok lies far above the median of all days before it, by deployment. Days that do so one after the other are one alert.
/// </summary>
internal static class JumpChecks
{
    /// <summary>A median of fewer days says nothing.</summary>
    private const int LeastDays = 3;

    public static IEnumerable<TrackCheck> Of(IReadOnlyList<UsageHour> usage, IReadOnlyList<CostRow> costs, Ratio jump)
    {
        var byName = costs.ToLookup(row => row.Key.Deployment, StringComparer.Ordinal);
        var deployments = usage.GroupBy(row => row.Key.Deployment, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal);
        return deployments.SelectMany(deployment => Of(deployment.Key, DayFigures.ByDay([.. deployment], [.. byName[deployment.Key]]), jump))
            .DefaultIfEmpty(new TrackCheck.Unchecked(AlertKind.Jump, "", UncheckedReason.NoUsage));
    }

    private static List<TrackCheck> Of(string deployment, IReadOnlyList<(DateOnly Day, DayFigures Figures)> days, Ratio jump)
    {
        var checks = days.Index().Skip(LeastDays).Select(day => Day(deployment, days, day.Index, jump)).ToList();
        if (checks.Count == 0)
        {
            var why = days.Count == 0 ? UncheckedReason.NoCost : UncheckedReason.TooFewDays;
            return [new TrackCheck.Unchecked(AlertKind.Jump, deployment, why, why == UncheckedReason.TooFewDays ? $"{LeastDays + 1}" : "")];
        }

        var alerts = Joined(checks.Where(check => check.Holds == true)).ToList<TrackCheck>();
        return alerts.Count > 0 ? alerts : [checks.MaxBy(check => check.Value / check.Median)!];
    }

    private static TrackCheck.CostJump Day(string deployment, IReadOnlyList<(DateOnly Day, DayFigures Figures)> days, int at, Ratio jump)
    {
        var median = MedianOf([.. days.Take(at).Select(day => day.Figures.PerMtok!.Value.Dollars).Order()]);
        return new(deployment, days[at].Figures.PerMtok!.Value, UsdPerMtok.FromDollars(median), at, jump, days[at].Day, days[at].Day);
    }

    private static decimal MedianOf(IReadOnlyList<decimal> ordered) => (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;

    /// <summary>Days that follow each other, as the worst of them.</summary>
    private static IEnumerable<TrackCheck.CostJump> Joined(IEnumerable<TrackCheck.CostJump> days)
    {
        TrackCheck.CostJump? run = null;
        foreach (var day in days)
        {
            if (run is not null && day.Since != run.Until.AddDays(1))
            {
                yield return run;
                run = null;
            }

            run = run is null ? day : (day.Value / day.Limit > run.Value / run.Limit ? day : run) with { Since = run.Since, Until = day.Until };
        }

        if (run is not null)
        {
            yield return run;
        }
    }
}
