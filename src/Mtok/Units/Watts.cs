namespace Mtok;

/// <summary>A power draw, in watts.</summary>
public readonly record struct Watts : IQuantity<Watts>
{
    private static readonly (string, decimal)[] Spellings = [("W", 1m), ("kW", 1000m), ("MW", 1000000m)];

    private Watts(double value) => Count = value;

    /// <inheritdoc/>
    public static string Unit => "W";

    /// <summary>Watts.</summary>
    public double Count { get; }

    /// <summary>Kilowatts.</summary>
    public double Kilowatts => Count / 1000;

    /// <summary>The given number of watts.</summary>
    public static Watts FromWatts(double watts) => new(watts);

    /// <summary>The given number of kilowatts.</summary>
    public static Watts FromKilowatts(double kilowatts) => new(kilowatts * 1000);

    /// <summary>The sum.</summary>
    public static Watts operator +(Watts left, Watts right) => new(left.Count + right.Count);

    /// <summary>Scaled by a ratio.</summary>
    public static Watts operator *(Watts left, Ratio right) => new(left.Count * right.Value);

    /// <summary>The left multiplied by a count.</summary>
    public static Watts operator *(Watts left, int right) => new(left.Count * right);

    /// <summary>The energy drawn over a time.</summary>
    public static KilowattHours operator *(Watts left, Duration right) => KilowattHours.FromCount(left.Kilowatts * right.Hours);

    /// <summary>Orders by size.</summary>
    public int CompareTo(Watts other) => Count.CompareTo(other.Count);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(Watts left, Watts right) => left.Count < right.Count;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(Watts left, Watts right) => left.Count > right.Count;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(Watts left, Watts right) => left.Count <= right.Count;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(Watts left, Watts right) => left.Count >= right.Count;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out Watts value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Significant(Count) + " W";
}
