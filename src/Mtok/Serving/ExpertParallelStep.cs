namespace Mtok;

/// <summary>
/// Expert parallelism with data-parallel attention (P2): each device holds all but the routed experts and attends to
/// sequences of its own; routed experts are spread, and each token travels to its experts and back. Experts are taken to be
/// equally busy.
/// </summary>
public sealed class ExpertParallelStep : IStepModel
{
    private readonly StepModel _own;
    private readonly AllReduce _exchange;
    private readonly Network _network;
    private readonly Experts _experts;
    private readonly double _weightBytes;
    private readonly double _readRate;
    private readonly double _rate;

    /// <summary>Takes what a replica is made of.</summary>
    /// <param name="network">The network served; it must have experts.</param>
    /// <param name="accelerator">The device; its bandwidth and 16-bit peak must be known.</param>
    /// <param name="kernels">The device's kernel constants, with the exchange between devices.</param>
    /// <param name="gpus">Devices the experts are spread over, two or more.</param>
    /// <param name="weights">Precision of weights and matrix multiplies.</param>
    /// <param name="kv">Precision of keys and values.</param>
    public ExpertParallelStep(Network network, Accelerator accelerator, KernelConstants kernels, int gpus, Precision weights, Precision kv)
    {
        (_network, _experts, Parts) = (network, network.Experts!, gpus);
        _own = new(network with { Experts = _experts with { PerToken = 0 } }, accelerator, kernels, 1, weights, kv);
        _exchange = kernels.AllReduceOver(gpus);
        var arithmetic = StepModel.ArithmeticOf(accelerator, weights);
        (_weightBytes, _rate) = (weights.BytesPerValue, accelerator.DensePeak[arithmetic].PerSecond * kernels.GemmShare(arithmetic).Value);
        _readRate = accelerator.MemoryBandwidth!.Value.PerSecond * kernels.Memory.Value;
    }

    /// <inheritdoc/>
    public int Parts { get; }

    /// <inheritdoc/>
    public StepTime Of(StepLoad load)
    {
        var decode = Math.Max(Math.Min(load.Decode.Count, 1), load.Decode.Count / Parts);
        var prefill = load.Prefill.Count / Parts;
        var own = _own.Of(load with { Decode = Tokens.FromCount(decode), Prefill = Tokens.FromCount(prefill) });
        return own with
        {
            Gemm = own.Gemm + Duration.FromSeconds(Multiply((decode + prefill) * Parts)),
            AllReduce = Duration.FromSeconds(Exchange(decode + prefill)),
        };
    }

    private int ExpertLayers => _network.Layers - _experts.DenseLayers;

    /// <summary>The routed experts: each device computes and reads its share of them.</summary>
    private double Multiply(double tokens)
    {
        var one = 3.0 * _network.Hidden * _experts.Ffn;
        var hit = _experts.Count * (1 - Math.Pow(1 - (_experts.PerToken / (double)_experts.Count), tokens));
        return ExpertLayers * Math.Max(2 * _experts.PerToken * one * tokens / (Parts * _rate), hit * one * _weightBytes / (Parts * _readRate));
    }

    /// <summary>
    /// Two all-to-alls a layer: a device sends each of its tokens to at most one place on every device, in the weights'
    /// precision of 8 bits or more, and gets it back in 16 bits. An all-reduce moves its bytes twice, an all-to-all once.
    /// </summary>
    private double Exchange(double tokens)
    {
        var copies = Math.Min(_experts.PerToken, Parts);
        var bytes = tokens * copies * _network.Hidden * (Math.Clamp(_weightBytes, 1, 2) + 2);
        return ExpertLayers * ((2 * _exchange.Latency.Seconds) + (bytes / (2 * _exchange.Bandwidth.PerSecond)));
    }
}
