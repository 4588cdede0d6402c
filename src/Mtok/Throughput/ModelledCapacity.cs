using System.Collections.Concurrent;

namespace Mtok;

/// <summary>
/// The capacity of replicas without similar measurements: the step model with the engine's calibration, corrected by the
/// ratio measured / modelled of the nearest measurements of the same network on the same device (E2).
/// </summary>
public sealed class ModelledCapacity
{
    /// <summary>The factor on the interval's width for devices whose kernels were not measured.</summary>
    private const double UnmeasuredDevice = 1.5;

    /// <summary>
    /// The factors for pipelines (published rows: 90th percentile 0.76, of the calibration 0.35) and speculative decoding (0.84, of the
    /// calibrations about 0.5).
    /// </summary>
    private const double Pipelined = 2;
    private const double Speculative = 1.6;

    /// <summary>The number of rows from which an engine's error is considered known.</summary>
    private const int EnoughRows = 100;

    private static readonly int[] Sizes = [1, 2, 4, 8];

    private readonly Catalog _catalog;
    private readonly ThroughputModel _model;
    private readonly ConcurrentDictionary<(string ModelId, string Vendor, string? Family), EngineCalibration> _engines = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<ErrorOfRun>> _errorsOfRuns = new(StringComparer.Ordinal);

    /// <summary>Takes devices, engines and measurements from a catalog.</summary>
    internal ModelledCapacity(Catalog catalog, ThroughputModel model)
    {
        _catalog = catalog;
        _model = model;
    }

    /// <summary>Every deployment of the model on a device that fits and meets the limits.</summary>
    public IEnumerable<ReplicaCapacity> Find(Model model, Accelerator accelerator, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed) =>
        Deployments(model, accelerator, allowed, EngineFor(model, accelerator).Family)
            .Select(deployment => At(model, deployment, EngineFor(model, accelerator), mix, level))
            .OfType<ReplicaCapacity>();

    /// <summary>The deployments of a model on a device that are considered.</summary>
    internal static IEnumerable<Deployment> Deployments(Model model, Accelerator accelerator, AllowedPrecisions allowed, string family) =>
        from precision in Precisions(model, accelerator, allowed)
        from gpus in Sizes
        select new Deployment(accelerator.Id, gpus, precision, family);

    /// <summary>One deployment at the limits; null if it does not fit, too little is known or it cannot meet them.</summary>
    public ReplicaCapacity? At(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix, ServiceLevel level)
    {
        if (_model.Serve(model, deployment, engine, mix)?.Within(level) is not { } state)
        {
            return null;
        }

        var (correction, weight) = Correction(model, deployment, engine, mix, state.Concurrency);
        var estimate = Around(state.Requests, deployment, engine, correction);
        return new(
            model, deployment, estimate, null, 0, Ratio.One,
            Reason(deployment, engine, correction, weight) + (level.HasLimits ? $"; limits kept by {level.Share} of requests (modelled means and the tails of published open loops, Q7)" : ""));
    }

    /// <summary>
    /// A modelled figure with its interval: the 90th percentile of the engine's error on held-out rows. A correction reduces the error
    /// by an amount that is not relied on.
    /// </summary>
    public Estimate<RequestsPerSecond> Around(RequestsPerSecond modelled, Deployment deployment, EngineCalibration engine, Ratio correction)
    {
        var parallelism = (deployment.Parallelism.Pipeline > 1 ? Pipelined : 1) * (deployment.Parallelism.Speculation is null ? 1 : Speculative);
        var spread = (Spread(engine) * Widening(_catalog, deployment)).Value * parallelism;
        var value = modelled * correction;
        return new(value * Ratio.FromValue(Math.Exp(-spread)), value, value * Ratio.FromValue(Math.Exp(spread)), Evidence.Modelled);
    }

    /// <summary>
    /// The 90th percentile of the engine's error; with few validation rows, at least the median of its peers: few rows are similar to
    /// each other and understate the error.
    /// </summary>
    private Ratio Spread(EngineCalibration engine)
    {
        if (engine.Rows >= EnoughRows)
        {
            return engine.P90Error;
        }

        var peers = _catalog.Engines
            .Where(peer => peer.ForExperts == engine.ForExperts && peer.Vendor == engine.Vendor && peer.Rows >= EnoughRows)
            .Select(peer => peer.P90Error)
            .Order()
            .ToList();
        return peers.Count == 0 || engine.P90Error > peers[peers.Count / 2] ? engine.P90Error : peers[peers.Count / 2];
    }

    /// <summary>The factor on an interval's width because the device's kernels, or their communication, were not measured; 1 if they were.</summary>
    internal static Ratio Widening(Catalog catalog, Deployment deployment) =>
        Ratio.FromValue(catalog.FindAccelerator(deployment.AcceleratorId) is { } accelerator
            && catalog.KernelsOf(accelerator)?.Joins(deployment.Gpus) == true ? 1 : UnmeasuredDevice);

    /// <summary>
    /// E2: the mean ln(measured / modelled) of the network's measurements on the device, weighted by similarity to the given state and
    /// shrunk towards no correction.
    /// </summary>
    public (Ratio Factor, Ratio Weight) Correction(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix, Tokens users)
    {
        var (logarithm, weight) = ErrorOfRun.Correct(ErrorsOf(model, deployment, engine), deployment, (mix, users));
        return (Ratio.FromValue(Math.Exp(logarithm)), Ratio.FromValue(weight));
    }

    /// <summary>E2 for a varying load: the calibration with its times corrected by measurements at any load.</summary>
    public EngineCalibration Corrected(Model model, Deployment deployment, EngineCalibration engine)
    {
        var factor = Ratio.FromValue(Math.Exp(-ErrorOfRun.Correct(ErrorsOf(model, deployment, engine), deployment, load: null).Logarithm));
        return engine with { Scale = engine.Scale * factor, Offset = engine.Offset * factor };
    }

    /// <summary>
    /// The calibration for a model on a device: same kind of network and device vendor. The user's own takes precedence; then
    /// those of the newest two years; for mixtures of experts, which differ most, one fitted on the network; then the
    /// one with the smallest error.
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
        var fitting = _catalog.Engines
            .Where(engine => engine.ForExperts == experts && engine.Vendor == accelerator.Vendor && (family is null || engine.Family == family))
            .ToList();
        var newest = fitting.Select(engine => engine.Provenance.AsOf.From.Year).DefaultIfEmpty().Max();
        var seen = experts ? _catalog.MeasurementsLike(model).Select(row => EngineFit.EraOf(row, _catalog)).ToHashSet(StringComparer.Ordinal) : [];
        return fitting
            .OrderByDescending(engine => engine.Provenance.IsUsers)
            .ThenByDescending(engine => engine.Provenance.AsOf.From.Year >= newest - 1)
            .ThenByDescending(engine => seen.Contains(engine.Id))
            .ThenBy(engine => engine.MedianError)
            .FirstOrDefault() ?? EngineCalibration.None;
    }

    /// <summary>The model's error on each measurement of the network on the device, computed once.</summary>
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

    private static IEnumerable<Precision> Precisions(Model model, Accelerator accelerator, AllowedPrecisions allowed) =>
        Precision.Bits.Keys.Select(id => new Precision(id))
            .Where(precision => precision.Id is "bf16" or "fp8" or "fp4" or "mxfp4" && allowed.Allow(precision, model, accelerator))
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
