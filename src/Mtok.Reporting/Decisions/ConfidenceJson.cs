using System.Text.Json.Nodes;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How often the cheapest option stays the cheapest, as JSON.</summary>
internal static class ConfidenceJson
{
    /// <summary>Null where there is no cheapest option.</summary>
    public static JsonObject? Of<TCost>(Confidence<TCost>? confidence, string regret, Func<TCost, decimal> dollars)
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
