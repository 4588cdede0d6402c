namespace Mtok;

/// <summary>A rate of requests, per second.</summary>
public readonly record struct RequestsPerSecond : IQuantity<RequestsPerSecond>
{
    private static readonly (string, decimal)[] Spellings = [("req/s", 1m), ("requests/s", 1m), ("rps", 1m), ("qps", 1m)];

    private RequestsPerSecond(double value) => PerSecond = value;

    /// <inheritdoc/>
    public static string Unit => "req/s";

    /// <summary>Requests per second.</summary>
    public double PerSecond { get; }

    /// <summary>Requests per day.</summary>
    public double PerDay => PerSecond * 86400;

    /// <summary>The given number of requests per second.</summary>
    public static RequestsPerSecond FromPerSecond(double perSecond) => new(perSecond);

    /// <summary>The given number of requests per day.</summary>
    public static RequestsPerSecond FromPerDay(double perDay) => new(perDay / 86400);

    /// <summary>The sum.</summary>
    public static RequestsPerSecond operator +(RequestsPerSecond left, RequestsPerSecond right) => new(left.PerSecond + right.PerSecond);

    /// <summary>The difference.</summary>
    public static RequestsPerSecond operator -(RequestsPerSecond left, RequestsPerSecond right) => new(left.PerSecond - right.PerSecond);

    /// <summary>Scaled by a ratio.</summary>
    public static RequestsPerSecond operator *(RequestsPerSecond left, Ratio right) => new(left.PerSecond * right.Value);

    /// <summary>The left multiplied by a count.</summary>
    public static RequestsPerSecond operator *(RequestsPerSecond left, int right) => new(left.PerSecond * right);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(RequestsPerSecond left, RequestsPerSecond right) => Ratio.FromValue(left.PerSecond / right.PerSecond);

    /// <summary>Orders by size.</summary>
    public int CompareTo(RequestsPerSecond other) => PerSecond.CompareTo(other.PerSecond);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(RequestsPerSecond left, RequestsPerSecond right) => left.PerSecond < right.PerSecond;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(RequestsPerSecond left, RequestsPerSecond right) => left.PerSecond > right.PerSecond;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(RequestsPerSecond left, RequestsPerSecond right) => left.PerSecond <= right.PerSecond;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(RequestsPerSecond left, RequestsPerSecond right) => left.PerSecond >= right.PerSecond;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out RequestsPerSecond value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Scaled(PerSecond) + " req/s";
}
