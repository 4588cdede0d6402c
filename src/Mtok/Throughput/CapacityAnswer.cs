namespace Mtok;

/// <summary>What is asked of one replica: so many users, limits on latency, or the most it can do.</summary>
/// <param name="Users">A fixed number of users; null where limits or the most are asked for.</param>
/// <param name="Level">Limits on latency; none for the most it can do.</param>
public sealed record CapacityQuestion(int? Users, ServiceLevel Level);

/// <summary>What a latency is a statistic of.</summary>
public enum LatencyBasis
{
    /// <summary>The mean, as the step model has it: it knows no percentiles.</summary>
    Mean,

    /// <summary>The median or the mean of a measurement, whichever its source gives.</summary>
    MedianOrMean,

    /// <summary>The 99th percentile of a measurement.</summary>
    P99,
}

/// <summary>What one replica does: whether the model fits, how much it serves and how fast, and what that rests on.</summary>
/// <param name="Deployment">The replica.</param>
/// <param name="Memory">How the model lies in its memory; null where its network is not published.</param>
/// <param name="Output">Output tokens per second; null where nothing is known.</param>
/// <param name="Ttft">Time to the first token.</param>
/// <param name="Tpot">Time of each token after it.</param>
/// <param name="MaxBatch">Sequences that fit at once; null where not modelled.</param>
/// <param name="Basis">What the latencies are, and so what limits were held against.</param>
/// <param name="Sources">What the figures rest on, in words.</param>
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

/// <summary>Answers what a replica can do: measured where it was measured, carried over where that is near, modelled elsewhere.</summary>
public sealed class CapacityAnswers
{
    private const double SameLengths = 1.05;
    private readonly Catalog _catalog;
    private readonly Capacities _capacities;
    private readonly MeasuredCapacity _measured;
    private readonly ModelledCapacity _modelled;
    private readonly ThroughputModel _model;

    /// <summary>Takes everything from a catalog.</summary>
    public CapacityAnswers(Catalog catalog)
    {
        _catalog = catalog;
        _capacities = new(catalog);
        (_measured, _modelled, _model) = (new(catalog), new(catalog), new(catalog));
    }

    /// <summary>The answer for one replica.</summary>
    /// <param name="model">The model.</param>
    /// <param name="accelerator">The device.</param>
    /// <param name="gpus">Devices of the replica.</param>
    /// <param name="precision">What it is computed in.</param>
    /// <param name="family">The engine, or null for the best calibrated one.</param>
    /// <param name="mix">What a request carries.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="arrangement">How the devices share the work; anything but tensor parallelism is modelled.</param>
    public CapacityAnswer Of(Model model, Accelerator accelerator, int gpus, Precision precision, string? family, TokenMix mix, CapacityQuestion question, Arrangement? arrangement = null)
    {
        var engine = _modelled.EngineFor(model, accelerator, family);
        var deployment = new Deployment(accelerator.Id, gpus, precision, family ?? engine.Family) { Arrangement = arrangement ?? Arrangement.Plain };
        var memory = _model.Fit(model, deployment, engine);
        var serving = _model.Serve(model, deployment, engine, mix);
        var state = question.Users is { } users ? serving?.AtConcurrency(Tokens.FromCount(users)) : serving?.Within(question.Level);
        if (deployment.Arrangement == Arrangement.Plain && Measured(model, deployment, family, mix, question) is { } measured)
        {
            return measured with
            {
                Memory = memory,
                MaxBatch = serving?.MaxBatch,
                Ttft = measured.Ttft ?? state?.Ttft,
                Tpot = measured.Tpot ?? state?.Tpot,
                Basis = measured.Ttft is null || measured.Tpot is null ? LatencyBasis.Mean : measured.Basis,
            };
        }

        if (serving is null || state is null)
        {
            return new(deployment, memory, null, null, null, serving?.MaxBatch, LatencyBasis.Mean, [_capacities.WhyNot(model, deployment, mix, question.Level, Allowed.All)]);
        }

        var (correction, weight) = _modelled.Correction(model, deployment, engine, mix, state.Concurrency);
        var requests = _modelled.Around(state.Requests, deployment, engine, correction);
        var output = new Estimate<TokensPerSecond>(mix.Output * requests.Low, mix.Output * requests.Value, mix.Output * requests.High, requests.Evidence);
        return new(deployment, memory, output, state.Ttft, state.Tpot * (Ratio.One / correction), serving.MaxBatch, LatencyBasis.Mean, [ModelledCapacity.Reason(deployment, engine, correction, weight), .. Arranged(deployment.Arrangement)]);
    }

    /// <summary>A replica's output against what a user gets, from one user to the largest batch; null where it cannot be modelled.</summary>
    public Frontier? Frontier(Model model, Accelerator accelerator, int gpus, Precision precision, string? family, TokenMix mix, int points, Arrangement? arrangement = null)
    {
        var engine = _modelled.EngineFor(model, accelerator, family);
        var deployment = new Deployment(accelerator.Id, gpus, precision, engine.Family) { Arrangement = arrangement ?? Arrangement.Plain };
        if (_model.Serve(model, deployment, engine, mix) is not { } serving)
        {
            return null;
        }

        var (atMost, weight) = _modelled.Correction(model, deployment, engine, mix, serving.Saturated().Concurrency);
        return new(deployment, [.. serving.Frontier(points).Select(state => Point(state))], Near(model, deployment, family, mix), ModelledCapacity.Reason(deployment, engine, atMost, weight));

        FrontierPoint Point(SteadyState state)
        {
            var (correction, _) = _modelled.Correction(model, deployment, engine, mix, state.Concurrency);
            var requests = _modelled.Around(state.Requests, deployment, engine, correction);
            return new(state.Concurrency, new(PerGpu(requests.Low), PerGpu(requests.Value), PerGpu(requests.High), requests.Evidence), state.Tpot * (Ratio.One / correction), state.Ttft);
        }

        TokensPerSecond PerGpu(RequestsPerSecond requests) => TokensPerSecond.FromPerSecond((mix.Output * requests).PerSecond / gpus);
    }

    /// <summary>Published runs of the deployment at lengths near enough to be drawn beside the model as they are.</summary>
    private IReadOnlyList<MeasuredPoint> Near(Model model, Deployment deployment, string? family, TokenMix mix) =>
        [.. _catalog.MeasurementsLike(model, deployment.AcceleratorId)
            .Where(row => IsOf(row, deployment, family) && Apart(row.Input, mix.Input) <= MeasuredPoint.FarthestLengths.Value && Apart(row.Output, mix.Output) <= MeasuredPoint.FarthestLengths.Value)
            .Select(MeasuredPoint.Of)
            .OrderBy(point => point.PerUser is null).ThenByDescending(point => point.PerUser).ThenBy(point => point.PerGpu).ThenBy(point => point.Run.Provenance.Source, StringComparer.Ordinal)];

    /// <summary>What the arrangement takes for granted.</summary>
    private static IEnumerable<string> Arranged(Arrangement arrangement)
    {
        if (arrangement.Pipeline > 1)
        {
            yield return $"{arrangement.Pipeline} pipeline stages, modelled (P1): every stage always busy with a micro-batch of its own";
        }

        if (arrangement.SpreadsExperts)
        {
            yield return "experts spread over the devices, each attending to requests of its own, modelled (P2): all experts equally busy";
        }

        if (arrangement.Speculation is { } ahead)
        {
            yield return $"{ahead.DraftTokens} drafted tokens, each accepted with {ahead.Acceptance}: {ahead.TokensPerStep.Count:0.##} tokens a step, modelled (P3); the rate is yours, the time of drafting is not counted";
        }
    }

    private CapacityAnswer? Measured(Model model, Deployment deployment, string? family, TokenMix mix, CapacityQuestion question)
    {
        if (question.Users is { } users)
        {
            var run = _catalog.MeasurementsOf(model).FirstOrDefault(row => IsOf(row, deployment, family) && row.Scenario == Scenario.ClosedLoop && row.Concurrency == users && Near(row.Input, mix.Input) && Near(row.Output, mix.Output));
            return run is null ? null : new(deployment with { Engine = run.Engine }, null, Estimate<TokensPerSecond>.Exact(run.OutputRate, Evidence.Measured), run.Ttft, run.Tpot, null, LatencyBasis.MedianOrMean, [$"measured: {run.Provenance.Source}, {run.Provenance.AsOf}"]);
        }

        var found = _measured.FindOn(deployment.AcceleratorId, model, mix, question.Level, Allowed.All with { Precisions = [deployment.Precision] })
            .Where(capacity => capacity.Deployment.Gpus == deployment.Gpus && (family is null || capacity.Deployment.Engine == family))
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

    private static bool IsOf(Measurement row, Deployment deployment, string? family) =>
        row.AcceleratorId == deployment.AcceleratorId && row.Gpus == deployment.Gpus && (row.PipelineParallel ?? 1) == deployment.Arrangement.Pipeline && row.Precision == deployment.Precision && (family is null || row.Engine == family);

    private static bool Near(Tokens left, Tokens right) => Apart(left, right) <= SameLengths;

    private static double Apart(Tokens left, Tokens right) => Math.Max(left.Count / right.Count, right.Count / left.Count);
}
