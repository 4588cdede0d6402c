namespace Mtok;

/// <summary>A rate of tokens, per second.</summary>
public readonly record struct TokensPerSecond : IQuantity<TokensPerSecond>
{
    private static readonly (string, decimal)[] Spellings = [("tok/s", 1m), ("tokens/s", 1m), ("t/s", 1m), ("tps", 1m)];

    private TokensPerSecond(double value) => PerSecond = value;

    /// <inheritdoc/>
    public static string Unit => "tok/s";

    /// <summary>Tokens per second.</summary>
    public double PerSecond { get; }

    /// <summary>The given number of tokens per second.</summary>
    public static TokensPerSecond FromPerSecond(double perSecond) => new(perSecond);

    /// <summary>The sum.</summary>
    public static TokensPerSecond operator +(TokensPerSecond left, TokensPerSecond right) => new(left.PerSecond + right.PerSecond);

    /// <summary>The difference.</summary>
    public static TokensPerSecond operator -(TokensPerSecond left, TokensPerSecond right) => new(left.PerSecond - right.PerSecond);

    /// <summary>Scaled by a ratio.</summary>
    public static TokensPerSecond operator *(TokensPerSecond left, Ratio right) => new(left.PerSecond * right.Value);

    /// <summary>The left multiplied by a count.</summary>
    public static TokensPerSecond operator *(TokensPerSecond left, int right) => new(left.PerSecond * right);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(TokensPerSecond left, TokensPerSecond right) => Ratio.FromValue(left.PerSecond / right.PerSecond);

    /// <summary>The tokens processed at this rate over a time.</summary>
    public static Tokens operator *(TokensPerSecond left, Duration right) => Tokens.FromCount(left.PerSecond * right.Seconds);

    /// <summary>The request rate this token rate serves; the right is the tokens of a request.</summary>
    public static RequestsPerSecond operator /(TokensPerSecond left, Tokens right) => RequestsPerSecond.FromPerSecond(left.PerSecond / right.Count);

    /// <summary>Orders by size.</summary>
    public int CompareTo(TokensPerSecond other) => PerSecond.CompareTo(other.PerSecond);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(TokensPerSecond left, TokensPerSecond right) => left.PerSecond < right.PerSecond;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(TokensPerSecond left, TokensPerSecond right) => left.PerSecond > right.PerSecond;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(TokensPerSecond left, TokensPerSecond right) => left.PerSecond <= right.PerSecond;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(TokensPerSecond left, TokensPerSecond right) => left.PerSecond >= right.PerSecond;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out TokensPerSecond value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new((double)number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Scaled(PerSecond) + " tok/s";
}
