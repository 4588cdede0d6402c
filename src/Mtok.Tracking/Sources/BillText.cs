using System.Globalization;
using System.Text.RegularExpressions;

namespace Mtok.Tracking;

/// <summary>Amounts and times as bills write them.</summary>
internal static partial class BillText
{
    private static readonly string[] Times =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "yyyy-MM-dd HH:mm:sszz", "yyyy-MM-dd HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm",
        "M/d/yyyy", "M/d/yy", "M/d/yyyy HH:mm:ss", "M/d/yyyy H:mm", "yyyyMMdd",
    ];

    /// <summary>More than any row of a bill; beneath it sums of any number of rows keep twelve decimals, and beyond it a number is damaged.</summary>
    private const decimal Most = 1_000_000_000_000_000m;

    /// <summary>Decimals that are kept: more are noise of binary fractions, and beside large amounts a sum would lose them one row at a time.</summary>
    private const int Decimals = 18;

    /// <summary>Whether a field states nothing: blank, or a word that exporters write for null.</summary>
    public static bool IsNull(string text) => text.Length == 0 || text is "NULL" or "null" or "\\N";

    /// <summary>
    /// An amount, exact to 18 decimals: <c>0.075</c>, <c>$10,000.00</c>, <c>-1E-7</c>, <c>($5.00)</c>; null for anything else, such as a
    /// decimal comma or a quadrillion.
    /// </summary>
    public static decimal? Amount(string text)
    {
        var bare = text.Trim();
        var isBracketed = bare is ['(', .., ')'];
        bare = (isBracketed ? bare[1..^1] : bare).Replace("$", "", StringComparison.Ordinal).Trim();
        if (Grouped().IsMatch(bare))
        {
            bare = bare.Replace(",", "", StringComparison.Ordinal);
        }

        return decimal.TryParse(bare, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < Most && IsWhole(bare, amount)
            ? Kept(isBracketed ? -amount : amount)
            : null;
    }

    /// <summary>A time, in UTC where no zone is given; null where it is none. Dates with slashes are month, day, year.</summary>
    public static DateTimeOffset? Time(string text)
    {
        var bare = text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..^4] : text;
        return DateTimeOffset.TryParseExact(
            bare, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null;
    }

    /// <summary>The number of tokens in a unit such as <c>Tokens</c>, <c>1K tokens</c> or <c>1000000 Tokens</c>; null for units of anything else.</summary>
    public static decimal? TokensIn(string unit)
    {
        if (TokenUnit().Match(unit) is not { Success: true } match)
        {
            return null;
        }

        var count = match.Groups["count"].Success ? Amount(match.Groups["count"].Value) : 1;
        return count * (match.Groups["scale"].Value.ToUpperInvariant() switch { "K" => 1_000, "M" => 1_000_000, _ => 1 });
    }

    /// <summary>Whether a unit is one hour of a machine: <c>Hours</c>, <c>Hrs</c>, <c>1 Hour</c>, <c>Instance Hours</c>; not <c>LCU-Hours</c>.</summary>
    public static bool IsHour(string unit) => HourUnit().IsMatch(unit);

    private static decimal Kept(decimal amount) => amount.Scale > Decimals ? Math.Round(amount, Decimals) : amount;

    /// <summary>A decimal cuts what it cannot hold: zero must be written as zero.</summary>
    private static bool IsWhole(string text, decimal amount) => amount != 0 || !text.Split('e', 'E')[0].Any(digit => digit is >= '1' and <= '9');

    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^\s*(?:(?<count>[\d,.]+)?\s*(?<scale>[KM])?\s+)?tokens?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex TokenUnit();

    [GeneratedRegex(@"^\s*(1\s+)?((instance|machine|server|vm)[\s-])?(hours?|hrs?)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex HourUnit();
}
