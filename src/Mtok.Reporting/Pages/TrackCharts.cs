using Mtok.Tracking;

namespace Mtok.Reporting;

/// <summary>Draws a tracked answer: as many charts as it has figures for.</summary>
public static class TrackCharts
{
    /// <summary>Nobody compares more currencies than that at a glance.</summary>
    private const int MostCurrencies = 3;

    /// <summary>The charts in reading order; empty where nothing is known.</summary>
    public static IReadOnlyList<Picture> Of(TrackAnswer answer) =>
        [.. Cost(answer), .. new[] { TrackUnitCostChart.Of(answer) }.OfType<Picture>(), .. Groups(answer), .. Tokens(answer)];

    /// <summary>What was paid for, and when, a pair of charts for each currency.</summary>
    internal static IReadOnlyList<Picture> Cost(TrackAnswer answer) =>
        [.. Currencies(answer).SelectMany(currency => new[] { TrackBillChart.Of(answer, currency), TrackCostChart.Of(answer, currency) }).OfType<Picture>()];

    /// <summary>Cost by group.</summary>
    internal static IReadOnlyList<Picture> Groups(TrackAnswer answer) =>
        [.. Currencies(answer).Select(currency => TrackGroupsChart.Cost(answer, currency)).OfType<Picture>()];

    /// <summary>Tokens by class, over time and by group.</summary>
    internal static IReadOnlyList<Picture> Tokens(TrackAnswer answer) =>
        [.. new[] { TrackTokensChart.Of(answer), TrackGroupsChart.Tokens(answer) }.OfType<Picture>()];

    /// <summary>The name of a chart of a currency.</summary>
    internal static string Name(string chart, string currency) => currency == "USD" ? chart : $"{chart}-{currency.ToLowerInvariant()}";

    /// <summary>The sign or code of a currency.</summary>
    internal static string Sign(string currency) => currency switch { "USD" => "$", "XXX" => "no stated currency", _ => currency };

    private static IEnumerable<string> Currencies(TrackAnswer answer) => answer.Total.Cost.Select(cost => cost.Amount)
        .GroupBy(amount => amount.Currency, StringComparer.Ordinal)
        .OrderByDescending(group => group.Key == "USD").ThenByDescending(group => group.Max(amount => Math.Abs(amount.Amount)))
        .ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).Take(MostCurrencies);
}
