namespace Mtok.Simulation;

/// <summary>Makes replicas from the catalog: step times, calibration and the blocks that fit in memory.</summary>
public sealed class ReplicaKinds
{
    private readonly ThroughputModel _model;
    private readonly ModelledCapacity _capacity;

    /// <summary>Shares what others worked out with the same capacities.</summary>
    public ReplicaKinds(Capacities capacities)
    {
        _model = capacities.Model;
        _capacity = capacities.Modelled;
    }

    /// <summary>The calibration for a model on a device: of that engine, or the one that erred least.</summary>
    public EngineCalibration EngineFor(Model model, Accelerator accelerator, string? family) => _capacity.EngineFor(model, accelerator, family);

    /// <summary>The calibration with its times corrected by measurements of the network on the device, where there are any (E2).</summary>
    public EngineCalibration Corrected(Model model, Deployment deployment, EngineCalibration engine) => _capacity.Corrected(model, deployment, engine);

    /// <summary>How the model lies in a replica's memory; null where its network is not published.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">The replica.</param>
    /// <param name="share">The share of a device's memory the engine takes; the usual one where none is given.</param>
    /// <param name="engine">The engine's calibration.</param>
    public MemoryFit? Fit(Model model, Deployment deployment, EngineCalibration engine, Ratio? share = null) => _model.Fit(model, deployment, engine, share);

    /// <summary>A replica; null where it cannot be modelled or its memory holds no block.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">The replica.</param>
    /// <param name="engine">The engine's calibration.</param>
    /// <param name="limits">What it takes on; where it names no number of blocks, as many as fit.</param>
    /// <param name="share">The share of a device's memory the engine takes; the usual one where none is given.</param>
    public ReplicaKind? Of(Model model, Deployment deployment, EngineCalibration engine, EngineLimits limits, Ratio? share = null)
    {
        if (_model.Step(model, deployment, engine) is not { } step)
        {
            return null;
        }

        var blocks = limits.KvBlocks > 0 ? limits.KvBlocks : (long)((Fit(model, deployment, engine, share)?.KvTokens.Count ?? 0) / limits.BlockSize);
        return blocks < 1 ? null : new(deployment.ToString(), step, engine, limits with { KvBlocks = blocks });
    }
}
