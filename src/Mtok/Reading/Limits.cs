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

    /// <inheritdoc/>
    public override string ToString() => $"{Low} to {High}";
}
