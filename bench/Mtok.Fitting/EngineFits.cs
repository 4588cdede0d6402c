namespace Mtok.Fitting;

/// <summary>
/// Fits the calibration of each engine, maker of devices and kind of network on published rows, and of all engines together where an engine has none of its
/// own; and each of them without every publication, accelerator and maker of models in turn, to judge it.
/// </summary>
internal sealed class EngineFits
{
    private const int FewestRows = 20;

    private const double FewestOutput = 16;

    /// <summary>Engines have changed too much since for older rows to say what they do.</summary>
    private const int FirstYear = 2025;

    /// <summary>Rows of a publication that are used: more of the same say little more and take longer.</summary>
    private const int MostRows = 120;

    private readonly Catalog _catalog;
    private readonly TextWriter _progress;
    private readonly List<Measurement> _rows;

    public EngineFits(Catalog catalog, IReadOnlyList<Measurement> groundTruth, TextWriter progress)
    {
        _catalog = catalog;
        _progress = progress;
        var errors = new EngineFit(new ThroughputModel(catalog), catalog);
        _rows = [.. catalog.Measurements.Concat(groundTruth).Where(row =>
            row.Precision != Precision.Unstated && errors.Error(EngineCalibration.None with { Family = row.Engine }, row) is not null)];
    }

    /// <summary>The calibrations for use, and those that judge them.</summary>
    public (IReadOnlyList<EngineCalibration> Engines, IReadOnlyList<HeldOutCalibration> HeldOut) Fit()
    {
        var (engines, held) = (new List<EngineCalibration>(), new List<HeldOutCalibration>());
        foreach (var kin in _rows.GroupBy(row => (Vendor: VendorOf(row), Kind: EngineFit.KindOf(row, _catalog))).OrderBy(kin => kin.Key))
        {
            var rows = kin.ToList();
            var experts = kin.Key.Kind == "experts";
            var dense = experts ? _rows.Where(row => VendorOf(row) == kin.Key.Vendor && EngineFit.KindOf(row, _catalog) != kin.Key.Kind).ToList() : [];
            var shared = SharedOf(experts, rows, dense);
            var without = SharedWithout(experts, rows, dense);
            if (Usable(rows).Count >= FewestRows)
            {
                engines.Add(Describe(EngineFit.IdOf("", kin.Key.Vendor, experts), shared, Usable(rows), []));
            }

            foreach (var own in rows.GroupBy(row => EngineFit.IdOf(row, _catalog), StringComparer.Ordinal).OrderBy(own => own.Key, StringComparer.Ordinal))
            {
                _progress.WriteLine($"{own.Key}: {own.Count()} rows of {own.DistinctBy(Publication.Of).Count()} publications ...");
                var family = own.First().Engine;
                var seen = Usable([.. own]);
                var whole = seen.Count >= FewestRows ? FitOf(family, experts, seen, shared) : shared with { Family = family };
                var judges = HeldOut(own.Key, [.. own], experts, without);
                held.AddRange(judges);
                if (seen.Count >= FewestRows && !EngineFit.IsContest(own.First()))
                {
                    engines.Add(Describe(own.Key, whole, seen, judges));
                }
            }
        }

        return (engines, held);
    }

    /// <summary>
    /// All engines together. Experts of which too little is published run like dense networks of the same devices: they share all kernels but those of
    /// the experts.
    /// </summary>
    private EngineCalibration SharedOf(bool experts, IReadOnlyList<Measurement> rows, IReadOnlyList<Measurement> dense) =>
        Usable(rows) is { Count: >= FewestRows } usable ? FitOf("", experts, usable, EngineCalibration.None)
        : Usable(dense) is { Count: >= FewestRows } other ? FitOf("", experts: false, other, EngineCalibration.None)
        : EngineCalibration.None;

    /// <summary>The same without each publication, accelerator and maker of models.</summary>
    private Dictionary<(string By, string Value), EngineCalibration> SharedWithout(
        bool experts, IReadOnlyList<Measurement> rows, IReadOnlyList<Measurement> dense)
    {
        var left = LeftOut(rows);
        var found = new EngineCalibration[left.Count];
        Parallel.For(0, left.Count, at => found[at] = SharedOf(experts, Without(left[at], rows), Without(left[at], dense)));
        return Enumerable.Range(0, left.Count).ToDictionary(at => left[at], at => found[at]);
    }

    /// <summary>As the calibrations for use are fitted: all engines together, then the engine itself where enough is left of it.</summary>
    private List<HeldOutCalibration> HeldOut(
        string id, IReadOnlyList<Measurement> own, bool experts, Dictionary<(string By, string Value), EngineCalibration> without)
    {
        var left = LeftOut(own);
        var found = new HeldOutCalibration[left.Count];
        Parallel.For(0, left.Count, at =>
        {
            var (shared, mine, family) = (without[left[at]], Usable(Without(left[at], own)), own[0].Engine);
            var calibration = mine.Count >= FewestRows ? FitOf(family, experts, mine, shared) : shared with { Family = family };
            found[at] = new(id, left[at].By, left[at].Value, calibration);
        });
        return [.. found];
    }

    private List<(string By, string Value)> LeftOut(IReadOnlyList<Measurement> rows) =>
        [.. HeldOutPrediction.Ways.SelectMany(by => rows.Select(row => (By: by, Value: HeldOutPrediction.LeftOut(row, by, _catalog))).Distinct())];

    private List<Measurement> Without((string By, string Value) left, IReadOnlyList<Measurement> rows) =>
        [.. rows.Where(row => HeldOutPrediction.LeftOut(row, left.By, _catalog) != left.Value)];

    private EngineCalibration FitOf(string family, bool experts, IReadOnlyList<Measurement> rows, EngineCalibration start) =>
        new CalibrationFit(new EngineFit(new ThroughputModel(_catalog), _catalog), family, experts).Of(rows, start);

    /// <summary>
    /// Submissions to a contest are tuned beyond what a user gets; runs of spread lengths and of hardly any answer measure their tail and the server in
    /// front of the engine. These judge, but are not fitted on.
    /// </summary>
    private static bool IsClean(Measurement row) =>
        !EngineFit.IsContest(row) && row.Lengths is LengthSpread.Fixed or LengthSpread.Unstated && row.Output.Count >= FewestOutput && row.Provenance.AsOf.From.Year >= FirstYear;

    /// <summary>Of each publication a part is enough.</summary>
    private static List<Measurement> Usable(IReadOnlyList<Measurement> rows) =>
        [.. rows.Where(IsClean).GroupBy(Publication.Of, StringComparer.Ordinal).SelectMany(publication => Part([.. publication]))];

    private static IEnumerable<Measurement> Part(IReadOnlyList<Measurement> rows)
    {
        var step = Math.Max(1.0, rows.Count / (double)MostRows);
        return Enumerable.Range(0, Math.Min(rows.Count, MostRows)).Select(at => rows[(int)(at * step)]);
    }

    private EngineCalibration Describe(string id, EngineCalibration engine, IReadOnlyList<Measurement> rows, IReadOnlyList<HeldOutCalibration> judges)
    {
        var errors = new EngineFit(new ThroughputModel(_catalog), _catalog);
        var apart = judges.Where(judge => judge.By == "publication").ToDictionary(judge => judge.Value, judge => judge.Calibration, StringComparer.Ordinal);
        var found = rows.Select(row => errors.Error(apart.GetValueOrDefault(Publication.Of(row), engine), row)).OfType<PredictionError>().ToList();
        return errors.Describe(engine with { Id = id }, rows, found) with
        {
            Id = id,
            Family = engine.Family,
            Publications = apart.Count,
        };
    }

    private string VendorOf(Measurement row) => _catalog.FindAccelerator(row.AcceleratorId)!.Vendor;
}
