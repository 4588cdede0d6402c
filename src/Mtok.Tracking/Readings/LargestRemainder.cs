namespace Mtok.Tracking;

/// <summary>Rounds shares so that they add up to their total: cut, then a last digit more for those cut most, the earlier of equals first.</summary>
internal static class LargestRemainder
{
    /// <summary>The shares, rounded.</summary>
    /// <param name="total">What they add up to afterwards; may be negative.</param>
    /// <param name="shares">The exact shares, of the total's sign; their sum is within a last digit each of the total.</param>
    /// <param name="decimals">Decimals that are kept.</param>
    public static decimal[] Of(decimal total, IReadOnlyList<decimal> shares, int decimals = 0)
    {
        var parts = shares.Select(share => Math.Round(share, decimals, MidpointRounding.ToZero)).ToArray();
        var order = Enumerable.Range(0, parts.Length).OrderByDescending(at => Math.Abs(shares[at] - parts[at])).ToList();
        var digit = new decimal(1, 0, 0, total < 0, (byte)decimals);
        var rest = total - parts.Sum();
        foreach (var at in order.TakeWhile(_ => Math.Abs(rest) >= Math.Abs(digit) && Math.Sign(rest) == Math.Sign(digit)))
        {
            parts[at] += digit;
            rest -= digit;
        }

        if (rest != 0 && parts.Length > 0)
        {
            parts[order[0]] += rest;
        }

        return parts;
    }

    /// <summary>A total in proportion to weights, none below zero; where all are zero, the parts are equal.</summary>
    public static decimal[] InProportion(decimal total, IReadOnlyList<decimal> weights, int decimals = 0)
    {
        var all = weights.Sum();
        return Of(total, [.. weights.Select(weight => all == 0 ? total / weights.Count : total * (weight / all))], decimals);
    }
}
