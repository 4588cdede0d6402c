namespace Mtok.Tracking;

/// <summary>The time in which usage is stated: an hour inside it without usage was idle, of one outside nothing is known.</summary>
/// <param name="From">The first hour with usage.</param>
/// <param name="Until">The end of the last.</param>
internal sealed record ObservedTime(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The time of all usage; null where none has a time.</summary>
    public static ObservedTime? Of(IEnumerable<UsageHour> usage)
    {
        var hours = usage.Select(row => row.Hour).OfType<DateTimeOffset>().ToList();
        return hours.Count == 0 ? null : new(hours.Min(), hours.Max().AddHours(1));
    }

    /// <summary>Whether an hour lies in it.</summary>
    public bool Holds(DateTimeOffset hour) => hour >= From && hour < Until;
}
