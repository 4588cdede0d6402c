using System.Globalization;

namespace Mtok.Fitting;

/// <summary>
/// What measured figures are worth (T4): every saturated run is predicted from the saturated runs of other sources, at its own lengths
/// and, with those of the same lengths hidden too, from other lengths.
/// </summary>
internal static class HeldOutFigures
{
    /// <summary>Lengths within this factor count as equal, as in <see cref="MeasuredCapacity"/>.</summary>
    private const double SameLengths = 1.05;

    /// <summary>The share that half widths hold of the runs they are fitted on: sources left out are two of a hundred short of it.</summary>
    private const double Held = 0.92;

    /// <summary>Every prediction that can be made.</summary>
    public static IReadOnlyList<HeldOutFigure> Of(Catalog catalog)
    {
        var saturated = catalog.Measurements.Where(row => row is { Scenario: Scenario.Saturated, IsPlain: true } && row.Precision != Precision.Unstated).ToList();
        return
        [
            .. saturated.GroupBy(row => (row.Provenance.Source, row.ModelId)).SelectMany(runs =>
            {
                var (source, id) = runs.Key;
                var others = new MeasuredCapacity(catalog, row => row.Provenance.Source != source);
                var borrowing = new MeasuredCapacity(catalog, row => row.Provenance.Source != source && row.ModelId != id);
                return runs.SelectMany(hidden => Predict(others, borrowing, catalog, hidden).Concat(Repeat(others, catalog, hidden, saturated)));
            }),
        ];
    }

    /// <summary>The half width of each kind.</summary>
    public static IEnumerable<(CarriedLengths Carried, int Count, double HalfWidth, double Median, double Bias)> Fit(IReadOnlyList<HeldOutFigure> figures) =>
        figures.GroupBy(figure => figure.Carried).OrderBy(group => group.Key).Select(group => (
            group.Key, group.Count(), At(group.Select(figure => figure.Beyond), Held), At(group.Select(figure => Math.Abs(figure.Error)), 0.5),
            At(group.Select(figure => figure.Error), 0.5)));

    /// <summary>Prints the fit, and of each source what its own runs say of half widths fitted on the others.</summary>
    public static void Report(IReadOnlyList<HeldOutFigure> figures, TextWriter report)
    {
        foreach (var (carried, count, width, median, bias) in Fit(figures))
        {
            report.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{carried}: {count} predictions, half width {width:0.000}, median error {median:0.000}, median bias {bias:+0.000;-0.000}"));
        }

        foreach (var source in figures.GroupBy(figure => figure.Source, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Key}: {source.Count()} predictions, {Inside(figures, source.Key):0.0%} inside"));
        }

        foreach (var kind in figures.GroupBy(figure => figure.Carried).OrderBy(group => group.Key))
        {
            var inside = kind.GroupBy(figure => figure.Source).Sum(source => source.Count() * Inside(figures, source.Key, kind.Key)) / kind.Count();
            report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Key}, sources left out: {inside:0.0%} inside"));
        }

        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all, sources left out: {Inside(figures):0.0%} inside"));
    }

    /// <summary>The share inside of half widths that were fitted without the source.</summary>
    public static double Inside(IReadOnlyList<HeldOutFigure> figures, string? only = null, CarriedLengths? carried = null)
    {
        var judged = figures.Where(figure => (only is null || figure.Source == only) && (carried is null || figure.Carried == carried)).ToList();
        var widths = judged.Select(figure => figure.Source).Distinct().ToDictionary(
            source => source,
            source => Fit([.. figures.Where(figure => figure.Source != source)]).ToDictionary(fit => fit.Carried, fit => fit.HalfWidth),
            StringComparer.Ordinal);
        return judged.Average(figure => widths[figure.Source].TryGetValue(figure.Carried, out var width) && figure.Beyond <= width ? 1.0 : 0);
    }

    private static IEnumerable<HeldOutFigure> Predict(MeasuredCapacity others, MeasuredCapacity borrowing, Catalog catalog, Measurement hidden)
    {
        var model = catalog.FindModel(hidden.ModelId)!;
        var like = catalog.MeasurementsLike(model, hidden.AcceleratorId)
            .Where(row => row.Provenance.Source != hidden.Provenance.Source && row.Scenario == Scenario.Saturated && IsOf(row, hidden))
            .ToList();
        var elsewhere = like.Where(row => Factor(row, hidden) > SameLengths).ToList();
        var ways = new[] { (others, like), (others, elsewhere), (borrowing, elsewhere) };
        foreach (var (capacity, known) in elsewhere.Count == like.Count ? ways[1..] : ways)
        {
            if (capacity.Find(known, model, new(hidden.Input, hidden.Output, Ratio.Zero), ServiceLevel.None, new([hidden.Precision])) is [var found])
            {
                yield return HeldOutFigure.Of(hidden, found);
            }
        }
    }

    /// <summary>What other submitters of the same round measured of the same machines at the same lengths.</summary>
    private static IEnumerable<HeldOutFigure> Repeat(MeasuredCapacity capacity, Catalog catalog, Measurement hidden, IReadOnlyList<Measurement> saturated)
    {
        var repeats = saturated.Where(row => row.Submitter != hidden.Submitter && row.EngineVersion == hidden.EngineVersion
            && IsOf(row, hidden) && row.Provenance.Source == hidden.Provenance.Source && Factor(row, hidden) <= SameLengths).ToList();
        var model = catalog.FindModel(hidden.ModelId)!;
        return capacity.Find(repeats, model, new(hidden.Input, hidden.Output, Ratio.Zero), ServiceLevel.None, new([hidden.Precision])) is [var found]
            ? [HeldOutFigure.Of(hidden, found) with { Carried = CarriedLengths.Own }]
            : [];
    }

    private static bool IsOf(Measurement row, Measurement hidden) =>
        row.ModelId == hidden.ModelId && row.AcceleratorId == hidden.AcceleratorId && row.Gpus == hidden.Gpus && row.Precision == hidden.Precision
        && row.Engine == hidden.Engine;

    private static double Factor(Measurement left, Measurement right) => Math.Max(Apart(left.Input, right.Input), Apart(left.Output, right.Output));

    private static double Apart(Tokens left, Tokens right) => Math.Max(left.Count / right.Count, right.Count / left.Count);

    private static double At(IEnumerable<double> values, double share)
    {
        List<double> sorted = [.. values.Order()];
        return sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
    }
}

/// <summary>A run of one source, predicted from other sources.</summary>
/// <param name="Source">Its source.</param>
/// <param name="Carried">How the figure reached its lengths.</param>
/// <param name="Error">ln(predicted / measured).</param>
/// <param name="Beyond">How far it lies beyond the runs that the prediction rests on, as a logarithm.</param>
internal sealed record HeldOutFigure(string Source, CarriedLengths Carried, double Error, double Beyond)
{
    public static HeldOutFigure Of(Measurement hidden, ReplicaCapacity found)
    {
        var (rate, spread) = (hidden.RequestRate.PerSecond, MeasuredSpread.Of(found.Carried).Value);
        var beyond = Math.Max(Math.Log(rate / found.Requests.High.PerSecond), Math.Log(found.Requests.Low.PerSecond / rate)) + spread;
        return new(hidden.Provenance.Source, found.Carried, Math.Log(found.Requests.Value.PerSecond / rate), Math.Max(0, beyond));
    }
}
