namespace Mtok;

/// <summary>Non-negative least squares for a few terms: every subset of terms is solved and the best kept.</summary>
internal static class NonNegative
{
    /// <summary>The weights that bring each row's weighted sum nearest to 1; null if no subset has a solution.</summary>
    public static double[]? LeastSquares(IReadOnlyList<double[]> rows)
    {
        var terms = rows[0].Length;
        double[]? best = null;
        var least = double.MaxValue;
        for (var subset = 1; subset < 1 << terms; subset++)
        {
            var used = Enumerable.Range(0, terms).Where(term => (subset & (1 << term)) != 0).ToArray();
            if (Solve(rows, used) is not { } weights || weights.Any(weight => weight < 0))
            {
                continue;
            }

            var error = rows.Sum(row => Square(used.Select((term, index) => row[term] * weights[index]).Sum() - 1));
            if (error < least)
            {
                least = error;
                best = new double[terms];
                for (var index = 0; index < used.Length; index++)
                {
                    best[used[index]] = weights[index];
                }
            }
        }

        return best;
    }

    /// <summary>Solves the normal equations by elimination with pivoting; null if they are singular.</summary>
    private static double[]? Solve(IReadOnlyList<double[]> rows, int[] used)
    {
        var n = used.Length;
        var scale = used.Select(term => rows.Max(row => row[term])).ToArray();
        var matrix = Enumerable.Range(0, n).Select(_ => new double[n + 1]).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < n; i++)
            {
                matrix[i][n] += row[used[i]] / scale[i];
                for (var j = 0; j < n; j++)
                {
                    matrix[i][j] += row[used[i]] / scale[i] * row[used[j]] / scale[j];
                }
            }
        }

        for (var column = 0; column < n; column++)
        {
            var pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(matrix[row][column]));
            if (Math.Abs(matrix[pivot][column]) < 1e-9)
            {
                return null;
            }

            (matrix[column], matrix[pivot]) = (matrix[pivot], matrix[column]);

            for (var row = 0; row < n; row++)
            {
                var factor = row == column ? 0 : matrix[row][column] / matrix[column][column];
                for (var j = 0; j <= n; j++)
                {
                    matrix[row][j] -= factor * matrix[column][j];
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => matrix[i][n] / matrix[i][i] / scale[i])];
    }

    private static double Square(double value) => value * value;
}
