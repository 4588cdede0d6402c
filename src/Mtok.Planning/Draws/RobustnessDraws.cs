namespace Mtok.Planning;

/// <summary>Bills of all candidates over seeded draws (U3, U4).</summary>
internal sealed class RobustnessDraws
{
    public const int AllDraws = 10_000;

    /// <summary>Within this multiple of the cheapest a bill is as good as the cheapest: most bills are known no better.</summary>
    public const double Near = 1.05;

    /// <summary>Draws that one core takes at a time; each draw is the same whoever takes it.</summary>
    private const int Block = 250;

    private readonly IReadOnlyList<Finalist> _finalists;
    private readonly double[] _middle;
    private readonly double[][] _bills;

    public RobustnessDraws(IReadOnlyList<Finalist> finalists, Outlook outlook, int seed)
    {
        _finalists = finalists;
        _middle = outlook.At(_ => 0);
        var drawn = outlook.Draws(AllDraws, seed);
        _bills = [.. finalists.Select(_ => new double[AllDraws])];
        Parallel.For(0, AllDraws / Block, block =>
        {
            var factors = new double[drawn.Length];
            for (var draw = block * Block; draw < (block + 1) * Block; draw++)
            {
                for (var figure = 0; figure < factors.Length; figure++)
                {
                    factors[figure] = drawn[figure][draw];
                }

                for (var finalist = 0; finalist < _bills.Length; finalist++)
                {
                    _bills[finalist][draw] = finalists[finalist].BillAt(factors).Total;
                }
            }
        });
    }

    /// <summary>In the order of the candidates.</summary>
    /// <param name="term">When a choice may be changed, and what that takes; null where only a month counts.</param>
    public IReadOnlyList<CandidateStanding> Standings(TermRules? term = null)
    {
        var (wins, least) = (new int[_bills.Length], new double[AllDraws]);
        for (var draw = 0; draw < AllDraws; draw++)
        {
            var best = 0;
            for (var finalist = 1; finalist < _bills.Length; finalist++)
            {
                best = _bills[finalist][draw] < _bills[best][draw] ? finalist : best;
            }

            wins[best]++;
            least[draw] = _bills[best][draw];
        }

        return
        [
            .. _finalists.Select((finalist, at) => Standing(finalist, _bills[at], wins[at], least) with
            {
                OverTerm = term?.Of(_bills[at], least, finalist.Commitments(_middle)),
            }),
        ];
    }

    private CandidateStanding Standing(Finalist finalist, double[] bills, int wins, double[] least)
    {
        var (near, regrets, sorted) = (0, new double[bills.Length], (double[])bills.Clone());
        for (var draw = 0; draw < bills.Length; draw++)
        {
            regrets[draw] = bills[draw] - least[draw];
            near += bills[draw] <= Near * least[draw] ? 1 : 0;
        }

        Array.Sort(regrets);
        Array.Sort(sorted);
        return new(
            finalist.Name, finalist.Kind, Ratio.FromValue(wins / (double)AllDraws),
            new(Money(At(sorted, 0.05)), Money(bills.Average()), Money(At(sorted, 0.95)), Evidence.Assumed.And(finalist.Evidence)),
            Money(regrets.Average()), Money(At(regrets, 0.95)))
        {
            Middle = Money(finalist.BillAt(_middle).Total),
            Near = Ratio.FromValue(near / (double)AllDraws),
        };
    }

    /// <summary>The quantile: the least value that at least that share of the draws does not exceed.</summary>
    public static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];

    private static UsdPerMonth Money(double dollars) => UsdPerMonth.FromDollars((decimal)dollars);
}
