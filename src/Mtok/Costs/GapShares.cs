namespace Mtok;

/// <summary>The gap between two costs that are products of the same factors, split into a share for each factor (C12).</summary>
public static class GapShares
{
    private const int Decimals = 12;

    /// <summary>
    /// C12: the Shapley value of each factor: what replacing it changes, averaged over every order in which the factors may be replaced. No
    /// order is preferred, a factor that did not change has no share, and the shares add up to the gap to the last digit.
    /// </summary>
    /// <param name="planned">The cost before.</param>
    /// <param name="actual">The cost after; with all factors replaced.</param>
    /// <param name="changes">Of each factor its value after / before; above zero. Their product is actual / planned.</param>
    public static IReadOnlyList<UsdPerMonth> Of(UsdPerMonth planned, UsdPerMonth actual, IReadOnlyList<Ratio> changes)
    {
        var changed = Enumerable.Range(0, changes.Count).Where(at => changes[at] != Ratio.One).ToList();
        var all = (1 << changed.Count) - 1;
        var costs = Enumerable.Range(0, all + 1).Select(set => set == 0 ? planned.Dollars
            : set == all ? actual.Dollars
            : Math.Round(planned.Dollars * Product(changes, changed.Where((_, at) => (set >> at & 1) == 1)), Decimals)).ToArray();
        var shares = new decimal[changes.Count];
        for (var at = 0; at < changed.Count; at++)
        {
            shares[changed[at]] = Math.Round(Share(costs, at, changed.Count), Decimals);
        }

        var largest = changed.Count == 0 ? 0 : changed.MaxBy(at => Math.Abs(shares[at]));
        shares[largest] += actual.Dollars - planned.Dollars - shares.Sum();
        return [.. shares.Select(UsdPerMonth.FromDollars)];
    }

    private static decimal Product(IReadOnlyList<Ratio> changes, IEnumerable<int> factors) =>
        (decimal)factors.Aggregate(1.0, (product, at) => product * changes[at].Value);

    private static decimal Share(decimal[] costs, int factor, int count)
    {
        var sum = 0m;
        for (var set = 0; set < costs.Length; set++)
        {
            if ((set >> factor & 1) == 0)
            {
                var before = int.PopCount(set);
                sum += Factorial(before) * Factorial(count - before - 1) * (costs[set | 1 << factor] - costs[set]);
            }
        }

        return sum / Factorial(count);
    }

    private static decimal Factorial(int number) => number <= 1 ? 1 : number * Factorial(number - 1);
}
