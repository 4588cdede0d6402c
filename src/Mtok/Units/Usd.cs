namespace Mtok;

/// <summary>An amount of money, in US dollars.</summary>
public readonly record struct Usd : IQuantity<Usd>
{
    private static readonly (string, decimal)[] Spellings = [("$", 1m), ("USD", 1m), ("usd", 1m)];

    private Usd(decimal value) => Dollars = value;

    /// <inheritdoc/>
    public static string Unit => "$";

    /// <summary>US dollars.</summary>
    public decimal Dollars { get; }

    /// <summary>The given number of US dollars.</summary>
    public static Usd FromDollars(decimal dollars) => new(dollars);

    /// <summary>The sum.</summary>
    public static Usd operator +(Usd left, Usd right) => new(left.Dollars + right.Dollars);

    /// <summary>The difference.</summary>
    public static Usd operator -(Usd left, Usd right) => new(left.Dollars - right.Dollars);

    /// <summary>Scaled by a ratio.</summary>
    public static Usd operator *(Usd left, Ratio right) => new(left.Dollars * QuantityText.ToDecimal(right.Value));

    /// <summary>The left multiplied by a count.</summary>
    public static Usd operator *(Usd left, int right) => new(left.Dollars * right);

    /// <summary>The left divided by the right, as a pure number.</summary>
    public static Ratio operator /(Usd left, Usd right) => Ratio.FromValue((double)left.Dollars / (double)right.Dollars);

    /// <summary>The price of a million tokens when these tokens cost this much (C1).</summary>
    public static UsdPerMtok operator /(Usd left, Tokens right) => UsdPerMtok.FromDollars(left.Dollars / QuantityText.ToDecimal(right.Count) * 1_000_000m);

    /// <summary>Money spread over a time, per hour.</summary>
    public static UsdPerHour operator /(Usd left, Duration right) => UsdPerHour.FromDollars(left.Dollars / QuantityText.ToDecimal(right.Hours));

    /// <summary>Orders by size.</summary>
    public int CompareTo(Usd other) => Dollars.CompareTo(other.Dollars);

    /// <summary>Whether the left is smaller.</summary>
    public static bool operator <(Usd left, Usd right) => left.Dollars < right.Dollars;

    /// <summary>Whether the left is larger.</summary>
    public static bool operator >(Usd left, Usd right) => left.Dollars > right.Dollars;

    /// <summary>Whether the left is not larger.</summary>
    public static bool operator <=(Usd left, Usd right) => left.Dollars <= right.Dollars;

    /// <summary>Whether the left is not smaller.</summary>
    public static bool operator >=(Usd left, Usd right) => left.Dollars >= right.Dollars;

    /// <inheritdoc/>
    public static bool TryParse(string? text, out Usd value)
    {
        var read = QuantityText.TryRead(text, Spellings, out var number);
        value = read ? new(number) : default;
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => QuantityText.Money(Dollars);
}
