namespace Mtok;

/// <summary>The middle and the 90th percentile of errors' magnitudes.</summary>
/// <param name="Count">How many errors.</param>
/// <param name="Median">Half of them are no larger.</param>
/// <param name="P90">Nine in ten are no larger.</param>
public sealed record Quantiles(int Count, Ratio Median, Ratio P90)
{
    /// <summary>Of errors of either sign; null where there are none.</summary>
    public static Quantiles? Of(IEnumerable<Ratio> errors)
    {
        var sizes = errors.Select(PredictionError.Magnitude).Order().ToList();
        return sizes.Count == 0 ? null : new(sizes.Count, sizes[sizes.Count / 2], sizes[sizes.Count * 9 / 10]);
    }
}
