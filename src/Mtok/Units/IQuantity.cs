namespace Mtok;

/// <summary>
/// A number with a unit. Created only by <c>From...</c> factories, read only through unit-named
/// properties, combined only by operators that are dimensionally valid; never converted implicitly.
/// </summary>
/// <typeparam name="TSelf">The quantity itself.</typeparam>
public interface IQuantity<TSelf> : IComparable<TSelf>
    where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>The unit as written after the number, for example <c>$/h</c>.</summary>
    static abstract string Unit { get; }

    /// <summary>What a user is expected to enter, for error messages.</summary>
    static virtual string Expected => $"a number in {TSelf.Unit}";

    /// <summary>Parses user input (<c>$4.50/h</c>, <c>5k tok/s</c>, <c>50ms</c>); a bare number is taken in <see cref="Unit"/>.</summary>
    /// <param name="text">The text to parse.</param>
    /// <param name="value">The quantity, or zero if the text is not one.</param>
    /// <returns>Whether the text is a finite number with no unit or with a unit of this quantity.</returns>
    static abstract bool TryParse(string? text, out TSelf value);
}
