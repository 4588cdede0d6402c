using System.Globalization;

namespace Mtok;

/// <summary>The closed range of plausible values.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Low">The smallest plausible value.</param>
/// <param name="High">The largest plausible value.</param>
public readonly record struct Limits<T>(T Low, T High)
    where T : struct, IComparable<T>
{
    /// <summary>Whether the value lies in the range.</summary>
    public bool Hold(T value) => value.CompareTo(Low) >= 0 && value.CompareTo(High) <= 0;

    /// <summary>A value formatted like the limits: shares in percent, ratios whose upper limit is above 1 as plain numbers.</summary>
    public string Show(T value) =>
        value is Ratio ratio && High is Ratio { Value: > 1 } ? ratio.Value.ToString("#,##0.######", CultureInfo.InvariantCulture) : value.ToString() ?? "";

    /// <inheritdoc/>
    public override string ToString() => $"{Show(Low)} to {Show(High)}";
}
