namespace Mtok;

/// <summary>
/// Expert parallelism with data-parallel attention (P2): each device holds everything but the routed experts and attends to
/// its own sequences; routed experts are sharded, and each token is sent to its experts and back. The slowest device, whose experts
/// are chosen most, decides.
/// </summary>
public sealed class ExpertParallelStep : IStepModel
{
    /// <summary>
    /// How much more than the mean the most loaded device computes, as a multiple of 1 / sqrt(rows of a device), and at most: routing is a
    /// random choice, so many tokens even it out.
    /// </summary>
    private const double Uneven = 1.5;
    private const double MostUneven = 2;

    private readonly StepModel _own;
    private readonly ExpertWork _work;
    private readonly AllReduce _exchange;
    private readonly Network _network;
    private readonly Experts _experts;
    private readonly double _weightBytes;

    /// <summary>Takes the parts of a replica.</summary>
    /// <param name="network">The network served; it must have experts.</param>
    /// <param name="accelerator">The device; its bandwidth and 16-bit peak must be known.</param>
    /// <param name="kernels">The device's kernel constants, with the exchange between devices.</param>
    /// <param name="gpus">The number of devices the experts are sharded over, at least two.</param>
    /// <param name="weights">Precision of weights and matrix multiplies.</param>
    /// <param name="kv">Precision of the KV cache.</param>
    public ExpertParallelStep(Network network, Accelerator accelerator, KernelConstants kernels, int gpus, Precision weights, Precision kv)
    {
        _network = network;
        _experts = network.Experts!;
        Parts = gpus;
        _own = new(network with { Experts = _experts with { PerToken = 0 } }, accelerator, kernels, 1, weights, kv);
        _work = new(network, accelerator, kernels, gpus, weights, spread: true);
        _exchange = kernels.AllReduceOver(gpus);
        _weightBytes = weights.BytesPerValue;
    }

    /// <inheritdoc/>
    public int Parts { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tokens> Jumps => [.. _own.Jumps.Select(tokens => Tokens.FromCount(tokens.Count * Parts))];

    /// <inheritdoc/>
    public StepTime Of(StepLoad load)
    {
        var decode = Math.Max(Math.Min(load.Decode.Count, 1), load.Decode.Count / Parts);
        var prefill = load.Prefill.Count / Parts;
        var own = _own.Of(load with { Decode = Tokens.FromCount(decode), Prefill = Tokens.FromCount(prefill) });
        var tokens = (decode + prefill) * Parts;
        return own with
        {
            Gemm = own.Gemm + Duration.FromSeconds(_work.Seconds(tokens, Imbalance(tokens))),
            AllReduce = Duration.FromSeconds(Exchange(decode + prefill)),
        };
    }

    private int ExpertLayers => _network.ExpertLayers;

    private double Imbalance(double tokens) =>
        Math.Min(MostUneven, 1 + (Uneven / Math.Sqrt(Math.Max(1, tokens * _experts.PerToken / Parts))));

    /// <summary>
    /// Two all-to-alls a layer: a device sends each of its tokens at most once to every device, in the weights'
    /// precision of at least 8 bits, and gets it back in 16 bits. An all-reduce moves its bytes twice, an all-to-all once.
    /// </summary>
    private double Exchange(double tokens)
    {
        var copies = Math.Min(_experts.PerToken, Parts);
        var bytes = tokens * copies * _network.Hidden * (Math.Clamp(_weightBytes, 1, 2) + 2);
        return ExpertLayers * ((2 * _exchange.Latency.Seconds) + (bytes / (2 * _exchange.Bandwidth.PerSecond)));
    }
}
