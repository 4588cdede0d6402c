namespace Mtok;

/// <summary>A published row predicted by a calibration fitted without its model and device.</summary>
/// <param name="Era">The era of the row.</param>
/// <param name="Row">The published row.</param>
/// <param name="Error">The error of the prediction.</param>
/// <param name="Corrected">ln(predicted / published) of the rate after correction by the network's runs on the device at other lengths (E2); null if
/// there are none.</param>
/// <param name="IsWithin">Whether it lies in the 90 % interval derived from the era's other groups; null if there are none.</param>
public sealed record HeldOutPrediction(string Era, Measurement Row, PredictionError Error, Ratio? Corrected, bool? IsWithin)
{
    /// <summary>Predictions of every catalog row that has a held-out calibration.</summary>
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

    /// <summary>Each group's interval is derived from the errors of the other groups, so that no group sets the width it is judged by.</summary>
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
        return others.Count == 0
            ? null
            : Ratio.FromValue(run.Error.Rate.Value + ErrorOfRun.Correct(others, Deployed(run.Row), (mix, run.OfRun.Users)).Logarithm);
    }

    private static Deployment Deployed(Measurement row) => new(row.AcceleratorId, row.TensorParallel ?? row.Gpus, row.Precision, row.Engine);
}

/// <summary>A published row, the error of a held-out calibration on it, and the state it was measured in.</summary>
/// <param name="Era">The era of the row.</param>
/// <param name="Row">The published row.</param>
/// <param name="Error">The error of the prediction.</param>
/// <param name="OfRun">The same error in the form that corrections use.</param>
internal sealed record HeldOutRun(string Era, Measurement Row, PredictionError Error, ErrorOfRun OfRun);
