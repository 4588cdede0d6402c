namespace Mtok;

/// <summary>The model's accuracy on published figures it was not fitted on.</summary>
/// <param name="Name">The common property of the rows.</param>
/// <param name="Groups">The number of groups of model and device; each was predicted by a calibration fitted on the others.</param>
/// <param name="Rate">Errors of the output rate.</param>
/// <param name="Tpot">Errors of the time per output token; null if none was published.</param>
/// <param name="Corrected">Errors of the rate after correction by runs of the same network on the same device at other lengths (E2); null if there
/// are none.</param>
/// <param name="Bias">The median of ln(predicted / published) of the rate: above 0 is too fast.</param>
/// <param name="Covered">The share of rows within the 90 % interval, which the era's other groups gave; null if there are none.</param>
public sealed record ModelAccuracy(string Name, int Groups, Quantiles Rate, Quantiles? Tpot, Quantiles? Corrected, Ratio Bias, Ratio? Covered)
{
    private const int FewestRows = 12;

    /// <summary>Accuracy by a common property of the predictions, ordered by its name.</summary>
    public static IReadOnlyList<ModelAccuracy> Of(IEnumerable<HeldOutPrediction> predictions, Func<HeldOutPrediction, string> by) =>
        [.. predictions.GroupBy(by, StringComparer.Ordinal)
            .Where(alike => alike.Count() >= FewestRows)
            .OrderBy(alike => alike.Key, StringComparer.Ordinal)
            .Select(alike => Of(alike.Key, [.. alike]))];

    /// <summary>Accuracy over all predictions.</summary>
    public static ModelAccuracy Of(string name, IReadOnlyList<HeldOutPrediction> alike)
    {
        var rates = alike.Select(prediction => prediction.Error.Rate).Order().ToList();
        var within = alike.Where(prediction => prediction.IsWithin is not null).ToList();
        return new(
            name,
            alike.DistinctBy(prediction => (prediction.Row.ModelId, prediction.Row.AcceleratorId)).Count(),
            Quantiles.Of(rates)!,
            Quantiles.Of(alike.Select(prediction => prediction.Error.Tpot).OfType<Ratio>()),
            Quantiles.Of(alike.Select(prediction => prediction.Corrected).OfType<Ratio>()),
            rates[rates.Count / 2],
            within.Count == 0 ? null : Ratio.FromValue(within.Count(prediction => prediction.IsWithin == true) / (double)within.Count));
    }
}
