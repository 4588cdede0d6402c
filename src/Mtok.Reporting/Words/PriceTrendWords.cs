using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How prices move, in words.</summary>
internal static class PriceTrendWords
{
    private const double LeastPercent = 0.05;

    private static readonly Duration Always = Duration.FromYears(100);

    public static string Of(PriceTrend trend) =>
        Math.Abs(trend.Yearly.Percent) < LeastPercent ? "prices hold"
        : trend.Lasts > Always ? $"prices {Yearly(trend.Yearly)}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"prices {Yearly(trend.Yearly)} for {(trend.Lasts / Duration.FromYears(1.0 / 12)).Value:0.#} months, as long as observed, then hold");

    /// <summary>A change in a year, such as "fall by 12% a year".</summary>
    public static string Yearly(Ratio change) =>
        string.Create(CultureInfo.InvariantCulture, $"{(change.Value < 0 ? "fall" : "rise")} by {Math.Abs(change.Percent):0.#}% a year");
}
