namespace Mtok;

/// <summary>Models replicas from the catalog: memory fit, step times and steady states of any model on any device that is known well enough.</summary>
public sealed class ThroughputModel
{
    private static readonly int[] Sizes = [1, 2, 4, 8];

    private readonly Catalog _catalog;
    private readonly BorrowedKernels _borrowing;

    /// <summary>Takes devices and kernel constants from a catalog.</summary>
    public ThroughputModel(Catalog catalog)
    {
        _catalog = catalog;
        _borrowing = new(catalog);
    }

    /// <summary>How the model lies in memory; null where its network is not published.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">Where and how it runs.</param>
    /// <param name="share">The share of a device's memory the engine takes; the usual one where none is given.</param>
    public MemoryFit? Fit(Model model, Deployment deployment, Ratio? share = null) =>
        model.Network is { } network && _catalog.FindAccelerator(deployment.AcceleratorId) is { } accelerator
            ? MemoryFit.Of(model, network, accelerator, deployment.Gpus, deployment.Precision, KvPrecision(deployment.Precision), share)
            : null;

    /// <summary>The time of a replica's steps; null where network or datasheet do not say enough.</summary>
    public StepModel? Step(Model model, Deployment deployment) =>
        model.Network is { } network
        && _catalog.FindAccelerator(deployment.AcceleratorId) is { } accelerator
        && StepModel.Knows(accelerator)
        && _borrowing.KernelsFor(accelerator) is { } kernels
        && kernels.Joins(deployment.Gpus)
            ? new(network, accelerator, kernels, deployment.Gpus, deployment.Precision, KvPrecision(deployment.Precision))
            : null;

    /// <summary>What a replica does with requests of a mix; null where network, datasheet or memory do not allow it.</summary>
    public ServingModel? Serve(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix)
    {
        if (Fit(model, deployment) is not { Fits: true } memory || Step(model, deployment) is not { } step)
        {
            return null;
        }

        var serving = new ServingModel(step, memory, engine, mix);
        return serving.MaxBatch.Count >= 1 ? serving : null;
    }

    /// <summary>
    /// The state one copy of the model was in when a measurement was made, as the model has it, and how many copies made it
    /// together; null where the model has none. Where the parallelism is not stated, the split that serves most is taken.
    /// </summary>
    public (SteadyState State, int Copies)? Predict(Model model, Measurement measured, EngineCalibration engine)
    {
        if (measured.PipelineParallel is > 1)
        {
            return null;
        }

        var splits = measured.TensorParallel is { } tensor ? [tensor] : Sizes.Where(split => measured.Gpus % split == 0);
        return splits
            .Select(split => Predict(model, measured, engine, split, measured.Gpus / split))
            .OfType<(SteadyState State, int Copies)>()
            .OrderByDescending(prediction => prediction.State.Output.PerSecond * prediction.Copies)
            .Cast<(SteadyState, int)?>()
            .FirstOrDefault();
    }

    private (SteadyState State, int Copies)? Predict(Model model, Measurement measured, EngineCalibration engine, int gpus, int copies)
    {
        var deployment = new Deployment(measured.AcceleratorId, gpus, measured.Precision, measured.Engine);
        var serving = Serve(model, deployment, engine, new(measured.Input, measured.Output, Ratio.Zero));
        var state = measured.Scenario switch
        {
            _ when serving is null => null,
            Scenario.Saturated => serving.Saturated(),
            Scenario.ClosedLoop when measured.Concurrency is { } users => serving.AtConcurrency(Tokens.FromCount(users / (double)copies)),
            Scenario.Server or Scenario.Interactive => serving.Within(new(measured.TtftP99, measured.TpotP99)),
            _ => null,
        };
        return state is null ? null : (state, copies);
    }

    /// <summary>8-bit weights usually go with 8-bit keys and values, wider ones with 16 bits.</summary>
    public static Precision KvPrecision(Precision weights) => weights.BytesPerValue <= 1 ? new("fp8") : new("bf16");
}
