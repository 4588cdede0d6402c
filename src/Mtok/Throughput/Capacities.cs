namespace Mtok;

/// <summary>
/// What replicas serve: measured or carried over where something near was measured, modelled elsewhere. The one door to
/// throughput: made once for a catalog and shared, also between threads, as what is worked out once is kept.
/// </summary>
public sealed class Capacities
{
    private readonly Catalog _catalog;
    private readonly MeasuredCapacity _measured;
    private readonly ModelledCapacity _modelled;
    private readonly ThroughputModel _model;

    /// <summary>Takes measurements, devices and engines from a catalog.</summary>
    public Capacities(Catalog catalog)
    {
        _catalog = catalog;
        _model = new(catalog);
        _measured = new(catalog);
        _modelled = new(catalog, _model);
    }

    /// <summary>The catalog behind them.</summary>
    public Catalog Catalog => _catalog;

    /// <summary>Memory fit, step times and steady states.</summary>
    public ThroughputModel Model => _model;

    /// <summary>What was measured or is carried over from near.</summary>
    public MeasuredCapacity Measured => _measured;

    /// <summary>What is modelled, corrected by measurements.</summary>
    public ModelledCapacity Modelled => _modelled;

    /// <summary>Every deployment of the model on these devices, one figure each.</summary>
    public IReadOnlyList<ReplicaCapacity> Find(Model model, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed, IEnumerable<string> acceleratorIds)
    {
        var measured = _measured.Find(model, mix, level, allowed);
        var known = measured.Select(capacity => KeyOf(capacity.Deployment)).ToHashSet(StringComparer.Ordinal);
        var modelled = acceleratorIds.Distinct(StringComparer.Ordinal)
            .Select(id => _catalog.FindAccelerator(id)!)
            .SelectMany(accelerator => _modelled.Find(model, accelerator, mix, level, allowed))
            .Where(capacity => !known.Contains(KeyOf(capacity.Deployment)));
        return [.. measured, .. modelled];
    }

    /// <summary>Why that device has no figure for the model, in words.</summary>
    public string WhyNone(Model model, string acceleratorId, TokenMix mix, ServiceLevel level, AllowedPrecisions allowed)
    {
        var accelerator = _catalog.FindAccelerator(acceleratorId)!;
        if (model.Network is null)
        {
            return !_catalog.MeasurementsLike(model).Any()
                ? $"neither throughput nor network of {model.Id} is published"
                : $"{_measured.WhyUnknown(model, acceleratorId, mix, level, allowed)}, and its network is not published";
        }

        if (!StepModel.Knows(accelerator))
        {
            return $"{_measured.WhyUnknown(model, acceleratorId, mix, level, allowed)}, and the bandwidth or arithmetic of {acceleratorId} is not known";
        }

        var largest = new Deployment(acceleratorId, 8, accelerator.UsualPrecision, "");
        return _model.Fit(model, largest, _modelled.EngineFor(model, accelerator)) is { Fits: false } memory
            ? $"{model.Id} does not fit on 8 {acceleratorId}: {memory.Reason}"
            : $"no size of replica on {acceleratorId} meets {level}";
    }

    /// <summary>A measured figure stands for its size and precision whatever the engine.</summary>
    private static string KeyOf(Deployment deployment) => $"{deployment.Gpus}x {deployment.AcceleratorId} {deployment.Precision}";
}
