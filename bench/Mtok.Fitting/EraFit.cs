namespace Mtok.Fitting;

/// <summary>
/// Fits the multiples by which an engine's kernels differ from the tables (E1): the least mean error of the rate and of the
/// time per token, with a price on every multiple that is not one, so that what the rows do not tell stays as the table has it.
/// </summary>
internal sealed class EraFit(EngineFit errors, string family)
{
    /// <summary>Errors beyond this count no more: such a row was made under conditions its source does not tell.</summary>
    private const double Outlier = 0.7;

    /// <summary>The price of a multiple: its squared logarithm times this. An offset costs as much for each millisecond.</summary>
    private const double Price = 0.02;

    private const int Offset = 8;
    private const int Reserve = 9;
    private static readonly Constant Multiple = new(1, 0.14, 7.4);
    private static readonly Constant[] Start = [.. Enumerable.Repeat(Multiple, 8), new(0.05, 0.01, 10), new(1, 0.3, 1.5)];

    /// <summary>The calibration of rows of one engine.</summary>
    public EngineCalibration Of(IReadOnlyList<Measurement> rows) =>
        Make(PatternSearch.Minimize(Start, numbers => Cost(numbers, rows), pairs: false, lastStep: 0.02));

    private double Cost(IReadOnlyList<double> numbers, IReadOnlyList<Measurement> rows)
    {
        var found = errors.Errors(Make(numbers), rows);
        // A row the model cannot serve at all is as wrong as an outlier.
        var sum = found.Sum(error => error.Sizes.Average(size => Math.Min(Outlier, size.Value))) + (Outlier * (rows.Count - found.Count));
        return (sum / rows.Count) + (Price * (numbers.Take(Offset).Sum(multiple => Square(Math.Log(multiple))) + Square(numbers[Offset])));
    }

    private EngineCalibration Make(IReadOnlyList<double> numbers)
    {
        Ratio At(int index) => Ratio.FromValue(Digits.Round(numbers[index]));
        return EngineCalibration.None with
        {
            Family = family,
            Offset = Duration.FromMilliseconds(numbers[Offset] <= 0.05 ? 0 : Digits.Round(numbers[Offset])),
            Reserve = At(Reserve),
            Tuning = new(At(0), At(1), At(2), At(3), At(4), At(5), At(6), At(7)),
        };
    }

    private static double Square(double value) => value * value;
}
