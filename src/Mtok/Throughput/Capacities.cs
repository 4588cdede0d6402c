namespace Mtok;

/// <summary>The capacity of replicas: measured, or interpolated from similar measurements; else modelled.</summary>
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
        _measured = new(catalog);
        _modelled = new(catalog);
        _model = new(catalog);
    }

    /// <summary>Every deployment of the model on these devices, with one figure each.</summary>
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

    /// <summary>The reason why that device has no figure for the model.</summary>
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
            return $"{_measured.WhyUnknown(model, acceleratorId, mix, level, allowed)}, and the bandwidth or arithmetic of {acceleratorId} is unknown";
        }

        var largest = new Deployment(acceleratorId, 8, accelerator.DensePeak.ContainsKey("fp8") ? new("fp8") : new("bf16"), "");
        return _model.Fit(model, largest, _modelled.EngineFor(model, accelerator)) is { Fits: false } memory
            ? $"{model.Id} does not fit on 8 {acceleratorId}: {memory.Reason}"
            : level.HasLimits ? $"no replica size on {acceleratorId} meets {level}" : $"no replica size on {acceleratorId} can serve {mix}";
    }

    /// <summary>A measured figure replaces the modelled one of its size and precision, whatever the engine.</summary>
    private static string KeyOf(Deployment deployment) => $"{deployment.Gpus}x {deployment.AcceleratorId} {deployment.Precision}";
}
