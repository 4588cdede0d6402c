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

    /// <summary>ln(predicted / published) of every row the model can predict.</summary>
    public IReadOnlyList<double> Errors(EngineCalibration engine, IReadOnlyList<Measurement> rows) =>
        [.. rows.Select(row => Error(engine, row)).OfType<double>()];

    /// <summary>ln(predicted / published) of the output rate, or null where the model cannot predict the row.</summary>
    public double? Error(EngineCalibration engine, Measurement row) =>
        catalog.FindModel(row.ModelId) is { } served && model.Predict(served, row, engine) is { } predicted
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
