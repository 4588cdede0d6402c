namespace Mtok.Simulation;

/// <summary>Builds replicas from the catalog: step times, calibration and KV blocks.</summary>
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

    /// <summary>The calibration for a model on a device: of the given engine, or the one with the smallest error.</summary>
    public EngineCalibration EngineFor(Model model, Accelerator accelerator, string? family) => _capacity.EngineFor(model, accelerator, family);

    /// <summary>The calibration with its times corrected by measurements of the network on the device, if any, those at similar lengths first (E2).</summary>
    public EngineCalibration Corrected(Model model, Deployment deployment, EngineCalibration engine, NearLoad? near = null) =>
        _capacity.Corrected(model, deployment, engine, near);

    /// <summary>How the model fits in a replica's memory; null if its network is not published.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">The replica.</param>
    /// <param name="share">The share of a device's memory the engine uses; null for its default.</param>
    /// <param name="engine">The engine's calibration.</param>
    public MemoryFit? Fit(Model model, Deployment deployment, EngineCalibration engine, Ratio? share = null) => _model.Fit(model, deployment, engine, share);

    /// <summary>Why there is no such replica, where <see cref="Of"/> gives none, as a sentence.</summary>
    public string WhyNone(Model model, Deployment deployment, EngineCalibration engine, EngineLimits limits, Ratio? share = null) =>
        _model.ObstacleOf(model, deployment, engine, share) is { } obstacle
            ? obstacle.Words
            : $"{model.Id} in {deployment.Precision} leaves room for {Fit(model, deployment, engine, share)!.KvTokens} of context on {deployment.Gpus} "
                + $"{deployment.AcceleratorId}, less than one block of {limits.BlockSize} tokens";

    /// <summary>A replica; null if it cannot be modelled or its memory holds no KV block.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">The replica.</param>
    /// <param name="engine">The engine's calibration.</param>
    /// <param name="limits">The scheduler limits; if the number of KV blocks is 0, as many as fit.</param>
    /// <param name="share">The share of a device's memory the engine uses; null for its default.</param>
    public ReplicaKind? Of(Model model, Deployment deployment, EngineCalibration engine, EngineLimits limits, Ratio? share = null)
    {
        if (_model.Step(model, deployment, engine) is not { } step)
        {
            return null;
        }

        if (Fit(model, deployment, engine, share) is not { } memory)
        {
            return null;
        }

        // Blocks that stay for their hash are kept by every layer.
        var pages = limits.Reuse is PrefixReuse.ByBlocks ? BlockPages.One : BlockPages.For(memory.Sequence, limits.BlockSize);
        var blocks = limits.KvBlocks > 0 ? limits.KvBlocks : (long)(memory.KvTokens.Count / limits.BlockSize);
        return blocks < 1 ? null : new(deployment.ToString(), step, engine, limits with { KvBlocks = blocks, Pages = pages });
    }
}
