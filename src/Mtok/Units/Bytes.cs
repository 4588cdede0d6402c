namespace Mtok;

/// <summary>A size in memory or on the wire, in bytes.</summary>
public readonly record struct Bytes : IQuantity<Bytes>
{
    private static readonly (string, decimal)[] Spellings =
    [
        ("B", 1m), ("kB", 1000m), ("MB", 1000000m), ("GB", 1000000000m), ("TB", 1000000000000m),
        ("KiB", 1024m), ("MiB", 1048576m), ("GiB", 1073741824m), ("TiB", 1099511627776m),
    ];

    private Bytes(double value) => Count = value;

    /// <inheritdoc/>
    public static string Unit => "B";

    /// <summary>How many bytes.</summary>
    public double Count { get; }

    /// <summary>Gigabytes (10^9 bytes).</summary>
    public double Gigabytes => Count / 1e9;

    /// <summary>The given number of bytes.</summary>
    public static Bytes FromCount(double count) => new(count);

    /// <summary>The given number of gigabytes (10^9 bytes).</summary>
    public static Bytes FromGigabytes(double gigabytes) => new(gigabytes * 1e9);

    /// <summary>The sum.</summary>
    public static Bytes operator +(Bytes left, Bytes right) => new(left.Count + right.Count);

    /// <summary>The difference.</summary>
    public static Bytes operator -(Bytes left, Bytes right) => new(left.Count - right.Count);

    /// <summary>Scaled by a ratio.</summary>
    public static Bytes operator *(Bytes left, Ratio right) => new(left.Count * right.Value);

    /// <summary>The left multiplied by a count.</summary>
    public static Bytes operator *(Bytes left, int right) => new(left.Count * right);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(Bytes left, Bytes right) => Ratio.FromValue(left.Count / right.Count);

    /// <summary>The time to transfer these bytes at a bandwidth.</summary>
    public static Duration operator /(Bytes left, BytesPerSecond right) => Duration.FromSeconds(left.Count / right.PerSecond);

    /// <summary>Orders by size.</summary>
    public int CompareTo(Bytes other) => Count.CompareTo(other.Count);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(Bytes left, Bytes right) => left.Count < right.Count;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(Bytes left, Bytes right) => left.Count > right.Count;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(Bytes left, Bytes right) => left.Count <= right.Count;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(Bytes left, Bytes right) => left.Count >= right.Count;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out Bytes value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => Math.Abs(Count) switch
    {
        >= 1e12 => QuantityText.Significant(Count / 1e12) + " TB",
        >= 1e9 => QuantityText.Significant(Gigabytes) + " GB",
        >= 1e6 => QuantityText.Significant(Count / 1e6) + " MB",
        >= 1e3 => QuantityText.Significant(Count / 1e3) + " kB",
        _ => QuantityText.Significant(Count) + " B",
    };
}
