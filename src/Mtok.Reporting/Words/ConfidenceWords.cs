using System.Globalization;
using Mtok.Planning;

namespace Mtok.Reporting;

/// <summary>How often the cheapest option stays the cheapest, in words.</summary>
internal static class ConfidenceWords
{
    /// <summary>From "cheapest in" on, to follow the option's name.</summary>
    /// <param name="confidence">The draws.</param>
    /// <param name="drawn">What was drawn, and what was not.</param>
    /// <param name="cost">The cost with its unit.</param>
    public static string Of<TCost>(Confidence<TCost> confidence, string drawn, Func<TCost, string> cost)
        where TCost : struct
    {
        var regret = confidence.Rival is null ? "" : $"; otherwise most often {confidence.Rival}, mean regret {cost(confidence.Regret)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"cheapest in {confidence.Stays.Value:0%} of {confidence.Draws:#,##0} draws of {drawn}{regret}");
    }
}
