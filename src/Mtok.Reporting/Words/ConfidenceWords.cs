using System.Globalization;
using Mtok.Planning;
using static Mtok.Reporting.MoneyText;

namespace Mtok.Reporting;

/// <summary>What the recommended option may cost above the cheapest, and how often it stays the cheapest, in words.</summary>
internal static class ConfidenceWords
{
    /// <summary>Regret first: a chance to be as good as the cheapest, then what it costs where it is not.</summary>
    /// <param name="regret">The regret.</param>
    /// <param name="draws">What was drawn.</param>
    public static string Of(Regret regret, string draws = "draws") =>
        $"within 5% of the cheapest in {Share(regret.Near)} of {draws}; expected loss {Money(regret.Expected)} a month, "
            + (IsNothing(regret.At95) && !IsNothing(regret.Expected) ? $"none in 95% of {draws}" : $"{Money(regret.At95)} at 95%");

    /// <summary>The same over the horizon; empty where only a month was looked at.</summary>
    public static IEnumerable<string> OverTerm(Regret regret)
    {
        if (regret.OverTerm is { } term)
        {
            yield return $"over {Months(term.Horizon)} months, changed after {Months(term.Look)} where that pays ({Share(term.Switches)} of draws): "
                + $"expected loss {MoveWords.Money(term.Expected)}, {MoveWords.Money(term.At95)} at 95%";
        }
    }

    private static string Months(Duration time) => (time / Duration.Month).Value.Shown("0.#");

    private static bool IsNothing(UsdPerMonth loss) => Money(loss) == Money(default(UsdPerMonth));

    /// <summary>From "within" on, to follow the option's name.</summary>
    /// <param name="confidence">The draws.</param>
    /// <param name="drawn">What was drawn, and what was not.</param>
    /// <param name="cost">The cost with its unit.</param>
    public static string Of<TCost>(Confidence<TCost> confidence, string drawn, Func<TCost, string> cost)
        where TCost : struct
    {
        var regret = confidence.Rival is null ? "" : $"; otherwise most often {confidence.Rival}, mean regret {cost(confidence.Regret)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"within 5% of the cheapest in {Share(confidence.Near)} of {confidence.Draws:#,##0} draws of {drawn}, "
                + $"and itself the cheapest in {Share(confidence.Stays)}{regret}");
    }

    private static string Share(Ratio share) => share.Value.Shown("0%");
}
