using System.Globalization;

namespace Mtok.Traces;

/// <summary>Parses numbers and wall-clock times in trace files; NaN if a text is neither.</summary>
internal static class TraceNumbers
{
    private const NumberStyles Style = NumberStyles.Float & ~NumberStyles.AllowThousands;

    public static double Number(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        var whole = 0L;
        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit(letter) || whole > long.MaxValue / 100)
            {
                return double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN;
            }

            whole = (whole * 10) + (letter - '0');
        }

        return text.Length == 0 ? double.NaN : whole;
    }

    /// <summary>Seconds since the year 1 of a text such as <c>2023-11-16 18:15:46.6805900</c>, optionally with a T separator and a time zone.</summary>
    public static decimal? WallSeconds(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (TryTicks(text, out var ticks))
        {
            return ticks / 10_000_000m;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcTicks / 10_000_000m : null;
    }

    /// <summary>Parses the usual form directly; the general parser is ten times slower.</summary>
    private static bool TryTicks(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        text = text.EndsWith("+00:00") ? text[..^6] : text.EndsWith("Z") ? text[..^1] : text;
        if (text.Length < 19
            || text[4] != '-'
            || text[7] != '-'
            || text[10] is not (' ' or 'T')
            || text[13] != ':'
            || text[16] != ':'
            || text.Length > 27
            || (text.Length > 19 && text[19] != '.'))
        {
            return false;
        }

        var (year, month, day) = (Digits(text[..4]), Digits(text[5..7]), Digits(text[8..10]));
        var (hour, minute, second) = (Digits(text[11..13]), Digits(text[14..16]), Digits(text[17..19]));
        var fraction = text.Length > 20 ? Digits(text[20..]) : 0;
        if (year < 1
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23
            || minute is < 0 or > 59
            || second is < 0 or > 59
            || fraction < 0)
        {
            return false;
        }

        for (var digits = Math.Max(0, text.Length - 20); digits < 7; digits++)
        {
            fraction *= 10;
        }

        ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + fraction;
        return true;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var value = 0;
        foreach (var letter in text)
        {
            if (!char.IsAsciiDigit(letter))
            {
                return -1;
            }

            value = (value * 10) + (letter - '0');
        }

        return value;
    }
}
