using System.Globalization;

namespace Mtok.Tracking;

/// <summary>An amount in a currency as billed. Never converted; amounts of different currencies are never added.</summary>
/// <param name="Amount">The amount, exact.</param>
/// <param name="Currency">The currency's ISO code; <c>USD</c> where a source prices in dollars without saying so.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>Decimals that a ledger keeps: rounded to them before anything is stored.</summary>
    public const int Decimals = 12;

    /// <summary>US dollars.</summary>
    public static Money Usd(decimal amount) => new(amount, "USD");

    /// <summary>The amount in full, with the currency.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");
}
