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

    private readonly Network _network;
    private readonly KernelConstants _kernels;
    private readonly int _gpus;
    private readonly AllReduce? _exchange;
    private readonly double _kvBytes;
    private readonly double _bandwidth;
    private readonly double _peak16;
    private readonly DecodeLaw _decode;
    private readonly LayerWork _layers;
    private readonly ExpertWork? _experts;

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
        _kvBytes = kv.BytesPerValue;
        _bandwidth = accelerator.MemoryBandwidth!.Value.PerSecond;
        _peak16 = accelerator.DensePeak["bf16"].PerSecond;
        _decode = kernels.DecodeOf(kv);
        Prompt = PromptOf(kernels.Prompt);
        _layers = new(network, accelerator, kernels, gpus, weights);
        _experts = network.Experts is null or { PerToken: 0 } ? null : new(network, accelerator, kernels, gpus, weights);
    }

    /// <summary>The tokens of context a windowed layer attends to; null if no layer is windowed.</summary>
    public Tokens? Window => _network.Window?.Span;

    /// <inheritdoc/>
    public int Parts => 1;

    /// <summary>Whether the datasheet has what the model needs: bandwidth and 16-bit peak.</summary>
    public static bool Knows(Accelerator accelerator) =>
        accelerator.MemoryBandwidth is not null && accelerator.DensePeak.ContainsKey("bf16");

    /// <summary>The time of a step.</summary>
    public StepTime Of(StepLoad load)
    {
        var (b, c, p, cp) = (load.Decode.Count, load.Context.Count, load.Prefill.Count, load.PrefillContext.Count);
        return new(
            Duration.FromSeconds(_layers.Seconds(b + p) + (_experts?.Seconds(b + p) ?? 0)),
            Duration.FromSeconds(Head(b)),
            Duration.FromSeconds(KvRead(b, c)),
            Duration.FromSeconds(PrefillAttention(p, cp)),
            Duration.FromSeconds(AllReduceTime(b + p)),
            Duration.FromSeconds(Overhead(b)));
    }

    /// <summary>S2: the output embedding, in 16 bits, and the choice of a token.</summary>
    private double Head(double decode)
    {
        var (outputs, tokens) = ((double)_network.Vocabulary / _gpus, Math.Max(1, decode));
        var law = _kernels.Multiply("bf16");
        return _kernels.Head.Seconds + law.Seconds(
            tokens, 2 * outputs * _network.Hidden, 2 * outputs * _network.Hidden, 2 * (outputs + _network.Hidden), _peak16, _bandwidth);
    }

    /// <summary>S3: the KV cache of the decoding sequences; a windowed layer reads its window.</summary>
    private double KvRead(double decode, double context)
    {
        var windowed = _network.Window?.Layers ?? 0;
        var layers = ((_network.Layers - windowed) * context) + (windowed * Math.Min(context, _network.Window?.Span.Count ?? 0));
        var rate = _bandwidth * _decode.Share.Value;
        if (_network.Latent is { } latent)
        {
            var bytes = decode * layers * (latent.KvRank + latent.Rope) * _kvBytes / rate;
            var flops = 2 * decode * layers * _network.Heads * ((2 * latent.KvRank) + latent.Rope) / (_gpus * _peak16 * _kernels.Prompt.Share.Value);
            return Math.Max(bytes, flops);
        }

        return 2 * decode * layers * _network.KvHeads * _network.HeadSize * _kvBytes / (Math.Min(_gpus, _network.KvHeads) * rate);
    }

    /// <summary>S4: attention of prompt tokens, each half the half length more than its context.</summary>
    private double PrefillAttention(double prefill, double context) => prefill <= 0
        ? 0
        : Prompt.Fixed + (context > (prefill / 2) + 1 ? Prompt.Prefix : 0)
            + (prefill * (Prompt.Token + (Prompt.Context * context) + (Prompt.Windowed * Math.Min(context, _network.Window?.Span.Count ?? 0))));

    /// <summary>S4 as the numbers that multiply tokens and context, in seconds.</summary>
    public PromptTimes Prompt { get; }

    private PromptTimes PromptOf(PromptLaw law)
    {
        var windowed = _network.Window?.Layers ?? 0;
        var head = _network.Latent is { } latent ? (latent.Nope + latent.Rope + latent.Value) / 2.0 : _network.HeadSize;
        var layer = 4 * _network.Heads * head / (_gpus * _peak16 * law.Share.Value);
        return new(
            _network.Layers * law.Launch.Seconds, _network.Layers * law.Prefix.Seconds, _network.Layers * layer * law.HalfLength.Count / 2,
            (_network.Layers - windowed) * layer, windowed * layer);
    }

    /// <summary>S5: two all-reduces a layer.</summary>
    private double AllReduceTime(double tokens) =>
        _exchange is null ? 0 : 2.0 * _network.Layers * (_exchange.Latency.Seconds + (2 * tokens * _network.Hidden / _exchange.Bandwidth.PerSecond));

    /// <summary>S6: launches of attention and of the small kernels, scheduling.</summary>
    private double Overhead(double decode) =>
        (_network.Layers * (Math.Max(_decode.Launch.Seconds, _decode.FixedSeconds(decode)) + _kernels.Small.Floor.Seconds + _kernels.Scheduling.Seconds))
            + HostSeconds(decode);

    /// <summary>Host time of a step with this many sequences.</summary>
    internal static double HostSeconds(double decode) => StepOverhead + (SequenceOverhead * decode);
}

/// <summary>The time of prompt attention in seconds.</summary>
/// <param name="Fixed">Of a step with prompt tokens.</param>
/// <param name="Prefix">More of a prompt with tokens before it.</param>
/// <param name="Token">Of each prompt token.</param>
/// <param name="Context">Of each prompt token and token of its context.</param>
/// <param name="Windowed">More within the window.</param>
public readonly record struct PromptTimes(double Fixed, double Prefix, double Token, double Context, double Windowed);
