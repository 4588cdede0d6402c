namespace Mtok.Tracking;

/// <summary>Rounds shares to whole numbers that add up to a whole total: down, then one more for the largest remainders, the earlier first.</summary>
internal static class LargestRemainder
{
    /// <summary>The shares, rounded.</summary>
    /// <param name="total">What they add up to afterwards.</param>
    /// <param name="shares">The exact shares; their sum is within their number of the total.</param>
    public static decimal[] Of(decimal total, IReadOnlyList<decimal> shares)
    {
        var rounded = shares.Select(decimal.Floor).ToArray();
        var missing = (int)(total - rounded.Sum());
        foreach (var at in Enumerable.Range(0, shares.Count).OrderByDescending(at => shares[at] - rounded[at]).Take(missing))
        {
            rounded[at]++;
        }

        return rounded;
    }
}
