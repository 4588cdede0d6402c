namespace Mtok.Tracking;

/// <summary>An amount divided by weights so that the parts add up to it to the last digit.</summary>
internal static class MoneyShares
{
    private const int MostDigits = 28;

    /// <summary>
    /// Parts in proportion to the weights, cut to twelve decimals (more where the amount has more); what is left over goes, a last digit
    /// each, to those cut most.
    /// </summary>
    /// <param name="amount">The amount; may be negative.</param>
    /// <param name="weights">Weights, none below zero; where all are zero, the parts are equal.</param>
    public static IReadOnlyList<decimal> Of(decimal amount, IReadOnlyList<decimal> weights) =>
        LargestRemainder.InProportion(amount, weights, DecimalsFor(amount));

    /// <summary>As many decimals as the amount has, twelve at least, as far as its size leaves room for them.</summary>
    private static int DecimalsFor(decimal amount)
    {
        var size = decimal.Truncate(Math.Abs(amount)).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        return Math.Clamp(Math.Max(Money.Decimals, (int)amount.Scale), 0, MostDigits - size);
    }
}
