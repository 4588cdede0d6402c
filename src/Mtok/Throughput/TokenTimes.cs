namespace Mtok;

/// <summary>
/// What a token takes of a replica's time, by the step model's marginal times at the replica's full load (C8), scaled so
/// that a request of the mean mix takes what the replica needs for one when it does nothing else.
/// </summary>
/// <param name="Computed">A prompt token that is computed.</param>
/// <param name="Cached">A prompt token read from the cache: no multiplication, but attention of every later token.</param>
/// <param name="Output">A generated token, with its share of the step's fixed time.</param>
public sealed record TokenTimes(Duration Computed, Duration Cached, Duration Output)
{
    /// <summary>The times on a replica for requests of a mix; null where network, device or memory do not allow a model.</summary>
    /// <param name="capacities">What replicas serve.</param>
    /// <param name="deployment">The replica; of an engine without a name the best calibrated one.</param>
    /// <param name="model">The model it serves.</param>
    /// <param name="mix">The mean request.</param>
    public static TokenTimes? Of(Capacities capacities, Deployment deployment, Model model, TokenMix mix)
    {
        if (capacities.Catalog.FindAccelerator(deployment.AcceleratorId) is not { } device)
        {
            return null;
        }

        var engine = capacities.Modelled.EngineFor(model, device, deployment.Engine.Length == 0 ? null : deployment.Engine);
        engine = engine == EngineCalibration.None ? capacities.Modelled.EngineFor(model, device) : engine;
        var known = deployment with { Engine = engine.Family };
        var calibrated = capacities.Modelled.Corrected(model, known, engine);
        return capacities.Model.Serve(model, known, calibrated, mix) is { } serving && capacities.Model.Step(model, known, engine) is { } step
            ? At(serving.Saturated(), step, mix)
            : null;
    }

    /// <summary>What each kind of token of a request takes.</summary>
    /// <param name="mix">The request.</param>
    public TokenParts Of(TokenMix mix) =>
        new(Computed.Seconds * mix.ComputedInput.Count, Cached.Seconds * mix.CachedInput.Count, Output.Seconds * mix.Output.Count);

    private static TokenTimes At(SteadyState full, StepModel step, TokenMix mix)
    {
        var computed = mix.ComputedInput.Count;
        var cached = mix.CachedInput.Count;
        var output = mix.Output.Count;
        var batch = full.Batch.Count;
        var prefill = batch * computed / output;
        var own = computed + (output / 2);
        double Time(double sequences, double prompt, double context, double before) => step.Of(new(
            Tokens.FromCount(sequences), Tokens.FromCount(context), Tokens.FromCount(prompt), Tokens.FromCount(before + (computed / 2)))).Total.Seconds;
        var at = Time(batch, prefill, own, 0);
        // Where kernels work in tiles one token more may take a step no longer, or by the model less; none saves time.
        double More(double sequences, double prompt, double context, double before) => Math.Max(0, Time(sequences, prompt, context, before) - at);
        var perComputed = More(batch, prefill + 1, own, 0);
        var perSequence = More(batch + 1, prefill, own, 0);
        var perContext = More(batch, prefill, own + 1, 1);
        var perOutput = perSequence + (Math.Max(0, at - (perComputed * prefill) - (perSequence * batch)) / batch);
        var perCached = perContext * output / batch;
        var raw = (perComputed * computed) + (perCached * cached) + (perOutput * output);
        var scale = 1 / full.Requests.PerSecond / raw;
        Duration Scaled(double seconds) => Duration.FromSeconds(seconds * scale);
        return new(Scaled(perComputed), Scaled(perCached), Scaled(perOutput));
    }
}
