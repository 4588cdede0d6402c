namespace Mtok;

/// <summary>A published row predicted by a calibration that never saw its model on its device.</summary>
/// <param name="Era">The rows it is calibrated with.</param>
/// <param name="Row">What was published.</param>
/// <param name="Error">How far the prediction is from it.</param>
/// <param name="IsWithin">Whether it lies in the 90 % interval that the era's other groups gave; null where there are none.</param>
public sealed record HeldOutPrediction(string Era, Measurement Row, PredictionError Error, bool? IsWithin)
{
    /// <summary>Every row of the catalog that has such a calibration.</summary>
    public static IReadOnlyList<HeldOutPrediction> All(Catalog catalog)
    {
        var held = catalog.HeldOut.ToDictionary(entry => (entry.Era, entry.ModelId, entry.AcceleratorId), entry => entry.Calibration);
        var fit = new EngineFit(new ThroughputModel(catalog), catalog);
        var errors =
            from row in catalog.Measurements
            where row.Precision != Precision.Unstated
            let era = EngineFit.EraOf(row, catalog)
            where held.ContainsKey((era, row.ModelId, row.AcceleratorId))
            let error = fit.Error(held[(era, row.ModelId, row.AcceleratorId)], row)
            where error is not null
            select new HeldOutPrediction(era, row, error.Value, null);
        return [.. errors.GroupBy(prediction => prediction.Era, StringComparer.Ordinal).SelectMany(era => Judged([.. era], catalog))];
    }

    /// <summary>The interval of each group is as wide as the errors of the others say, so that no group sets the width it is judged by.</summary>
    private static IEnumerable<HeldOutPrediction> Judged(IReadOnlyList<HeldOutPrediction> era, Catalog catalog) =>
        era.GroupBy(prediction => (prediction.Row.ModelId, prediction.Row.AcceleratorId)).SelectMany(group =>
        {
            var width = Quantiles.Of(era.Except(group).Select(prediction => prediction.Error.Rate))?.P90;
            return group.Select(prediction => prediction with
            {
                IsWithin = width is { } half ? PredictionError.Magnitude(prediction.Error.Rate) <= half * ModelledCapacity.Widening(catalog, Deployed(prediction.Row)) : null,
            });
        });

    private static Deployment Deployed(Measurement row) => new(row.AcceleratorId, row.TensorParallel ?? row.Gpus, row.Precision, row.Engine);
}
