using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How often the cheapest option stays the cheapest, as JSON.</summary>
internal static class ConfidenceJson
{
    /// <summary>What the recommendation may cost above the cheapest; null where nothing serves.</summary>
    public static JsonObject? Of(Regret? regret) => regret is null
        ? null
        : new()
        {
            ["within_5_percent"] = JsonFigures.Of(regret.Near.Value),
            ["expected_usd_per_month"] = JsonFigures.Of(regret.Expected.Dollars),
            ["at_95_percent"] = JsonFigures.Of(regret.At95.Dollars),
            ["over_term"] = Of(regret.OverTerm),
        };

    private static JsonObject? Of(TermRegret? regret) => regret is null
        ? null
        : new()
        {
            ["months"] = JsonFigures.Of((regret.Horizon / Duration.Month).Value),
            ["changed_after_months"] = JsonFigures.Of((regret.Look / Duration.Month).Value),
            ["expected_usd"] = JsonFigures.Of(regret.Expected.Dollars),
            ["at_95_percent_usd"] = JsonFigures.Of(regret.At95.Dollars),
            ["changed_in"] = JsonFigures.Of(regret.Switches.Value),
        };

    /// <summary>Null where there is no cheapest option.</summary>
    public static JsonObject? Of<TCost>(Confidence<TCost>? confidence, string regret, Func<TCost, decimal> dollars)
        where TCost : struct => confidence is null
            ? null
            : new()
            {
                ["draws"] = confidence.Draws,
                ["stays_cheapest"] = JsonFigures.Of(confidence.Stays.Value),
                ["within_5_percent"] = JsonFigures.Of(confidence.Near.Value),
                [regret] = JsonFigures.Of(dollars(confidence.Regret)),
                ["rival"] = confidence.Rival,
            };
}
