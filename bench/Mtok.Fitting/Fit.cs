namespace Mtok.Fitting;

/// <summary>A law's constants fitted on all published times, and on a random half of the shapes, to measure the held-out error.</summary>
/// <param name="Constants">Fitted on all shapes.</param>
/// <param name="Half">Fitted on a random half of them.</param>
/// <param name="Timings">The published times.</param>
internal sealed record Fit(IReadOnlyList<double> Constants, IReadOnlyList<double> Half, IReadOnlyList<Timing> Timings)
{
    /// <summary>Errors of the half's constants on the half they were fitted on.</summary>
    public Errors Fitted => Errors.Of(Halves.Split(Timings).Fitted, Half);

    /// <summary>Errors of the half's constants on the held-out half.</summary>
    public Errors HeldOut => Errors.Of(Halves.Split(Timings).HeldOut, Half);

    /// <summary>Minimises the mean over ranges of the median absolute log error within each; no single kernel or range dominates.</summary>
    public static Fit Of(IReadOnlyList<Timing> timings, params IReadOnlyList<Constant> start) => Of(timings, 1, start);

    /// <summary>Minimises the root mean square instead: if ranges contradict each other, none is sacrificed for the others.</summary>
    public static Fit OfAllRanges(IReadOnlyList<Timing> timings, params IReadOnlyList<Constant> start) => Of(timings, 2, start);

    private static Fit Of(IReadOnlyList<Timing> timings, double power, IReadOnlyList<Constant> start) =>
        new(Minimize(timings, power, start), Minimize(Halves.Split(timings).Fitted, power, start), timings);

    private static IReadOnlyList<double> Minimize(IReadOnlyList<Timing> timings, double power, IReadOnlyList<Constant> start)
    {
        var ranges = timings.GroupBy(timing => timing.Range).Select(range => range.ToArray()).ToList();
        return [.. PatternSearch.Minimize(start, constants => ranges.Average(range => Math.Pow(Median(range, constants), power))).Select(Digits.Round)];
    }

    private static double Median(Timing[] timings, IReadOnlyList<double> constants)
    {
        var errors = Array.ConvertAll(timings, timing => timing.LogError(constants));
        Array.Sort(errors);
        return (errors[(errors.Length - 1) / 2] + errors[errors.Length / 2]) / 2;
    }
}
