namespace Mtok;

/// <summary>Fits an engine's calibration (s, o and the memory it reserves) on measurements (E1).</summary>
public sealed class EngineFit(ThroughputModel model, Catalog catalog)
{
    /// <summary>Errors beyond this count no more: such a row was made under conditions its source does not tell.</summary>
    private const double Outlier = 0.7;

    private static readonly double[] Offsets = [0, 0.0003, 0.0006, 0.001, 0.0014, 0.002, 0.003, 0.005, 0.008];
    private static readonly double[] Reserves = [0.5, 0.75, 1, 1.25];

    /// <summary>The calibration with the least mean error, or null where the model can predict none of the rows.</summary>
    public EngineCalibration? Fit(EngineCalibration start, IReadOnlyList<Measurement> rows)
    {
        EngineCalibration? best = null;
        var least = double.MaxValue;
        foreach (var offset in Offsets)
        {
            foreach (var reserve in Reserves)
            {
                var candidate = Scaled(start with { Scale = Ratio.One, Offset = Duration.FromSeconds(offset), Reserve = Ratio.FromValue(reserve) }, rows);
                var errors = Errors(candidate, rows);
                var mean = errors.Count == 0 ? double.MaxValue : errors.Average(error => Math.Min(Outlier, Math.Abs(error)));
                if (mean < least)
                {
                    (least, best) = (mean, candidate);
                }
            }
        }

        return best;
    }

    /// <summary>Which rows are calibrated together: engine, maker of devices, year and kind of network; submissions to a contest, tuned beyond what a user gets, apart.</summary>
    public static string EraOf(Measurement row, Catalog catalog)
    {
        var kind = catalog.FindModel(row.ModelId)!.Network?.Experts is null ? "dense" : "experts";
        var tuned = row.Provenance.Source.StartsWith("MLPerf", StringComparison.Ordinal) ? "-mlperf" : "";
        return $"{row.Engine}{tuned}-{catalog.FindAccelerator(row.AcceleratorId)!.Vendor}-{row.Provenance.AsOf.From.Year}-{kind}".ToLowerInvariant();
    }

    /// <summary>The calibration of an era with its error on groups it was not fitted on; by row where there is one group. Null where nothing can be predicted.</summary>
    public EngineCalibration? Calibrate(string id, IReadOnlyList<Measurement> rows)
    {
        if (Fit(EngineCalibration.None, rows) is not { } engine)
        {
            return null;
        }

        var groups = rows.GroupBy(row => new { row.ModelId, row.AcceleratorId }).Select(group => group.ToList()).ToList();
        var apart = groups.Count > 1 ? groups : [.. rows.Select(row => new List<Measurement> { row })];
        var held = apart.SelectMany(group => HeldOut(rows, group)).Select(Math.Abs).Order().ToList();
        return held.Count == 0
            ? null
            : engine with
            {
                Id = id,
                Family = rows[0].Engine,
                ForExperts = catalog.FindModel(rows[0].ModelId)!.Network?.Experts is not null,
                Vendor = catalog.FindAccelerator(rows[0].AcceleratorId)!.Vendor,
                MedianError = Ratio.FromValue(held[held.Count / 2]),
                P90Error = Ratio.FromValue(held[held.Count * 9 / 10]),
                Rows = held.Count,
                Provenance = new(rows.Max(row => row.Provenance.AsOf), string.Join("; ", rows.Select(row => row.Provenance.Source).Distinct().Order(StringComparer.Ordinal)), rows[0].Provenance.Where),
            };
    }

    /// <summary>ln(predicted / published) of a group by a calibration fitted on the other rows.</summary>
    internal IReadOnlyList<double> HeldOut(IReadOnlyList<Measurement> rows, IReadOnlyList<Measurement> group) =>
        Errors(Fit(EngineCalibration.None, [.. rows.Except(group)]) ?? EngineCalibration.None, group);

    /// <summary>ln(predicted / published) of every row the model can predict.</summary>
    internal IReadOnlyList<double> Errors(EngineCalibration engine, IReadOnlyList<Measurement> rows) =>
        [.. rows.Select(row => Error(engine, row)).OfType<double>()];

    /// <summary>ln(predicted / published) of the output rate, or null where the model cannot predict the row. Pipelines are kept out: their rows judge P1.</summary>
    internal double? Error(EngineCalibration engine, Measurement row) =>
        row.PipelineParallel is null or 1 && catalog.FindModel(row.ModelId) is { } served && model.Predict(served, row, engine) is { } predicted
            ? Math.Log(predicted.State.Output.PerSecond * predicted.Copies / row.OutputRate.PerSecond)
            : null;

    /// <summary>The scale at which as many rows are too fast as too slow.</summary>
    private EngineCalibration Scaled(EngineCalibration engine, IReadOnlyList<Measurement> rows)
    {
        for (var round = 0; round < 3; round++)
        {
            var errors = Errors(engine, rows).Order().ToList();
            if (errors.Count == 0)
            {
                return engine;
            }

            engine = engine with { Scale = Ratio.FromValue(Math.Clamp(engine.Scale.Value * Math.Exp(errors[errors.Count / 2]), 0.3, 5)) };
        }

        return engine;
    }
}
