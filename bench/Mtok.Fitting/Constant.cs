namespace Mtok.Fitting;

/// <summary>A constant to fit: where the search begins and what it may be.</summary>
internal readonly record struct Constant(double Start, double Low, double High)
{
    /// <summary>A kernel's fixed time in microseconds; nothing is launched in less than a microsecond.</summary>
    public static Constant FixedTime(double start) => new(start, 1, 1000);

    /// <summary>A share of a data-sheet rate.</summary>
    public static Constant Share(double start) => new(start, 0.01, 1);

    /// <summary>A constant that another fit has settled.</summary>
    public static Constant Settled(double value) => new(value, value, value);

    /// <summary>Gigabytes per second.</summary>
    public static Constant Rate(double start) => new(start, 0.01, 10_000);
}
