namespace Mtok;

/// <summary>A price of tokens, in US dollars per million tokens; which tokens is stated beside it.</summary>
public readonly record struct UsdPerMtok : IQuantity<UsdPerMtok>
{
    private static readonly (string, decimal)[] Spellings = [("/Mtok", 1m), ("/mtok", 1m), ("/1M", 1m), ("$/Mtok", 1m), ("USD/Mtok", 1m)];

    private UsdPerMtok(decimal value) => Dollars = value;

    /// <inheritdoc/>
    public static string Unit => "$/Mtok";

    /// <summary>US dollars per million tokens.</summary>
    public decimal Dollars { get; }

    /// <summary>The given number of US dollars per million tokens.</summary>
    public static UsdPerMtok FromDollars(decimal dollars) => new(dollars);

    /// <summary>The sum.</summary>
    public static UsdPerMtok operator +(UsdPerMtok left, UsdPerMtok right) => new(left.Dollars + right.Dollars);

    /// <summary>The difference.</summary>
    public static UsdPerMtok operator -(UsdPerMtok left, UsdPerMtok right) => new(left.Dollars - right.Dollars);

    /// <summary>Scaled by a ratio.</summary>
    public static UsdPerMtok operator *(UsdPerMtok left, Ratio right) => new(left.Dollars * QuantityText.ToDecimal(right.Value));

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(UsdPerMtok left, UsdPerMtok right) => Ratio.FromValue((double)left.Dollars / (double)right.Dollars);

    /// <summary>The unit price when only a share of the capacity is used (C6).</summary>
    public static UsdPerMtok operator /(UsdPerMtok left, Ratio right) => new(left.Dollars / QuantityText.ToDecimal(right.Value));

    /// <summary>The cost of these tokens.</summary>
    public static Usd operator *(UsdPerMtok left, Tokens right) => Usd.FromDollars(left.Dollars * QuantityText.ToDecimal(right.Count) / 1_000_000m);

    /// <summary>Orders by size.</summary>
    public int CompareTo(UsdPerMtok other) => Dollars.CompareTo(other.Dollars);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(UsdPerMtok left, UsdPerMtok right) => left.Dollars < right.Dollars;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(UsdPerMtok left, UsdPerMtok right) => left.Dollars > right.Dollars;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(UsdPerMtok left, UsdPerMtok right) => left.Dollars <= right.Dollars;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(UsdPerMtok left, UsdPerMtok right) => left.Dollars >= right.Dollars;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out UsdPerMtok value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new(number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Money(Dollars) + "/Mtok";
}
