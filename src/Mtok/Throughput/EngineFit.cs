namespace Mtok;

/// <summary>Fits an engine's calibration (s, o and the memory it reserves) on measurements (E1).</summary>
public sealed class EngineFit(ThroughputModel model, Catalog catalog)
{
    /// <summary>Larger errors are clipped: such a row was measured under conditions its source does not state.</summary>
    private const double Outlier = 0.7;

    private static readonly double[] Offsets = [0, 0.0003, 0.0006, 0.001, 0.0014, 0.002, 0.003, 0.005, 0.008];
    private static readonly double[] Reserves = [0.5, 0.75, 1, 1.25];

    /// <summary>The calibration with the smallest mean error; null if the model can predict none of the rows.</summary>
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
                var mean = errors.Count == 0 ? double.MaxValue : errors.Average(error => Math.Min(Outlier, Math.Abs(error.Rate.Value)));
                if (mean < least)
                {
                    least = mean;
                    best = candidate;
                }
            }
        }

        return best;
    }

    /// <summary>
    /// The calibration that a row counts to: engine, maker of the devices and kind of network. Submissions to a contest are
    /// separate: they are tuned beyond what a user gets.
    /// </summary>
    public static string IdOf(Measurement row, Catalog catalog) =>
        IdOf(IsContest(row) ? row.Engine + "-mlperf" : row.Engine, catalog.FindAccelerator(row.AcceleratorId)!.Vendor, KindOf(row, catalog) == "experts");

    /// <summary>The id of a calibration; without an engine, that of all engines together.</summary>
    public static string IdOf(string engine, string vendor, bool forExperts) =>
        string.Join('-', new[] { engine, vendor, forExperts ? "experts" : "dense" }.Where(word => word.Length > 0)).ToLowerInvariant().Replace(' ', '-');

    /// <summary>Whether a row was submitted to a contest.</summary>
    public static bool IsContest(Measurement row) => row.Provenance.Source.StartsWith("MLPerf", StringComparison.Ordinal);

    /// <summary><c>dense</c> or <c>experts</c>.</summary>
    public static string KindOf(Measurement row, Catalog catalog) => catalog.FindModel(row.ModelId)!.Network?.Experts is null ? "dense" : "experts";

    /// <summary>A calibration of the user's own rows with its cross-validation error. Null if nothing can be predicted.</summary>
    /// <param name="id">The id of the calibration.</param>
    /// <param name="start">The starting point: the published calibration of the engine, or none.</param>
    /// <param name="rows">The measurements, of one engine and kind of network.</param>
    public EngineCalibration? Calibrate(string id, EngineCalibration start, IReadOnlyList<Measurement> rows)
    {
        if (Fit(start, rows) is not { } engine)
        {
            return null;
        }

        var groups = rows.GroupBy(row => new { row.ModelId, row.AcceleratorId }).Select(group => group.ToList()).ToList();
        var apart = groups.Count > 1 ? groups : [.. rows.Select(row => new List<Measurement> { row })];
        var held = apart.SelectMany(group => Errors(Fit(start, [.. rows.Except(group)]) ?? start, group)).ToList();
        return held.Count == 0 ? null : Describe(engine with { Id = id }, rows, held);
    }

    /// <summary>The calibration with the rows it was fitted on and its errors on held-out rows.</summary>
    public EngineCalibration Describe(EngineCalibration engine, IReadOnlyList<Measurement> rows, IReadOnlyList<PredictionError> held)
    {
        var rates = Quantiles.Of(held.Select(error => error.Rate));
        var tpots = Quantiles.Of(held.Select(error => error.Tpot).OfType<Ratio>());
        return engine with
        {
            Family = rows[0].Engine,
            ForExperts = catalog.FindModel(rows[0].ModelId)!.Network?.Experts is not null,
            Vendor = catalog.FindAccelerator(rows[0].AcceleratorId)!.Vendor,
            MedianError = rates!.Median,
            P90Error = rates.P90,
            TpotMedianError = tpots?.Median,
            TpotP90Error = tpots?.P90,
            Rows = held.Count,
            Provenance = new(
                rows.Max(row => row.Provenance.AsOf),
                string.Join("; ", rows.Select(Publication.Of).Distinct().Order(StringComparer.Ordinal)),
                rows[0].Provenance.Where),
        };
    }

    /// <summary>The errors of every row the model can predict.</summary>
    public IReadOnlyList<PredictionError> Errors(EngineCalibration engine, IEnumerable<Measurement> rows) =>
        [.. rows.Select(row => Error(engine, row)).OfType<PredictionError>()];

    /// <summary>The error of a prediction; null if the model cannot predict the row. Pipelines are excluded: their rows validate P1.</summary>
    public PredictionError? Error(EngineCalibration engine, Measurement row) => Predicted(engine, row) is { } predicted ? ErrorOf(predicted, row) : null;

    /// <summary>The error together with the state the row was measured in.</summary>
    internal HeldOutRun? Run(EngineCalibration engine, Measurement row) =>
        Predicted(engine, row) is { } predicted ? new(row, ErrorOf(predicted, row), ErrorOfRun.Of(row, predicted)!) : null;

    private (SteadyState State, int Copies)? Predicted(EngineCalibration engine, Measurement row) =>
        row.PipelineParallel is null or 1 && catalog.FindModel(row.ModelId) is { } served ? model.Predict(served, row, engine) : null;

    private static PredictionError ErrorOf((SteadyState State, int Copies) predicted, Measurement row) => new(
        Ratio.FromValue(ErrorOfRun.OfRate(predicted, row)),
        row is { Scenario: Scenario.ClosedLoop, Tpot: { } tpot } ? Ratio.FromValue(Math.Log(predicted.State.Tpot.Seconds / tpot.Seconds)) : null);

    /// <summary>The calibration with the scale at which as many rows are predicted too fast as too slow.</summary>
    private EngineCalibration Scaled(EngineCalibration engine, IReadOnlyList<Measurement> rows)
    {
        for (var round = 0; round < 3; round++)
        {
            var errors = Errors(engine, rows).Select(error => error.Rate.Value).Order().ToList();
            if (errors.Count == 0)
            {
                return engine;
            }

            engine = engine with { Scale = Ratio.FromValue(Math.Clamp(engine.Scale.Value * Math.Exp(errors[errors.Count / 2]), 0.3, 5)) };
        }

        return engine;
    }
}
