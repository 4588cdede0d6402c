namespace Mtok;

/// <summary>A bandwidth, in bytes per second.</summary>
public readonly record struct BytesPerSecond : IQuantity<BytesPerSecond>
{
    private static readonly (string, decimal)[] Spellings = [("B/s", 1m), ("kB/s", 1000m), ("MB/s", 1000000m), ("GB/s", 1000000000m), ("TB/s", 1000000000000m)];

    private BytesPerSecond(double value) => PerSecond = value;

    /// <inheritdoc/>
    public static string Unit => "B/s";

    /// <summary>Bytes per second.</summary>
    public double PerSecond { get; }

    /// <summary>Gigabytes (10^9 bytes) per second.</summary>
    public double Gigabytes => PerSecond / 1e9;

    /// <summary>The given number of bytes per second.</summary>
    public static BytesPerSecond FromPerSecond(double perSecond) => new(perSecond);

    /// <summary>The given number of gigabytes (10^9 bytes) per second.</summary>
    public static BytesPerSecond FromGigabytes(double gigabytes) => new(gigabytes * 1e9);

    /// <summary>Scaled by a ratio.</summary>
    public static BytesPerSecond operator *(BytesPerSecond left, Ratio right) => new(left.PerSecond * right.Value);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(BytesPerSecond left, BytesPerSecond right) => Ratio.FromValue(left.PerSecond / right.PerSecond);

    /// <summary>Orders by size.</summary>
    public int CompareTo(BytesPerSecond other) => PerSecond.CompareTo(other.PerSecond);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(BytesPerSecond left, BytesPerSecond right) => left.PerSecond < right.PerSecond;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(BytesPerSecond left, BytesPerSecond right) => left.PerSecond > right.PerSecond;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(BytesPerSecond left, BytesPerSecond right) => left.PerSecond <= right.PerSecond;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(BytesPerSecond left, BytesPerSecond right) => left.PerSecond >= right.PerSecond;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out BytesPerSecond value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Math.Abs(PerSecond) >= 1e6 ? QuantityText.Significant(Gigabytes) + " GB/s" : QuantityText.Significant(PerSecond) + " B/s";
}
