namespace Mtok.Fitting;

/// <summary>Minimises over positive numbers by trying each one a little larger and smaller; needs no gradient, which medians lack.</summary>
internal static class PatternSearch
{
    private const double FirstStep = 0.4;
    private const double LastStep = 0.001;

    private static readonly (int, int)[] Signs = [(1, 1), (-1, -1), (1, -1), (-1, 1)];

    /// <param name="start">The starting value and range of each number.</param>
    /// <param name="cost">The function to minimise.</param>
    /// <param name="pairs">Whether numbers are also moved in pairs, which finds more and takes longer.</param>
    /// <param name="lastStep">The smallest step tried, as a logarithm.</param>
    /// <param name="firstStep">The largest.</param>
    public static IReadOnlyList<double> Minimize(IReadOnlyList<Constant> start, Func<IReadOnlyList<double>, double> cost, bool pairs = true, double lastStep = LastStep, double firstStep = FirstStep)
    {
        var best = start.Select(constant => constant.Start).ToArray();
        var lowest = cost(best);
        for (var step = firstStep; step >= lastStep;)
        {
            var improved = false;
            foreach (var move in Moves(best.Length, pairs))
            {
                var candidate = best.Select((value, at) => Math.Clamp(value * Math.Exp(step * move[at]), start[at].Low, start[at].High)).ToArray();
                var price = cost(candidate);
                if (price < lowest)
                {
                    best = candidate;
                    lowest = price;
                    improved = true;
                }
            }

            step = improved ? step : step / 2;
        }

        return best;
    }

    /// <summary>Each number alone, and pairs: a longer fixed time and a larger share compensate for each other.</summary>
    private static IEnumerable<int[]> Moves(int length, bool pairs)
    {
        for (var first = 0; first < length; first++)
        {
            for (var second = first; second < (pairs ? length : first + 1); second++)
            {
                foreach (var (one, two) in Signs)
                {
                    var move = new int[length];
                    move[second] = two;
                    move[first] = one;
                    if (first != second || one == two)
                    {
                        yield return move;
                    }
                }
            }
        }
    }
}
