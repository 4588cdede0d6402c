using System.Globalization;

namespace Mtok;

/// <summary>
/// The hours of a week in which a price applies, in UTC, such as <c>01-04+06-10</c> on <c>mon-fri</c>. A week begins on Monday at 00:00.
/// A period that ends before it begins goes on past midnight and counts on the day on which each of its hours lies.
/// </summary>
public sealed record PriceHours
{
    private const int MinutesOfHour = 60;
    private const int MinutesOfDay = 24 * MinutesOfHour;
    private const int DaysOfWeek = 7;
    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private readonly Lazy<bool[]> _ofWeek;

    private PriceHours(string hours, string days, List<Period>? periods, bool[]? ofWeek)
    {
        HoursText = hours;
        DaysText = days;
        _ofWeek = new(() =>
        [
            .. Enumerable.Range(0, DaysOfWeek * MinutesOfDay)
                .Select(at => ofWeek?[at / MinutesOfDay] != false && (periods is null || periods.Exists(period => period.Holds(at % MinutesOfDay)))),
        ]);
    }

    /// <summary>The hours of a day, as written without minutes of zero; empty for all.</summary>
    public string HoursText { get; }

    /// <summary>The days of the week, as written; empty for all.</summary>
    public string DaysText { get; }

    private bool[] Minutes => _ofWeek.Value;

    /// <summary>The length of a week.</summary>
    public static Duration Week { get; } = Duration.FromHours(24 * DaysOfWeek);

    /// <summary>Reads hours and days, either of them blank for all; false where either is neither blank nor valid. Null where both are blank.</summary>
    /// <param name="hours">Periods of the day in UTC joined by <c>+</c>, each as <c>01-04</c> or <c>00:30-16:30</c>.</param>
    /// <param name="days">Days of the week joined by <c>+</c>, each as <c>sat</c> or <c>mon-fri</c>.</param>
    /// <param name="read">The hours of the week.</param>
    public static bool TryParse(string hours, string days, out PriceHours? read)
    {
        var periods = hours.Length > 0 ? Periods(hours) : null;
        var ofWeek = days.Length > 0 ? DaysOf(days) : null;
        var valid = hours.Length > 0 == periods is not null && days.Length > 0 == ofWeek is not null;
        read = valid && hours.Length + days.Length > 0 ? new(hours.Replace(":00", "", StringComparison.Ordinal), days, periods, ofWeek) : null;
        return valid;
    }

    /// <summary>Whether these hours contain a moment of the week.</summary>
    /// <param name="ofWeek">The time since Monday 00:00 UTC; longer times count from the week's beginning again.</param>
    public bool Contain(Duration ofWeek) => Minutes[(int)(long)Math.Floor((ofWeek.Seconds / 60) + 1e-9) % Minutes.Length];

    /// <summary>The share of an hour of the week that these hours cover.</summary>
    /// <param name="hour">The hour since Monday 00:00 UTC, from 0; later weeks repeat the first.</param>
    public Ratio ShareOf(int hour)
    {
        var first = hour * MinutesOfHour % Minutes.Length;
        return Ratio.FromValue(Minutes.AsSpan(first, MinutesOfHour).Count(true) / (double)MinutesOfHour);
    }

    /// <summary>Whether the same hours of the same days are written.</summary>
    public bool Equals(PriceHours? other) => other is not null && HoursText == other.HoursText && DaysText == other.DaysText;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HoursText, DaysText);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', new[] { HoursText.Length > 0 ? $"{HoursText} UTC" : "", DaysText }.Where(part => part.Length > 0));

    private static List<Period>? Periods(string text)
    {
        var periods = new List<Period>();
        foreach (var part in text.Split('+'))
        {
            var ends = part.Split('-');
            if (ends.Length != 2 || MinuteOf(ends[0]) is not { } from || MinuteOf(ends[1]) is not { } to || from == to || from == MinutesOfDay)
            {
                return null;
            }

            periods.Add(new(from, to));
        }

        return periods;
    }

    private static int? MinuteOf(string text)
    {
        var parts = text.Split(':');
        var minutes = 0;
        return parts.Length is 1 or 2
            && TwoDigits(parts[0], out var hours)
            && (parts.Length == 1 || TwoDigits(parts[1], out minutes))
            && minutes < MinutesOfHour
            && (hours * MinutesOfHour) + minutes <= MinutesOfDay
                ? (hours * MinutesOfHour) + minutes
                : null;
    }

    private static bool TwoDigits(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text.Length == 2;

    private static bool[]? DaysOf(string text)
    {
        var days = new bool[DaysOfWeek];
        foreach (var part in text.Split('+'))
        {
            var ends = part.Split('-').Select(name => Array.IndexOf(DayNames, name)).ToList();
            if (ends.Count > 2 || ends.Contains(-1))
            {
                return null;
            }

            for (var day = ends[0]; ; day = (day + 1) % DaysOfWeek)
            {
                days[day] = true;
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return days;
    }

    private sealed record Period(int From, int To)
    {
        public bool Holds(int minute) => From < To ? minute >= From && minute < To : minute >= From || minute < To;
    }
}
