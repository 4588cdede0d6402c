using System.Globalization;
using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>Shows how far a winner can be trusted.</summary>
internal static class ConfidenceText
{
    /// <summary>In words, from "cheapest in" on.</summary>
    public static string Line<TCost>(Confidence<TCost> confidence, Func<TCost, string> cost)
        where TCost : struct
    {
        var regret = confidence.Rival is null ? "" : $"; when it is not, {confidence.Rival} is most often, and the regret is {cost(confidence.Regret)}";
        return string.Create(CultureInfo.InvariantCulture, $"cheapest in {confidence.Stays.Value:0%} of {confidence.Draws:#,##0} draws of throughput within its interval, prices fixed{regret}");
    }

    /// <summary>For programs; null where there is none.</summary>
    public static JsonObject? Json<TCost>(Confidence<TCost>? confidence, string regret, Func<TCost, decimal> dollars)
        where TCost : struct => confidence is null
            ? null
            : new()
            {
                ["draws"] = confidence.Draws,
                ["stays_cheapest"] = JsonFigures.Of(confidence.Stays.Value),
                [regret] = JsonFigures.Of(dollars(confidence.Regret)),
                ["rival"] = confidence.Rival,
            };
}
