namespace Mtok;

/// <summary>A rate of arithmetic, in floating-point operations per second.</summary>
public readonly record struct FlopsPerSecond : IQuantity<FlopsPerSecond>
{
    private static readonly (string, decimal)[] Spellings =
    [
        ("FLOP/s", 1m), ("GFLOP/s", 1000000000m), ("TFLOP/s", 1000000000000m), ("PFLOP/s", 1000000000000000m), ("TFLOPS", 1000000000000m),
    ];

    private FlopsPerSecond(double value) => PerSecond = value;

    /// <inheritdoc/>
    public static string Unit => "FLOP/s";

    /// <summary>Operations per second.</summary>
    public double PerSecond { get; }

    /// <summary>TFLOP/s (10^12 operations per second).</summary>
    public double Teraflops => PerSecond / 1e12;

    /// <summary>The given number of operations per second.</summary>
    public static FlopsPerSecond FromPerSecond(double perSecond) => new(perSecond);

    /// <summary>The given number of TFLOP/s (10^12 operations per second).</summary>
    public static FlopsPerSecond FromTeraflops(double teraflops) => new(teraflops * 1e12);

    /// <summary>Scaled by a ratio.</summary>
    public static FlopsPerSecond operator *(FlopsPerSecond left, Ratio right) => new(left.PerSecond * right.Value);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(FlopsPerSecond left, FlopsPerSecond right) => Ratio.FromValue(left.PerSecond / right.PerSecond);

    /// <summary>Orders by size.</summary>
    public int CompareTo(FlopsPerSecond other) => PerSecond.CompareTo(other.PerSecond);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(FlopsPerSecond left, FlopsPerSecond right) => left.PerSecond < right.PerSecond;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(FlopsPerSecond left, FlopsPerSecond right) => left.PerSecond > right.PerSecond;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(FlopsPerSecond left, FlopsPerSecond right) => left.PerSecond <= right.PerSecond;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(FlopsPerSecond left, FlopsPerSecond right) => left.PerSecond >= right.PerSecond;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out FlopsPerSecond value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Math.Abs(PerSecond) >= 1e9 ? QuantityText.Significant(Teraflops) + " TFLOP/s" : QuantityText.Significant(PerSecond) + " FLOP/s";
}
