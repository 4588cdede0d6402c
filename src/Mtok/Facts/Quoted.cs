using System.Globalization;

namespace Mtok;

/// <summary>An amount in a currency other than US dollars, as a seller quotes it.</summary>
public sealed record Quoted
{
    /// <summary>The largest amount accepted, in any currency.</summary>
    private const decimal Largest = 1e12m;

    private Quoted(decimal amount, string currency)
    {
        Amount = amount;
        Currency = currency;
    }

    /// <summary>The ISO code of the currency.</summary>
    public string Currency { get; }

    internal decimal Amount { get; }

    /// <summary>Parses <c>2.50 EUR</c> or <c>EUR 2.50</c>; false for anything else, including US dollars.</summary>
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

/// <summary>Converts quoted amounts to US dollars at the newest rate the user gave; a missing rate is reported and nothing is converted.</summary>
internal sealed class Conversion(IReadOnlyList<CurrencyRate> rates, Problems problems)
{
    private readonly Dictionary<string, CurrencyRate> _newest = rates.GroupBy(rate => rate.Currency, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.MaxBy(rate => rate.Provenance.AsOf)!, StringComparer.Ordinal);

    private readonly int _read = rates.Count;

    /// <summary>How the last amount was converted, to be shown beside the price; empty if it was not.</summary>
    public string Terms { get; private set; } = "";

    /// <summary>Whether no rate was added since.</summary>
    public bool IsOf(IReadOnlyList<CurrencyRate> others) => _read == others.Count;

    /// <summary>The rate of a currency; null if none was given.</summary>
    public CurrencyRate? RateOf(string currency) => _newest.GetValueOrDefault(currency);

    /// <summary>The text with an amount in another currency converted to dollars; other text unchanged; null if a rate is missing (reported).</summary>
    public string? InDollars(string text, string per, Func<Location> where)
    {
        if (!Quoted.TryParse(text, out var quoted))
        {
            return text;
        }

        if (RateOf(quoted!.Currency) is not { } rate)
        {
            problems.Error(where(), "missing-rate", $"{quoted} cannot be converted: add a dated [[rate]] of {quoted.Currency} to owned/*.toml");
            return null;
        }

        Terms = $"quoted {quoted}{per}, at {rate.Worth}/{rate.Currency} of {rate.Provenance.AsOf} ({rate.Provenance.Source})";
        return (quoted.Amount * rate.Worth.Dollars).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Resets the terms before the next row.</summary>
    public void NextRow() => Terms = "";
}
