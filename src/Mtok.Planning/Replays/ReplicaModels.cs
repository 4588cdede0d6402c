using Mtok.Simulation;

namespace Mtok.Planning;

/// <summary>
/// A replica of a plan as the simulator runs it: the step model's times, made slower or faster until at the service level it
/// serves what is planned, and no more let into work than it has there.
/// </summary>
internal sealed record ReplicaModel(ReplayedReplica Figures, ReplicaKind Kind, ServingModel Serving)
{
    /// <summary>The time to the first token of a prompt alone at the replica.</summary>
    public Duration Alone(Tokens input)
    {
        var time = default(Duration);
        var chunk = (double)Kind.Limits.MaxBatchedTokens;
        for (var done = 0.0; done < input.Count; done += chunk)
        {
            var tokens = Math.Min(chunk, input.Count - done);
            time += (Kind.Step.Of(new(default, default, Tokens.FromCount(tokens), Tokens.FromCount(done + (tokens / 2)))).Total * Kind.Engine.Scale)
                + Kind.Engine.Offset;
        }

        return time;
    }

    /// <summary>Requests in flight when it serves that share of the planned rate, plus two standard deviations / the most that run at once.</summary>
    public Ratio InHandAt(Ratio share)
    {
        var mean = (Serving.AtRate(Figures.Planned * share) ?? Serving.Saturated()).Concurrency.Count;
        return Ratio.FromValue((mean + (2 * Math.Sqrt(mean))) / Kind.Limits.MaxSequences);
    }
}

/// <summary>Makes a plan's replicas for the simulator, each once.</summary>
internal sealed class ReplicaModels(FleetProblem problem, Capacities capacities)
{
    /// <summary>Times are looked for between a tenth and ten times the model's.</summary>
    private const double Widest = 10;

    /// <summary>Steps of fewer prompt tokens waste too much of what a step costs anyway.</summary>
    private const int FewestTokens = 512;
    private const int TokensApart = 64;
    private static readonly Ratio Half = Ratio.FromPercent(50);

    /// <summary>Precisions of weights, the widest first.</summary>
    private static readonly Precision[] Widths = [new("bf16"), new("fp8"), new("fp4")];

    private readonly ReplicaKinds _kinds = new(capacities);
    private readonly Dictionary<(string, string, double), (ReplicaModel? Model, SimulationRefusal? WhyNot)> _known = [];

    /// <summary>The replica; or why it cannot be simulated.</summary>
    public (ReplicaModel? Model, SimulationRefusal? WhyNot) Of(MachineChoice choice)
    {
        var planned = RateOf(choice) * Ratio.FromValue(1 / (choice.PeakUtilization.Value * choice.Replicas));
        var key = (choice.Model?.Id ?? "", choice.Deployment.ToString(), planned.PerSecond);
        if (!_known.TryGetValue(key, out var known))
        {
            known = Make(choice, planned);
            _known[key] = known;
        }

        return (known.Model is { } model ? model with { Figures = model.Figures with { Choice = choice } } : null, known.WhyNot);
    }

    /// <summary>What one machine may be planned for of the requests as they come together (L3).</summary>
    public RequestsPerSecond RateOf(MachineChoice choice) => Mixed(Served(choice), kind => choice.Rates[kind].PerSecond);

    /// <summary>Each request takes as much of a machine as one of its class alone.</summary>
    private RequestsPerSecond Mixed(List<int> served, Func<int, double> rate)
    {
        var all = served.Sum(kind => problem.Demand.Mean(kind).PerSecond);
        return RequestsPerSecond.FromPerSecond(all > 0 ? all / served.Sum(kind => problem.Demand.Mean(kind).PerSecond / rate(kind)) : 0);
    }

    private List<int> Served(MachineChoice choice) =>
        [.. problem.Demand.Classes.Index().Where(kind => choice.Serves(kind.Index, kind.Item)).Select(kind => kind.Index)];

    /// <summary>The requests as they come together, and the tightest of their limits.</summary>
    private DemandClass Together(List<int> served)
    {
        var parts = served.ConvertAll(kind => (problem.Demand.Classes[kind].Mix, Rate: problem.Demand.Mean(kind).PerSecond));
        var all = Math.Max(1e-12, parts.Sum(part => part.Rate));
        var input = parts.Sum(part => part.Mix.Input.Count * part.Rate) / all;
        var mix = new TokenMix(
            Tokens.FromCount(input),
            Tokens.FromCount(parts.Sum(part => part.Mix.Output.Count * part.Rate) / all),
            Ratio.FromValue(parts.Sum(part => part.Mix.CachedInput.Count * part.Rate) / all / Math.Max(1, input)));
        var levels = served.ConvertAll(kind => problem.Demand.Classes[kind].ServiceLevel);
        return new("all", mix, Interruptible: false, default) { ServiceLevel = Tightest(levels) };
    }

    private static ServiceLevel Tightest(List<ServiceLevel> levels) => levels[0].Figures.Count > 0 && levels.TrueForAll(level => level == levels[0])
        ? levels[0]
        : new(levels.Min(level => level.ShortestTtft), levels.Min(level => level.ShortestTpot));

    private (ReplicaModel?, SimulationRefusal?) Make(MachineChoice choice, RequestsPerSecond planned)
    {
        if (choice.Model is not { Network: not null } model || capacities.Catalog.FindAccelerator(choice.Deployment.AcceleratorId) is not { } accelerator)
        {
            return (null, new SimulationRefusal.NetworkUnpublished(choice.Name, choice.Model));
        }

        var engine = _kinds.EngineFor(model, accelerator, choice.Deployment.Engine);
        engine = engine == EngineCalibration.None ? _kinds.EngineFor(model, accelerator, null) : engine;
        var deployment = WithPrecision(choice.Deployment, model, accelerator, engine);
        engine = _kinds.Corrected(model, deployment, engine);
        var limits = new EngineLimits { MaxBatchedTokens = engine.MaxBatchedTokens, MaxSequences = 1 };
        if (_kinds.Of(model, deployment, engine, limits) is not { } kind || _kinds.Fit(model, deployment, engine) is not { } memory)
        {
            return (null, new SimulationRefusal.NotModelled(choice.Name, _kinds.WhyNone(model, deployment, engine, limits)));
        }

        var served = Served(choice);
        ServingModel Serving(TokenMix mix, double slower) => new(kind.Step, memory, Times(engine, slower), mix);
        RequestsPerSecond Rate(int of, double slower) =>
            Serving(problem.Demand.Classes[of].Mix, slower).Within(problem.Demand.Classes[of].ServiceLevel)?.Requests ?? default;
        var slower = Slower(choice, served, Rate);
        var together = Together(served);
        var serving = Serving(together.Mix, slower);
        if (serving.MaxBatch.Count < 1 || serving.Within(together.ServiceLevel) is not { } state)
        {
            return (null, new SimulationRefusal.ServesNothing(choice.Name, together.ServiceLevel));
        }

        var tuned = Times(engine, slower);
        var most = (int)Math.Max(1, Math.Floor(state.Concurrency.Count));
        var tokens = Math.Max(most, MostTokens(kind.Step, tuned, together, most));
        var figures = new ReplayedReplica(choice, planned, Mixed(served, of => Rate(of, 1).PerSecond), Ratio.FromValue(slower), most, Tokens.FromCount(tokens));
        return (new(figures, kind with { Engine = tuned, Limits = kind.Limits with { MaxSequences = most, MaxBatchedTokens = tokens } }, serving), null);
    }

    /// <summary>A measurement whose source does not state the precision is simulated in the widest that the device has and that fits.</summary>
    private Deployment WithPrecision(Deployment deployment, Model model, Accelerator accelerator, EngineCalibration engine) =>
        deployment.Precision != Precision.Unstated
            ? deployment
            : Widths
                .Where(precision => precision.Id == "bf16" || accelerator.DensePeak.ContainsKey(precision.Id))
                .Select(precision => deployment with { Precision = precision })
                .FirstOrDefault(stated => _kinds.Fit(model, stated, engine) is { Fits: true }, deployment);

    /// <summary>How much slower the times must be for what is planned: of each class alone, and in the mean of the classes by their share.</summary>
    private double Slower(MachineChoice choice, List<int> served, Func<int, double, RequestsPerSecond> rate)
    {
        var all = Math.Max(1e-12, served.Sum(kind => problem.Demand.Mean(kind).PerSecond));
        var full = Ratio.FromValue(1 / (choice.PeakUtilization.Value * choice.Replicas));
        return Math.Exp(
            served.Sum(kind => problem.Demand.Mean(kind).PerSecond / all * Math.Log(Matching(slower => rate(kind, slower), choice.Rates[kind] * full))));
    }

    /// <summary>Tokens of a step: the engine's own, or as many fewer as a full step with all running requests needs to meet the TPOT limit.</summary>
    private static int MostTokens(StepModel step, EngineCalibration engine, DemandClass requests, int most)
    {
        var context = Tokens.FromCount(requests.Mix.Input.Count + (requests.Mix.Output.Count / 2));
        Duration Full(int tokens) =>
            (step.Of(new(Tokens.FromCount(most), context, Tokens.FromCount(Math.Max(0, tokens - most)), requests.Mix.Input * Half)).Total * engine.Scale)
                + engine.Offset;
        var tokens = engine.MaxBatchedTokens;
        while (requests.ServiceLevel.LongestTpot is { } limit && tokens - TokensApart >= FewestTokens && Full(tokens) > limit)
        {
            tokens -= TokensApart;
        }

        return tokens;
    }

    private static EngineCalibration Times(EngineCalibration engine, double slower) =>
        engine with { Scale = engine.Scale * Ratio.FromValue(slower), Offset = engine.Offset * Ratio.FromValue(slower) };

    /// <summary>How much slower the times must be for that rate, which only falls with them.</summary>
    private static double Matching(Func<double, RequestsPerSecond> rate, RequestsPerSecond wanted)
    {
        var (low, high) = (1 / Widest, Widest);
        for (var step = 0; step < 40; step++)
        {
            var middle = Math.Sqrt(low * high);
            (low, high) = rate(middle) >= wanted ? (middle, high) : (low, middle);
        }

        return low;
    }
}
