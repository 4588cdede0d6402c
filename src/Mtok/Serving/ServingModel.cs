namespace Mtok;

/// <summary>A replica in a steady state.</summary>
/// <param name="Batch">Sequences that decode together.</param>
/// <param name="Concurrency">Requests in flight: decoding, or waiting for their first token.</param>
/// <param name="Ttft">Time to the first token.</param>
/// <param name="Tpot">Time per output token after the first: the time of a step.</param>
/// <param name="Requests">Requests finished per second.</param>
/// <param name="Output">Output tokens per second.</param>
public sealed record SteadyState(Tokens Batch, Tokens Concurrency, Duration Ttft, Duration Tpot, RequestsPerSecond Requests, TokensPerSecond Output)
{
    /// <summary>Requests among those in flight that wait for a place, because the batch is full.</summary>
    public Tokens Waiting { get; init; }

    /// <summary>Requests in flight without those that wait for a place: more of these change no step.</summary>
    public Tokens Served => Concurrency - Waiting;

    /// <summary>The engine's batch limit to set for it, where larger batches serve less; null if none is needed.</summary>
    public BestBatchLimit? Limit { get; init; }
}

/// <summary>The throughput and latency of a replica in a steady state, for requests of one mix (Q1 to Q7, Q9, Q10).</summary>
public sealed class ServingModel
{
    /// <summary>The share of the maximum rate that is taken to stay free: the wait of requests that come as fast as they are served has no end.</summary>
    private const double LeastSpare = 1e-3;

    /// <summary>The gain from which a batch limit below the engine's own is worth setting.</summary>
    private const double LeastGain = 0.01;

    /// <summary>How far above the rate of the largest batch that of another may be: a kernel's next tile takes up to twice as long.</summary>
    private const double MostAbove = 2;

    /// <summary>The share of the best batch from which arrivals would often fill a larger one.</summary>
    private const double NearlyFull = 0.8;

    private readonly MixedSteps _steps;
    private readonly BatchLoads _loads;
    private readonly double _busiest;
    private readonly double _server;
    private readonly double _serverPerRequest;

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
        // As prompts for more sequences would not fit in the steps that these take.
        var fits = engine.MaxBatchedTokens * step.Parts / ((_steps.Yield * _steps.Prompt / _steps.Output) + 1);
        _busiest = Math.Min(MaxBatch.Count, Math.Max(1, fits));
        _loads = new(_steps, _busiest);
        _server = engine.Server.Seconds;
        _serverPerRequest = engine.ServerPerRequest.Seconds;
        if (_serverPerRequest > 0 && _loads.At(_busiest).Requests * MostAbove > 1 / _serverPerRequest)
        {
            _busiest = _loads.ForRate(Math.Min(_loads.Best.Requests, 1 / _serverPerRequest));
            _loads = new(_steps, _busiest);
        }
    }

    /// <summary>Q1: the maximum number of sequences in memory; below 1 nothing can be served.</summary>
    public Tokens MaxBatch { get; }

    /// <summary>
    /// Q2: the steady state in which this many sequences decode and requests start and end at the same rate. A prompt takes separate
    /// steps while others have none: a step's time is a maximum, so the mean step is longer than the step of a mean load.
    /// </summary>
    /// <remarks>
    /// The time to the first token is that of a gated queue: requests that come during one step are computed together in the next. Prompts of
    /// several steps queue one after the other instead, as at one server with constant service times (M/D/1).
    /// </remarks>
    public SteadyState AtBatch(Tokens batch) => StateOf(_loads.At(batch.Count), Math.Max(0, 1 - (1 / batch.Count)), queued: 0);

    /// <summary>The state of maximum throughput, at any latency, under the batch limit that serves most.</summary>
    public SteadyState Saturated() => AtBatch(Best) with { Limit = LimitAt(Best, Busiest) };

    /// <summary>
    /// Q6: a burst: requests sent at once and served until the last one ends, in waves where they are more than the batch. Equal lengths
    /// are assumed, as benchmarks with random data have them.
    /// </summary>
    /// <param name="requests">The number of requests; at least one.</param>
    public FiniteRun Burst(Tokens requests)
    {
        var run = new FiniteRunRecurrence(_steps, requests.Count, requests.Count, MaxBatch.Count).Run();
        var passing = requests.Count * _serverPerRequest;
        return Served(run, run.Ttft.Seconds + _server + passing, passing);
    }

    /// <summary>
    /// Q6: users who start together and send a number of requests in all, each the next one as the last one ends. The first requests wait as in a
    /// burst, the others as in a steady state (Q3): real lengths and stops spread what equal lengths would keep together.
    /// </summary>
    /// <param name="users">Requests in flight until none is left to send; at least one.</param>
    /// <param name="requests">All requests.</param>
    public FiniteRun ClosedLoop(Tokens users, Tokens requests)
    {
        if (requests <= users)
        {
            return Burst(requests);
        }

        var later = AtConcurrency(users);
        // Of the users, this many are at the server and not at the engine.
        var atServer = later.Requests.PerSecond * _server;
        var recurrence = new FiniteRunRecurrence(_steps, Math.Max(1, users.Count - atServer), requests.Count, MaxBatch.Count);
        var run = recurrence.Run();
        var first = users.Count / requests.Count;
        var passing = users.Count * _serverPerRequest;
        return Served(run, (first * (recurrence.FirstTtft + _server + passing)) + ((1 - first) * later.Ttft.Seconds), passing);
    }

    /// <summary>A run as its clients see it: those that send together wait until the server has passed all of them on (Q10).</summary>
    private FiniteRun Served(FiniteRun run, double ttft, double passing)
    {
        var duration = run.Duration.Seconds + _server + passing;
        var longer = run.Duration.Seconds / duration;
        return run with
        {
            Ttft = Duration.FromSeconds(ttft),
            Duration = Duration.FromSeconds(duration),
            Rate = run.Rate * Ratio.FromValue(longer),
            Output = run.Output * Ratio.FromValue(longer),
        };
    }

    /// <summary>
    /// Q3: a fixed number of users, each waiting for a response before sending the next request, under the engine's own batch limit. Users beyond
    /// the largest batch with a steady state wait for the first token for as long as Little's law leaves them: N = X (TTFT + (O - 1) TPOT).
    /// </summary>
    public SteadyState AtConcurrency(Tokens users)
    {
        if (users < AtBatch(Smallest).Concurrency)
        {
            return AtBatch(BatchOf(users, 0, Smallest.Count));
        }

        var full = AtBatch(Busiest);
        var largest = full.Concurrency > users ? AtBatch(BatchOf(users, Smallest.Count, _busiest)) : full;
        var waiting = users - largest.Concurrency;
        return largest with { Concurrency = users, Waiting = waiting, Ttft = largest.Ttft + Duration.FromSeconds(waiting.Count / largest.Requests.PerSecond) };
    }

    /// <summary>
    /// Q5: requests that arrive at random at that rate; null if the replica cannot keep up. Besides the queue of prompts they wait while the
    /// batch is full, longer the closer the rate is to the maximum.
    /// </summary>
    public SteadyState? AtRate(RequestsPerSecond rate)
    {
        var most = _loads.Best.Requests;
        return most < rate.PerSecond ? null : Arriving(_loads.At(_loads.ForRate(rate.PerSecond)), most);
    }

    /// <summary>
    /// Q4: maximum throughput within the limits, for requests that arrive at random; null if even a single request is too slow. The limits
    /// hold for a share of the requests, so the means are as far below them as Q7 says.
    /// </summary>
    public SteadyState? Within(ServiceLevel level)
    {
        if (!level.HasLimits)
        {
            return Saturated();
        }

        var (best, ttft, tpot) = (Best, LatencyTail.OfTtft(level.Share), LatencyTail.OfTpot(level.Share));
        var (most, figures) = (_loads.Best.Requests, level.Figures);
        bool Meets(Tokens batch) =>
            Arriving(_loads.At(batch.Count), most) is var state
                && (level.Tpot is null || state.Tpot * tpot <= level.Tpot) && (level.Ttft is null || state.Ttft * ttft <= level.Ttft)
                && figures.All(limit => LatencyTail.Of(limit, state) <= limit.Most);
        if (!Meets(Smallest))
        {
            return null;
        }

        var largest = Largest(best.Count, Meets);
        var chosen = _loads.BestUpTo(largest.Count);
        var limit = chosen.Batch < largest.Count ? LimitAt(Tokens.FromCount(chosen.Batch), largest)
            : largest.Count >= NearlyFull * best.Count ? LimitAt(best, Busiest)
            : null;
        return Arriving(chosen, most) with { Limit = limit };
    }

    /// <summary>The state of this load on the mean, of requests that arrive at random.</summary>
    private SteadyState Arriving(BatchLoad load, double most)
    {
        // As many-server queues in the limit of Halfin and Whitt (1981), with service times of a constant length: half as long.
        var spare = Math.Max(0, Best.Count - load.Batch) / Math.Sqrt(load.Batch);
        var full = _busiest < MaxBatch.Count ? Math.Min(1, load.Requests / most) : 1 / (1 + (spare * NormalBelow(spare) / NormalAt(spare)));
        var queued = full / (2 * Math.Max(most - load.Requests, LeastSpare * most));
        return StateOf(load, 1 - Math.Exp(-load.Batch), queued);
    }

    /// <summary>
    /// The states of a ladder of batches, each the square root of two smaller than the last, from the one at or just above this state's: each at the
    /// highest rate that its batches allow.
    /// </summary>
    internal IEnumerable<SteadyState> Ladder(SteadyState from)
    {
        double MostOf(int rung) => Best.Count * Math.Pow(2, -rung / 2.0);
        var rung = (int)Math.Max(0, 2 * Math.Log2(Best.Count / from.Batch.Count));
        do
        {
            yield return AtBatch(Tokens.FromCount(_loads.BestUpTo(MostOf(rung)).Batch));
            rung++;
        }
        while (MostOf(rung) >= Smallest.Count);
    }

    /// <summary>The batch limit to set for that batch instead of a larger one; null if it gains too little.</summary>
    private BestBatchLimit? LimitAt(Tokens batch, Tokens larger)
    {
        if (batch >= larger)
        {
            return null;
        }

        var more = (_loads.At(batch.Count).Requests / _loads.At(larger.Count).Requests) - 1;
        return more >= LeastGain ? new(batch, larger, Ratio.FromValue(more)) : null;
    }

    private static double NormalAt(double x) => Math.Max(double.Epsilon, Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));

    private static double NormalBelow(double x) => (1 + Math.Sqrt(1 - Math.Exp(-2 * x * x / Math.PI))) / 2;

    /// <summary>States from one user to the largest batch, geometrically spaced.</summary>
    public IReadOnlyList<SteadyState> Frontier(int points)
    {
        var one = BatchOf(Tokens.FromCount(1), 0, Smallest.Count).Count;
        return
        [
            .. Enumerable
                .Range(0, points)
                .Select(point =>
                    AtBatch(point == points - 1 ? Busiest : Tokens.FromCount(one * Math.Pow(_busiest / one, point / (double)(points - 1))))),
        ];
    }

    /// <summary>The batch between two of so many users, to full precision: users left over would count as waiting in line.</summary>
    private Tokens BatchOf(Tokens users, double low, double high)
    {
        for (var step = 0; step < 60 && high - low > 1e-12 * high; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = AtBatch(Tokens.FromCount(middle)).Concurrency <= users ? (middle, high) : (low, middle);
        }

        return Tokens.FromCount(low);
    }

    /// <summary>The most sequences that decode: as many as fit in memory, unless prompts fill every step or the server passes no more requests (Q10).</summary>
    private Tokens Busiest => Tokens.FromCount(_busiest);

    /// <summary>The batch limit of the highest rate.</summary>
    private Tokens Best => Tokens.FromCount(_loads.Best.Batch);

    private Tokens Smallest => Tokens.FromCount(Math.Min(1, _busiest));

    /// <summary>The largest batch with a property that is monotone: once lost, larger batches do not have it either.</summary>
    private static Tokens Largest(double most, Func<Tokens, bool> has)
    {
        if (has(Tokens.FromCount(most)))
        {
            return Tokens.FromCount(most);
        }

        var (low, high) = (Math.Min(1, most), most);
        for (var step = 0; step < 40 && high - low > 1e-3 * low; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = has(Tokens.FromCount(middle)) ? (middle, high) : (low, middle);
        }

        return Tokens.FromCount(low);
    }

    /// <summary>The state of a load.</summary>
    /// <param name="load">Steps and rate.</param>
    /// <param name="others">How much of the load a request meets: its own is not in its way.</param>
    /// <param name="queued">Time before it gets a place in the batch.</param>
    private SteadyState StateOf(BatchLoad load, double others, double queued)
    {
        // The share of time that prompts take, and the time that one adds.
        var share = 1 - (load.Decode / load.Step);
        var prompt = share * _steps.Parts / load.Requests;
        var own = (load.Chunks * load.Decode) + prompt;
        var waits = load.Chunks > 1 ? (load.Step / 2) + InLine(load, own) : (0.5 + share) * (load.Step + (share * prompt / (1 - (share * share))));
        var ttft = _server + queued + own + (others * Math.Min(waits, (load.Step / 2) + (load.Batch * own / _steps.Parts)));
        var tpot = (load.Decode + (others * (load.Step - load.Decode))) / _steps.Yield;
        return new(
            Tokens.FromCount(load.Batch),
            Tokens.FromCount(load.Requests * (ttft + (Math.Max(0, _steps.Output - 1) * tpot))),
            Duration.FromSeconds(ttft), Duration.FromSeconds(tpot),
            RequestsPerSecond.FromPerSecond(load.Requests), TokensPerSecond.FromPerSecond(load.Requests * _steps.Output))
        {
            Waiting = Tokens.FromCount(load.Requests * queued),
        };
    }

    /// <summary>The mean wait for prompts of several steps, one after the other in each part.</summary>
    private double InLine(BatchLoad load, double own) =>
        load.Requests * own / _steps.Parts is var use && use < 1 ? use * own / (2 * (1 - use)) : double.PositiveInfinity;
}
