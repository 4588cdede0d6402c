namespace Mtok;

/// <summary>The model's accuracy on published figures that it was not fitted on.</summary>
/// <param name="Name">The common property of the rows.</param>
/// <param name="Publications">The number of publications.</param>
/// <param name="Rate">Errors of the output rate.</param>
/// <param name="Tpot">Errors of the time per output token; null if none was published.</param>
/// <param name="Bias">The median of ln(predicted / published) of the rate: above 0 is too fast.</param>
/// <param name="Covered">The share of rows within the 90 % interval.</param>
/// <param name="Doubled">The share of rows more than 2 times off.</param>
public sealed record ModelAccuracy(string Name, int Publications, Quantiles Rate, Quantiles? Tpot, Ratio Bias, Ratio Covered, Ratio Doubled)
{
    private const int FewestRows = 12;

    /// <summary>Accuracy by a common property of the predictions, ordered by its name; classes of fewer than 12 rows are pooled.</summary>
    public static IReadOnlyList<ModelAccuracy> Of(IEnumerable<HeldOutPrediction> predictions, Func<HeldOutPrediction, string> by)
    {
        var groups = predictions.GroupBy(by, StringComparer.Ordinal).ToLookup(alike => alike.Count() >= FewestRows);
        var few = groups[false].SelectMany(alike => alike).ToList();
        return
        [
            .. groups[true].OrderBy(alike => alike.Key, StringComparer.Ordinal).Select(alike => Of(alike.Key, [.. alike])),
            .. few.Count == 0 ? Array.Empty<ModelAccuracy>() : [Of("classes below 12 rows", few)],
        ];
    }

    /// <summary>Accuracy over all predictions.</summary>
    public static ModelAccuracy Of(string name, IReadOnlyList<HeldOutPrediction> alike)
    {
        var rates = alike.Select(prediction => prediction.Error.Rate).Order().ToList();
        return new(
            name,
            alike.DistinctBy(prediction => Publication.Of(prediction.Row)).Count(),
            Quantiles.Of(rates)!,
            Quantiles.Of(alike.Select(prediction => prediction.Error.Tpot).OfType<Ratio>()),
            rates[rates.Count / 2],
            Share(alike, prediction => prediction.IsWithin),
            Share(alike, prediction => Math.Abs(prediction.Error.Rate.Value) > Math.Log(2)));
    }

    private static Ratio Share(IReadOnlyList<HeldOutPrediction> alike, Func<HeldOutPrediction, bool> has) =>
        Ratio.FromValue(alike.Count(has) / (double)alike.Count);
}
