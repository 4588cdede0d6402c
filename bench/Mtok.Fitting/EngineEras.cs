namespace Mtok.Fitting;

/// <summary>Fits an engine calibration for each engine, maker of devices, year and kind of network that was measured often enough.</summary>
internal static class EngineEras
{
    private const int FewestRows = 25;
    private const int FewestGroups = 2;

    /// <summary>Fits all eras and returns the text of catalog/engines/fitted.toml.</summary>
    public static string Write(Catalog catalog, IReadOnlyList<Measurement> groundTruth, TextWriter progress)
    {
        var fit = new EngineFit(new ThroughputModel(catalog), catalog);
        var found = new List<EngineCalibration>();
        foreach (var era in Eras(catalog, groundTruth))
        {
            progress.WriteLine($"{era.Key} ...");
            if (fit.Calibrate(era.Key, [.. era]) is { } engine && engine.Rows >= FewestRows)
            {
                found.Add(engine);
            }
        }

        return "# Written by bench/Mtok.Fitting (engines); do not edit by hand.\n" + EngineText.Write(found);
    }

    /// <summary>Submissions to a contest are tuned beyond what a user gets and make no calibration.</summary>
    private static IEnumerable<IGrouping<string, Measurement>> Eras(Catalog catalog, IReadOnlyList<Measurement> groundTruth) =>
        catalog.Measurements.Concat(groundTruth)
            .Where(row => row.Precision != Precision.Unstated)
            .GroupBy(row => EngineFit.EraOf(row, catalog), StringComparer.Ordinal)
            .Where(era => !era.Key.Contains("-mlperf-", StringComparison.Ordinal))
            .Where(era => era.Count() >= FewestRows && era.DistinctBy(row => (row.ModelId, row.AcceleratorId)).Count() >= FewestGroups)
            .OrderBy(era => era.Key, StringComparer.Ordinal);
}
