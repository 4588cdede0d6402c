namespace Mtok.Tracking;

/// <summary>
/// Brings growth between two samples to hours. Samples less than an hour apart: all of it to the hour of the later one, as nobody knows better. Further
/// apart: in proportion to time, in whole units whose sum is exact (largest remainder).
/// </summary>
internal static class HourSplit
{
    /// <summary>Milliseconds of an hour.</summary>
    public const long Hour = 3_600_000;

    /// <summary>A start that is longer ago is not believed: all goes to the later hour.</summary>
    private const long Longest = 366 * 24 * Hour;

    /// <summary>The parts by hour; an hour is the Unix milliseconds of its beginning.</summary>
    /// <param name="from">Begin of the growth, Unix milliseconds.</param>
    /// <param name="to">Its end; a full hour belongs to the hour before it.</param>
    /// <param name="amount">What grew.</param>
    public static IEnumerable<KeyValuePair<long, decimal>> Of(long from, long to, decimal amount)
    {
        var last = HourOf(Math.Max(from, to - 1));
        if (to - from is < Hour or > Longest || HourOf(from) == last)
        {
            return [new(last, amount)];
        }

        var hours = new List<long>();
        for (var hour = HourOf(from); hour <= last; hour += Hour)
        {
            hours.Add(hour);
        }

        var whole = decimal.Floor(amount);
        var parts = LargestRemainder.Of(whole, [.. hours.Select(hour => whole * (Math.Min(to, hour + Hour) - Math.Max(from, hour)) / (to - from))]);
        parts[^1] += amount - whole;
        return hours.Select((hour, at) => new KeyValuePair<long, decimal>(hour, parts[at]));
    }

    private static long HourOf(long at) => at - (at % Hour);
}
