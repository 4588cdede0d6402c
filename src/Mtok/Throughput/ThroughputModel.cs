namespace Mtok;

/// <summary>Models replicas from the catalog: memory fit, step times and steady states of any model on any device that is known well enough.</summary>
public sealed class ThroughputModel
{
    private readonly Catalog _catalog;
    private readonly Func<Accelerator, KernelConstants?> _kernels;

    /// <summary>Takes devices and kernel constants from a catalog.</summary>
    public ThroughputModel(Catalog catalog)
        : this(catalog, catalog.KernelsOf)
    {
    }

    internal ThroughputModel(Catalog catalog, Func<Accelerator, KernelConstants?> kernels) => (_catalog, _kernels) = (catalog, kernels);

    /// <summary>How the model lies in memory; null where its network is not published.</summary>
    public MemoryFit? Fit(Model model, Deployment deployment) =>
        model.Network is { } network && _catalog.FindAccelerator(deployment.AcceleratorId) is { } accelerator
            ? MemoryFit.Of(model, network, accelerator, deployment.Gpus, deployment.Precision, KvPrecision(deployment.Precision))
            : null;

    /// <summary>What a replica does with requests of a mix; null where network, datasheet or memory do not allow it.</summary>
    public ServingModel? Serve(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix)
    {
        if (Fit(model, deployment) is not { Fits: true } memory
            || _catalog.FindAccelerator(deployment.AcceleratorId) is not { } accelerator
            || !StepModel.Knows(accelerator)
            || _kernels(accelerator) is not { } kernels)
        {
            return null;
        }

        var step = new StepModel(model.Network!, accelerator, kernels, deployment.Gpus, deployment.Precision, KvPrecision(deployment.Precision));
        var serving = new ServingModel(step, memory, engine, mix);
        return serving.MaxBatch.Count >= 1 ? serving : null;
    }

    /// <summary>The state a measurement was made in, as the model has it; null where the model has none.</summary>
    public SteadyState? Predict(Model model, Measurement measured, EngineCalibration engine)
    {
        var mix = new TokenMix(measured.Input, measured.Output, Ratio.Zero);
        var serving = Serve(model, DeploymentOf(measured), engine, mix);
        return measured.Scenario switch
        {
            _ when serving is null => null,
            Scenario.Saturated => serving.Saturated(),
            Scenario.ClosedLoop when measured.Concurrency is { } users => serving.AtConcurrency(Tokens.FromCount(users / (double)CopiesOf(measured))),
            Scenario.Server or Scenario.Interactive => serving.Within(new(measured.TtftP99, measured.TpotP99)),
            _ => null,
        };
    }

    /// <summary>The copies of the model that made a measurement together; one where its parallelism is not stated and the model needs all devices.</summary>
    public static int CopiesOf(Measurement measured) =>
        measured.TensorParallel is { } tensor ? measured.Gpus / (tensor * (measured.PipelineParallel ?? 1)) : 1;

    /// <summary>One copy of the model in a measurement.</summary>
    public static Deployment DeploymentOf(Measurement measured) =>
        new(measured.AcceleratorId, measured.Gpus / CopiesOf(measured), measured.Precision, measured.Engine);

    /// <summary>8-bit weights usually go with 8-bit keys and values, wider ones with 16 bits.</summary>
    public static Precision KvPrecision(Precision weights) => weights.BytesPerValue <= 1 ? new("fp8") : new("bf16");
}
