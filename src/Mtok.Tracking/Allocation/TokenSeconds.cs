namespace Mtok.Tracking;

/// <summary>
/// What a token takes of a replica's time, in seconds, by the step model's marginal times at the replica's full load (C8), scaled so
/// that a request of the mean mix takes what the replica needs for one when it does nothing else.
/// </summary>
/// <param name="Computed">A prompt token that is computed.</param>
/// <param name="Cached">A prompt token read from the cache: no multiplication, but attention of every later token.</param>
/// <param name="Output">A generated token, with its share of the step's fixed time.</param>
internal sealed record TokenSeconds(double Computed, double Cached, double Output)
{
    /// <summary>The times on a replica for requests of a mix; null where network, device or memory do not allow a model.</summary>
    public static TokenSeconds? Of(Capacities capacities, ReplicaSize replica, Model model, TokenMix mix)
    {
        var device = capacities.Catalog.FindAccelerator(replica.AcceleratorId)!;
        var engine = capacities.Modelled.EngineFor(model, device, replica.Engine);
        var deployment = new Deployment(replica.AcceleratorId, replica.Gpus, replica.Precision, engine.Family);
        var calibrated = capacities.Modelled.Corrected(model, deployment, engine);
        return capacities.Model.Serve(model, deployment, calibrated, mix) is { } serving && capacities.Model.Step(model, deployment, engine) is { } step
            ? At(serving.Saturated(), step, mix)
            : null;
    }

    private static TokenSeconds At(SteadyState full, StepModel step, TokenMix mix)
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
        var perComputed = (Time(batch, prefill + 1, own, 0) - at);
        var perSequence = Time(batch + 1, prefill, own, 0) - at;
        var perContext = Time(batch, prefill, own + 1, 1) - at;
        var perOutput = perSequence + (Math.Max(0, at - (perComputed * prefill) - (perSequence * batch)) / batch);
        var perCached = perContext * output / batch;
        var raw = (perComputed * computed) + (perCached * cached) + (perOutput * output);
        var scale = 1 / full.Requests.PerSecond / raw;
        return new(perComputed * scale, perCached * scale, perOutput * scale);
    }
}
