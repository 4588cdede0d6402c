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

    /// <summary>Publications from which a calibration's error says how it does on another one.</summary>
    private const int FewestPublications = 2;

    private static readonly int[] Sizes = [1, 2, 4, 8];

    private readonly Catalog _catalog;
    private readonly ThroughputModel _model;
    private readonly ConcurrentDictionary<(string ModelId, string AcceleratorId, string? Family), EngineCalibration> _engines = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<ErrorOfRun>> _errorsOfRuns = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _measuredDevices;

    /// <summary>Takes devices, engines and measurements from a catalog.</summary>
    internal ModelledCapacity(Catalog catalog, ThroughputModel model)
    {
        _catalog = catalog;
        _model = model;
        _measuredDevices = new(() => catalog.Kernels.Select(kernels => kernels.AcceleratorId)
            .Concat(catalog.Measurements.Select(run => run.AcceleratorId)).ToHashSet(StringComparer.Ordinal));
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
        select new Deployment(accelerator.Id, gpus, precision, family) { KvPrecision = allowed.KvCache };

    /// <summary>One deployment at the limits; null if it does not fit, too little is known or it cannot meet them.</summary>
    public ReplicaCapacity? At(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix, ServiceLevel level)
    {
        if (_model.Serve(model, deployment, engine, mix) is not { } serving || serving.Within(level) is not { } state)
        {
            return null;
        }

        var (correction, weight) = CorrectionWithin(model, deployment, engine, mix, (serving, state));
        var estimate = Around(state.Requests, deployment, engine, correction, LoadClass.Of(mix, state.Served, level.HasLimits));
        return new(
            model, deployment, estimate, null, 0, Ratio.One,
            Reason(deployment, engine, correction, weight)
                + (level.HasLimits ? $"; limits kept{By(level)} (modelled means and the tails of published open loops, Q7)" : ""))
        {
            Batch = state.Batch,
            Growth = GrowthOf(serving, state),
            IsCalibrated = IsCalibrated(deployment.AcceleratorId, engine),
        };
    }

    /// <summary>
    /// T7: a measured rate where another share of the prompts is cached than in its runs changes as the modelled rate of the deployment does, and is
    /// then known no better than that; unchanged where the deployment cannot be modelled.
    /// </summary>
    /// <param name="measured">What was measured.</param>
    /// <param name="mix">The requests, with the share of input that is cached.</param>
    /// <param name="level">The limits it was measured within.</param>
    internal ReplicaCapacity WithCache(ReplicaCapacity measured, TokenMix mix, ServiceLevel level)
    {
        var then = measured.Basis!.Cached;
        if (mix.CachedShare == then)
        {
            return measured;
        }

        var deployment = measured.Deployment;
        var engine = EngineFor(
            measured.Model, _catalog.FindAccelerator(deployment.AcceleratorId)!, deployment.Engine.Length == 0 ? null : deployment.Engine);
        RequestsPerSecond? Rate(Ratio share, ServiceLevel within) =>
            At(measured.Model, deployment, engine, mix with { CachedShare = share }, within)?.Requests.Value;
        var (before, after) = (Rate(then, level), Rate(mix.CachedShare, level));
        if (before is null)
        {
            (before, after) = (Rate(then, ServiceLevel.None), Rate(mix.CachedShare, ServiceLevel.None));
        }

        return before is { } full && after is { } cached ? Changed(measured, engine, mix, level, cached / full) : measured;
    }

    private ReplicaCapacity Changed(ReplicaCapacity measured, EngineCalibration engine, TokenMix mix, ServiceLevel level, Ratio gain)
    {
        var (own, value) = (measured.Requests, measured.Requests.Value * gain);
        var modelled = Around(value, measured.Deployment, engine, Ratio.One, LoadClass.Of(mix, measured.Batch ?? Tokens.FromCount(1), level.HasLimits));
        var (low, high) = (own.Low * gain, own.High * gain);
        return measured with
        {
            Requests = new(
                low < modelled.Low ? low : modelled.Low, value, high > modelled.High ? high : modelled.High, own.Evidence.And(Evidence.Modelled)),
            IsCalibrated = IsCalibrated(measured.Deployment.AcceleratorId, engine),
            Reason = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{measured.Reason}; x {gain.Value:0.##} for {mix.CachedShare} of the input cached, as the step model has it"),
        };
    }

    private static string By(ServiceLevel level) => level.Figures.Count > 0 ? "" : $" by {level.Share} of requests";

    /// <summary>Whether the engine was calibrated and the device measured: its kernels, or any model on it.</summary>
    private bool IsCalibrated(string acceleratorId, EngineCalibration engine) =>
        (engine.Rows > 0 || engine.Provenance.IsUsers) && _measuredDevices.Value.Contains(acceleratorId);

    /// <summary>A batch of b ends b times as much in a step as one sequence: b x the rate of one / its own rate.</summary>
    private static Ratio GrowthOf(ServingModel serving, SteadyState state) => Ratio.FromValue(
        Math.Max(1, state.Batch.Count * serving.AtBatch(Tokens.FromCount(1)).Requests.PerSecond / state.Requests.PerSecond));

    /// <summary>
    /// A modelled figure with its 90 % interval (E3): how far figures of publications that the model never saw lie from it, by kind of network, maker of
    /// the device and load.
    /// </summary>
    /// <param name="modelled">The figure before correction.</param>
    /// <param name="deployment">The replica.</param>
    /// <param name="engine">Its calibration.</param>
    /// <param name="correction">The factor of measurements on it (E2).</param>
    /// <param name="load">The class of load (<see cref="LoadClass"/>).</param>
    public Estimate<RequestsPerSecond> Around(RequestsPerSecond modelled, Deployment deployment, EngineCalibration engine, Ratio correction, string load)
    {
        var parallelism = (deployment.Parallelism.Pipeline > 1 ? Pipelined : 1) * (deployment.Parallelism.Speculation is null ? 1 : Speculative);
        var wider = Widening(_catalog, deployment).Value * parallelism;
        var interval = ErrorInterval.For(
            _catalog.Intervals, engine.ForExperts ? "experts" : "dense", _catalog.FindAccelerator(deployment.AcceleratorId)?.Vendor ?? "", load);
        var value = modelled * correction;
        return new(
            value * Ratio.FromValue(Math.Exp(interval.Low.Value * wider)), value, value * Ratio.FromValue(Math.Exp(interval.High.Value * wider)),
            Evidence.Modelled);
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

    /// <summary>
    /// E2 where limits on latency decide the load: a smaller batch is within them too, so a looser limit never serves less however measurements differ
    /// between loads. Each step of a ladder of batches has one correction, as sudden as it is at its upper end.
    /// </summary>
    internal (Ratio Factor, Ratio Weight) CorrectionWithin(
        Model model, Deployment deployment, EngineCalibration engine, TokenMix mix, (ServingModel Serving, SteadyState State) within)
    {
        var errors = ErrorsOf(model, deployment, engine);
        if (errors.Count == 0)
        {
            return (Ratio.One, Ratio.Zero);
        }

        var (state, most) = (within.State, ErrorOfRun.MostOf(errors));
        var best = (Rate: 0.0, Weight: 0.0);
        foreach (var rung in within.Serving.Ladder(state))
        {
            var rate = Math.Min(rung.Requests.PerSecond, state.Requests.PerSecond);
            if (rate * most <= best.Rate)
            {
                break;
            }

            var (logarithm, weight) = ErrorOfRun.Correct(errors, deployment, (mix, rung.Served));
            best = rate * Math.Exp(logarithm) is var corrected && corrected <= best.Rate ? best : (corrected, weight);
        }

        return (Ratio.FromValue(best.Rate / state.Requests.PerSecond), Ratio.FromValue(best.Weight));
    }

    /// <summary>
    /// E2 for a varying load: the calibration with its times corrected by measurements at any number of users. Steps that are replayed know no server that
    /// takes requests in one after the other (Q10), so its part of what was measured is in the correction.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">The replica.</param>
    /// <param name="engine">Its calibration.</param>
    /// <param name="near">The load that measurements have to be near; null for any.</param>
    public EngineCalibration Corrected(Model model, Deployment deployment, EngineCalibration engine, NearLoad? near = null)
    {
        (TokenMix, Tokens?)? load = near is null ? null : (near.Mix, near.Users);
        var factor = Ratio.FromValue(Math.Exp(-ErrorOfRun.Correct(
            ErrorsOf(model, deployment, engine, withServer: false), deployment, load).Logarithm));
        return engine with { Scale = engine.Scale * factor, Offset = engine.Offset * factor };
    }

    /// <summary>
    /// The calibration for a model on a device: same kind of network and device vendor. The user's own takes precedence; then
    /// those judged by publications they were not fitted on; then the one with the smallest error on those.
    /// </summary>
    public EngineCalibration EngineFor(Model model, Accelerator accelerator, string? family = null)
    {
        var key = (model.Id, accelerator.Id, family);
        if (!_engines.TryGetValue(key, out var engine))
        {
            engine = Choose(model, accelerator, family);
            engine = _catalog.FamilyOf(engine.Family).Applied(engine, accelerator);
            _engines[key] = engine;
        }

        return engine;
    }

    private EngineCalibration Choose(Model model, Accelerator accelerator, string? family)
    {
        var experts = model.Network?.Experts is not null;
        return _catalog.Engines
            .Where(engine => engine.ForExperts == experts && engine.Vendor == accelerator.Vendor && (family is null || engine.Family == family))
            .OrderByDescending(engine => engine.Provenance.IsUsers)
            .ThenByDescending(engine => engine.Publications >= FewestPublications)
            .ThenBy(engine => engine.MedianError)
            .FirstOrDefault() ?? Shared(experts, accelerator.Vendor, family);
    }

    /// <summary>The calibration of all engines together for an engine that has none of its own; none where there is neither.</summary>
    private EngineCalibration Shared(bool experts, string vendor, string? family) =>
        _catalog.Engines.FirstOrDefault(engine => engine.Family.Length == 0 && engine.ForExperts == experts && engine.Vendor == vendor) is { } shared
            ? shared with { Family = family ?? "" }
            : EngineCalibration.None with { Family = family ?? "", ForExperts = experts, Vendor = vendor };

    /// <summary>The model's error on each measurement of the network on the device, computed once.</summary>
    private IReadOnlyList<ErrorOfRun> ErrorsOf(Model model, Deployment deployment, EngineCalibration engine, bool withServer = true)
    {
        // Calibrations shared by all engines have one id, and a run that names no engine is taken for one of the family asked for.
        var key = $"{model.Id} {deployment.AcceleratorId} {deployment.Precision} {engine.Id} {engine.Family} {withServer}";
        if (!_errorsOfRuns.TryGetValue(key, out var errors))
        {
            errors = [.. _catalog.MeasurementsLike(model, deployment.AcceleratorId)
                .Where(row => row.Precision == deployment.Precision && row.PipelineParallel is null or 1)
                .Select(row => ErrorOfRun.Of(row, _model.Predict(_catalog.FindModel(row.ModelId)!, row, engine, withServer)))
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

/// <summary>A load that measurements are compared with.</summary>
/// <param name="Mix">The lengths of its requests.</param>
/// <param name="Users">Requests in flight; null where they vary.</param>
public sealed record NearLoad(TokenMix Mix, Tokens? Users);
