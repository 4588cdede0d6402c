namespace Mtok;

/// <summary>A monthly cost, in US dollars per month of 730 hours.</summary>
public readonly record struct UsdPerMonth : IQuantity<UsdPerMonth>
{
    private static readonly (string, decimal)[] Spellings = [("/month", 1m), ("/mo", 1m), ("$/month", 1m), ("USD/month", 1m)];

    private UsdPerMonth(decimal value) => Dollars = value;

    /// <inheritdoc/>
    public static string Unit => "$/month";

    /// <summary>US dollars per month.</summary>
    public decimal Dollars { get; }

    /// <summary>The given number of US dollars per month.</summary>
    public static UsdPerMonth FromDollars(decimal dollars) => new(dollars);

    /// <summary>The sum.</summary>
    public static UsdPerMonth operator +(UsdPerMonth left, UsdPerMonth right) => new(left.Dollars + right.Dollars);

    /// <summary>The difference.</summary>
    public static UsdPerMonth operator -(UsdPerMonth left, UsdPerMonth right) => new(left.Dollars - right.Dollars);

    /// <summary>Scaled by a ratio.</summary>
    public static UsdPerMonth operator *(UsdPerMonth left, Ratio right) => new(left.Dollars * QuantityText.ToDecimal(right.Value));

    /// <summary>The left multiplied by a count.</summary>
    public static UsdPerMonth operator *(UsdPerMonth left, int right) => new(left.Dollars * right);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(UsdPerMonth left, UsdPerMonth right) => Ratio.FromValue((double)left.Dollars / (double)right.Dollars);

    /// <summary>The price of a million tokens; the right is the tokens served in the month.</summary>
    public static UsdPerMtok operator /(UsdPerMonth left, Tokens right) => Usd.FromDollars(left.Dollars) / right;

    /// <summary>The tokens a month this cost pays for at that price (C9).</summary>
    public static Tokens operator /(UsdPerMonth left, UsdPerMtok right) => Tokens.FromCount((double)(left.Dollars / right.Dollars) * 1e6);

    /// <summary>Orders by size.</summary>
    public int CompareTo(UsdPerMonth other) => Dollars.CompareTo(other.Dollars);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(UsdPerMonth left, UsdPerMonth right) => left.Dollars < right.Dollars;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(UsdPerMonth left, UsdPerMonth right) => left.Dollars > right.Dollars;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(UsdPerMonth left, UsdPerMonth right) => left.Dollars <= right.Dollars;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(UsdPerMonth left, UsdPerMonth right) => left.Dollars >= right.Dollars;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out UsdPerMonth value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new(number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Money(Dollars) + "/month";
}
