using System.Globalization;

namespace Mtok.Reporting;

/// <summary>Figures in the formats of reports. What is zero, or rounds to it, has no sign of minus.</summary>
internal static class FigureText
{
    /// <summary>The figure in a format of .NET, the same in any country.</summary>
    public static string Shown(this double value, string format) => Unsigned(value.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>The same of money and other exact figures.</summary>
    public static string Shown(this decimal value, string format) => Unsigned(value.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>The same of counts.</summary>
    public static string Shown(this long value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Unsigned(string text) =>
        text.StartsWith('-') && text.Contains('0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('1', '9') ? text[1..] : text;
}
