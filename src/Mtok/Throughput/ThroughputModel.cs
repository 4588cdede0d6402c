namespace Mtok;

/// <summary>Models replicas from the catalog: memory fit, step times and steady states of any sufficiently known model and device.</summary>
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

    /// <summary>How the model fits in memory; null if its network is not published.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">The replica.</param>
    /// <param name="engine">The engine, which determines the memory policy.</param>
    /// <param name="share">The share of a device's memory the engine uses; null for its default.</param>
    public MemoryFit? Fit(Model model, Deployment deployment, EngineCalibration engine, Ratio? share = null)
    {
        if (model.Network is not { } network || _catalog.FindAccelerator(deployment.AcceleratorId) is not { } accelerator)
        {
            return null;
        }

        var policy = FamilyOf(deployment, engine).Memory;
        return MemoryFit.Of(
            model, network, accelerator, deployment.Gpus, deployment.Precision, KvPrecision(model, deployment, engine),
            policy with { Share = share ?? policy.Share }, deployment.Parallelism);
    }

    /// <summary>
    /// Why engines refuse that deployment, as a sentence; null if they start it, as a published run of it shows, or its network is not
    /// published.
    /// </summary>
    public string? WhyRefused(Model model, Deployment deployment) =>
        model.Network is { } network
        && Arrangement.WhyRefused(model, network, deployment.Gpus, deployment.Precision, deployment.Parallelism) is { } refused
        && !_catalog.MeasurementsLike(model, deployment.AcceleratorId).Any(row => Shows(row, deployment))
            ? refused
            : null;

    /// <summary>Whether a run shows that engines start a deployment.</summary>
    private static bool Shows(Measurement row, Deployment deployment) =>
        row.Gpus == deployment.Gpus
        && row.Precision == deployment.Precision
        && (row.PipelineParallel ?? 1) == deployment.Parallelism.Pipeline
        && (row.TensorParallel ?? row.Gpus) * (row.PipelineParallel ?? 1) == row.Gpus;

    /// <summary>What keeps a deployment from being modelled, whatever its requests; null if nothing does.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deployment">The replica; its device must be in the catalog.</param>
    /// <param name="engine">The engine, which determines the memory policy.</param>
    /// <param name="share">The share of a device's memory the engine uses; null for its default.</param>
    public Obstacle? ObstacleOf(Model model, Deployment deployment, EngineCalibration engine, Ratio? share = null)
    {
        var (id, gpus) = (deployment.AcceleratorId, deployment.Gpus);
        var accelerator = _catalog.FindAccelerator(id)!;
        var kernels = _borrowing.KernelsFor(accelerator);
        return Fit(model, deployment, engine, share) switch
        {
            null => new(ObstacleKind.NothingPublished, $"{model.Id} cannot be modelled: {model.WhyNoNetwork}"),
            _ when !StepModel.Knows(accelerator) => new(ObstacleKind.DeviceUnknown, $"the bandwidth or arithmetic of {id} is unknown"),
            { Fits: false } memory => new(
                ObstacleKind.WeightsTooLarge, $"{model.Id} in {deployment.Precision} does not fit on {gpus} {id}: {memory.Reason}"),
            _ when WhyRefused(model, deployment) is { } refused => new(ObstacleKind.Refused, refused),
            _ when kernels is null =>
                new(ObstacleKind.DeviceUnknown, $"no kernel times are known that {id} could borrow"),
            _ when !kernels.Joins(gpus) => new(
                ObstacleKind.NotJoined,
                kernels.Joins(2)
                    ? $"{gpus} {id} cannot be modelled together: how more of them communicate than one machine holds is unknown"
                    : $"{gpus} {id} cannot be modelled together: their interconnect is unknown"),
            _ => null,
        };
    }

    /// <summary>The time of a replica's steps with tensor parallelism; null if network or datasheet are insufficient.</summary>
    public StepModel? Step(Model model, Deployment deployment, EngineCalibration engine) =>
        WhyRefused(model, deployment) is null && KernelsOf(model, deployment, engine) is { } kernels
            ? new(
                model.Network!,
                _catalog.FindAccelerator(deployment.AcceleratorId)!,
                kernels,
                deployment.Gpus,
                deployment.Precision,
                KvPrecision(model, deployment, engine))
            : null;

    /// <summary>The precision of a replica's keys and values: as deployed, else as its checkpoint asks, else its engine's default.</summary>
    public Precision KvPrecision(Model model, Deployment deployment, EngineCalibration engine) =>
        deployment.KvPrecision ?? model.KvPrecision ?? FamilyOf(deployment, engine).KvPrecisionFor(deployment.Precision);

    /// <summary>The engine that runs; one measured without saying which runs as the calibrated one does.</summary>
    private EngineFamily FamilyOf(Deployment deployment, EngineCalibration engine) =>
        _catalog.FamilyOf(deployment.Engine) is { Id.Length: > 0 } family ? family : _catalog.FamilyOf(engine.Family);

    /// <summary>The device's kernels adjusted to the engine; null if network or datasheet are insufficient.</summary>
    private KernelConstants? KernelsOf(Model model, Deployment deployment, EngineCalibration engine) =>
        model.Network is { } network
        && _catalog.FindAccelerator(deployment.AcceleratorId) is { } accelerator
        && StepModel.Knows(accelerator)
        && _borrowing.KernelsFor(accelerator) is { } kernels
        && kernels.Joins(deployment.Gpus)
            ? kernels.TunedBy(engine.Tuning, network)
            : null;

    /// <summary>The serving model of a replica for requests of a mix; null if network, datasheet or memory do not allow it.</summary>
    public ServingModel? Serve(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix) =>
        WhyRefused(model, deployment) is null ? ServeStarted(model, deployment, engine, mix) : null;

    /// <summary>The same of a replica that engines start.</summary>
    private ServingModel? ServeStarted(Model model, Deployment deployment, EngineCalibration engine, TokenMix mix)
    {
        if (Fit(model, deployment, engine) is not { Fits: true } memory || KernelsOf(model, deployment, engine) is not { } kernels)
        {
            return null;
        }

        var accelerator = _catalog.FindAccelerator(deployment.AcceleratorId)!;
        var step = StepOf(model.Network!, accelerator, kernels, deployment, KvPrecision(model, deployment, engine));
        var serving = new ServingModel(step, memory, engine, mix, deployment.Parallelism.Speculation?.TokensPerStep);
        return serving.MaxBatch.Count >= 1 ? serving : null;
    }

    private static IStepModel StepOf(
        Network network, Accelerator accelerator, KernelConstants kernels, Deployment deployment, Precision kv)
    {
        var precision = deployment.Precision;
        var (stages, spreads, speculation) = deployment.Parallelism;
        IStepModel step = spreads && deployment.Gpus > stages
            ? new ExpertParallelStep(network, accelerator, kernels, deployment.Gpus / stages, precision, kv)
            : new StepModel(network, accelerator, kernels, deployment.Gpus / stages, precision, kv);
        step = stages > 1 ? new PipelinedStep(step, stages, network.Hidden, kernels.AllReduceOver(2)) : step;
        return speculation is null ? step : new SpeculativeStep(step, speculation);
    }

    /// <summary>
    /// The modelled state of one copy of the model during a measurement, and the number of copies that made it
    /// together; null if it cannot be modelled. If the parallelism is not stated, the split with the highest throughput is assumed.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="measured">The measurement.</param>
    /// <param name="engine">The calibration; what its engine takes into a step is that of the measurement's.</param>
    /// <param name="withServer">Whether requests that come together wait for the engine's server (Q10).</param>
    public (SteadyState State, int Copies)? Predict(Model model, Measurement measured, EngineCalibration engine, bool withServer = true)
    {
        if (!measured.IsPlain)
        {
            return null;
        }

        engine = _catalog.FindAccelerator(measured.AcceleratorId) is { } device ? _catalog.FamilyOf(measured.Engine).Applied(engine, device) : engine;
        engine = withServer ? engine : engine with { ServerPerRequest = default };
        var stages = measured.PipelineParallel ?? 1;
        var splits = measured.TensorParallel is { } tensor ? [tensor * stages] : Sizes.Where(split => split % stages == 0 && measured.Gpus % split == 0);
        (SteadyState State, int Copies)? best = null;
        foreach (var split in splits)
        {
            if (Predict(model, measured, engine, split, measured.Gpus / split) is { } prediction
                && (best is not { } known || OutputOf(prediction).CompareTo(OutputOf(known)) > 0))
            {
                best = prediction;
            }
        }

        return best;

        static double OutputOf((SteadyState State, int Copies) prediction) => prediction.State.Output.PerSecond * prediction.Copies;
    }

    private (SteadyState State, int Copies)? Predict(Model model, Measurement measured, EngineCalibration engine, int gpus, int copies)
    {
        var deployment = new Deployment(measured.AcceleratorId, gpus, measured.Precision, measured.Engine)
        {
            KvPrecision = measured.KvPrecision,
            Parallelism = Parallelism.Plain with { Pipeline = measured.PipelineParallel ?? 1 },
        };
        var mix = new TokenMix(measured.Input, measured.Output, measured.Cached);
        // A split that a source states ran, whatever it was beside tensor parallelism; one that is only assumed must be possible.
        var serving = measured.TensorParallel is null ? Serve(model, deployment, engine, mix) : ServeStarted(model, deployment, engine, mix);
        var state = measured.Scenario switch
        {
            _ when serving is null => null,
            Scenario.Saturated => serving.Saturated(),
            Scenario.Burst when measured.Requests is { } requests => StateOf(serving.Burst(Part(requests, copies)), Part(requests, copies), serving, measured),
            Scenario.ClosedLoop when measured is { Concurrency: { } together, Requests: { } sent } && sent <= LongRun * together =>
                StateOf(serving.ClosedLoop(Part(together, copies), Part(sent, copies)), Part(together, copies), serving, measured),
            Scenario.ClosedLoop when measured.Concurrency is { } users => serving.AtConcurrency(Tokens.FromCount(users / (double)copies)),
            Scenario.Server or Scenario.Interactive => serving.Within(new(measured.TtftP99, measured.TpotP99)),
            _ => null,
        };
        return state is null ? null : (state, copies);
    }

    /// <summary>Requests per user from which ramp and tail of a closed loop no longer show.</summary>
    internal const int LongRun = 20;

    private static Tokens Part(int whole, int copies) => Tokens.FromCount(Math.Max(1, whole / (double)copies));

    /// <summary>
    /// A finite run as the state it was in on the mean. Where lengths are spread, its longest answers end alone after the others (Q8): the run lasts as many
    /// more steps as the longest answer is longer than the mean, at a third of the batch.
    /// </summary>
    private static SteadyState StateOf(FiniteRun run, Tokens together, ServingModel serving, Measurement measured)
    {
        var batch = Tokens.FromCount(Math.Min(together.Count, serving.MaxBatch.Count));
        var longest = LongestOverMean(measured.Lengths, run.Requests.Count);
        var tail = longest <= 1 ? 0 : (longest - 1) * measured.Output.Count * serving.AtBatch(Tokens.FromCount(Math.Max(1, batch.Count / 3))).Tpot.Seconds;
        var slower = Ratio.FromValue(run.Duration.Seconds / (run.Duration.Seconds + tail));
        return new(batch, together, run.Ttft, run.Tpot, run.Rate * slower, run.Output * slower);
    }

    /// <summary>
    /// The longest of so many answers as a multiple of the mean: 2 where lengths are uniform from nothing on; of conversations, whose lengths are nearly
    /// exponential, the logarithm of their number.
    /// </summary>
    private static double LongestOverMean(LengthSpread spread, double requests) => spread switch
    {
        LengthSpread.Uniform => 2 * requests / (requests + 1),
        LengthSpread.ShareGpt => Math.Max(1, Math.Log(requests)),
        _ => 1,
    };
}
