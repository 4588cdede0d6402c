using System.Globalization;

namespace Mtok;

/// <summary>Parses and formats the number-and-unit texts of every quantity.</summary>
internal static class QuantityText
{
    /// <summary>What is smaller than half of the last is shown as zero, which has no sign.</summary>
    private const int MostDecimals = 12;

    private static readonly (string Name, decimal Factor)[] Multipliers =
        [("k", 1e3m), ("K", 1e3m), ("M", 1e6m), ("G", 1e9m), ("B", 1e9m), ("T", 1e12m), ("P", 1e15m)];

    /// <summary>Reads a number, an optional multiplier (k, M, B, T) and an optional unit, in any of the spellings given.</summary>
    public static bool TryRead(string? text, ReadOnlySpan<(string Name, decimal Factor)> units, out decimal value)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        value = 0;
        var rest = (text ?? "").Trim();
        var negative = rest.StartsWith('-');
        rest = negative ? rest[1..] : rest;
        var dollars = rest.StartsWith('$');
        rest = dollars ? rest[1..] : rest;
        rest = dollars ? WithoutThousands(rest) : rest;
        var digits = NumberLength(rest);
        if (digits == 0
     || !decimal.TryParse(
         rest.AsSpan(0, digits).ToString().Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        if (!TryReadFactor(rest[digits..].Trim(), units, out var factor))
        {
            return false;
        }

        try
        {
            value = (negative ? -number : number) * factor;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>Removes commas between groups of three digits; any other comma is left and makes the text invalid.</summary>
    private static string WithoutThousands(string text)
    {
        var whole = string.Concat(text.TakeWhile(letter => char.IsAsciiDigit(letter) || letter == ','));
        var groups = whole.Split(',');
        return groups.Length > 1 && groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3)
            ? string.Concat(groups) + text[whole.Length..]
            : text;
    }

    /// <summary>How many letters of a text are its number, with its exponent.</summary>
    public static int NumberLength(string text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] is '.' or '_' || IsExponent(text, length)))
        {
            length++;
        }

        return length;
    }

    private static bool IsExponent(string text, int at) =>
        (text[at] is 'e' or 'E' && at > 0 && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '-' or '+'))
        || (text[at] is '-' or '+' && at > 0 && text[at - 1] is 'e' or 'E');

    private static bool TryReadFactor(string suffix, ReadOnlySpan<(string Name, decimal Factor)> units, out decimal factor)
    {
        factor = 1;
        if (suffix.Length == 0 || TryFindUnit(suffix, units, out factor))
        {
            return true;
        }

        foreach (var (name, multiplier) in Multipliers)
        {
            if (suffix.StartsWith(name, StringComparison.Ordinal))
            {
                var unit = suffix[name.Length..].Trim();
                var known = unit.Length == 0 || TryFindUnit(unit, units, out factor);
                factor = unit.Length == 0 ? multiplier : factor * multiplier;
                return known;
            }
        }

        return false;
    }

    private static bool TryFindUnit(string text, ReadOnlySpan<(string Name, decimal Factor)> units, out decimal factor)
    {
        foreach (var (name, value) in units)
        {
            if (string.Equals(text, name, StringComparison.Ordinal))
            {
                factor = value;
                return true;
            }
        }

        factor = 1;
        return false;
    }

    /// <summary>US dollars with cents, or with four significant digits below a dollar: <c>$3,285.00</c>, <c>$0.70</c>, <c>$0.1389</c>.</summary>
    public static string Money(decimal usd)
    {
        var size = Math.Abs(Math.Abs(usd) < 1 ? Math.Round(usd, MostDecimals) : usd);
        var sign = usd < 0 && size > 0 ? "-" : "";
        return sign + "$" + (size is 0 or >= 0.99995m ? size.ToString("#,##0.00", CultureInfo.InvariantCulture) : BelowOne(size));
    }

    private static string BelowOne(decimal size)
    {
        var text = Significant((double)size);
        return text.Length < "0.00".Length ? text.PadRight("0.00".Length, '0') : text;
    }

    /// <summary>Four significant digits, without an exponent and without trailing zeros.</summary>
    public static string Significant(double value)
    {
        if (Math.Abs(value) < 0.5 * Math.Pow(10, -MostDecimals))
        {
            return "0";
        }

        if (!double.IsFinite(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, MostDecimals);
        return value.ToString("#,##0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    /// <summary>A large count with its multiplier: <c>11.11B</c>, <c>5.2k</c>.</summary>
    public static string Scaled(double value)
    {
        var size = Math.Abs(value);
        var (divisor, suffix) = size switch
        {
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "B"),
            >= 1e6 => (1e6, "M"),
            >= 1e4 => (1e3, "k"),
            _ => (1.0, ""),
        };
        return Significant(value / divisor) + suffix;
    }

    /// <summary>Converts a physical number to the decimal type of money; the only place where the two meet.</summary>
    public static decimal ToDecimal(double value) => (decimal)value;
}
