namespace Mtok;

/// <summary>A replica in a steady state.</summary>
/// <param name="Batch">Sequences that decode together.</param>
/// <param name="Concurrency">Requests in flight: decoding or waiting for their first token.</param>
/// <param name="Ttft">Time to the first token.</param>
/// <param name="Tpot">Time per output token after the first: the time of a step.</param>
/// <param name="Requests">Requests finished per second.</param>
/// <param name="Output">Output tokens per second.</param>
public sealed record SteadyState(Tokens Batch, Tokens Concurrency, Duration Ttft, Duration Tpot, RequestsPerSecond Requests, TokensPerSecond Output);

/// <summary>The throughput and latency of a replica in a steady state, for requests of one mix (Q1 to Q4).</summary>
public sealed class ServingModel
{
    private readonly MixedSteps _steps;

    /// <summary>Takes a replica and its requests.</summary>
    /// <param name="step">The time of its steps.</param>
    /// <param name="memory">How the model fits in its memory.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="mix">The requests; cached input takes memory but no time.</param>
    /// <param name="tokensPerStep">Output tokens per sequence and step: 1 without speculative decoding (P3).</param>
    public ServingModel(IStepModel step, MemoryFit memory, EngineCalibration engine, TokenMix mix, Tokens? tokensPerStep = null)
    {
        _steps = new(step, engine, mix, tokensPerStep);
        var held = _steps.Input + (engine.Reserve.Value * _steps.Output);
        MaxBatch = Tokens.FromCount(Math.Min(engine.MaxSequences * step.Parts, memory.SequencesOf(Tokens.FromCount(held)).Count));
    }

    /// <summary>Q1: the maximum number of sequences in memory; below 1 nothing can be served.</summary>
    public Tokens MaxBatch { get; }

    /// <summary>
    /// Q2: the steady state in which this many sequences decode and requests start and end at the same rate. A prompt takes separate
    /// steps while others have none: a step's time is a maximum, so the mean step is longer than the step of a mean load.
    /// </summary>
    public SteadyState AtBatch(Tokens batch)
    {
        var b = batch.Count;
        var chunks = Math.Ceiling(_steps.Prompt / _steps.BudgetOf(b));
        var withPrompt = Math.Min(1, b * _steps.Yield * chunks / (_steps.Output * _steps.Parts));
        var prompt = StepTime(b, b * _steps.Prompt * _steps.Yield / (_steps.Output * withPrompt));
        var step = withPrompt < 1 ? (withPrompt * prompt) + ((1 - withPrompt) * StepTime(b, 0)) : prompt;
        var requests = b * _steps.Yield / (_steps.Output * step);
        var ttft = (step / 2) + (chunks * prompt);
        return new(
            batch, Tokens.FromCount(b + (requests * ttft)), Duration.FromSeconds(ttft), Duration.FromSeconds(step / _steps.Yield),
            RequestsPerSecond.FromPerSecond(requests), TokensPerSecond.FromPerSecond(b / step * _steps.Yield));
    }

    /// <summary>The state of maximum throughput, at any latency.</summary>
    public SteadyState Saturated() => AtBatch(MaxBatch);

    /// <summary>
    /// Q6: a burst: requests sent at once and served until the last one ends, in waves where they are more than the batch. Equal lengths
    /// are assumed, as benchmarks with random data have them.
    /// </summary>
    /// <param name="requests">The number of requests; at least one.</param>
    public FiniteRun Burst(Tokens requests) => ClosedLoop(requests, requests);

    /// <summary>Q6: users who start together and send a number of requests in all, each the next one as the last one ends.</summary>
    /// <param name="users">Requests in flight until none is left to send; at least one.</param>
    /// <param name="requests">All requests.</param>
    public FiniteRun ClosedLoop(Tokens users, Tokens requests) => new FiniteRunRecurrence(_steps, users.Count, requests.Count, MaxBatch.Count).Run();

    /// <summary>Q3: a fixed number of users, each waiting for a response before sending the next request.</summary>
    public SteadyState AtConcurrency(Tokens users) =>
        users < AtBatch(Smallest).Concurrency ? AtBatch(BatchOf(users)) : AtBatch(Largest(batch => AtBatch(batch).Concurrency <= users));

    /// <summary>Q5: requests that arrive at that rate; null if the replica cannot keep up.</summary>
    public SteadyState? AtRate(RequestsPerSecond rate) =>
        Saturated().Requests < rate ? null : AtBatch(Largest(batch => AtBatch(batch).Requests <= rate));

    /// <summary>Q4: maximum throughput within the limits; null if even a single request is too slow.</summary>
    public SteadyState? Within(ServiceLevel level)
    {
        bool Meets(Tokens batch) =>
            AtBatch(batch) is var state && (level.Tpot is null || state.Tpot <= level.Tpot) && (level.Ttft is null || state.Ttft <= level.Ttft);
        return Meets(Smallest) ? AtBatch(Largest(Meets)) : null;
    }

    /// <summary>States from one user to the largest batch, geometrically spaced.</summary>
    public IReadOnlyList<SteadyState> Frontier(int points)
    {
        var one = BatchOf(Tokens.FromCount(1)).Count;
        return
        [
            .. Enumerable
                .Range(0, points)
                .Select(point =>
                    AtBatch(point == points - 1 ? MaxBatch : Tokens.FromCount(one * Math.Pow(MaxBatch.Count / one, point / (double)(points - 1))))),
        ];
    }

    /// <summary>The mean batch of too few users to be always decoding (below one sequence), to full precision.</summary>
    private Tokens BatchOf(Tokens users)
    {
        var (low, high) = (0.0, Math.Min(Smallest.Count, MaxBatch.Count));
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = AtBatch(Tokens.FromCount(middle)).Concurrency <= users ? (middle, high) : (low, middle);
        }

        return Tokens.FromCount(low);
    }

    private static Tokens Smallest => Tokens.FromCount(1);

    /// <summary>The largest batch with a property that is monotone: once lost, larger batches do not have it either.</summary>
    private Tokens Largest(Func<Tokens, bool> has)
    {
        if (has(MaxBatch))
        {
            return MaxBatch;
        }

        var (low, high) = (Math.Min(1, MaxBatch.Count), MaxBatch.Count);
        for (var step = 0; step < 40 && high - low > 1e-3 * low; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = has(Tokens.FromCount(middle)) ? (middle, high) : (low, middle);
        }

        return Tokens.FromCount(low);
    }

    private double StepTime(double decode, double prefill) => _steps.TimeOf(decode, _steps.Input + (_steps.Output / 2), prefill);
}
