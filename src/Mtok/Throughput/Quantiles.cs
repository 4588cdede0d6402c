namespace Mtok;

/// <summary>The median and the 90th percentile of the magnitudes of errors.</summary>
/// <param name="Count">The number of errors.</param>
/// <param name="Median">The median magnitude.</param>
/// <param name="P90">The 90th percentile of the magnitudes.</param>
public sealed record Quantiles(int Count, Ratio Median, Ratio P90)
{
    /// <summary>The quantiles of errors of either sign; null if there are none.</summary>
    public static Quantiles? Of(IEnumerable<Ratio> errors)
    {
        var sizes = errors.Select(PredictionError.Magnitude).Order().ToList();
        return sizes.Count == 0 ? null : new(sizes.Count, sizes[sizes.Count / 2], sizes[sizes.Count * 9 / 10]);
    }
}
