namespace Mtok;

/// <summary>
/// What replicas serve where nothing near was measured: the step model with the engine's calibration, corrected by the
/// ratio measured / modelled of the nearest measurements of the same network on the same device (E2).
/// </summary>
public sealed class ModelledCapacity
{
    /// <summary>How much wider the interval is on devices whose kernels were not measured.</summary>
    private const double UnmeasuredDevice = 1.5;

    /// <summary>How much wider it is for pipelines (published rows: 90th percentile 0.76, of the calibration 0.35) and drafted tokens (0.84, of the calibrations about 0.5).</summary>
    private const double Pipelined = 2;
    private const double Drafted = 1.6;

    /// <summary>Rows that make an engine's error known.</summary>
    private const int EnoughRows = 100;

    private static readonly int[] Sizes = [1, 2, 4, 8];

    private readonly Catalog _catalog;
    private readonly ThroughputModel _model;
    private readonly Dictionary<(string ModelId, string Vendor, string? Family), EngineCalibration> _engines = [];
    private readonly Dictionary<string, IReadOnlyList<ErrorOfRun>> _errorsOfRuns = new(StringComparer.Ordinal);

    /// <summary>Takes devices, engines and measurements from a catalog.</summary>
    public ModelledCapacity(Catalog catalog)
    {
        _catalog = catalog;
        _model = new(catalog);
    }

    /// <summary>Every deployment of the model on a device that fits, at the limits.</summary>
    public IEnumerable<ReplicaCapacity> Find(Model model, Accelerator accelerator, TokenMix mix, ServiceLevel level, Allowed allowed) =>
        Deployments(model, accelerator, allowed, EngineFor(model, accelerator).Family).Select(deployment => At(model, deployment, EngineFor(model, accelerator), mix, level)).OfType<ReplicaCapacity>();

    /// <summary>The deployments of a model on a device that are looked at.</summary>
    internal static IEnumerable<Deployment> Deployments(Model model, Accelerator accelerator, Allowed allowed, string family) =>
        from precision in Precisions(model, accelerator, allowed)
        from gpus in Sizes
        select new Deployment(accelerator.Id, gpus, precision, family);

    /// <summary>One deployment at the limits; null where it does not fit, is not known well enough or cannot meet them.</summary>
    public ReplicaCapacity? At(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix, ServiceLevel level)
    {
        if (_model.Serve(model, deployment, engine, mix)?.Within(level) is not { } state)
        {
            return null;
        }

        var (correction, weight) = Correction(model, deployment, engine, mix, state.Concurrency);
        var estimate = Around(state.Requests, deployment, engine, correction);
        return new(model, deployment, estimate, null, 0, Ratio.One, Reason(deployment, engine, correction, weight) + (level.HasLimits ? "; mean latency within the limits (the model knows no percentiles)" : ""));
    }

    /// <summary>A modelled figure with its interval: the 90th percentile of the engine's error on what it was not fitted on. Correction makes it better by an amount that is not relied on.</summary>
    public Estimate<RequestsPerSecond> Around(RequestsPerSecond modelled, Deployment deployment, EngineCalibration engine, Ratio correction)
    {
        var arrangement = (deployment.Arrangement.Pipeline > 1 ? Pipelined : 1) * (deployment.Arrangement.Speculation is null ? 1 : Drafted);
        var spread = (Spread(engine) * Widening(_catalog, deployment)).Value * arrangement;
        var value = modelled * correction;
        return new(value * Ratio.FromValue(Math.Exp(-spread)), value, value * Ratio.FromValue(Math.Exp(spread)), Evidence.Modelled);
    }

    /// <summary>The 90th percentile of the engine's error; where few rows judged it, at least that of the middle one of its peers: few rows are alike and flatter.</summary>
    private Ratio Spread(EngineCalibration engine)
    {
        if (engine.Rows >= EnoughRows)
        {
            return engine.P90Error;
        }

        var peers = _catalog.Engines.Where(peer => peer.ForExperts == engine.ForExperts && peer.Vendor == engine.Vendor && peer.Rows >= EnoughRows).Select(peer => peer.P90Error).Order().ToList();
        return peers.Count == 0 || engine.P90Error > peers[peers.Count / 2] ? engine.P90Error : peers[peers.Count / 2];
    }

    /// <summary>How much wider an interval is because the device's kernels, or their exchange, were not measured.</summary>
    internal static Ratio Widening(Catalog catalog, Deployment deployment) =>
        Ratio.FromValue(catalog.FindAccelerator(deployment.AcceleratorId) is { } accelerator && catalog.KernelsOf(accelerator)?.Joins(deployment.Gpus) == true ? 1 : UnmeasuredDevice);

    /// <summary>E2: the mean ln(measured / modelled) of measurements of the network on the device, by nearness to the state asked for, shrunk towards none.</summary>
    public (Ratio Factor, Ratio Weight) Correction(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix, Tokens users)
    {
        var (logarithm, weight) = ErrorOfRun.Correct(ErrorsOf(model, deployment, engine), deployment, (mix, users));
        return (Ratio.FromValue(Math.Exp(logarithm)), Ratio.FromValue(weight));
    }

    /// <summary>E2 where the load is not one but changes: the calibration with its times corrected by measurements at all loads alike.</summary>
    public EngineCalibration Corrected(Model model, Deployment deployment, EngineCalibration engine)
    {
        var factor = Ratio.FromValue(Math.Exp(-ErrorOfRun.Correct(ErrorsOf(model, deployment, engine), deployment, load: null).Logarithm));
        return engine with { Scale = engine.Scale * factor, Offset = engine.Offset * factor };
    }

    /// <summary>
    /// The calibration for a model on a device: same kind of network and maker of devices. The user's own comes first; then
    /// those of the newest two years; of mixtures of experts, which differ most, one that was fitted on the network; then the
    /// one that erred least.
    /// </summary>
    public EngineCalibration EngineFor(Model model, Accelerator accelerator, string? family = null)
    {
        var key = (model.Id, accelerator.Vendor, family);
        if (!_engines.TryGetValue(key, out var engine))
        {
            engine = Choose(model, accelerator, family);
            _engines[key] = engine;
        }

        return engine;
    }

    private EngineCalibration Choose(Model model, Accelerator accelerator, string? family)
    {
        var experts = model.Network?.Experts is not null;
        var fitting = _catalog.Engines.Where(engine => engine.ForExperts == experts && engine.Vendor == accelerator.Vendor && (family is null || engine.Family == family)).ToList();
        var newest = fitting.Select(engine => engine.Provenance.AsOf.From.Year).DefaultIfEmpty().Max();
        var seen = experts ? _catalog.MeasurementsLike(model).Select(row => EngineFit.EraOf(row, _catalog)).ToHashSet(StringComparer.Ordinal) : [];
        return fitting
            .OrderByDescending(engine => engine.Provenance.IsUsers)
            .ThenByDescending(engine => engine.Provenance.AsOf.From.Year >= newest - 1)
            .ThenByDescending(engine => seen.Contains(engine.Id))
            .ThenBy(engine => engine.MedianError)
            .FirstOrDefault() ?? EngineCalibration.None;
    }

    /// <summary>How the model errs on each measurement of the network on the device, worked out once.</summary>
    private IReadOnlyList<ErrorOfRun> ErrorsOf(Model model, Deployment deployment, EngineCalibration engine)
    {
        var key = $"{model.Id} {deployment.AcceleratorId} {deployment.Precision} {engine.Id}";
        if (!_errorsOfRuns.TryGetValue(key, out var errors))
        {
            errors = [.. _catalog.MeasurementsLike(model, deployment.AcceleratorId)
                .Where(row => row.Precision == deployment.Precision && row.PipelineParallel is null or 1)
                .Select(row => ErrorOfRun.Of(row, _model.Predict(_catalog.FindModel(row.ModelId)!, row, engine), EngineFit.EraOf(row, _catalog) == engine.Id))
                .OfType<ErrorOfRun>()];
            _errorsOfRuns[key] = errors;
        }

        return errors;
    }

    private static IEnumerable<Precision> Precisions(Model model, Accelerator accelerator, Allowed allowed) =>
        Precision.Bits.Keys.Select(id => new Precision(id))
            .Where(precision => precision.Id is "bf16" or "fp8" or "fp4" or "mxfp4" && allowed.AllowsPrecision(precision, model, accelerator))
            .Where(precision => precision.Id != "fp8" || accelerator.DensePeak.ContainsKey("fp8"))
            .Where(precision => precision.Id != "fp4" || accelerator.DensePeak.ContainsKey("fp4"))
            .Where(precision => precision.Id != "mxfp4" || model.WeightsPrecision == precision)
            .Where(precision => model.WeightsPrecision is not { } published || precision.BytesPerValue <= published.BytesPerValue);

    internal static string Reason(Deployment deployment, EngineCalibration engine, Ratio correction, Ratio weight)
    {
        var corrected = weight.Value < 0.05 ? "" : $", corrected by {correction.Value:0.##} from measurements of the network on {deployment.AcceleratorId}";
        return $"modelled with the calibration {engine.Id}{corrected}: {engine.Provenance.Source}";
    }
}
