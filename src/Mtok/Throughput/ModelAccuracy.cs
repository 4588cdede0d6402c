namespace Mtok;

/// <summary>How well the model predicts published rates it was not fitted on.</summary>
/// <param name="Name">Which engine, maker of devices, year and kind of network.</param>
/// <param name="Rows">How many rows were predicted.</param>
/// <param name="Groups">How many groups of model and device they make; each was predicted by a calibration fitted on the others.</param>
/// <param name="Median">The median of |ln(predicted / published)|.</param>
/// <param name="P90">The 90th percentile of it.</param>
/// <param name="Bias">The median of ln(predicted / published): above zero is too fast.</param>
public sealed record ModelAccuracy(string Name, int Rows, int Groups, Ratio Median, Ratio P90, Ratio Bias)
{
    private const int FewestRows = 25;

    /// <summary>Predicts every published rate with a calibration that never saw its model on its device.</summary>
    /// <param name="catalog">The measurements.</param>
    /// <param name="progress">Told the name of each era before it is worked on, its place and how many there are.</param>
    public static IReadOnlyList<ModelAccuracy> Of(Catalog catalog, Action<string, int, int> progress)
    {
        var fit = new EngineFit(new ThroughputModel(catalog), catalog);
        var eras = catalog.Measurements
            .Where(row => row.Precision != Precision.Unstated && catalog.FindModel(row.ModelId)!.Network is not null)
            .GroupBy(row => EngineFit.EraOf(row, catalog), StringComparer.Ordinal)
            .Where(era => era.Count() >= FewestRows)
            .OrderBy(era => era.Key, StringComparer.Ordinal).ToList();
        var found = new List<ModelAccuracy>();
        foreach (var era in eras)
        {
            progress(era.Key, found.Count + 1, eras.Count);
            found.Add(Of(era.Key, [.. era], fit));
        }

        return [.. found.Where(accuracy => accuracy.Rows >= FewestRows)];
    }

    private static ModelAccuracy Of(string name, List<Measurement> rows, EngineFit fit)
    {
        var groups = rows.GroupBy(row => (row.ModelId, row.AcceleratorId)).ToList();
        var errors = groups.SelectMany(group => fit.HeldOut(rows, [.. group])).Order().ToList();
        var sizes = errors.Select(Math.Abs).Order().ToList();
        return errors.Count == 0
            ? new(name, 0, groups.Count, Ratio.Zero, Ratio.Zero, Ratio.Zero)
            : new(name, errors.Count, groups.Count, Ratio.FromValue(sizes[sizes.Count / 2]), Ratio.FromValue(sizes[sizes.Count * 9 / 10]), Ratio.FromValue(errors[errors.Count / 2]));
    }
}
