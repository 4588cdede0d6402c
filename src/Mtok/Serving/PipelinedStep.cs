namespace Mtok;

/// <summary>
/// Pipeline parallelism (P1): the sequences are split into as many micro-batches as there are stages, and every stage works
/// on a different one. Each micro-batch passes all layers and waits for the slowest stage, the one with the output embedding.
/// </summary>
/// <param name="whole">The step of all layers on the devices of one stage.</param>
/// <param name="stages">The number of stages, with one micro-batch each.</param>
/// <param name="hidden">Width of the residual stream.</param>
/// <param name="link">The communication between neighbouring stages.</param>
public sealed class PipelinedStep(IStepModel whole, int stages, int hidden, AllReduce link) : IStepModel
{
    /// <inheritdoc/>
    public int Parts => stages * whole.Parts;

    /// <inheritdoc/>
    public IReadOnlyList<Tokens> Jumps => [.. whole.Jumps.Select(tokens => Tokens.FromCount(tokens.Count * stages))];

    /// <inheritdoc/>
    public StepTime Of(StepLoad load)
    {
        var decode = Math.Max(Math.Min(load.Decode.Count, 1), load.Decode.Count / stages);
        var prefill = load.Prefill.Count / stages;
        var once = whole.Of(load with { Decode = Tokens.FromCount(decode), Prefill = Tokens.FromCount(prefill) });
        var send = link.Latency.Seconds + (2 * (decode + prefill) * hidden / link.Bandwidth.PerSecond);
        return once with
        {
            Head = once.Head * Ratio.FromValue(stages),
            AllReduce = once.AllReduce + Duration.FromSeconds(stages * send),
            Overhead = once.Overhead + Duration.FromSeconds((stages - 1) * StepModel.StepOverhead),
        };
    }
}
