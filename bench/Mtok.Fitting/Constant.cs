namespace Mtok.Fitting;

/// <summary>A constant to fit: its starting value and its range.</summary>
internal readonly record struct Constant(double Start, double Low, double High)
{
    /// <summary>A kernel's fixed time in microseconds, at least 1: no launch takes less.</summary>
    public static Constant FixedTime(double start) => new(start, 1, 1000);

    /// <summary>A share of a datasheet rate.</summary>
    public static Constant Share(double start) => new(start, 0.01, 1);

    /// <summary>A constant already determined by another fit.</summary>
    public static Constant Settled(double value) => new(value, value, value);

    /// <summary>A rate in gigabytes per second.</summary>
    public static Constant Rate(double start) => new(start, 0.01, 10_000);
}
