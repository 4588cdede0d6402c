namespace Mtok;

/// <summary>The load of one engine step.</summary>
/// <param name="Decode">Sequences that decode one token each (B).</param>
/// <param name="Context">Their mean context (c).</param>
/// <param name="Prefill">Prompt tokens computed in the step (p).</param>
/// <param name="PrefillContext">The mean context of a prompt token (c_p).</param>
public readonly record struct StepLoad(Tokens Decode, Tokens Context, Tokens Prefill, Tokens PrefillContext);

/// <summary>The time of one engine step by part.</summary>
/// <param name="Gemm">Matrix multiplies of the layers.</param>
/// <param name="Head">The output embedding.</param>
/// <param name="KvRead">Reading the KV cache of the decoding sequences.</param>
/// <param name="PrefillAttention">Attention of prompt tokens.</param>
/// <param name="AllReduce">Communication between devices.</param>
/// <param name="Overhead">Launches, scheduling, sampling.</param>
public readonly record struct StepTime(Duration Gemm, Duration Head, Duration KvRead, Duration PrefillAttention, Duration AllReduce, Duration Overhead)
{
    /// <summary>The sum of all parts.</summary>
    public Duration Total => Gemm + Head + KvRead + PrefillAttention + AllReduce + Overhead;
}

/// <summary>
/// The time of one engine step of a model served with tensor parallelism (S1 to S7), from the
/// datasheet, the kernel constants and the network. Never faster than the peak arithmetic or the memory bandwidth allow.
/// </summary>
public sealed class StepModel : IStepModel
{
    /// <summary>Scheduling time of a step and of a sequence in it (c_step, c_req), fitted on engines.</summary>
    internal const double StepOverhead = 126e-6;
    private const double SequenceOverhead = 4.4e-6;
    private const int GemmsPerLayer = 4;

    private readonly Network _network;
    private readonly KernelConstants _kernels;
    private readonly int _gpus;
    private readonly AllReduce? _exchange;
    private readonly double _weightBytes;
    private readonly double _kvBytes;
    private readonly double _bandwidth;
    private readonly double _rate;
    private readonly double _rate16;

    /// <summary>Takes the parts of a replica.</summary>
    /// <param name="network">The network served.</param>
    /// <param name="accelerator">The device; its bandwidth and 16-bit peak must be known.</param>
    /// <param name="kernels">The device's kernel constants.</param>
    /// <param name="gpus">The number of devices that serve it together.</param>
    /// <param name="weights">Precision of weights and matrix multiplies.</param>
    /// <param name="kv">Precision of the KV cache.</param>
    public StepModel(Network network, Accelerator accelerator, KernelConstants kernels, int gpus, Precision weights, Precision kv)
    {
        _network = network;
        _kernels = kernels;
        _gpus = gpus;
        _exchange = gpus == 1 ? null : kernels.AllReduceOver(gpus);
        _weightBytes = weights.BytesPerValue;
        _kvBytes = kv.BytesPerValue;
        _bandwidth = accelerator.MemoryBandwidth!.Value.PerSecond;
        var arithmetic = ArithmeticOf(accelerator, weights);
        _rate = accelerator.DensePeak[arithmetic].PerSecond * kernels.GemmShare(arithmetic).Value;
        _rate16 = accelerator.DensePeak["bf16"].PerSecond;
    }

    /// <summary>The tokens of context a windowed layer attends to; null if no layer is windowed.</summary>
    public Tokens? Window => _network.Window?.Span;

    /// <inheritdoc/>
    public int Parts => 1;

    /// <summary>Whether the datasheet has what the model needs: bandwidth and 16-bit peak.</summary>
    public static bool Knows(Accelerator accelerator) =>
        accelerator.MemoryBandwidth is not null && accelerator.DensePeak.ContainsKey("bf16");

    /// <summary>The format the device multiplies in: the weights' format if supported, else the next wider one that is.</summary>
    public static string ArithmeticOf(Accelerator accelerator, Precision weights) => weights.Id switch
    {
        "fp4" or "mxfp4" when accelerator.DensePeak.ContainsKey("fp4") => "fp4",
        "fp4" or "mxfp4" or "fp8" when accelerator.DensePeak.ContainsKey("fp8") => "fp8",
        "int8" when accelerator.DensePeak.ContainsKey("int8") => "int8",
        _ => "bf16",
    };

    /// <summary>The time of a step.</summary>
    public StepTime Of(StepLoad load)
    {
        var (b, c, p, cp) = (load.Decode.Count, load.Context.Count, load.Prefill.Count, load.PrefillContext.Count);
        return new(
            Duration.FromSeconds(Gemm(b + p)),
            Duration.FromSeconds(Head(b)),
            Duration.FromSeconds(KvRead(b, c)),
            Duration.FromSeconds(PrefillAttention(p, cp)),
            Duration.FromSeconds(AllReduceTime(b + p)),
            Duration.FromSeconds(Overhead(b)));
    }

    /// <summary>S1: max of arithmetic and of reading the weights that the tokens touch, over all layers.</summary>
    private double Gemm(double tokens)
    {
        var experts = _network.Experts;
        var expertLayers = experts is null ? 0 : _network.Layers - experts.DenseLayers;
        var attention = (double)_network.CountAttention();
        var dense = 3.0 * _network.Hidden * _network.Ffn;
        var computed = (_network.Layers * attention) + ((_network.Layers - expertLayers) * dense);
        var read = computed;
        if (experts is not null)
        {
            var one = 3.0 * _network.Hidden * experts.Ffn;
            var shared = 3.0 * _network.Hidden * experts.SharedFfn * experts.Shared;
            var hit = experts.Count * (1 - Math.Pow(1 - (experts.PerToken / (double)experts.Count), tokens));
            computed += expertLayers * ((experts.PerToken * one) + shared);
            read += expertLayers * ((hit * one) + shared);
        }

        return Math.Max(2 * computed * tokens / (_gpus * _rate), read * _weightBytes / (_gpus * _bandwidth * _kernels.Memory.Value));
    }

    /// <summary>S2: the output embedding, in 16 bits.</summary>
    private double Head(double decode)
    {
        var size = (double)_network.Hidden * _network.Vocabulary;
        return Math.Max(
            2 * size * Math.Max(1, decode) / (_gpus * _rate16 * _kernels.GemmShare("bf16").Value),
            2 * size / (_gpus * _bandwidth * _kernels.Memory.Value));
    }

    /// <summary>S3: the KV cache of the decoding sequences; a windowed layer reads its window.</summary>
    private double KvRead(double decode, double context)
    {
        var windowed = _network.Window?.Layers ?? 0;
        var layers = ((_network.Layers - windowed) * context) + (windowed * Math.Min(context, _network.Window?.Span.Count ?? 0));
        if (_network.Latent is { } latent)
        {
            var bytes = decode * layers * (latent.KvRank + latent.Rope) * _kvBytes / (_bandwidth * _kernels.KvRead.Value);
            var flops = 2 * decode * layers * _network.Heads * ((2 * latent.KvRank) + latent.Rope) / (_gpus * _rate16 * _kernels.Prefill.Value);
            return Math.Max(bytes, flops);
        }

        return 2 * decode * layers * _network.KvHeads * _network.HeadSize * _kvBytes / (Math.Min(_gpus, _network.KvHeads) * _bandwidth * _kernels.KvRead.Value);
    }

    /// <summary>S4: attention of prompt tokens.</summary>
    private double PrefillAttention(double prefill, double context)
    {
        var windowed = _network.Window?.Layers ?? 0;
        var layers = ((_network.Layers - windowed) * context) + (windowed * Math.Min(context, _network.Window?.Span.Count ?? 0));
        var head = _network.Latent is { } latent ? (latent.Nope + latent.Rope + latent.Value) / 2.0 : _network.HeadSize;
        return 4 * prefill * layers * _network.Heads * head / (_gpus * _rate16 * _kernels.Prefill.Value);
    }

    /// <summary>S5: two all-reduces a layer.</summary>
    private double AllReduceTime(double tokens) =>
        _exchange is null ? 0 : 2.0 * _network.Layers * (_exchange.Latency.Seconds + (2 * tokens * _network.Hidden / _exchange.Bandwidth.PerSecond));

    /// <summary>S6: launches and scheduling.</summary>
    private double Overhead(double decode) =>
        (_network.Layers * ((GemmsPerLayer * _kernels.GemmLaunch.Seconds) + _kernels.AttentionLaunch.Seconds + _kernels.Scheduling.Seconds))
            + StepOverhead
            + (SequenceOverhead * decode);
}
