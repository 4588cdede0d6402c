namespace Mtok.Fitting;

/// <summary>Errors of a law against published times, as a share of the time: e^|log error| - 1. Ranges have equal weight.</summary>
internal sealed record Errors(int Count, double Median, double P90)
{
    public static Errors Of(IReadOnlyList<Timing> timings, IReadOnlyList<double> constants)
    {
        var weights = timings.GroupBy(timing => timing.Range).ToDictionary(range => range.Key, range => 1.0 / range.Count(), StringComparer.Ordinal);
        var errors = timings.Select(timing => (Error: timing.LogError(constants), Weight: weights[timing.Range])).OrderBy(entry => entry.Error).ToList();
        return new(timings.Count, Quantile(errors, 0.5), Quantile(errors, 0.9));
    }

    private static double Quantile(List<(double Error, double Weight)> sorted, double share)
    {
        var left = share * sorted.Sum(entry => entry.Weight);
        foreach (var (error, weight) in sorted)
        {
            left -= weight;
            if (left <= 0)
            {
                return Math.Exp(error) - 1;
            }
        }

        return 0;
    }
}
