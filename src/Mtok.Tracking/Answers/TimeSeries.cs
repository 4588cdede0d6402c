namespace Mtok.Tracking;

/// <summary>Adds up hours of usage and rows of cost by steps of time.</summary>
internal static class TimeSeries
{
    /// <summary>Up to so much time is shown by hour.</summary>
    private static readonly TimeSpan Hourly = TimeSpan.FromDays(4);

    /// <summary>Up to so much time is shown by day.</summary>
    private static readonly TimeSpan Daily = TimeSpan.FromDays(100);

    /// <summary>Up to so much time is shown by month; a bill may state any year.</summary>
    private static readonly TimeSpan Monthly = TimeSpan.FromDays(3660);

    private static TrackSeries Of(IReadOnlyList<UsageHour> usage, IReadOnlyList<CostRow> cost)
    {
        var hours = usage.Select(row => row.Hour).Concat(cost.Select(row => row.Hour)).OfType<DateTimeOffset>().ToList();
        var undated = Total(usage.Where(row => row.Hour is null), cost.Where(row => row.Hour is null));
        return hours.Count == 0 ? new(TimeStep.Hour, [], undated) : Dated(hours.Min(), hours.Max(), usage, cost, undated);
    }

    /// <summary>Steps of the length that suits the time.</summary>
    /// <param name="usage">Usage by hour.</param>
    /// <param name="cost">Cost by hour.</param>
    /// <param name="undivided">Rows of bills whose cost stands at their first hour.</param>
    public static TrackSeries Of(IReadOnlyList<UsageHour> usage, IReadOnlyList<CostRow> cost, IEnumerable<BillRow> undivided)
    {
        var series = Of(usage, cost);
        return series with { Longer = undivided.Count(row => row is { From: { } from, Until: { } until } && until > EndOf(from, series.Step)) };
    }

    /// <summary>Everything together.</summary>
    public static TrackTotal Total(IEnumerable<UsageHour> usage, IEnumerable<CostRow> cost)
    {
        var used = TrackGroups.Usage(usage, []) is [var all] ? all : new(GroupKey.Of(UsageKey.Unknown, null, []), null, null, TokenClasses.Unknown);
        var costs = TrackGroups.Cost(cost, []);
        return new(used, costs, TrackGroups.UnitCosts([used], costs)[0]);
    }

    private static TrackSeries Dated(
        DateTimeOffset first, DateTimeOffset last, IReadOnlyList<UsageHour> usage, IReadOnlyList<CostRow> cost, TrackTotal undated)
    {
        var step = StepOf(last - first);
        var usages = usage.Where(row => row.Hour is not null).ToLookup(row => Start(row.Hour!.Value, step));
        var costs = cost.Where(row => row.Hour is not null).ToLookup(row => Start(row.Hour!.Value, step));
        var steps = new List<StepTotal>();
        for (var (from, until) = (Start(first, step), DateTimeOffset.MinValue); from <= last && until < DateTimeOffset.MaxValue; from = until)
        {
            until = Next(from, step);
            steps.Add(new(from, until, Total(usages[from], costs[from])));
        }

        return new(step, steps, undated);
    }

    private static DateTimeOffset EndOf(DateTimeOffset at, TimeStep step) => Next(Start(UsageHour.HourOf(at)!.Value, step), step);

    private static TimeStep StepOf(TimeSpan length) =>
        length < Hourly ? TimeStep.Hour : length < Daily ? TimeStep.Day : length < Monthly ? TimeStep.Month : TimeStep.Year;

    private static DateTimeOffset Start(DateTimeOffset hour, TimeStep step) => step switch
    {
        TimeStep.Hour => hour,
        TimeStep.Day => new(hour.Year, hour.Month, hour.Day, 0, 0, 0, TimeSpan.Zero),
        TimeStep.Month => new(hour.Year, hour.Month, 1, 0, 0, 0, TimeSpan.Zero),
        _ => new(hour.Year, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    /// <summary>The last moment there is ends the last step.</summary>
    private static DateTimeOffset Next(DateTimeOffset from, TimeStep step) => step switch
    {
        _ when from.Year == DateTimeOffset.MaxValue.Year => DateTimeOffset.MaxValue,
        TimeStep.Hour => from.AddHours(1),
        TimeStep.Day => from.AddDays(1),
        TimeStep.Month => from.AddMonths(1),
        _ => from.AddYears(1),
    };
}
