namespace Mtok;

/// <summary>A length of time, in seconds.</summary>
public readonly record struct Duration : IQuantity<Duration>
{
    private static readonly (string, decimal)[] Spellings =
    [
        ("s", 1m), ("ms", 0.001m), ("us", 1e-06m), ("min", 60m), ("m", 60m),
        ("h", 3600m), ("d", 86400m), ("days", 86400m), ("y", 31536000m), ("years", 31536000m),
    ];

    private Duration(double value) => Seconds = value;

    /// <inheritdoc/>
    public static string Unit => "s";

    /// <inheritdoc/>
    public static string Expected => "a length of time such as \"200ms\", \"1s\", \"5min\", \"2h\" or \"30d\"";

    /// <summary>Seconds.</summary>
    public double Seconds { get; }

    /// <summary>Milliseconds.</summary>
    public double Milliseconds => Seconds * 1000;

    /// <summary>Minutes.</summary>
    public double Minutes => Seconds / 60;

    /// <summary>Hours.</summary>
    public double Hours => Seconds / 3600;

    /// <summary>The month every monthly figure is for: 730 hours.</summary>
    public static Duration Month => FromHours(730);

    /// <summary>One hour.</summary>
    public static Duration Hour => FromHours(1);

    /// <summary>The given number of seconds.</summary>
    public static Duration FromSeconds(double seconds) => new(seconds);

    /// <summary>The given number of milliseconds.</summary>
    public static Duration FromMilliseconds(double milliseconds) => new(milliseconds / 1000);

    /// <summary>The given number of minutes.</summary>
    public static Duration FromMinutes(double minutes) => new(minutes * 60);

    /// <summary>The given number of hours.</summary>
    public static Duration FromHours(double hours) => new(hours * 3600);

    /// <summary>The given number of years of 8,760 hours.</summary>
    public static Duration FromYears(double years) => new(years * 8760 * 3600);

    /// <summary>The sum.</summary>
    public static Duration operator +(Duration left, Duration right) => new(left.Seconds + right.Seconds);

    /// <summary>The difference.</summary>
    public static Duration operator -(Duration left, Duration right) => new(left.Seconds - right.Seconds);

    /// <summary>Scaled by a ratio.</summary>
    public static Duration operator *(Duration left, Ratio right) => new(left.Seconds * right.Value);

    /// <summary>The left multiplied by a count.</summary>
    public static Duration operator *(Duration left, int right) => new(left.Seconds * right);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(Duration left, Duration right) => Ratio.FromValue(left.Seconds / right.Seconds);

    /// <summary>Orders by size.</summary>
    public int CompareTo(Duration other) => Seconds.CompareTo(other.Seconds);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(Duration left, Duration right) => left.Seconds < right.Seconds;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(Duration left, Duration right) => left.Seconds > right.Seconds;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Seconds <= right.Seconds;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Seconds >= right.Seconds;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out Duration value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => Math.Abs(Seconds) switch
    {
        0 => "0 s",
        < 1 => QuantityText.Significant(Milliseconds) + " ms",
        < 120 => QuantityText.Significant(Seconds) + " s",
        < 7200 => QuantityText.Significant(Minutes) + " min",
        _ => QuantityText.Significant(Hours) + " h",
    };
}
