namespace Mtok;

/// <summary>A batch, its steps and its rate.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Chunks">Steps that a prompt takes.</param>
/// <param name="Step">The mean step, in seconds.</param>
/// <param name="Decode">The step without prompts, in seconds.</param>
/// <param name="Requests">Requests per second.</param>
internal readonly record struct BatchLoad(double Batch, double Chunks, double Step, double Decode, double Requests);

/// <summary>
/// Q0: loads (Q2) over all batches. More sequences do not always serve more: where a kernel's next tile begins, or a prompt takes another step, the mean step
/// grows by more than the batch. Rates are compared at these places and between them.
/// </summary>
internal sealed class BatchLoads
{
    /// <summary>Places without a jump, each that multiple of the last.</summary>
    private const double Apart = 2;

    /// <summary>Further steps of a prompt that are looked at.</summary>
    private const int MostChunks = 16;

    /// <summary>How near a place its slope is looked at.</summary>
    private const double Nearby = 1e-3;

    /// <summary>The part of a range that the search for a peak leaves out on one side: 2 less the golden section.</summary>
    private const double Golden = 0.381966;

    /// <summary>How far below a jump a place is, so that rounding does not carry it over.</summary>
    private const double Hair = 1e-6;

    private readonly MixedSteps _steps;
    private readonly double _most;
    private readonly Lazy<BatchLoad[]> _places;
    private readonly Lazy<BatchLoad> _best;

    /// <summary>Takes the steps, and the most sequences that can decode.</summary>
    public BatchLoads(MixedSteps steps, double most)
    {
        _steps = steps;
        _most = most;
        _places = new(Loads);
        _best = new(() => BestUpTo(most));
    }

    /// <summary>Steps and rate with this many sequences.</summary>
    public BatchLoad At(double batch)
    {
        var chunks = Math.Ceiling(_steps.Prompt / _steps.BudgetOf(batch));
        var withPrompt = Math.Min(1, batch * _steps.Yield * chunks / (_steps.Output * _steps.Parts));
        var prompt = StepTime(batch, batch * _steps.Prompt * _steps.Yield / (_steps.Output * withPrompt));
        var decode = StepTime(batch, 0);
        var step = withPrompt < 1 ? (withPrompt * prompt) + ((1 - withPrompt) * decode) : prompt;
        return new(batch, chunks, step, Math.Min(step, decode), batch * _steps.Yield / (_steps.Output * step));
    }

    private BatchLoad[] Loads()
    {
        double[] places = [.. Places()];
        Array.Sort(places);
        var (loads, count) = (new BatchLoad[places.Length + 1], 0);
        foreach (var place in places)
        {
            if (place > 0 && place < _most)
            {
                loads[count++] = At(place);
            }
        }

        loads[count++] = At(_most);
        return [.. WithPeaks(loads[..count])];
    }

    /// <summary>The places, and between them batches from which on a larger one serves less although no kernel's tile begins.</summary>
    private IEnumerable<BatchLoad> WithPeaks(BatchLoad[] places)
    {
        for (var at = 0; at < places.Length; at++)
        {
            if (at > 0 && IsFlat(places[at - 1], places[at]) && At(places[at].Batch * (1 - Nearby)).Requests > places[at].Requests)
            {
                yield return PeakBetween(places[at - 1].Batch, places[at].Batch);
            }

            yield return places[at];
        }
    }

    private static bool IsFlat(BatchLoad low, BatchLoad high) => high.Requests * high.Requests * low.Batch < low.Requests * low.Requests * high.Batch;

    private BatchLoad PeakBetween(double low, double high)
    {
        for (var step = 0; step < 40 && high - low > Nearby * Nearby * high; step++)
        {
            var (left, right) = (low + (Golden * (high - low)), high - (Golden * (high - low)));
            (low, high) = At(left).Requests < At(right).Requests ? (left, high) : (low, right);
        }

        return At((low + high) / 2);
    }

    /// <summary>The load of the highest rate.</summary>
    public BatchLoad Best => _best.Value;

    /// <summary>The load of the highest rate among batches up to this one: the best limit for the engine.</summary>
    public BatchLoad BestUpTo(double batch)
    {
        var best = At(Math.Min(batch, _most));
        foreach (var place in _places.Value)
        {
            if (place.Batch < batch && place.Requests > best.Requests)
            {
                best = place;
            }
        }

        return best;
    }

    /// <summary>The smallest batch that serves that rate; the best one if none does.</summary>
    public double ForRate(double rate)
    {
        var low = 0.0;
        foreach (var place in _places.Value)
        {
            if (place.Requests >= rate)
            {
                return Between(low, place.Batch, rate);
            }

            low = place.Batch;
        }

        return Best.Batch;
    }

    private double Between(double low, double high, double rate)
    {
        for (var step = 0; step < 40 && high - low > 1e-6 * high; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = At(middle).Requests >= rate ? (low, middle) : (middle, high);
        }

        return low > 0 ? low : high;
    }

    /// <summary>Batches at which a step is about to jump, and others between them.</summary>
    private IEnumerable<double> Places()
    {
        var chunks = Math.Ceiling(_steps.Prompt / _steps.BudgetOf(1));
        foreach (var tokens in _steps.Jumps.Select(jump => jump.Count))
        {
            // Steps without prompts, steps of a chunk each, and steps that all have their share of the prompts.
            yield return tokens;
            yield return tokens - (_steps.Prompt * _steps.Parts / chunks);
            yield return tokens / (1 + (_steps.Yield * _steps.Prompt / _steps.Output));
        }

        for (var steps = chunks; steps < chunks + MostChunks; steps++)
        {
            yield return (_steps.Parts * (_steps.BudgetOf(0) - (_steps.Prompt / steps))) - Hair;
        }

        yield return _steps.Output * _steps.Parts / (_steps.Yield * chunks);
        for (var place = 1.0; place < _most; place *= Apart)
        {
            yield return place;
        }
    }

    private double StepTime(double decode, double prefill) => _steps.TimeOf(decode, _steps.Input + (_steps.Output / 2), prefill);
}
