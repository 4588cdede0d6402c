using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How prices move, in words.</summary>
internal static class PriceTrendWords
{
    private const double LeastPercent = 0.05;

    private static readonly Duration Always = Duration.FromYears(100);

    public static string Of(PriceTrend trend) => Mean(trend) + Walk(trend);

    private static string Mean(PriceTrend trend) =>
        Math.Abs(trend.Yearly.Percent) < LeastPercent ? $"prices hold on average{(trend.IsOwn ? "" : ", as fewer than 3 of its sellers were seen twice")}"
        : trend.Lasts > Always ? $"prices {Yearly(trend.Yearly)}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"prices {Yearly(trend.Yearly)} for {(trend.Lasts / Duration.FromYears(1.0 / 12)).Value:0.#} months, as long as observed, then hold");

    /// <summary>How far the walk goes in a year.</summary>
    private static string Walk(PriceTrend trend) => trend.Spread == Ratio.Zero ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $", and walk both ways: {Ends(trend, -1):0.##} to {Ends(trend, 1):0.##} times after a year in 90% of walks");

    private static double Ends(PriceTrend trend, int side) => trend.Over(Duration.FromYears(1)).At(Ratio.FromValue(side * 1.645)).Value;

    /// <summary>A change in a year, such as "fall by 12% a year".</summary>
    public static string Yearly(Ratio change) =>
        string.Create(CultureInfo.InvariantCulture, $"{(change.Value < 0 ? "fall" : "rise")} by {Math.Abs(change.Percent):0.#}% a year");
}
