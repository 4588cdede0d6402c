namespace Mtok;

/// <summary>
/// A number that knows its unit. Made only by <c>From...</c> factories, read only through unit-named
/// properties, combined only by the operators physics allows; never converted implicitly.
/// </summary>
/// <typeparam name="TSelf">The quantity itself.</typeparam>
public interface IQuantity<TSelf> : IComparable<TSelf>
    where TSelf : struct, IQuantity<TSelf>
{
    /// <summary>How the unit is written after the number, for example <c>$/h</c>.</summary>
    static abstract string Unit { get; }

    /// <summary>What to ask a user for, in messages.</summary>
    static virtual string Expected => $"a number in {TSelf.Unit}";

    /// <summary>Reads what a user types (<c>$4.50/h</c>, <c>5k tok/s</c>, <c>50ms</c>); a bare number is taken in <see cref="Unit"/>.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="value">The quantity, or the zero quantity where the text is not one.</param>
    /// <returns>Whether the text was a finite number with no unit or with one this quantity knows.</returns>
    static abstract bool TryParse(string? text, out TSelf value);
}
