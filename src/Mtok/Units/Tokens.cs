namespace Mtok;

/// <summary>A number of tokens; a mean may be fractional.</summary>
public readonly record struct Tokens : IQuantity<Tokens>
{
    private static readonly (string, decimal)[] Spellings = [("tok", 1m), ("tokens", 1m), ("token", 1m), ("Mtok", 1000000m)];

    private Tokens(double value) => Count = value;

    /// <inheritdoc/>
    public static string Unit => "tok";

    /// <summary>How many tokens.</summary>
    public double Count { get; }

    /// <summary>Millions of tokens.</summary>
    public double Millions => Count / 1e6;

    /// <summary>The given number of tokens.</summary>
    public static Tokens FromCount(double count) => new(count);

    /// <summary>The given number of million tokens.</summary>
    public static Tokens FromMillions(double millions) => new(millions * 1e6);

    /// <summary>The sum.</summary>
    public static Tokens operator +(Tokens left, Tokens right) => new(left.Count + right.Count);

    /// <summary>The difference.</summary>
    public static Tokens operator -(Tokens left, Tokens right) => new(left.Count - right.Count);

    /// <summary>Scaled by a ratio.</summary>
    public static Tokens operator *(Tokens left, Ratio right) => new(left.Count * right.Value);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(Tokens left, Tokens right) => Ratio.FromValue(left.Count / right.Count);

    /// <summary>The mean rate when the tokens take this time.</summary>
    public static TokensPerSecond operator /(Tokens left, Duration right) => TokensPerSecond.FromPerSecond(left.Count / right.Seconds);

    /// <summary>The tokens of each request; the right is the request rate.</summary>
    public static TokensPerSecond operator *(Tokens left, RequestsPerSecond right) => TokensPerSecond.FromPerSecond(left.Count * right.PerSecond);

    /// <summary>Orders by size.</summary>
    public int CompareTo(Tokens other) => Count.CompareTo(other.Count);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(Tokens left, Tokens right) => left.Count < right.Count;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(Tokens left, Tokens right) => left.Count > right.Count;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(Tokens left, Tokens right) => left.Count <= right.Count;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(Tokens left, Tokens right) => left.Count >= right.Count;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out Tokens value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Scaled(Count) + " tok";
}
