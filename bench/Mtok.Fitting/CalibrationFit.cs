namespace Mtok.Fitting;

/// <summary>
/// Fits the multiples by which an engine's kernels deviate from the measured ones (E1): the smallest mean error of the rate and of the
/// time per token, publications counting by the root of their rows, with a penalty on every multiple other than its start, so that what the rows do not
/// determine keeps the start's value.
/// </summary>
/// <remarks>
/// The time that an engine adds to a step is fitted for dense networks only: mixtures of experts differ so much in depth
/// that an offset fitted on one is wrong for another, and their launch times describe it better.
/// </remarks>
internal sealed class CalibrationFit(EngineFit errors, string family, bool experts)
{
    /// <summary>Larger errors are clipped: such a row was measured under conditions its source does not state.</summary>
    private const double Outlier = 0.5;

    /// <summary>
    /// The penalty of a multiple: its squared logarithm times this; of an offset, its squared milliseconds, and of a reserve, its square times
    /// these. One publication says little of the next: publications, devices and makers of models that were left out are all predicted best from
    /// 0.3 to 0.8, and with 0.15 worse than without any fit.
    /// </summary>
    private const double Price = 0.5;
    private const double OffsetPrice = 0.013;
    private const double ReservePrice = 0.02;

    private const double FirstStep = 0.2;
    private const double LastStep = 0.02;

    private const int Multiples = 12;
    private const int Offset = 12;
    private const int Reserve = 13;
    private const double NoOffset = 0.05;

    /// <summary>The calibration fitted on rows of one engine.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="start">Where the search starts and what the penalty holds to.</param>
    public EngineCalibration Of(IReadOnlyList<Measurement> rows, EngineCalibration start)
    {
        var numbers = Numbers(start);
        var weights = rows.GroupBy(Publication.Of, StringComparer.Ordinal).ToDictionary(rows => rows.Key, rows => 1 / Math.Sqrt(rows.Count()), StringComparer.Ordinal);
        Constant[] constants =
        [
            .. numbers.Take(Multiples).Select((value, at) => IsUsed(at) ? new Constant(value, 0.5, 3) : Constant.Settled(value)),
            experts ? Constant.Settled(NoOffset) : new(Math.Max(NoOffset, numbers[Offset]), 0.01, 10), new(numbers[Reserve], 0.3, 1),
        ];
        return Make(PatternSearch.Minimize(constants, found => Cost(found, numbers, rows, weights), pairs: false, LastStep, FirstStep));
    }

    /// <summary>Dense networks have no latent attention and no experts.</summary>
    private bool IsUsed(int at) => experts || at is not (7 or 8);

    private double Cost(IReadOnlyList<double> numbers, IReadOnlyList<double> start, IReadOnlyList<Measurement> rows, IReadOnlyDictionary<string, double> weights)
    {
        var engine = Make(numbers);
        double sum = 0, total = 0;
        foreach (var row in rows)
        {
            var weight = weights[Publication.Of(row)];
            // A row the model cannot serve at all counts as an outlier.
            sum += weight * (errors.Error(engine, row) is { } error ? error.Sizes.Average(size => Math.Min(Outlier, size.Value)) : Outlier);
            total += weight;
        }

        return (sum / total) + (Price * Enumerable.Range(0, Multiples).Sum(at => Square(Math.Log(numbers[at] / start[at]))))
            + (OffsetPrice * Square(numbers[Offset] - start[Offset])) + (ReservePrice * Square(numbers[Reserve] - start[Reserve]));
    }

    private static double[] Numbers(EngineCalibration engine)
    {
        var tuning = engine.Tuning;
        return
        [
            tuning.Multiply16.Value, tuning.Multiply8.Value, tuning.Multiply4.Value, tuning.Weights.Value, tuning.KvRead.Value, tuning.AllReduce.Value,
            tuning.Launch.Value, tuning.LatentLaunch.Value, tuning.Experts.Value, tuning.Prompt.Value, tuning.Widened.Value, tuning.Mixed.Value, engine.Offset.Milliseconds, engine.Reserve.Value,
        ];
    }

    private EngineCalibration Make(IReadOnlyList<double> numbers)
    {
        Ratio At(int index) => Ratio.FromValue(Math.Round(numbers[index], 2));
        return EngineCalibration.None with
        {
            Family = family,
            Offset = Duration.FromMilliseconds(numbers[Offset] <= NoOffset ? 0 : Math.Round(numbers[Offset], 2)),
            Reserve = At(Reserve),
            Tuning = new(At(0), At(1), At(2), At(3), At(4), At(5), At(6), At(7), At(8), At(9), At(10), At(11)),
        };
    }

    private static double Square(double value) => value * value;
}
