using System.Globalization;

namespace Mtok;

/// <summary>The closed range a value must lie in to be believable.</summary>
/// <typeparam name="T">The kind of value.</typeparam>
/// <param name="Low">The smallest believable value.</param>
/// <param name="High">The largest believable value.</param>
public readonly record struct Limits<T>(T Low, T High)
    where T : struct, IComparable<T>
{
    /// <summary>Whether the value lies in the range.</summary>
    public bool Hold(T value) => value.CompareTo(Low) >= 0 && value.CompareTo(High) <= 0;

    /// <summary>A value as it is told beside these limits: shares in percent, other pure numbers as they are.</summary>
    public string Show(T value) =>
        value is Ratio ratio && High is Ratio { Value: > 1 } ? ratio.Value.ToString("#,##0.######", CultureInfo.InvariantCulture) : value.ToString() ?? "";

    /// <inheritdoc/>
    public override string ToString() => $"{Show(Low)} to {Show(High)}";
}
