using System.Globalization;

namespace Mtok.Reporting;

/// <summary>Marks of an axis of time: whole hours, days, months or years.</summary>
internal static class ChartDates
{
    private const int MostMarks = 200;

    /// <summary>The share of the axis at its end in which a mark's label would be cut.</summary>
    private const double Edge = 0.02;

    /// <summary>The marks between two values, in hours from a moment; each list coarser than the one before it.</summary>
    public static IEnumerable<List<(double Place, string Label)>> Marks(DateTimeOffset zero, double low, double high)
    {
        high -= Edge * (high - low);
        foreach (var hours in (int[])[1, 2, 3, 6, 12, 24, 48, 24 * 7, 24 * 14])
        {
            if ((high - low) / hours <= MostMarks)
            {
                yield return Within(zero, low, high, zero.Date, at => at.AddHours(hours), hours < 24 ? Hour : Day);
            }
        }

        foreach (var months in (int[])[1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 12000])
        {
            if ((high - low) / (months * 730.0) <= MostMarks)
            {
                var first = new DateTime(months < 12 ? zero.Year : Math.Max(1, zero.Year - (zero.Year % (months / 12))), 1, 1);
                yield return Within(zero, low, high, first, at => at.AddMonths(months), months < 12 ? Month : Year);
            }
        }
    }

    private static List<(double Place, string Label)> Within(
        DateTimeOffset zero, double low, double high, DateTime first, Func<DateTime, DateTime> next, Func<DateTime, string> label)
    {
        var marks = new List<(double Place, string Label)>();
        for (var at = first; (at - zero.DateTime).TotalHours is var place && place <= high; at = next(at))
        {
            if (place >= low)
            {
                marks.Add((place, label(at)));
            }

            if (at.Year >= DateTime.MaxValue.Year - 1000)
            {
                break;
            }
        }

        return marks;
    }

    private static string Hour(DateTime at) => at.TimeOfDay == TimeSpan.Zero ? Day(at) : Text(at, "HH:mm");

    private static string Day(DateTime at) => Text(at, "MMM d");

    private static string Month(DateTime at) => Text(at, "MMM yyyy");

    private static string Year(DateTime at) => Text(at, "yyyy");

    private static string Text(DateTime at, string format) => at.ToString(format, CultureInfo.InvariantCulture);
}
