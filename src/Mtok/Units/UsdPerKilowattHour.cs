namespace Mtok;

/// <summary>A price of electricity, in US dollars per kilowatt-hour.</summary>
public readonly record struct UsdPerKilowattHour : IQuantity<UsdPerKilowattHour>
{
    private static readonly (string, decimal)[] Spellings = [("/kWh", 1m), ("$/kWh", 1m), ("USD/kWh", 1m)];

    private UsdPerKilowattHour(decimal value) => Dollars = value;

    /// <inheritdoc/>
    public static string Unit => "$/kWh";

    /// <summary>US dollars per kilowatt-hour.</summary>
    public decimal Dollars { get; }

    /// <summary>The given number of US dollars per kilowatt-hour.</summary>
    public static UsdPerKilowattHour FromDollars(decimal dollars) => new(dollars);

    /// <summary>Scaled by a ratio.</summary>
    public static UsdPerKilowattHour operator *(UsdPerKilowattHour left, Ratio right) => new(left.Dollars * QuantityText.ToDecimal(right.Value));

    /// <summary>The hourly cost of this power draw.</summary>
    public static UsdPerHour operator *(UsdPerKilowattHour left, Watts right) => UsdPerHour.FromDollars(left.Dollars * QuantityText.ToDecimal(right.Kilowatts));

    /// <summary>Orders by size.</summary>
    public int CompareTo(UsdPerKilowattHour other) => Dollars.CompareTo(other.Dollars);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(UsdPerKilowattHour left, UsdPerKilowattHour right) => left.Dollars < right.Dollars;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(UsdPerKilowattHour left, UsdPerKilowattHour right) => left.Dollars > right.Dollars;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(UsdPerKilowattHour left, UsdPerKilowattHour right) => left.Dollars <= right.Dollars;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(UsdPerKilowattHour left, UsdPerKilowattHour right) => left.Dollars >= right.Dollars;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out UsdPerKilowattHour value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new(number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Money(Dollars) + "/kWh";
}
