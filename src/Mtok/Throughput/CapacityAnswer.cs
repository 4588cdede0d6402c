namespace Mtok;

/// <summary>The question about one replica: a fixed number of users, latency limits, or its maximum throughput.</summary>
/// <param name="Users">A fixed number of users; null for latency limits or maximum throughput.</param>
/// <param name="Level">Latency limits; none for maximum throughput.</param>
public sealed record CapacityQuestion(int? Users, ServiceLevel Level);

/// <summary>The statistic a latency is.</summary>
public enum LatencyBasis
{
    /// <summary>The mean, from the step model, which has no percentiles.</summary>
    Mean,

    /// <summary>The median or the mean of a measurement, whichever its source states.</summary>
    MedianOrMean,

    /// <summary>The 99th percentile of a measurement.</summary>
    P99,
}

/// <summary>The capacity of one replica: whether the model fits, its throughput and latency, and the evidence.</summary>
/// <param name="Deployment">The replica.</param>
/// <param name="Memory">How the model fits in its memory; null if its network is not published.</param>
/// <param name="Output">Output tokens per second; null if unknown.</param>
/// <param name="Ttft">Time to the first token.</param>
/// <param name="Tpot">Time per output token after the first.</param>
/// <param name="MaxBatch">The maximum number of sequences in memory; null if not modelled.</param>
/// <param name="Basis">The statistic of the latencies, with which the limits were compared.</param>
/// <param name="Sources">The evidence, as sentences.</param>
public sealed record CapacityAnswer(
    Deployment Deployment,
    MemoryFit? Memory,
    Estimate<TokensPerSecond>? Output,
    Duration? Ttft,
    Duration? Tpot,
    Tokens? MaxBatch,
    LatencyBasis Basis,
    IReadOnlyList<string> Sources)
{
    /// <summary>Output tokens per second of one device.</summary>
    public TokensPerSecond? PerGpu => Output?.Value * Ratio.FromValue(1.0 / Deployment.Gpus);
}

/// <summary>Computes the capacity of a replica: measured, or interpolated from similar measurements; else modelled.</summary>
public sealed class CapacityAnswers
{
    private const double SameLengths = 1.05;
    private readonly Catalog _catalog;
    private readonly Capacities _capacities;
    private readonly MeasuredCapacity _measured;
    private readonly ModelledCapacity _modelled;
    private readonly ThroughputModel _model;

    /// <summary>Shares the results cached by the same capacities.</summary>
    public CapacityAnswers(Capacities capacities)
    {
        _catalog = capacities.Catalog;
        _measured = capacities.Measured;
        _modelled = capacities.Modelled;
        _model = capacities.Model;
        _capacities = capacities;
    }

    /// <summary>The capacity of one replica.</summary>
    /// <param name="model">The model.</param>
    /// <param name="accelerator">The device.</param>
    /// <param name="gpus">The number of devices in the replica.</param>
    /// <param name="precision">The precision it is computed in.</param>
    /// <param name="family">The engine; null for the best calibrated one.</param>
    /// <param name="mix">The tokens of a request.</param>
    /// <param name="question">The number of users or the limits.</param>
    /// <param name="parallelism">How the devices share the work; anything but tensor parallelism is modelled. Null for tensor parallelism.</param>
    /// <param name="kv">The precision of keys and values; null for the engine's default.</param>
    public CapacityAnswer Of(
        Model model,
        Accelerator accelerator,
        int gpus,
        Precision precision,
        string? family,
        TokenMix mix,
        CapacityQuestion question,
        Parallelism? parallelism = null,
        Precision? kv = null)
    {
        var engine = _modelled.EngineFor(model, accelerator, family);
        var deployment = new Deployment(accelerator.Id, gpus, precision, family ?? engine.Family)
        {
            Parallelism = parallelism ?? Parallelism.Plain,
            KvPrecision = kv,
        };
        var memory = _model.Fit(model, deployment, engine);
        var serving = _model.Serve(model, deployment, engine, mix);
        var state = question.Users is { } users ? serving?.AtConcurrency(Tokens.FromCount(users)) : serving?.Within(question.Level);
        if (deployment.Parallelism == Parallelism.Plain && Measured(model, deployment, family, mix, question) is { } measured)
        {
            // As many sequences at once as in the model, so each takes as much longer as the measured rate is lower.
            var slower = state is null ? Ratio.One : state.Output / measured.Output!.Value;
            return measured with
            {
                Memory = memory,
                MaxBatch = serving?.MaxBatch,
                Ttft = measured.Ttft ?? state?.Ttft * slower,
                Tpot = measured.Tpot ?? state?.Tpot * slower,
                Basis = measured.Ttft is null || measured.Tpot is null ? LatencyBasis.Mean : measured.Basis,
            };
        }

        if (serving is null || state is null)
        {
            return new(
                deployment,
                memory,
                null,
                null,
                null,
                serving?.MaxBatch,
                LatencyBasis.Mean,
                [_capacities.WhyNot(model, deployment, mix, question.Level, AllowedPrecisions.Default)]);
        }

        var (correction, weight) = question.Users is null
            ? _modelled.CorrectionWithin(model, deployment, engine, mix, (serving, state))
            : _modelled.Correction(model, deployment, engine, mix, state.Served);
        var requests = _modelled.Around(
            state.Requests, deployment, engine, correction, LoadClass.Of(mix, state.Served, question.Level.HasLimits));
        var output = new Estimate<TokensPerSecond>(mix.Output * requests.Low, mix.Output * requests.Value, mix.Output * requests.High, requests.Evidence);
        return new(
            deployment, memory, output, state.Ttft * (Ratio.One / correction), state.Tpot * (Ratio.One / correction), serving.MaxBatch, LatencyBasis.Mean,
            [ModelledCapacity.Reason(deployment, engine, correction, weight), .. BatchLimit(state), .. Assumptions(deployment.Parallelism)]);
    }

    /// <summary>The batch limit to set, where larger batches serve less.</summary>
    private static IEnumerable<string> BatchLimit(SteadyState state)
    {
        if (state.Limit is { } limit)
        {
            yield return $"a batch limit of {Math.Floor(limit.Sequences.Count):0} (vLLM: --max-num-seqs) serves {limit.More} more than "
                + $"{Math.Floor(limit.Larger.Count):0}";
        }
    }

    /// <summary>A replica's throughput against the speed per user, from one user to the largest batch; null if it cannot be modelled.</summary>
    public Frontier? Frontier(
        Model model,
        Accelerator accelerator,
        int gpus,
        Precision precision,
        string? family,
        TokenMix mix,
        int points,
        Parallelism? parallelism = null,
        Precision? kv = null)
    {
        var engine = _modelled.EngineFor(model, accelerator, family);
        var deployment = new Deployment(accelerator.Id, gpus, precision, engine.Family)
        {
            Parallelism = parallelism ?? Parallelism.Plain,
            KvPrecision = kv,
        };
        if (_model.Serve(model, deployment, engine, mix) is not { } serving)
        {
            return null;
        }

        var (atMost, weight) = _modelled.Correction(model, deployment, engine, mix, serving.Saturated().Served);
        return new(
            deployment, [.. serving.Frontier(points).Select(state => Point(state))], Near(model, deployment, family, mix),
            ModelledCapacity.Reason(deployment, engine, atMost, weight));

        FrontierPoint Point(SteadyState state)
        {
            var (correction, _) = _modelled.Correction(model, deployment, engine, mix, state.Served);
            var requests = _modelled.Around(state.Requests, deployment, engine, correction, LoadClass.Of(mix, state.Served, bound: false));
            return new(
                state.Concurrency, new(PerGpu(requests.Low), PerGpu(requests.Value), PerGpu(requests.High), requests.Evidence),
                state.Tpot * (Ratio.One / correction), state.Ttft * (Ratio.One / correction));
        }

        TokensPerSecond PerGpu(RequestsPerSecond requests) => TokensPerSecond.FromPerSecond((mix.Output * requests).PerSecond / gpus);
    }

    /// <summary>Published runs of the deployment at lengths close enough to be drawn beside the model unchanged.</summary>
    private IReadOnlyList<MeasuredPoint> Near(Model model, Deployment deployment, string? family, TokenMix mix) =>
        [.. _catalog.MeasurementsLike(model, deployment.AcceleratorId)
            .Where(row => row is { IsPlain: true, Scenario: not (Scenario.Burst or Scenario.OpenLoop) }
                && IsOf(row, deployment, family)
                && Apart(row.Input, mix.Input) <= MeasuredPoint.FarthestLengths.Value
                && Apart(row.Output, mix.Output) <= MeasuredPoint.FarthestLengths.Value)
            .Select(MeasuredPoint.Of)
                .OrderBy(point => point.PerUser is null)
                .ThenByDescending(point => point.PerUser)
                .ThenBy(point => point.PerGpu)
                .ThenBy(point => point.Run.Provenance.Source, StringComparer.Ordinal)];

    /// <summary>The modelling assumptions of a parallelism.</summary>
    private static IEnumerable<string> Assumptions(Parallelism parallelism)
    {
        if (parallelism.Pipeline > 1)
        {
            yield return $"{parallelism.Pipeline} pipeline stages, modelled (P1): every stage is assumed always busy with its own micro-batch";
        }

        if (parallelism.SpreadsExperts)
        {
            yield return "expert parallelism with data-parallel attention, modelled (P2): the device whose experts are chosen most decides";
        }

        if (parallelism.Speculation is { } ahead)
        {
            yield return
                $"speculative decoding, {ahead.DraftTokens} draft tokens, each accepted with {ahead.Acceptance}: "
                + $"{ahead.TokensPerStep.Count:0.##} tokens a step, "
                + "modelled (P3); the acceptance rate is yours, the time of drafting is not modelled";
        }
    }

    private CapacityAnswer? Measured(Model model, Deployment deployment, string? family, TokenMix mix, CapacityQuestion question)
    {
        if (question.Users is { } users)
        {
            var run = _catalog
                .MeasurementsOf(model)
                .FirstOrDefault(row => IsOf(row, deployment, family)
                    && row is { IsPlain: true, Scenario: Scenario.ClosedLoop }
                    && row.Concurrency == users
                    && row.Cached == mix.CachedShare
                    && Near(row.Input, mix.Input)
                    && Near(row.Output, mix.Output));
            return run is null
                ? null
                : new(
                    deployment with { Engine = run.Engine }, null, Estimate<TokensPerSecond>.Exact(run.OutputRate, Evidence.Measured),
                    run.Ttft, run.Tpot, null, LatencyBasis.MedianOrMean, [$"measured: {run.Provenance.Source}, {run.Provenance.AsOf}"]);
        }

        var found = _measured.FindOn(deployment.AcceleratorId, model, mix, question.Level, new([deployment.Precision]) { KvCache = deployment.KvPrecision })
            .Where(capacity => capacity.Deployment.Gpus == deployment.Gpus && (family is null || capacity.Deployment.Engine == family))
            .Select(capacity => _modelled.WithCache(capacity, mix, question.Level))
            .MaxBy(capacity => capacity.Requests.Value);
        return found is null
            ? null
            : new(
                found.Deployment, null,
                new(mix.Output * found.Requests.Low, mix.Output * found.Requests.Value, mix.Output * found.Requests.High, found.Requests.Evidence),
                found.Basis!.TtftP99 ?? found.Basis.Ttft, found.Basis.TpotP99 ?? found.Basis.Tpot, null,
                found.Basis.TtftP99 is null || found.Basis.TpotP99 is null ? LatencyBasis.MedianOrMean : LatencyBasis.P99,
                [found.Reason]);
    }

    private bool IsOf(Measurement row, Deployment deployment, string? family) =>
        row.AcceleratorId == deployment.AcceleratorId && row.Gpus == deployment.Gpus
        && (row.PipelineParallel ?? 1) == deployment.Parallelism.Pipeline && row.Precision == deployment.Precision && (family is null || row.Engine == family)
        && (deployment.KvPrecision is not { } kv || kv == _measured.KvPrecisionOf(row));

    private static bool Near(Tokens left, Tokens right) => Apart(left, right) <= SameLengths;

    private static double Apart(Tokens left, Tokens right) => Math.Max(left.Count / right.Count, right.Count / left.Count);
}
