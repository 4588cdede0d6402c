namespace Mtok;

/// <summary>A price of data, in US dollars per gigabyte (10^9 bytes).</summary>
public readonly record struct UsdPerGigabyte : IQuantity<UsdPerGigabyte>
{
    private static readonly (string, decimal)[] Spellings = [("/GB", 1m), ("$/GB", 1m), ("USD/GB", 1m)];

    private UsdPerGigabyte(decimal value) => Dollars = value;

    /// <inheritdoc/>
    public static string Unit => "$/GB";

    /// <summary>US dollars per gigabyte.</summary>
    public decimal Dollars { get; }

    /// <summary>The given number of US dollars per gigabyte.</summary>
    public static UsdPerGigabyte FromDollars(decimal dollars) => new(dollars);

    /// <summary>Scaled by a ratio.</summary>
    public static UsdPerGigabyte operator *(UsdPerGigabyte left, Ratio right) => new(left.Dollars * QuantityText.ToDecimal(right.Value));

    /// <summary>The cost of these bytes.</summary>
    public static Usd operator *(UsdPerGigabyte left, Bytes right) => Usd.FromDollars(left.Dollars * QuantityText.ToDecimal(right.Gigabytes));

    /// <summary>Orders by size.</summary>
    public int CompareTo(UsdPerGigabyte other) => Dollars.CompareTo(other.Dollars);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(UsdPerGigabyte left, UsdPerGigabyte right) => left.Dollars < right.Dollars;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(UsdPerGigabyte left, UsdPerGigabyte right) => left.Dollars > right.Dollars;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(UsdPerGigabyte left, UsdPerGigabyte right) => left.Dollars <= right.Dollars;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(UsdPerGigabyte left, UsdPerGigabyte right) => left.Dollars >= right.Dollars;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out UsdPerGigabyte value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new(number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Money(Dollars) + "/GB";
}
