namespace Mtok;

/// <summary>A published row predicted by a calibration that never saw its publication, its device or its family of models.</summary>
/// <param name="Id">The calibration that the row is of.</param>
/// <param name="Row">The published row.</param>
/// <param name="Error">The error of the prediction, corrected by other publications' runs of the network on the device where there are any (E2).</param>
/// <param name="Load">The class of load.</param>
/// <param name="IsWithin">Whether it lies in the 90 % interval that the other publications of its class give.</param>
public sealed record HeldOutPrediction(string Id, Measurement Row, PredictionError Error, string Load, bool IsWithin)
{
    /// <summary>What can be left out.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["publication", "accelerator", "model family"];

    /// <summary>Predictions of every catalog row that the model can predict.</summary>
    /// <param name="capacities">Catalog and model.</param>
    /// <param name="by">What is left out, one of <see cref="Ways"/>.</param>
    public static IReadOnlyList<HeldOutPrediction> All(Capacities capacities, string by = "publication") =>
        IntervalFit.Judge(Errors(capacities, by), capacities.Catalog, by);

    /// <summary>The errors of the catalog's rows, each predicted without what is left out.</summary>
    internal static IReadOnlyList<HeldOutRun> Errors(Capacities capacities, string by)
    {
        var catalog = capacities.Catalog;
        var held = catalog.HeldOut.Where(entry => entry.By == by).ToDictionary(entry => (entry.Id, entry.Value), entry => entry.Calibration);
        var fit = new EngineFit(capacities.Model, catalog);
        var runs = catalog.Measurements
            .Where(row => row.Precision != Precision.Unstated && !row.Provenance.IsUsers)
            .Select(row => held.TryGetValue((EngineFit.IdOf(row, catalog), LeftOut(row, by, catalog)), out var calibration) ? fit.Run(calibration, row) : null)
            .OfType<HeldOutRun>().ToList();
        // A run that corrects another publication's is itself predicted without that publication.
        ErrorOfRun? Without(HeldOutRun run, string publication) => held.TryGetValue((EngineFit.IdOf(run.Row, catalog), publication), out var calibration)
            ? fit.Run(calibration, run.Row)?.OfRun
            : run.OfRun;
        return by == "publication"
            ? [.. runs.GroupBy(run => (run.Row.ModelId, run.Row.AcceleratorId, run.Row.Precision)).SelectMany(alike => Corrected([.. alike], Without))]
            : runs;
    }

    /// <summary>What of a row is left out.</summary>
    public static string LeftOut(Measurement row, string by, Catalog catalog) => by switch
    {
        "publication" => Publication.Of(row),
        "accelerator" => row.AcceleratorId,
        _ => catalog.FindModel(row.ModelId)!.Maker,
    };

    /// <summary>Runs of one network on one device, each corrected by those of other publications.</summary>
    private static IEnumerable<HeldOutRun> Corrected(IReadOnlyList<HeldOutRun> runs, Func<HeldOutRun, string, ErrorOfRun?> without)
    {
        foreach (var publication in runs.GroupBy(run => Publication.Of(run.Row), StringComparer.Ordinal))
        {
            var others = runs.Where(run => Publication.Of(run.Row) != publication.Key)
                .Select(run => without(run, publication.Key)).OfType<ErrorOfRun>().ToList();
            foreach (var run in publication)
            {
                var (logarithm, _) = others.Count == 0
                    ? (0, 0)
                    : ErrorOfRun.Correct(others, Deployed(run.Row), (new(run.Row.Input, run.Row.Output, run.Row.Cached), run.OfRun.Users));
                yield return run with
                {
                    Error = new(Ratio.FromValue(run.Error.Rate.Value + logarithm), run.Error.Tpot is { } tpot ? Ratio.FromValue(tpot.Value - logarithm) : null),
                };
            }
        }
    }

    internal static Deployment Deployed(Measurement row) => new(row.AcceleratorId, row.TensorParallel ?? row.Gpus, row.Precision, row.Engine);
}

/// <summary>A published row and the error of a held-out calibration on it.</summary>
/// <param name="Row">The published row.</param>
/// <param name="Error">The error.</param>
/// <param name="OfRun">The same error in the form that corrections use.</param>
internal sealed record HeldOutRun(Measurement Row, PredictionError Error, ErrorOfRun OfRun)
{
    /// <summary>The class of load it was measured in.</summary>
    public string Load => LoadClass.Of(Row, OfRun.Users);
}
