namespace Mtok.Tracking;

/// <summary>The length of a charge period of machines.</summary>
public enum FocusPeriod
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day, UTC.</summary>
    Day,
}

/// <summary>Where charge periods begin and end.</summary>
internal static class FocusPeriods
{
    /// <summary>The beginning of the period of an hour; null where it is not stated.</summary>
    public static DateTimeOffset? StartOf(this FocusPeriod period, DateTimeOffset? hour) =>
        hour is { } known && period == FocusPeriod.Day ? DailyCosts.Start(DailyCosts.DayOf(known)) : hour;

    /// <summary>The end of the period in which a moment lies.</summary>
    public static DateTimeOffset EndOf(this FocusPeriod period, DateTimeOffset at) =>
        period == FocusPeriod.Day ? DailyCosts.Start(DailyCosts.DayOf(at).AddDays(1)) : UsageHour.HourOf(at)!.Value.AddHours(1);
}
