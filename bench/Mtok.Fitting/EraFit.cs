namespace Mtok.Fitting;

/// <summary>
/// Fits the multiples by which an engine's kernels differ from the tables (E1): the least mean error of the rate and of the
/// time per token, with a price on every multiple that is not one, so that what the rows do not tell stays as the table has it.
/// </summary>
/// <remarks>
/// The time that an engine adds to a step is fitted for dense networks alone: mixtures of experts are so different in depth
/// that an offset fitted on one misleads on another, and their launch times say it better.
/// </remarks>
internal sealed class EraFit(EngineFit errors, string family, bool experts)
{
    /// <summary>Errors beyond this count no more: such a row was made under conditions its source does not tell.</summary>
    private const double Outlier = 0.7;

    /// <summary>The price of a multiple: its squared logarithm times this; and of an offset, its squared milliseconds times this.</summary>
    private const double Price = 0.02;
    private const double OffsetPrice = 0.004;

    private const int Offset = 8;
    private const int Reserve = 9;
    private static readonly Constant Multiple = new(1, 0.14, 7.4);
    private const double NoOffset = 0.05;
    private readonly Constant[] _start = [.. Enumerable.Repeat(Multiple, 8), experts ? Constant.Settled(NoOffset) : new(0.2, 0.01, 10), new(1, 0.3, 1.5)];

    /// <summary>The calibration of rows of one engine.</summary>
    public EngineCalibration Of(IReadOnlyList<Measurement> rows) =>
        Make(PatternSearch.Minimize(_start, numbers => Cost(numbers, rows), pairs: false, lastStep: 0.02));

    private double Cost(IReadOnlyList<double> numbers, IReadOnlyList<Measurement> rows)
    {
        var found = errors.Errors(Make(numbers), rows);
        // A row the model cannot serve at all is as wrong as an outlier.
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
            Tuning = new(At(0), At(1), At(2), At(3), At(4), At(5), At(6), At(7)),
        };
    }

    private static double Square(double value) => value * value;
}
