namespace Mtok;

/// <summary>A pure number: a share, a utilisation, a multiplier. Any value is accepted, also negative ones and ones above 1; the default is 0.</summary>
public readonly record struct Ratio : IQuantity<Ratio>
{
    private static readonly (string, decimal)[] Spellings = [("x", 1m), ("%", 0.01m)];

    private Ratio(double value) => Value = value;

    /// <inheritdoc/>
    public static string Unit => "x";

    /// <inheritdoc/>
    public static string Expected => "a number or a percentage";

    /// <summary>The number; 0.8 is 80 %.</summary>
    public double Value { get; }

    /// <summary>The number in percent; 80 for 0.8.</summary>
    public double Percent => Value * 100;

    /// <summary>1, that is 100 %.</summary>
    public static Ratio One => new(1);

    /// <summary>0, the default.</summary>
    public static Ratio Zero => default;

    /// <summary>The given number; 0.8 is 80 %.</summary>
    public static Ratio FromValue(double value) => new(value);

    /// <summary>The given percentage; 80 is 0.8.</summary>
    public static Ratio FromPercent(double percent) => new(percent / 100);

    /// <summary>The sum.</summary>
    public static Ratio operator +(Ratio left, Ratio right) => new(left.Value + right.Value);

    /// <summary>The difference.</summary>
    public static Ratio operator -(Ratio left, Ratio right) => new(left.Value - right.Value);

    /// <summary>The product.</summary>
    public static Ratio operator *(Ratio left, Ratio right) => new(left.Value * right.Value);

    /// <summary>The quotient.</summary>
    public static Ratio operator /(Ratio left, Ratio right) => new(left.Value / right.Value);

    /// <summary>Orders by size.</summary>
    public int CompareTo(Ratio other) => Value.CompareTo(other.Value);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(Ratio left, Ratio right) => left.Value < right.Value;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(Ratio left, Ratio right) => left.Value > right.Value;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(Ratio left, Ratio right) => left.Value <= right.Value;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(Ratio left, Ratio right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out Ratio value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Significant(Percent) + "%";
}
