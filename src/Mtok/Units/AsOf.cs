using System.Globalization;

namespace Mtok;

/// <summary>
/// The day, month or year a figure was valid, as its source dates it; the default value is "undated",
/// which counts as older than every date.
/// </summary>
public readonly record struct AsOf : IComparable<AsOf>
{
    private readonly string? _text;

    private AsOf(string text, DateOnly from)
    {
        _text = text;
        From = from;
    }

    /// <summary>A figure whose source gives no date.</summary>
    public static AsOf Undated => default;

    /// <summary>The first day of the date; <see cref="DateOnly.MinValue"/> if undated.</summary>
    public DateOnly From { get; }

    /// <summary>The last day of the date: of the month or year where no day is given; <see cref="DateOnly.MinValue"/> if undated.</summary>
    public DateOnly LastDay => _text?.Length switch
    {
        4 => From.AddYears(1).AddDays(-1),
        7 => From.AddMonths(1).AddDays(-1),
        _ => From,
    };

    /// <summary>Whether the source gives a date.</summary>
    public bool IsDated => _text is not null;

    /// <summary>Reads <c>2026-05-20</c>, <c>2026-05</c>, <c>2026</c> or <c>undated</c>.</summary>
    public static bool TryParse(string? text, out AsOf asOf)
    {
        asOf = default;
        if (text == "undated")
        {
            return true;
        }

        // By hand: a catalog has thousands of dates, and the formats of .NET take ten times as long.
        if (text is not { Length: 4 or 7 or 10 }
            || Number(text, 0, 4) is not (>= 1 and var year)
            || Number(text, 5, 2) is not (>= 1 and <= 12 and var month)
            || Number(text, 8, 2) is not (>= 1 and var day)
            || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        asOf = new AsOf(text, new(year, month, day));
        return true;
    }

    /// <summary>A part of a date that follows a hyphen; 1 where the text ends before it, -1 where it is none.</summary>
    private static int Number(string text, int from, int length)
    {
        if (text.Length <= from)
        {
            return 1;
        }

        var number = from > 0 && text[from - 1] != '-' ? -1 : 0;
        for (var at = from; at < from + length && number >= 0; at++)
        {
            number = char.IsAsciiDigit(text[at]) ? (10 * number) + text[at] - '0' : -1;
        }

        return number;
    }

    /// <summary>The day before; undated if there is none.</summary>
    internal AsOf DayBefore => IsDated && From > DateOnly.MinValue ? Of(From.AddDays(-1)) : default;

    /// <summary>The given day.</summary>
    public static AsOf Of(DateOnly day) => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day);

    /// <summary>The older of the two; an undated one is the oldest.</summary>
    public static AsOf Older(AsOf left, AsOf right) => left <= right ? left : right;

    /// <summary>Orders from old to new.</summary>
    public int CompareTo(AsOf other) => From.CompareTo(other.From);

    /// <summary>Whether the left is older.</summary>
    public static bool operator <(AsOf left, AsOf right) => left.From < right.From;

    /// <summary>Whether the left is newer.</summary>
    public static bool operator >(AsOf left, AsOf right) => left.From > right.From;

    /// <summary>Whether the left is not newer.</summary>
    public static bool operator <=(AsOf left, AsOf right) => left.From <= right.From;

    /// <summary>Whether the left is not older.</summary>
    public static bool operator >=(AsOf left, AsOf right) => left.From >= right.From;

    /// <inheritdoc/>
    public override string ToString() => _text ?? "undated";
}
