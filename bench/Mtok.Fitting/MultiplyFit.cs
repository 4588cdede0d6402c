namespace Mtok.Fitting;

/// <summary>The law of matrix multiplies (S1) fitted on measured times: the mean over ranges of tokens of the median |ln|, so that no range dominates.</summary>
/// <param name="Law">Fitted on all shapes.</param>
/// <param name="HeldOut">The median error on a random half of the shapes by a law fitted on the other half, as |ln|.</param>
/// <param name="Worst">The 90th percentile of that error.</param>
/// <param name="Count">The number of times.</param>
internal sealed record MultiplyFit(MultiplyLaw Law, double HeldOut, double Worst, int Count)
{
    /// <summary>Sustained / burst share of H100 and H200, the only devices measured for seconds; others take the same.</summary>
    public const double SustainedOverBurst = 0.87;

    /// <summary>Kernels with tiles: the last number of tokens of each.</summary>
    public static readonly int[] LayerTiles = [64, 128, 256];

    private static readonly Constant Share = new(0.8, 0.05, 1);

    public static MultiplyFit Of(IReadOnlyList<MultiplyTime> times, Accelerator device, string format, Constant launch, Constant power, int[]? tiles = null)
    {
        var (one, other) = Halves.Split(times, time => Laws.Name(time.Outputs, time.Inputs));
        var half = Fit(one, device, format, launch, power, tiles);
        return Judged(Fit(times, device, format, launch, power, tiles), half, other.Count > 0 ? other : one, device, format, times.Count);
    }

    /// <summary>A law with the errors of a judging one on some times.</summary>
    public static MultiplyFit Judged(MultiplyLaw law, MultiplyLaw judge, IReadOnlyList<MultiplyTime> times, Accelerator device, string format, int count)
    {
        var errors = times.Select(time => Math.Abs(Math.Log(time.By(judge, device, format) / time.Seconds))).Order().ToList();
        return new(law, errors[errors.Count / 2], errors[(int)(0.9 * errors.Count)], count);
    }

    private static MultiplyLaw Fit(IReadOnlyList<MultiplyTime> times, Accelerator device, string format, Constant launch, Constant power, int[]? tiles)
    {
        tiles ??= [];
        var ranges = times.GroupBy(time => RangeOf(time.Tokens)).OrderBy(range => range.Key).Select(range => range.ToArray()).ToList();
        Constant[] start = [launch, Share, Share, power, .. tiles.Select(_ => new Constant(0.5, 0.01, 1))];
        var found = PatternSearch.Minimize(start, numbers => ranges.Average(range => Median(range, Make(numbers, tiles), device, format)), lastStep: 0.004);
        return Make([.. found.Select(Digits.Round)], tiles);
    }

    public static MultiplyLaw Make(IReadOnlyList<double> numbers, int[] tiles) => new(
        Duration.FromSeconds(numbers[0] / 1e6), Ratio.FromValue(numbers[1]), Ratio.FromValue(numbers[2]), Ratio.FromValue(numbers[3]), Ratio.FromValue(numbers[2]))
    {
        Tiles = [.. tiles.Select((tokens, at) => new TileStep(tokens, Ratio.FromValue(numbers[4 + at])))],
    };

    private static double Median(MultiplyTime[] times, MultiplyLaw law, Accelerator device, string format)
    {
        var errors = Array.ConvertAll(times, time => Math.Abs(Math.Log(time.By(law, device, format) / time.Seconds)));
        Array.Sort(errors);
        return (errors[(errors.Length - 1) / 2] + errors[errors.Length / 2]) / 2;
    }

    /// <summary>Powers of four, and the steps at 64, 128 and 256 tokens.</summary>
    private static int RangeOf(double tokens) => tokens switch { <= 4 => 0, <= 16 => 1, <= 64 => 2, <= 128 => 3, <= 256 => 4, <= 1024 => 5, _ => 6 };
}
