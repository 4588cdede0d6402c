namespace Mtok;

/// <summary>
/// Intervals from errors on publications that were left out (E3): the 5th and 95th percentile of ln(published / predicted), publications of a class counting
/// by the root of their number of rows, times the factor of the class with which 90 % of the rows of left-out publications lie inside.
/// </summary>
public static class IntervalFit
{
    /// <summary>Classes with fewer rows or publications are pooled.</summary>
    private const int FewestRows = 40;
    private const int FewestPublications = 2;

    private const double Tail = 0.05;
    private const double Wanted = 0.9;

    /// <summary>From 1 to 2.9: that a few publications agree does not say that the next one will, so none narrows an interval.</summary>
    private static readonly double[] Factors = [.. Enumerable.Range(0, 14).Select(step => Math.Pow(1.085, step))];

    /// <summary>The intervals of every class, from the errors of the catalog's rows without their publications.</summary>
    public static IReadOnlyList<ErrorInterval> Of(Capacities capacities)
    {
        var runs = HeldOutPrediction.Errors(capacities, "publication").Where(run => !EngineFit.IsContest(run.Row)).ToList();
        return Widened(runs, capacities.Catalog);
    }

    /// <summary>Each row with the interval, factor included, that the other publications alone give.</summary>
    internal static IReadOnlyList<HeldOutPrediction> Judge(IReadOnlyList<HeldOutRun> runs, Catalog catalog, string by)
    {
        var usable = runs.Where(run => !EngineFit.IsContest(run.Row)).ToList();
        return
        [
            .. runs.GroupBy(run => HeldOutPrediction.LeftOut(run.Row, by, catalog), StringComparer.Ordinal).SelectMany(left =>
            {
                List<HeldOutRun> others = [.. usable.Where(run => HeldOutPrediction.LeftOut(run.Row, by, catalog) != left.Key)];
                var known = Widened(others, catalog);
                return left.Select(run => new HeldOutPrediction(
                    EngineFit.IdOf(run.Row, catalog), run.Row, run.Error, run.Load, IsWithin(run, Of(run, known, catalog), catalog)));
            }),
        ];
    }

    /// <summary>The smallest factor of each class with which the wanted share of its rows lies within the intervals that other publications give.</summary>
    private static Dictionary<(string, string, string), double> FactorsOf(IReadOnlyList<HeldOutRun> runs, Catalog catalog)
    {
        var judged = runs.GroupBy(run => Publication.Of(run.Row), StringComparer.Ordinal).SelectMany(left =>
        {
            var known = Classes([.. runs.Where(run => Publication.Of(run.Row) != left.Key)], catalog);
            return left.Select(run => (Run: run, Interval: Of(run, known, catalog)));
        }).ToList();
        return judged.GroupBy(row => (row.Interval.Network, row.Interval.Vendor, row.Interval.Load)).ToDictionary(
            rows => rows.Key,
            rows => Factors.FirstOrDefault(
                factor => rows.Count(row => IsWithin(row.Run, Times(row.Interval, factor), catalog)) >= Wanted * rows.Count(), Factors[^1]));
    }

    private static bool IsWithin(HeldOutRun run, ErrorInterval interval, Catalog catalog)
    {
        var wider = ModelledCapacity.Widening(catalog, HeldOutPrediction.Deployed(run.Row)).Value;
        var published = -run.Error.Rate.Value;
        return published >= interval.Low.Value * wider && published <= interval.High.Value * wider;
    }

    private static ErrorInterval Of(HeldOutRun run, IReadOnlyList<ErrorInterval> known, Catalog catalog) => ErrorInterval.For(
        known, EngineFit.KindOf(run.Row, catalog), catalog.FindAccelerator(run.Row.AcceleratorId)!.Vendor, run.Load);

    /// <summary>The classes times their factors; no end lies beyond the worst error of any row, which no factor of few publications can know better.</summary>
    private static List<ErrorInterval> Widened(IReadOnlyList<HeldOutRun> runs, Catalog catalog)
    {
        var factors = FactorsOf(runs, catalog);
        var (lowest, highest) = runs.Count == 0 ? (0, 0) : (runs.Min(run => -run.Error.Rate.Value), runs.Max(run => -run.Error.Rate.Value));
        ErrorInterval Within(ErrorInterval interval) => interval with
        {
            Low = Ratio.FromValue(Math.Max(interval.Low.Value, lowest)),
            High = Ratio.FromValue(Math.Min(interval.High.Value, highest)),
        };
        return [.. Classes(runs, catalog).Select(each => Within(Times(each, factors.GetValueOrDefault((each.Network, each.Vendor, each.Load), 1))))];
    }

    private static ErrorInterval Times(ErrorInterval interval, double factor) =>
        interval with { Low = Ratio.FromValue(interval.Low.Value * factor), High = Ratio.FromValue(interval.High.Value * factor) };

    private static IReadOnlyList<ErrorInterval> Classes(IReadOnlyList<HeldOutRun> runs, Catalog catalog)
    {
        string Vendor(HeldOutRun run) => catalog.FindAccelerator(run.Row.AcceleratorId)!.Vendor;
        string Kind(HeldOutRun run) => EngineFit.KindOf(run.Row, catalog);
        return
        [
            .. runs.GroupBy(run => (Kind(run), Vendor(run), run.Load)).Select(rows => Quantiles(rows.Key, [.. rows]))
                .Concat(runs.GroupBy(run => (Kind(run), Vendor(run), "")).Select(rows => Quantiles(rows.Key, [.. rows])))
                .Concat(runs.GroupBy(run => (Kind(run), "", "")).Select(rows => Quantiles(rows.Key, [.. rows])))
                .Append(runs.Count == 0 ? null : Quantiles(("", "", ""), runs))
                .OfType<ErrorInterval>()
                .OrderBy(each => (each.Network, each.Vendor, each.Load)),
        ];
    }

    private static ErrorInterval? Quantiles((string Network, string Vendor, string Load) name, IReadOnlyList<HeldOutRun> rows)
    {
        var publications = rows.GroupBy(run => Publication.Of(run.Row), StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => 1.0 / Math.Sqrt(rows.Count()), StringComparer.Ordinal);
        if (rows.Count < FewestRows || publications.Count < FewestPublications)
        {
            return null;
        }

        var sorted = rows.Select(run => (Value: -run.Error.Rate.Value, Weight: publications[Publication.Of(run.Row)])).OrderBy(entry => entry.Value).ToList();
        var all = sorted.Sum(entry => entry.Weight);
        double At(double share)
        {
            var left = share * all;
            foreach (var (value, weight) in sorted)
            {
                left -= weight;
                if (left <= 0)
                {
                    return value;
                }
            }

            return sorted[^1].Value;
        }

        // The figure itself always lies within.
        return new(
            name.Network, name.Vendor, name.Load, Ratio.FromValue(Math.Min(At(Tail), -0.03)), Ratio.FromValue(Math.Max(At(1 - Tail), 0.03)),
            rows.Count, publications.Count);
    }
}
