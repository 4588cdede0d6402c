namespace Mtok;

/// <summary>
/// The time of the routed experts of all layers on one device (S7): router, choice of experts, sorting, two grouped multiplies over the experts hit,
/// activation and weighted sum.
/// </summary>
internal sealed class ExpertWork
{
    /// <summary>
    /// Router, choice, sorting, activation and sum of a layer at one token, seconds (21 to 31 us with fused kernels on an H100 and H200), and the share
    /// of the bandwidth that their bytes of many tokens move at (own measurements of 2026-11-27, five networks).
    /// </summary>
    private const double AroundSeconds = 25e-6;
    private const double AroundShare = 0.8;

    private readonly Experts _experts;
    private readonly MultiplyLaw _law;
    private readonly MultiplyLaw _router;
    private readonly double _layers;
    private readonly double _hidden;
    private readonly double _width;
    private readonly int _into;
    private readonly double _ffn;
    private readonly double _held;
    private readonly double _rows;
    private readonly double _weightBytes;
    private readonly double _tokenBytes;
    private readonly double _peak;
    private readonly double _peak16;
    private readonly double _bandwidth;

    /// <param name="network">The network; it must have experts.</param>
    /// <param name="accelerator">The device.</param>
    /// <param name="kernels">Its kernels.</param>
    /// <param name="gpus">Devices that the experts are on.</param>
    /// <param name="weights">The weights' format.</param>
    /// <param name="spread">Whether whole experts are spread over the devices, rather than each cut.</param>
    public ExpertWork(Network network, Accelerator accelerator, KernelConstants kernels, int gpus, Precision weights, bool spread = false)
    {
        var arithmetic = Arithmetic.Of(accelerator, weights);
        _experts = network.Experts!;
        _law = kernels.WidenedLaw(kernels.GroupedMultiply(arithmetic), weights, arithmetic);
        _router = kernels.Multiply("bf16");
        _layers = network.ExpertLayers;
        _width = _experts.LatentSize ?? network.Hidden;
        _into = network.FfnMatrices - 1;
        _hidden = network.Hidden;
        _ffn = spread ? _experts.Ffn : _experts.Ffn / (double)gpus;
        _held = spread ? _experts.Count / (double)gpus : _experts.Count;
        _rows = spread ? _experts.PerToken / (double)gpus : _experts.PerToken;
        _weightBytes = weights.BytesPerValue;
        _tokenBytes = Arithmetic.TokenBytes(arithmetic);
        _peak = accelerator.DensePeak[arithmetic].PerSecond;
        _peak16 = accelerator.DensePeak["bf16"].PerSecond;
        _bandwidth = accelerator.MemoryBandwidth!.Value.PerSecond;
    }

    /// <summary>The time of this many tokens of all devices, of which each device computes its share.</summary>
    /// <param name="tokens">Tokens routed.</param>
    /// <param name="imbalance">Rows of the most loaded device / their mean; 1 where experts are cut.</param>
    public double Seconds(double tokens, double imbalance = 1)
    {
        if (tokens <= 0)
        {
            return 0;
        }

        var rows = _rows * tokens * imbalance;
        var hit = _held * (1 - Math.Pow(1 - (_experts.PerToken / (double)_experts.Count), tokens));
        return _layers * (Router(tokens) + Around(tokens, rows) + Grouped(rows, hit, _into * _ffn, _width) + Grouped(rows, hit, _width, _ffn));
    }

    private double Grouped(double rows, double hit, double outputs, double inputs)
    {
        var weights = outputs * inputs;
        return _law.Seconds(rows, 2 * weights, hit * weights * _weightBytes, (_tokenBytes * inputs) + (2 * outputs), _peak, _bandwidth);
    }

    private double Router(double tokens)
    {
        var weights = _experts.Count * _hidden;
        return _router.Seconds(tokens, 2 * weights, 2 * weights, 2 * (_hidden + _experts.Count), _peak16, _bandwidth);
    }

    /// <summary>Rows written in the order of their experts and summed again, the activation between the two multiplies.</summary>
    private double Around(double tokens, double rows)
    {
        var bytes = (rows * ((4 * _width) + (_ffn * (4 + _tokenBytes)))) + (4 * tokens * _hidden);
        return AroundSeconds + (bytes / (AroundShare * _bandwidth));
    }
}
