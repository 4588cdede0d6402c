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

        foreach (var format in (ReadOnlySpan<string>)["yyyy-MM-dd", "yyyy-MM", "yyyy"])
        {
            if (DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                asOf = new AsOf(text!, day);
                return true;
            }
        }

        return false;
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
