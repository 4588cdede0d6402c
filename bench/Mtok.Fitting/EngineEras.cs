namespace Mtok.Fitting;

/// <summary>
/// Fits an engine calibration for each era (engine, device vendor, year and kind of network) with enough measurements, and a held-out
/// one for each of its groups.
/// </summary>
internal static class EngineEras
{
    private const int FewestRows = 25;
    private const int FewestHeldOut = 8;
    private const int FewestGroups = 2;

    /// <summary>Fits all eras: the calibrations for use, and for every group of model and device one fitted without it.</summary>
    public static (IReadOnlyList<EngineCalibration> Engines, IReadOnlyList<HeldOutCalibration> HeldOut) Fit(Catalog catalog, IReadOnlyList<Measurement> groundTruth, TextWriter progress)
    {
        var errors = new EngineFit(new ThroughputModel(catalog), catalog);
        var eras = catalog.Measurements.Concat(groundTruth)
            .Where(row => row.Precision != Precision.Unstated && errors.Error(EngineCalibration.None with { Family = row.Engine }, row) is not null)
            .GroupBy(row => EngineFit.EraOf(row, catalog), StringComparer.Ordinal)
            .Where(era => era.Count() >= FewestHeldOut)
            .OrderBy(era => era.Key, StringComparer.Ordinal).ToList();
        var (engines, heldOut) = (new List<EngineCalibration>(), new List<HeldOutCalibration>());
        foreach (var era in eras)
        {
            progress.WriteLine($"{era.Key}: {era.Count()} rows ...");
            var held = HeldOut(era.Key, [.. era], [.. eras.Where(other => other.Key != era.Key && Kin(other.Key) == Kin(era.Key)).SelectMany(rows => rows)], catalog);
            heldOut.AddRange(held.Where(entry => !groundTruth.Any(row => EngineFit.EraOf(row, catalog) == era.Key)));
            if (IsForUse(era))
            {
                var judged = era.GroupBy(row => (row.ModelId, row.AcceleratorId)).SelectMany(group => errors.Errors(held.First(entry => (entry.ModelId, entry.AcceleratorId) == group.Key).Calibration, group)).ToList();
                engines.Add(errors.Describe(FitOf(errors, [.. era], catalog).Of([.. era]) with { Id = era.Key }, [.. era], judged));
            }
        }

        return (engines, heldOut);
    }

    /// <summary>Submissions to a contest are tuned beyond what a user gets and are not used for calibrations.</summary>
    private static bool IsForUse(IGrouping<string, Measurement> era) =>
        !era.Key.Contains("-mlperf-", StringComparison.Ordinal) && era.Count() >= FewestRows && era.DistinctBy(row => (row.ModelId, row.AcceleratorId)).Count() >= FewestGroups;

    /// <summary>
    /// Each group's held-out calibration is fitted on the era's other groups; if it is the only one, on the same engine, year and kind of
    /// network with another vendor's devices.
    /// </summary>
    private static IReadOnlyList<HeldOutCalibration> HeldOut(string era, IReadOnlyList<Measurement> rows, IReadOnlyList<Measurement> kin, Catalog catalog)
    {
        var groups = rows.GroupBy(row => (row.ModelId, row.AcceleratorId)).ToList();
        var others = groups.Count > 1 ? rows : kin;
        var found = new HeldOutCalibration[groups.Count];
        // Each thread has its own model, because models cache their lookups.
        Parallel.For(0, groups.Count, () => new EngineFit(new ThroughputModel(catalog), catalog), (at, _, errors) =>
        {
            var (model, accelerator) = groups[at].Key;
            List<Measurement> seen = [.. others.Where(row => (row.ModelId, row.AcceleratorId) != (model, accelerator))];
            found[at] = new(era, model, accelerator, seen.Count == 0 ? EngineCalibration.None with { Family = rows[0].Engine } : FitOf(errors, rows, catalog).Of(seen));
            return errors;
        }, _ => { });
        return found;
    }

    private static EraFit FitOf(EngineFit errors, IReadOnlyList<Measurement> era, Catalog catalog) =>
        new(errors, era[0].Engine, catalog.FindModel(era[0].ModelId)!.Network!.Experts is not null);

    /// <summary>An era's name without the device vendor.</summary>
    private static string Kin(string era) => string.Join('-', era.Split('-').Where(part => part is not ("nvidia" or "amd")));
}
