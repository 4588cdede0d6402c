namespace Mtok.Fitting;

/// <summary>
/// Fits the multiples by which an engine's kernels deviate from the tables (E1): the smallest mean error of the rate and of the
/// time per token, with a penalty on every multiple other than 1, so that what the rows do not determine keeps the table's value.
/// </summary>
/// <remarks>
/// The time that an engine adds to a step is fitted for dense networks only: mixtures of experts differ so much in depth
/// that an offset fitted on one is wrong for another, and their launch times describe it better.
/// </remarks>
internal sealed class EraFit(EngineFit errors, string family, bool experts)
{
    /// <summary>Larger errors are clipped: such a row was measured under conditions its source does not state.</summary>
    private const double Outlier = 0.7;

    /// <summary>The penalty of a multiple: its squared logarithm times this; and of an offset, its squared milliseconds times this.</summary>
    private const double Price = 0.02;
    private const double OffsetPrice = 0.004;

    private const int Offset = 10;
    private const int Reserve = 11;
    private static readonly Constant Multiple = new(1, 0.14, 7.4);
    private const double NoOffset = 0.05;
    private readonly Constant[] _start = [.. Enumerable.Repeat(Multiple, 10), experts ? Constant.Settled(NoOffset) : new(0.2, 0.01, 10), new(1, 0.3, 1.5)];

    /// <summary>The calibration fitted on rows of one engine.</summary>
    public EngineCalibration Of(IReadOnlyList<Measurement> rows) =>
        Make(PatternSearch.Minimize(_start, numbers => Cost(numbers, rows), pairs: false, lastStep: 0.02));

    private double Cost(IReadOnlyList<double> numbers, IReadOnlyList<Measurement> rows)
    {
        var found = errors.Errors(Make(numbers), rows);
        // A row the model cannot serve at all counts as an outlier.
        var sum = found.Sum(error => error.Sizes.Average(size => Math.Min(Outlier, size.Value))) + (Outlier * (rows.Count - found.Count));
        return (sum / rows.Count) + (Price * numbers.Take(Offset).Sum(multiple => Square(Math.Log(multiple)))) + (OffsetPrice * Square(numbers[Offset]));
    }

    private EngineCalibration Make(IReadOnlyList<double> numbers)
    {
        Ratio At(int index) => Ratio.FromValue(Digits.Round(numbers[index]));
        return EngineCalibration.None with
        {
            Family = family,
            Offset = Duration.FromMilliseconds(numbers[Offset] <= NoOffset ? 0 : Digits.Round(numbers[Offset])),
            Reserve = At(Reserve),
            Tuning = new(At(0), At(1), At(2), At(3), At(4), At(5), At(6), At(7), At(8), At(9)),
        };
    }

    private static double Square(double value) => value * value;
}
