namespace Mtok;

/// <summary>An hourly price of a machine or an accelerator, in US dollars per hour.</summary>
public readonly record struct UsdPerHour : IQuantity<UsdPerHour>
{
    private static readonly (string, decimal)[] Spellings = [("/h", 1m), ("/hr", 1m), ("/hour", 1m), ("$/h", 1m), ("USD/h", 1m)];

    private UsdPerHour(decimal value) => Dollars = value;

    /// <inheritdoc/>
    public static string Unit => "$/h";

    /// <summary>US dollars per hour.</summary>
    public decimal Dollars { get; }

    /// <summary>The given number of US dollars per hour.</summary>
    public static UsdPerHour FromDollars(decimal dollars) => new(dollars);

    /// <summary>The sum.</summary>
    public static UsdPerHour operator +(UsdPerHour left, UsdPerHour right) => new(left.Dollars + right.Dollars);

    /// <summary>The difference.</summary>
    public static UsdPerHour operator -(UsdPerHour left, UsdPerHour right) => new(left.Dollars - right.Dollars);

    /// <summary>Scaled by a ratio.</summary>
    public static UsdPerHour operator *(UsdPerHour left, Ratio right) => new(left.Dollars * QuantityText.ToDecimal(right.Value));

    /// <summary>The left multiplied by a count.</summary>
    public static UsdPerHour operator *(UsdPerHour left, int right) => new(left.Dollars * right);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(UsdPerHour left, UsdPerHour right) => Ratio.FromValue((double)left.Dollars / (double)right.Dollars);

    /// <summary>The cost at this price over a time.</summary>
    public static Usd operator *(UsdPerHour left, Duration right) => Usd.FromDollars(left.Dollars * QuantityText.ToDecimal(right.Hours));

    /// <summary>The price of a million tokens at this rate (C1).</summary>
    public static UsdPerMtok operator /(UsdPerHour left, TokensPerSecond right) =>
        UsdPerMtok.FromDollars(left.Dollars / (QuantityText.ToDecimal(right.PerSecond) * 3600m) * 1_000_000m);

    /// <summary>Orders by size.</summary>
    public int CompareTo(UsdPerHour other) => Dollars.CompareTo(other.Dollars);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(UsdPerHour left, UsdPerHour right) => left.Dollars < right.Dollars;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(UsdPerHour left, UsdPerHour right) => left.Dollars > right.Dollars;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(UsdPerHour left, UsdPerHour right) => left.Dollars <= right.Dollars;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(UsdPerHour left, UsdPerHour right) => left.Dollars >= right.Dollars;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out UsdPerHour value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new(number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Money(Dollars) + "/h";
}
