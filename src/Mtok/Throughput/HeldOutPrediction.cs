namespace Mtok;

/// <summary>A published row predicted by a calibration that never saw its model on its device.</summary>
/// <param name="Era">The rows it is calibrated with.</param>
/// <param name="Row">What was published.</param>
/// <param name="Error">How far the prediction is from it.</param>
/// <param name="Corrected">ln(predicted / published) of the rate once the network's runs on the device at other lengths correct it (E2); null where there are none.</param>
/// <param name="IsWithin">Whether it lies in the 90 % interval that the era's other groups gave; null where there are none.</param>
public sealed record HeldOutPrediction(string Era, Measurement Row, PredictionError Error, Ratio? Corrected, bool? IsWithin)
{
    /// <summary>Every row of the catalog that has such a calibration.</summary>
    public static IReadOnlyList<HeldOutPrediction> All(Capacities capacities)
    {
        var catalog = capacities.Catalog;
        var held = catalog.HeldOut.ToDictionary(entry => (entry.Era, entry.ModelId, entry.AcceleratorId), entry => entry.Calibration);
        var fit = new EngineFit(capacities.Model, catalog);
        var runs =
            from row in catalog.Measurements
            where row.Precision != Precision.Unstated
            let era = EngineFit.EraOf(row, catalog)
            where held.ContainsKey((era, row.ModelId, row.AcceleratorId))
            let made = fit.Run(held[(era, row.ModelId, row.AcceleratorId)], row, era)
            where made is not null
            select made;
        return [.. runs.GroupBy(run => run.Era, StringComparer.Ordinal).SelectMany(era => Judged([.. era], catalog))];
    }

    /// <summary>The interval of each group is as wide as the errors of the others say, so that no group sets the width it is judged by.</summary>
    private static IEnumerable<HeldOutPrediction> Judged(IReadOnlyList<HeldOutRun> era, Catalog catalog) =>
        era.GroupBy(run => (run.Row.ModelId, run.Row.AcceleratorId)).SelectMany(group =>
        {
            var width = Quantiles.Of(era.Except(group).Select(run => run.Error.Rate))?.P90;
            var alike = group.ToLookup(run => run.Row.Precision);
            return group.Select(run => new HeldOutPrediction(
                run.Era, run.Row, run.Error, CorrectedBy(run, alike[run.Row.Precision]),
                width is { } half ? PredictionError.Magnitude(run.Error.Rate) <= half * ModelledCapacity.Widening(catalog, Deployed(run.Row)) : null));
        });

    private static Ratio? CorrectedBy(HeldOutRun run, IEnumerable<HeldOutRun> alike)
    {
        var others = alike.Where(other => other.Row.Input != run.Row.Input || other.Row.Output != run.Row.Output).Select(other => other.OfRun).ToList();
        var mix = new TokenMix(run.Row.Input, run.Row.Output, Ratio.Zero);
        return others.Count == 0 ? null : Ratio.FromValue(run.Error.Rate.Value + ErrorOfRun.Correct(others, Deployed(run.Row), (mix, run.OfRun.Users)).Logarithm);
    }

    private static Deployment Deployed(Measurement row) => new(row.AcceleratorId, row.TensorParallel ?? row.Gpus, row.Precision, row.Engine);
}

/// <summary>A published row, how a held-out calibration errs on it, and the state it was made in.</summary>
/// <param name="Era">The rows it is calibrated with.</param>
/// <param name="Row">What was published.</param>
/// <param name="Error">How far the prediction is from it.</param>
/// <param name="OfRun">The same for corrections.</param>
internal sealed record HeldOutRun(string Era, Measurement Row, PredictionError Error, ErrorOfRun OfRun);
