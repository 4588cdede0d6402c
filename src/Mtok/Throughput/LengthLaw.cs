namespace Mtok;

/// <summary>
/// How the machine time of a request depends on its lengths (T2): a I + b O + c O (I + O/2). The first two terms are the time of
/// an input and of an output token; the third is the cost of an output token's context: reading it, and the
/// requests it displaces from memory. Only the proportions of a, b and c are stored: a measurement sets the scale.
/// </summary>
internal sealed record LengthLaw
{
    private readonly double[] _weights;

    private LengthLaw(double[] weights) => _weights = weights;

    /// <summary>Time proportional to the lengths, the default when no law can be fitted.</summary>
    public static LengthLaw Proportional { get; } = new([1, 1, 0]);

    /// <summary>
    /// The best fit to runs of one deployment at several lengths: least squares of the relative error, with non-negative
    /// coefficients. Null if there are too few lengths to identify all three.
    /// </summary>
    public static LengthLaw? Fit(IReadOnlyList<Measurement> runs)
    {
        if (runs.DistinctBy(run => (run.Input, run.Output)).Count() < 5)
        {
            return null;
        }

        // Each row: the terms of a run / its time, which a perfect law makes 1.
        var rows = runs.Select(run => Terms(run.Input, run.Output).Select(term => term * run.RequestRate.PerSecond).ToArray()).ToList();
        return NonNegative.LeastSquares(rows) is { } weights ? new(weights) : null;
    }

    /// <summary>The median of several laws, term by term, each in units of its output token; null if there are none.</summary>
    public static LengthLaw? Median(IReadOnlyList<LengthLaw> laws)
    {
        var scaled = laws.Where(law => law._weights[1] > 0).Select(law => law._weights.Select(weight => weight / law._weights[1]).ToArray()).ToList();
        return scaled.Count == 0
            ? null
            : new([.. Enumerable.Range(0, 3).Select(term => scaled.Select(weights => weights[term]).Order().ElementAt(scaled.Count / 2))]);
    }

    /// <summary>The rate of a measurement scaled to other lengths.</summary>
    public RequestsPerSecond CarryOver(Measurement measured, TokenMix to) =>
        measured.RequestRate * Ratio.FromValue(Time(measured.Input, measured.Output) / Time(to.Input, to.Output));

    private double Time(Tokens input, Tokens output) =>
        Terms(input, output).Zip(_weights, (term, weight) => term * weight).Sum();

    private static double[] Terms(Tokens input, Tokens output) =>
        [input.Count, output.Count, output.Count * (input.Count + (output.Count / 2))];
}
