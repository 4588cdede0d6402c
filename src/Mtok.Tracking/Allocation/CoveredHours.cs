namespace Mtok.Tracking;

/// <summary>The hours that a time covers.</summary>
internal static class CoveredHours
{
    /// <summary>More hours than this are not distinguished: three years.</summary>
    private const int Most = 3 * 8784;

    /// <summary>
    /// Each hour with the part of it that is covered; one hour where the time has no end, or more hours than are distinguished; no hour where it
    /// has no beginning.
    /// </summary>
    public static List<(DateTimeOffset? Hour, TimeSpan Length)> Of(DateTimeOffset? from, DateTimeOffset? until)
    {
        if (UsageHour.HourOf(from) is not { } first)
        {
            return [(null, TimeSpan.FromHours(1))];
        }

        var begin = from!.Value;
        var end = until is { } stated && stated > begin ? stated : begin;
        if (end == begin || (end - first).TotalHours > Most)
        {
            return [(first, TimeSpan.FromHours(1))];
        }

        var hours = new List<(DateTimeOffset? Hour, TimeSpan Length)>();
        for (var hour = first; hour < end; hour = hour.AddHours(1))
        {
            var next = hour.AddHours(1);
            hours.Add((hour, (next < end ? next : end) - (hour > begin ? hour : begin)));
        }

        return hours;
    }
}
