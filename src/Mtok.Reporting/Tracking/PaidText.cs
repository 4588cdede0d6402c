using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>What was paid, as reports write it: to the cent, each currency apart.</summary>
internal static class PaidText
{
    public static string Amounts(IEnumerable<PaidFor> paid) => string.Join(
        " + ",
        paid.GroupBy(each => each.Amount.Currency, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key == "USD"
                ? Money(Usd.FromDollars(group.Sum(each => each.Amount.Amount)))
                : $"{Cents(Usd.FromDollars(group.Sum(each => each.Amount.Amount)))} {group.Key}"));

    public static string Money(Usd amount) => (amount.Dollars < 0 ? "-$" : "$") + Cents(Usd.FromDollars(Math.Abs(amount.Dollars)));

    public static string Cents(Usd amount) => amount.Dollars.Shown("#,##0.00");
}
