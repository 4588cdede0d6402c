namespace Mtok;

/// <summary>An amount of energy, in kilowatt-hours.</summary>
public readonly record struct KilowattHours : IQuantity<KilowattHours>
{
    private static readonly (string, decimal)[] Spellings = [("kWh", 1m), ("Wh", 0.001m), ("MWh", 1000m)];

    private KilowattHours(double value) => Count = value;

    /// <inheritdoc/>
    public static string Unit => "kWh";

    /// <summary>Kilowatt-hours.</summary>
    public double Count { get; }

    /// <summary>The given number of kilowatt-hours.</summary>
    public static KilowattHours FromCount(double kilowattHours) => new(kilowattHours);

    /// <summary>Scaled by a ratio.</summary>
    public static KilowattHours operator *(KilowattHours left, Ratio right) => new(left.Count * right.Value);

    /// <summary>Orders by size.</summary>
    public int CompareTo(KilowattHours other) => Count.CompareTo(other.Count);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(KilowattHours left, KilowattHours right) => left.Count < right.Count;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(KilowattHours left, KilowattHours right) => left.Count > right.Count;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(KilowattHours left, KilowattHours right) => left.Count <= right.Count;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(KilowattHours left, KilowattHours right) => left.Count >= right.Count;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out KilowattHours value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Significant(Count) + " kWh";
}
