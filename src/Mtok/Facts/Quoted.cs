using System.Globalization;

namespace Mtok;

/// <summary>An amount in another currency than US dollars, as a seller quotes it.</summary>
public sealed record Quoted
{
    /// <summary>No price is larger, in any currency.</summary>
    private const decimal Largest = 1e12m;

    private Quoted(decimal amount, string currency) => (Amount, Currency) = (amount, currency);

    /// <summary>The currency's code.</summary>
    public string Currency { get; }

    internal decimal Amount { get; }

    /// <summary>Reads <c>2.50 EUR</c> or <c>EUR 2.50</c>; false for anything else, US dollars too.</summary>
    public static bool TryParse(string text, out Quoted? quoted)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var code = parts.Length == 2 ? Array.Find(parts, IsCode) : null;
        var number = parts.Length == 2 ? Array.Find(parts, part => part != code) : null;
        var read = decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < Largest;
        quoted = code is not null && read ? new(amount, code) : null;
        return quoted is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Amount.ToString("0.############", CultureInfo.InvariantCulture) + " " + Currency;

    internal static bool IsCode(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper) && text != "USD";
}

/// <summary>Turns quoted amounts into US dollars at the newest rate the user gave; without one it says so and converts nothing.</summary>
internal sealed class Conversion(IReadOnlyList<CurrencyRate> rates, Problems problems)
{
    private readonly Dictionary<string, CurrencyRate> _newest = rates.GroupBy(rate => rate.Currency, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.MaxBy(rate => rate.Provenance.AsOf)!, StringComparer.Ordinal);

    private readonly int _read = rates.Count;

    /// <summary>What was converted last, to be told beside the price; empty where nothing was.</summary>
    public string Terms { get; private set; } = "";

    /// <summary>Whether no rate was added since.</summary>
    public bool IsOf(IReadOnlyList<CurrencyRate> others) => _read == others.Count;

    /// <summary>The rate for a currency, or null.</summary>
    public CurrencyRate? RateOf(string currency) => _newest.GetValueOrDefault(currency);

    /// <summary>The text with another currency's amount turned into dollars; any other text as it is; null where no rate is given (reported).</summary>
    public string? InDollars(string text, string per, Func<Location> where)
    {
        if (!Quoted.TryParse(text, out var quoted))
        {
            return text;
        }

        if (RateOf(quoted!.Currency) is not { } rate)
        {
            problems.Error(where(), "missing-rate", $"{quoted} cannot be converted: give a dated [[rate]] of {quoted.Currency} in owned/*.toml");
            return null;
        }

        Terms = $"quoted {quoted}{per}, at {rate.Worth}/{rate.Currency} of {rate.Provenance.AsOf} ({rate.Provenance.Source})";
        return (quoted.Amount * rate.Worth.Dollars).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Forgets what was converted for the row before.</summary>
    public void NextRow() => Terms = "";
}
