namespace Mtok.Planning;

/// <summary>What the recommended way costs in the next twelve months (U9).</summary>
/// <param name="Year">The 5th, 50th and 95th percentile.</param>
/// <param name="Doubles">Figures that alone double the bill of a month, the nearest to today's first; empty where none does within ten times.</param>
public sealed record YearlyBudget(Estimate<Usd> Year, IReadOnlyList<Doubling> Doubles);

/// <summary>A figure that alone doubles the bill of a month.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="At">The figure then / today's.</param>
public sealed record Doubling(UncertainFigure Figure, Ratio At);

/// <summary>
/// Twelve months of one candidate over draws (U9): demand, throughput and hours without spot machines as drawn for the whole year, each price on its
/// walk, in the middle of each month. Commitments stay paid, hourly machines follow; nothing is moved elsewhere.
/// </summary>
internal sealed class YearOfBills(Finalist finalist, Outlook outlook)
{
    private const int Months = 12;

    /// <summary>Fewer than for one month: each is twelve bills.</summary>
    private const int AllDraws = 1000;

    /// <summary>What is this many times today's figure is no risk of a year.</summary>
    private const double Farthest = 10;

    /// <summary>The budget; the same for the same seed on any number of cores.</summary>
    public YearlyBudget Of(int seed)
    {
        var bills = new double[AllDraws];
        var (drawn, prices) = (outlook.Draws(AllDraws, seed), outlook.Prices.ToList());
        var walks = outlook.Walks(AllDraws, Months, seed);
        Parallel.For(0, AllDraws, draw =>
        {
            double[] factors = [.. drawn.Select(figure => figure[draw])];
            for (var month = 0; month < Months; month++)
            {
                for (var price = 0; price < prices.Count; price++)
                {
                    factors[prices[price].Place] = walks[price][month][draw];
                }

                bills[draw] += finalist.BillAt(factors).Total;
            }
        });
        Array.Sort(bills);
        Usd At(double share) => Usd.FromDollars(Math.Round((decimal)RobustnessDraws.At(bills, share), 6));
        return new(new(At(0.05), At(0.5), At(0.95), Evidence.Assumed.And(finalist.Evidence)), [.. Doubles()]);
    }

    /// <summary>Of each figure the multiple at which the bill is twice that of the middle: a throughput below today's, all else above.</summary>
    private IEnumerable<Doubling> Doubles()
    {
        var middle = outlook.At(_ => 0);
        var twice = 2 * finalist.BillAt(middle).Total;
        return Enumerable.Range(0, outlook.Count)
            .Select(figure => (Figure: outlook.Figure(figure), At: Reaches(figure, middle, twice)))
            .Where(pair => pair.At is not null)
            .OrderBy(pair => Math.Abs(Math.Log(pair.At!.Value))).ThenBy(pair => pair.Figure.Key, StringComparer.Ordinal)
            .Select(pair => new Doubling(pair.Figure, Ratio.FromValue(pair.At!.Value)));
    }

    private double? Reaches(int figure, double[] middle, double bill)
    {
        var factors = (double[])middle.Clone();
        var (near, far) = (0.0, Math.Log(Farthest) * (outlook.Figure(figure) is UncertainFigure.Throughput ? -1 : 1));
        double At(double log)
        {
            factors[figure] = middle[figure] * Math.Exp(log);
            return finalist.BillAt(factors).Total;
        }

        if (bill <= 0 || At(far) < bill)
        {
            return null;
        }

        for (var step = 0; step < 40; step++)
        {
            var half = (near + far) / 2;
            (near, far) = At(half) < bill ? (half, far) : (near, half);
        }

        return Math.Exp(far);
    }
}
