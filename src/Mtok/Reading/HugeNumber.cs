using System.Globalization;

namespace Mtok;

/// <summary>Numbers that are written as numbers and are larger than any that is computed with: they are out of range, not misspelt.</summary>
public static class HugeNumber
{
    /// <summary>Whether a text is one, with or without a unit after it.</summary>
    /// <param name="text">The text; null is none.</param>
    public static bool Is(string? text)
    {
        var number = (text ?? "").Trim().TrimStart('-', '+').TrimStart('$').Replace("_", "", StringComparison.Ordinal);
        number = number[..QuantityText.NumberLength(number)];
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > (double)decimal.MaxValue;
    }
}
